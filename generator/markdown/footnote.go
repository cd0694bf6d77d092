package markdown

import (
	"strconv"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/util"
)

// Footnotes are rendered with a prefix hole in each id, so that several pages
// can be bound into one file without a clash.

func (nodes) footnoteLink(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	a, n := w.(*assembler), node.(*east.FootnoteLink)
	_, _ = a.WriteString(`<sup id="`)
	a.hole(AnchorPrefix, 0)
	_, _ = a.WriteString(backID(n.Index, n.RefIndex) + `"><a href="#`)
	a.hole(AnchorPrefix, 0)
	number := strconv.Itoa(n.Index)
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
