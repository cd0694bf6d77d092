package markdown

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"

	"trigpoint/generator/diag"
	"trigpoint/generator/record"
)

// surveyed is what the survey found out about nodes, for the renderers.
type surveyed struct {
	ids    map[string]int // heading ids taken
	names  map[ast.Node]blockName
	alerts map[ast.Node]alert // quotes that begin with [!NOTE]
}

// blockName is the ^name that a block ends in, and where the sign stands in
// the body.
type blockName struct {
	text   string
	offset int
}

// survey walks the tree once before it is rendered, for what must be known
// before the words of a block are written.
func (a *assembler) survey(tree ast.Node) {
	_ = ast.Walk(tree, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n.Kind() {
		case ast.KindParagraph, ast.KindTextBlock:
			if name := a.cutName(n); name.text != "" {
				a.names[n] = name
				a.ids[name.text]++ // the author's names win over ids made from headings
			}
			a.checkRows(n)
			a.checkSigns(n)
		case ast.KindBlockquote:
			a.findAlert(n)
		case ast.KindHeading:
			a.reserve(n.(*ast.Heading))
			a.checkRows(n)
		}
		return ast.WalkContinue, nil
	})
}

var namePattern = regexp.MustCompile(`[ \t]\^([a-z0-9]+(?:-[a-z0-9]+)*)[ \t]*$`)

// cutName takes ^name off the end of a block's words and returns it. It looks
// at the block's last line: a parser may have cut the words at a hyphen.
func (a *assembler) cutName(block ast.Node) blockName {
	n := block.Lines().Len()
	if n == 0 {
		return blockName{}
	}
	last := block.Lines().At(n - 1)
	line := bytes.TrimRight(last.Value(a.src), "\n")
	if bytes.IndexByte(line, '^') < 0 {
		return blockName{}
	}
	m := namePattern.FindSubmatchIndex(line)
	if m == nil {
		a.checkName(line, last.Start)
	}
	if m == nil || !a.cutWords(block, last.Start+m[0]) {
		return blockName{}
	}
	return blockName{string(line[m[2]:m[3]]), last.Start + m[2] - 1}
}

var likeName = regexp.MustCompile(`[ \t]\^([\pL\d_-]*\pL[\pL\d_-]*)[ \t]*$`)

// checkName reports what looks like the name of a block and has not its shape.
func (a *assembler) checkName(line []byte, offset int) {
	m := likeName.FindSubmatchIndex(line)
	if m == nil {
		return
	}
	name := string(line[m[2]:m[3]])
	at := a.position(offset + m[2] - 1)
	at.Len = utf8.RuneCountInString(name) + 1
	a.file.Diags.Add(at, "anchor-shape", "write small letters from a to z, digits and hyphens, as in ^local-duty", "^%s names no paragraph", name)
}

// cutWords removes the words of a block from an offset on. It does nothing if
// anything but plain words stands there.
func (a *assembler) cutWords(block ast.Node, from int) bool {
	for c := block.LastChild(); c != nil; c = c.PreviousSibling() {
		t, ok := c.(*ast.Text)
		if !ok {
			return false
		}
		if t.Segment.Start > from {
			continue
		}
		for next := c.NextSibling(); next != nil; next = c.NextSibling() {
			block.RemoveChild(block, next)
		}
		t.Segment = text.NewSegment(t.Segment.Start, min(from, t.Segment.Stop))
		return true
	}
	return false
}

// reserve keeps the ids that authors gave from being made for other headings.
func (a *assembler) reserve(h *ast.Heading) {
	if id, ok := attribute(h, "id"); ok {
		a.ids[id]++
	}
}

// headingID returns the id of a heading: the author's, or one made from the
// words, with -2, -3 behind it where it is taken.
func (a *assembler) headingID(h *ast.Heading, words string) (id string, explicit bool) {
	if id, ok := attribute(h, "id"); ok && id != "" {
		return id, true
	}
	slug := Slug(words)
	for {
		n := a.ids[slug]
		a.ids[slug]++
		if n == 0 {
			return slug, false
		}
		next := fmt.Sprintf("%s-%d", slug, n+1)
		if a.ids[next] == 0 {
			a.ids[next]++
			return next, false
		}
	}
}

// attribute returns a heading attribute as text.
func attribute(h *ast.Heading, name string) (string, bool) {
	v, ok := h.AttributeString(name)
	if !ok {
		return "", false
	}
	return attributeText(v), true
}

func attributeText(v any) string {
	switch v := v.(type) {
	case []byte:
		return string(v)
	case []any:
		parts := make([]string, len(v))
		for i, item := range v {
			parts[i] = attributeText(item)
		}
		return strings.Join(parts, ", ")
	}
	return fmt.Sprint(v)
}

// attributes makes a table of what a heading says besides id and class, each
// value with its place in the line.
func (a *assembler) attributes(h *ast.Heading) record.Table {
	if len(h.Attributes()) == 0 {
		return record.Table{}
	}
	var list []record.Attribute
	at := a.at(h, 0)
	for _, attr := range h.Attributes() {
		key := string(attr.Name)
		if key == "id" || key == "class" {
			continue
		}
		keyAt, valueAt := a.attributePlace(h, attr.Name)
		list = append(list, record.Attribute{Key: key, Text: attributeText(attr.Value), KeyAt: keyAt, At: valueAt})
	}
	return record.Attributes(at, list)
}

// attributePlace finds name= in the braces of the heading's line.
func (a *assembler) attributePlace(h *ast.Heading, name []byte) (key, value diag.Position) {
	line := a.lineAt(h.Pos())
	i := bytes.LastIndex(line, append(append([]byte(nil), name...), '='))
	if i < 0 {
		return a.at(h, 0), a.at(h, 0)
	}
	key = a.position(h.Pos() + i)
	key.Len = utf8.RuneCount(name)
	from := i + len(name) + 1
	end := len(line)
	if from < len(line) && line[from] == '"' {
		from++
		end = from + max(bytes.IndexByte(line[from:], '"'), 0)
	}
	value = a.position(h.Pos() + from)
	value.Len = utf8.RuneCount(line[from:end])
	return key, value
}
