package site

import (
	"trigpoint/generator/diag"
)

// withAnchor finds the place in a page that the part behind # names: a named
// paragraph, a paragraph's number, or a heading. In the section of an element
// numbers are the section's.
func (l *linker) withAnchor(t Target, anchor string, at diag.Position) Target {
	p := t.Page
	if e := l.site.elements[anchor]; e != nil && e.Page == p {
		return e.Target()
	}
	number := anchor
	if t.Element != nil && t.Element.Heading >= 0 {
		number = t.Element.ID + "." + anchor
	}
	for i := range p.Paragraphs {
		par := &p.Paragraphs[i]
		if par.Anchor == anchor || par.Number == number && number != "" {
			t.Paragraph = par
			return t
		}
	}
	for i := range p.File.Headings {
		if p.File.Headings[i].ID == anchor {
			t.Anchor = anchor
			return t
		}
	}
	l.diags.Add(at, "anchor-unknown", diag.DidYouMean(anchor, anchors(p)), "%s has no paragraph or heading %q", p.Source(), anchor)
	return t
}

// anchors lists the names that a reference to the page can give.
func anchors(p *Page) []string {
	var names []string
	for i := range p.File.Paragraphs {
		if n := p.File.Paragraphs[i].Name; n != "" {
			names = append(names, n)
		}
	}
	for i := range p.File.Headings {
		names = append(names, p.File.Headings[i].ID)
	}
	return names
}
