package markdown

import (
	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/util"
)

// table renders a table in a box of its own that can scroll and be reached by
// keyboard; the box has a name, since it can have the focus.
func (nodes) table(w util.BufWriter, _ []byte, _ ast.Node, entering bool) (ast.WalkStatus, error) {
	a := w.(*assembler)
	if entering {
		_, _ = a.WriteString(`<div class="table" role="group" tabindex="0" aria-label="`)
		a.word(WordTable)
		_, _ = a.WriteString("\"><table>\n")
	} else {
		_, _ = a.WriteString("</table></div>\n")
	}
	return ast.WalkContinue, nil
}

// tableCell renders a cell. Alignment is a class: a style attribute would need
// a weaker Content-Security-Policy.
func (nodes) tableCell(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	a, n := w.(*assembler), node.(*east.TableCell)
	tag, scope := "td", ""
	if n.Parent().Kind() == east.KindTableHeader && n.FirstChild() != nil {
		tag, scope = "th", ` scope="col"`
	}
	if !entering {
		_, _ = a.WriteString("</" + tag + ">\n")
		a.endBlock()
		if n.NextSibling() == nil {
			a.checkLost(n)
		}
		return ast.WalkContinue, nil
	}
	_, _ = a.WriteString("<" + tag + scope)
	if n.Alignment != east.AlignNone {
		_, _ = a.WriteString(` class="` + n.Alignment.String() + `"`)
	}
	_ = a.WriteByte('>')
	return ast.WalkContinue, nil
}

// checkBox renders a task's box as a sign with a word, not as a form control
// that nobody can use.
func (nodes) checkBox(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	a := w.(*assembler)
	class, word := "todo", WordToDo
	if node.(*east.TaskCheckBox).IsChecked {
		class, word = "done", WordDone
	}
	_, _ = a.WriteString(`<span class="task ` + class + `" role="img" aria-label="`)
	a.word(word)
	_, _ = a.WriteString(`"></span> `)
	return ast.WalkContinue, nil
}
