package markdown

import (
	"bytes"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/util"
)

// htmlBlock shows HTML as text: content is not trusted with markup. Comments
// are dropped; they are notes to other authors.
func (r nodes) htmlBlock(w util.BufWriter, src []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	a, n := w.(*assembler), node.(*ast.HTMLBlock)
	var raw []byte
	for i := range n.Lines().Len() {
		line := n.Lines().At(i)
		raw = append(raw, line.Value(src)...)
	}
	if n.HasClosure() {
		raw = append(raw, n.ClosureLine.Value(src)...)
	}
	if rest := dropComments(raw); len(bytes.TrimSpace(rest)) > 0 {
		_, _ = a.WriteString("<p>")
		a.showHTML(n, bytes.TrimSpace(rest))
		_, _ = a.WriteString("</p>\n")
		a.endBlock()
	}
	return ast.WalkContinue, nil
}

func (r nodes) rawHTML(w util.BufWriter, src []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkSkipChildren, nil
	}
	a, n := w.(*assembler), node.(*ast.RawHTML)
	var raw []byte
	for i := range n.Segments.Len() {
		segment := n.Segments.At(i)
		raw = append(raw, segment.Value(src)...)
	}
	if rest := dropComments(raw); len(rest) > 0 {
		a.showHTML(n, rest)
	}
	return ast.WalkSkipChildren, nil
}

func (a *assembler) showHTML(n ast.Node, raw []byte) {
	if !bytes.HasPrefix(raw, []byte("</")) { // its beginning is reported already
		first, _, _ := bytes.Cut(raw, []byte("\n"))
		a.file.Diags.Add(a.at(n, utf8.RuneCount(first)), "raw-html", "write Markdown, or put code between backticks", "HTML is shown as text")
	}
	_, _ = a.Write(util.EscapeHTML(raw))
	a.text.Write(raw)
}

// dropComments removes <!-- … -->; one without an end runs to the end.
func dropComments(raw []byte) []byte {
	for {
		i := bytes.Index(raw, []byte("<!--"))
		if i < 0 {
			return raw
		}
		rest := []byte(nil)
		if j := bytes.Index(raw[i:], []byte("-->")); j >= 0 {
			rest = raw[i+j+3:]
		}
		raw = append(bytes.Clone(raw[:i]), rest...)
	}
}
