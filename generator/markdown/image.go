package markdown

import (
	"html"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/util"
)

// image renders an image of this site. Its address and size are a hole; an
// image of another site is left out, since no request leaves the site.
func (r nodes) image(w util.BufWriter, src []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	a, n := w.(*assembler), node.(*ast.Image)
	if isUndefined(n.Title) {
		return r.literalImage(a, n, entering)
	}
	if err := a.checkSize(n, n.Destination, n.Title); err != nil {
		return ast.WalkStop, err
	}
	alt := strings.TrimSpace(words(n, src))
	if alt == "" {
		a.file.Diags.Add(a.at(n, 0), "image-alt", "say between the brackets what the image shows", "the image has no alternative text")
	}
	dest := string(n.Destination)
	if destination(dest) != local {
		a.file.Diags.Add(a.refPlace(n.Pos()+1, n.Destination, n.Reference), "image-unknown", "keep a copy beside the page", "the image %q is not of this site, and is left out", dest)
		_, _ = a.WriteString(html.EscapeString(alt))
		a.text.WriteString(alt)
		return ast.WalkSkipChildren, nil
	}
	ref := a.addRef(asLink(n), true)
	a.file.Refs[ref].Position = a.refPlace(n.Pos()+1, n.Destination, n.Reference)
	a.file.Refs[ref].Words = Span{a.text.Len(), a.text.Len() + len(alt)}
	a.text.WriteString(alt)
	a.hole(ImageOpen, ref)
	_, _ = a.WriteString(` alt="` + html.EscapeString(alt) + `"`)
	if n.Title != nil {
		_, _ = a.WriteString(` title="` + html.EscapeString(string(plain(n.Title))) + `"`)
	}
	_ = a.WriteByte('>')
	a.hole(ImageClose, ref)
	return ast.WalkSkipChildren, nil
}

// asLink is the link that an image would be without its exclamation mark.
func asLink(n *ast.Image) *ast.Link {
	link := ast.NewLink()
	link.SetPos(n.Pos())
	link.Destination, link.Title = n.Destination, n.Title
	return link
}

// literalImage writes ![words] that no definition makes an image of.
func (r nodes) literalImage(a *assembler, n *ast.Image, _ bool) (ast.WalkStatus, error) {
	literal := "![" + words(n, a.src) + "]"
	switch n.Reference.Type {
	case ast.ReferenceLinkFull:
		literal += "[" + string(n.Reference.Value) + "]"
	case ast.ReferenceLinkCollapsed:
		literal += "[]"
	}
	_, _ = a.WriteString(html.EscapeString(literal))
	a.text.WriteString(literal)
	return ast.WalkSkipChildren, nil
}

// words collects the words below a node.
func words(n ast.Node, src []byte) string {
	var b strings.Builder
	_ = ast.Walk(n, func(c ast.Node, entering bool) (ast.WalkStatus, error) {
		if link, ok := c.(*ast.Link); ok && isUndefined(link.Title) {
			b.WriteString(map[bool]string{true: "[", false: "]"}[entering])
		}
		if !entering {
			return ast.WalkContinue, nil
		}
		switch c := c.(type) {
		case *ast.Text:
			b.Write(plain(c.Segment.Value(src)))
			if c.SoftLineBreak() || c.HardLineBreak() {
				b.WriteByte(' ')
			}
		case *ast.String:
			b.WriteString(html.UnescapeString(string(c.Value)))
		}
		return ast.WalkContinue, nil
	})
	return b.String()
}
