package markdown

import (
	"bytes"
	"strconv"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// Footnotes are rendered with a prefix hole in each id, so that several pages
// can be bound into one file without a clash.

func (nodes) footnoteLink(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	a, n := w.(*assembler), node.(*east.FootnoteLink)
	number := strconv.Itoa(n.Index)
	_, _ = a.WriteString(`<sup id="`)
	a.hole(AnchorPrefix, 0)
	_, _ = a.WriteString(backID(n.Index, n.RefIndex) + `">`)
	if a.inLink() { // in which no other may stand
		_, _ = a.WriteString(number + "</sup>")
		return ast.WalkContinue, nil
	}
	_, _ = a.WriteString(`<a href="#`)
	a.hole(AnchorPrefix, 0)
	_, _ = a.WriteString("fn." + number + `" role="doc-noteref">` + number + `</a></sup>`)
	return ast.WalkContinue, nil
}

func (nodes) footnoteBacklink(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	a, n := w.(*assembler), node.(*east.FootnoteBacklink)
	_, _ = a.WriteString(` <a href="#`)
	a.hole(AnchorPrefix, 0)
	_, _ = a.WriteString(backID(n.Index, n.RefIndex) + `" role="doc-backlink" aria-label="`)
	a.word(WordFootnoteBack)
	_, _ = a.WriteString(` ` + strconv.Itoa(n.Index) + `">↩</a>`)
	return ast.WalkContinue, nil
}

func backID(index, ref int) string {
	id := "fnref." + strconv.Itoa(index)
	if ref > 0 {
		id += "-" + strconv.Itoa(ref+1)
	}
	return id
}

func (nodes) footnote(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	a := w.(*assembler)
	if !entering {
		_, _ = a.WriteString("</li>\n")
		return ast.WalkContinue, nil
	}
	_, _ = a.WriteString(`<li id="`)
	a.hole(AnchorPrefix, 0)
	_, _ = a.WriteString("fn." + strconv.Itoa(node.(*east.Footnote).Index) + "\">\n")
	return ast.WalkContinue, nil
}

func (nodes) footnoteList(w util.BufWriter, _ []byte, _ ast.Node, entering bool) (ast.WalkStatus, error) {
	a := w.(*assembler)
	if !entering {
		_, _ = a.WriteString("</ol>\n</section>\n")
		return ast.WalkContinue, nil
	}
	_, _ = a.WriteString(`<section class="footnotes" role="doc-endnotes" aria-label="`)
	a.word(WordFootnotes)
	_, _ = a.WriteString("\">\n<ol>\n")
	return ast.WalkContinue, nil
}

// An unusedNote stands for a footnote that nothing refers to, which goldmark takes
// out of the tree. It renders as nothing.
type unusedNote struct {
	ast.BaseBlock
	label string
	twice bool // another of the same label stands before it
}

var kindUnusedNote = ast.NewNodeKind("UnusedNote")

func (*unusedNote) Kind() ast.NodeKind { return kindUnusedNote }

func (n *unusedNote) Dump(src []byte, level int) { ast.DumpHelper(n, src, level, nil, nil) }

// unusedNotes leaves an unusedNote for each. It comes before goldmark's own
// transformer, which gathers the notes.
type unusedNotes struct{}

func (unusedNotes) Transform(doc *ast.Document, r text.Reader, _ parser.Context) {
	if !bytes.Contains(r.Source(), []byte("]:")) {
		return
	}
	list := noteList(doc)
	if list == nil {
		return
	}
	seen := map[string]bool{}
	for n := list.FirstChild(); n != nil; n = n.NextSibling() {
		note := n.(*east.Footnote)
		label := string(note.Ref)
		if note.Index < 0 {
			lost := &unusedNote{label: label, twice: seen[label]}
			lost.SetPos(note.Pos())
			doc.AppendChild(doc, lost)
		}
		seen[label] = true
	}
}

// noteList finds the notes of a document, wherever the first of them stands.
func noteList(in ast.Node) *east.FootnoteList {
	for n := in.FirstChild(); n != nil && n.Type() == ast.TypeBlock; n = n.NextSibling() {
		if list, ok := n.(*east.FootnoteList); ok {
			return list
		}
		if list := noteList(n); list != nil {
			return list
		}
	}
	return nil
}

func (nodes) unusedNote(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	a, n := w.(*assembler), node.(*unusedNote)
	at := a.at(n, len("[^]")+utf8.RuneCountInString(n.label))
	if n.twice {
		a.file.Diags.Add(at, "footnote-unused", "give it another name", "there is a footnote %q already, so this one is left out", n.label)
	} else {
		a.file.Diags.Add(at, "footnote-unused", "write [^"+n.label+"] where it belongs", "nothing refers to the footnote %q, so it is left out", n.label)
	}
	return ast.WalkContinue, nil
}
