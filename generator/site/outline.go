package site

import (
	"strings"

	"trigpoint/generator/diag"
	"trigpoint/generator/markdown"
)

// maxSummary is how long a summary taken from the text can be, in bytes.
const maxSummary = 200

// summary is the author's, or the first sentence of the section.
func summary(h *markdown.Heading, given, text string) string {
	if given != "" {
		return given
	}
	first, _, _ := strings.Cut(strings.TrimSpace(h.Section.In(text)), "\n")
	if i := strings.Index(first, ". "); i >= 0 {
		first = first[:i+1]
	}
	if len(first) > maxSummary {
		first = first[:strings.LastIndexByte(first[:maxSummary], ' ')+1] + "…"
	}
	return first
}

// cite is how a reference to the element by its id alone reads.
func cite(e *Element) string {
	var b strings.Builder
	rest := e.Kind.Cite
	for {
		before, hole, found := strings.Cut(rest, "{")
		b.WriteString(before)
		if !found {
			return b.String()
		}
		name, after, closed := strings.Cut(hole, "}")
		switch {
		case closed && name == "n":
			b.WriteString(e.Kind.Shape.Number(e.ID))
		case closed && name == "id":
			b.WriteString(e.ID)
		case closed && name == "title":
			b.WriteString(e.Title)
		default:
			b.WriteString("{")
			after = hole
		}
		rest = after
	}
}

// at is where the element of a file is declared.
func (o *outline) at(f *markdown.File) diag.Position {
	if o.Heading >= 0 {
		return f.Headings[o.Heading].Position
	}
	if v, ok := f.Front.Get("id"); ok {
		return v.Position()
	}
	return diag.Position{Path: f.Path, Line: 1}
}
