package markdown

import (
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/util"
)

// paragraph renders <p>. One at the top level, or with a name, can be cited:
// its start tag is a hole, since numbers are counted when the site is linked.
func (nodes) paragraph(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	a := w.(*assembler)
	if !entering {
		_, _ = a.WriteString("</p>\n")
		a.endProse()
		return ast.WalkContinue, nil
	}
	name, top := a.names[n], n.Parent() != nil && n.Parent().Kind() == ast.KindDocument
	_, _ = a.WriteString("<p")
	if top || name.text != "" {
		a.openNamed(n, name, top)
		a.hole(ParagraphOpen, len(a.file.Paragraphs)-1)
	}
	_ = a.WriteByte('>')
	if top || name.text != "" {
		a.hole(ParagraphNumber, len(a.file.Paragraphs)-1)
	}
	a.prose = a.text.Len()
	return ast.WalkContinue, nil
}

// openNamed begins a paragraph that can be cited.
func (a *assembler) openNamed(n ast.Node, name blockName, numbered bool) {
	at := a.at(n, 0)
	if name.offset > 0 {
		at = a.position(name.offset)
		at.Len = len(name.text) + 1
	}
	a.file.Paragraphs = append(a.file.Paragraphs, Paragraph{
		Name: name.text, Numbered: numbered, Heading: a.heading, Position: at,
		Span: Span{a.text.Len(), a.text.Len()}, // its end follows
	})
}

// endProse closes a paragraph or a list item: its words are running prose.
func (a *assembler) endProse() {
	span := Span{a.prose, a.text.Len()}
	a.endBlock()
	if span.Start >= span.End {
		return
	}
	a.addProse(span)
	if i := len(a.file.Paragraphs) - 1; i >= 0 && a.file.Paragraphs[i].Span.Start == span.Start {
		a.file.Paragraphs[i].Span = span
	}
}
