package markdown

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
	"golang.org/x/net/html"
)

// htmlBlock shows HTML as text, unless site.toml permits it: then it is what is
// left of it. Content is not trusted with markup. Comments are dropped; they are
// notes to other authors.
func (r nodes) htmlBlock(w util.BufWriter, src []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	a, n := w.(*assembler), node.(*ast.HTMLBlock)
	lines := n.Lines().Sliced(0, n.Lines().Len())
	if n.HasClosure() {
		lines = append(lines[:len(lines):len(lines)], n.ClosureLine)
	}
	rest := bytes.TrimSpace(dropComments(joined(lines, src)))
	switch {
	case len(rest) == 0:
	case a.policy != nil:
		a.keepHTML(lines, rest)
	default:
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
	rest := dropComments(joined(segments, src))
	switch tag := a.tags(n)[n]; {
	case len(rest) == 0:
	case tag != nil:
		a.checkKept(segments, rest, tally(tag) != tally(rest))
		_, _ = a.Write(tag)
	default:
		a.showHTML(segments, rest)
	}
	return ast.WalkSkipChildren, nil
}

// keepHTML writes what is allowed of a block.
func (a *assembler) keepHTML(lines []text.Segment, raw []byte) {
	clean, lost := a.sanitise(raw)
	a.checkKept(lines, raw, lost)
	_, _ = a.Write(append(clean, '\n'))
	a.text.WriteString(htmlWords(clean))
	a.endBlock()
}

// checkKept reports HTML of which a part was left out.
func (a *assembler) checkKept(lines []text.Segment, raw []byte, lost bool) {
	if lost {
		a.reportHTML(lines, raw, "leave it out, or write Markdown", "of this HTML a part is not allowed, and is left out")
	}
}

// tags are the tags among the siblings of one that may stand there: those of
// elements without an end, and pairs, one within the other. The words between
// them are Markdown.
func (a *assembler) tags(tag *ast.RawHTML) map[ast.Node][]byte {
	if a.policy == nil {
		return nil
	}
	if a.paired == nil {
		a.paired, a.pairs = map[ast.Node]bool{}, map[ast.Node][]byte{}
	}
	if parent := tag.Parent(); !a.paired[parent] {
		a.paired[parent] = true
		a.pairTags(parent)
	}
	return a.pairs
}

func (a *assembler) pairTags(parent ast.Node) {
	type begun struct {
		node  ast.Node
		name  string
		clean []byte
	}
	var open []begun
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		raw, ok := n.(*ast.RawHTML)
		if !ok {
			continue
		}
		source := joined(raw.Segments.Sliced(0, raw.Segments.Len()), a.src)
		name, end := tagName(source)
		last := len(open) - 1
		switch {
		case !among(htmlPhrasing, name):
		case among(htmlVoid, name) && end: // browsers take </br> for what was meant
			a.pairs[n] = []byte("<" + name + ">")
		case among(htmlVoid, name):
			a.pairs[n] = a.policy.SanitizeBytes(source)
		case !end && len(open) < a.limits.Nesting:
			open = append(open, begun{n, name, a.policy.SanitizeBytes(source)})
		case end && last >= 0 && open[last].name == name:
			a.pairs[open[last].node], a.pairs[n] = open[last].clean, []byte("</"+name+">")
			open = open[:last]
		}
	}
}

// tagName is the name of a tag, and whether it is one that ends an element.
func tagName(raw []byte) (name string, end bool) {
	z := html.NewTokenizer(bytes.NewReader(raw))
	kind := z.Next()
	b, _ := z.TagName()
	return string(b), kind == html.EndTagToken
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
		a.reportHTML(lines, raw, "write Markdown, or put code between backticks", "HTML is shown as text")
	}
	_, _ = a.Write(util.EscapeHTML(raw))
	a.text.Write(raw)
}

// reportHTML reports some HTML, where its first line is.
func (a *assembler) reportHTML(lines []text.Segment, raw []byte, hint, message string) {
	first, _, _ := bytes.Cut(raw, []byte("\n"))
	for _, l := range lines {
		if i := bytes.Index(l.Value(a.src), first); i >= 0 {
			a.file.Diags.Add(a.within(l.Start-l.Padding+i, first), "raw-html", hint, "%s", message)
			return
		}
	}
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
