package markdown

import (
	"bytes"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/util"

	"trigpoint/generator/diag"
)

// heading renders <h2>…<h6>. A title of its own, <h1>, comes from the front
// matter: a heading of level 1 is a fault and is shown as level 2.
func (r nodes) heading(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	a, n := w.(*assembler), node.(*ast.Heading)
	if entering {
		a.openHeading(n)
		return ast.WalkContinue, nil
	}
	a.closeHeading(n)
	return ast.WalkContinue, nil
}

func (a *assembler) openHeading(n *ast.Heading) {
	a.checkOrder(n)
	a.file.Headings = append(a.file.Headings, Heading{Level: n.Level, Position: a.headingPlace(n), Parent: -1})
	a.heading = len(a.file.Headings) - 1
	_, _ = a.WriteString("<h")
	_ = a.WriteByte(shownLevel(n))
	a.hole(HeadingStart, a.heading)
	_ = a.WriteByte('>')
	a.prose = a.text.Len()
}

// shownLevel is the digit of the heading's tag.
func shownLevel(n *ast.Heading) byte { return "0223456"[n.Level] }

func (a *assembler) closeHeading(n *ast.Heading) {
	_, _ = a.WriteString("</h")
	_ = a.WriteByte(shownLevel(n))
	_, _ = a.WriteString(">\n")
	h := &a.file.Headings[a.heading]
	h.Text = string(a.text.Bytes()[a.prose:])
	a.endBlock()
	if h.Text == "" {
		a.text.WriteByte('\n')
	}
	h.ID, h.Explicit = a.headingID(n, h.Text)
	h.Attrs = a.attributes(n)
	h.Section.Start = a.text.Len()
	h.Parent = a.enclosing(h.Level)
	if h.Explicit || len(h.Attrs.Keys()) > 0 {
		a.hole(HeadingEnd, a.heading)
	}
	if m := a.unreadBraces(h); m != nil {
		braces := Span{h.Section.Start - len(h.Text) - 1 + m[0], h.Section.Start - 1}
		a.file.Diags.Add(a.file.positionIn(a.text.String(), braces), "attribute-unused", `write {#id key="value"}, every value in quotation marks`,
			"the braces behind this heading cannot be read")
	}
}

var unreadAttributes = regexp.MustCompile(`\{\s*[#.]?[\w-]+.*\}$`)

var likeHeading = regexp.MustCompile(`^(#{2,6})[\pL\d*_` + "`" + `\[{(]`)

// checkSigns reports lines that would be headings, had they a blank behind their
// signs. A single sign begins a word of its own in some texts.
func (a *assembler) checkSigns(block ast.Node) {
	for i := range block.Lines().Len() {
		line := block.Lines().At(i)
		line = line.TrimLeftSpace(a.src)
		if line.IsEmpty() || a.src[line.Start] != '#' { // most
			continue
		}
		if m := likeHeading.FindSubmatch(line.Value(a.src)); m != nil {
			at := a.position(line.Start)
			at.Len = len(m[1])
			a.file.Diags.Add(at, "heading-syntax", "write a blank behind "+string(m[1]), "this looks like a heading and is none")
		}
	}
}

// headingPlace is the place of the id in the braces, or of the heading.
func (a *assembler) headingPlace(n *ast.Heading) diag.Position {
	id, ok := attribute(n, "id")
	line := a.lineAt(n.Pos())
	i := bytes.LastIndex(line, []byte("#"+id))
	if !ok || i < 0 {
		return a.at(n, 0)
	}
	at := a.position(n.Pos() + i + 1)
	at.Len = utf8.RuneCountInString(id)
	return at
}

// lineAt is the rest of the line from an offset on.
func (a *assembler) lineAt(offset int) []byte {
	line := a.src[min(max(offset, 0), len(a.src)):]
	if i := bytes.IndexByte(line, '\n'); i >= 0 {
		line = line[:i]
	}
	return line
}

// unreadBraces finds, in a heading's words, braces that were meant as
// attributes.
func (a *assembler) unreadBraces(h *Heading) []int {
	if !strings.HasSuffix(h.Text, "}") {
		return nil
	}
	return unreadAttributes.FindStringIndex(h.Text)
}

// enclosing finds the heading whose section the newest one stands in.
func (a *assembler) enclosing(level int) int {
	i := a.heading - 1
	for i >= 0 && a.file.Headings[i].Level >= level {
		i = a.file.Headings[i].Parent
	}
	return i
}

// checkOrder reports a heading that skips a level, and a second title.
func (a *assembler) checkOrder(n *ast.Heading) {
	before := 1
	if a.heading >= 0 {
		before = a.file.Headings[a.heading].Level
	}
	switch {
	case n.Level == 1 && a.file.Unread: // one thing at a time: the title is not in its place
	case n.Level == 1:
		a.file.Diags.Add(a.at(n, 1), "heading-order", "begin with ## below the title", "the page has its title already, from the front matter")
	case n.Level > before+1:
		a.file.Diags.Add(a.at(n, n.Level), "heading-order", "write "+"######"[:before+1],
			"the heading skips from level %d to %d", before, n.Level)
	}
}
