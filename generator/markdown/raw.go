package markdown

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// htmlBlock shows HTML as text: content is not trusted with markup. Comments
// are dropped; they are notes to other authors.
func (r nodes) htmlBlock(w util.BufWriter, src []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	a, n := w.(*assembler), node.(*ast.HTMLBlock)
	lines := n.Lines().Sliced(0, n.Lines().Len())
	if n.HasClosure() {
		lines = append(lines[:len(lines):len(lines)], n.ClosureLine)
	}
	if rest := bytes.TrimSpace(dropComments(joined(lines, src))); len(rest) > 0 {
		_, _ = a.WriteString("<p>")
		a.showHTML(lines, rest)
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
	segments := n.Segments.Sliced(0, n.Segments.Len())
	if rest := dropComments(joined(segments, src)); len(rest) > 0 {
		a.showHTML(segments, rest)
	}
	return ast.WalkSkipChildren, nil
}

func joined(segments []text.Segment, src []byte) []byte {
	var raw []byte
	for _, s := range segments {
		raw = append(raw, s.Value(src)...)
	}
	return raw
}

// showHTML writes what is left of some lines as text, and reports where that
// begins. A closing tag is not reported: its beginning is already.
func (a *assembler) showHTML(lines []text.Segment, raw []byte) {
	if !bytes.HasPrefix(raw, []byte("</")) {
		first, _, _ := bytes.Cut(raw, []byte("\n"))
		for _, l := range lines {
			if i := bytes.Index(l.Value(a.src), first); i >= 0 {
				a.file.Diags.Add(a.within(l.Start-l.Padding+i, first), "raw-html", "write Markdown, or put code between backticks", "HTML is shown as text")
				break
			}
		}
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
