package site

import (
	"strconv"

	"trigpoint/generator/diag"
)

// number gives every paragraph that can be cited its number and anchor, and
// reports anchors that a page has twice. Numbers run through a page and start
// again in the section of each element, where they carry its id.
func (l *linker) number() {
	counts := map[*Element]int{}
	seen := map[string]diag.Position{}
	for _, p := range l.site.Pages {
		clear(counts)
		clear(seen)
		p.Paragraphs = make([]Paragraph, len(p.File.Paragraphs))
		for i := range p.File.Paragraphs {
			p.Paragraphs[i] = numbered(p, i, counts)
		}
		l.anchors(p, seen)
	}
}

// anchors takes the names of headings and paragraphs in, in the order in which
// they stand, so that the later of two is reported.
func (l *linker) anchors(p *Page, seen map[string]diag.Position) {
	next := 0
	for i := range p.File.Headings {
		h := &p.File.Headings[i]
		for ; next < len(p.File.Paragraphs) && p.File.Paragraphs[next].Heading < i; next++ {
			l.once(seen, p.File.Paragraphs[next].Name, p.File.Paragraphs[next].Position)
		}
		l.once(seen, h.ID, h.Position)
	}
	for ; next < len(p.File.Paragraphs); next++ {
		l.once(seen, p.File.Paragraphs[next].Name, p.File.Paragraphs[next].Position)
	}
}

func numbered(p *Page, i int, counts map[*Element]int) Paragraph {
	par := &p.File.Paragraphs[i]
	out := Paragraph{Anchor: par.Name}
	if !par.Numbered {
		return out
	}
	e := p.elementAt(par.Heading)
	counts[e]++
	out.Number = strconv.Itoa(counts[e])
	anchor := "p" + out.Number
	if e != nil {
		out.Number = e.ID + "." + out.Number
		anchor = out.Number
	}
	if out.Anchor == "" {
		out.Anchor = anchor
	}
	return out
}

// elementAt returns the element that a heading declares, or the nearest
// heading above it that declares one; nil in the page's own text.
func (p *Page) elementAt(heading int) *Element {
	for h := heading; h >= 0; h = p.File.Headings[h].Parent {
		if e := p.Heading(h); e != nil {
			return e
		}
	}
	return nil
}

func (l *linker) once(seen map[string]diag.Position, anchor string, at diag.Position) {
	if anchor == "" {
		return
	}
	if first, ok := seen[anchor]; ok {
		l.diags = append(l.diags, diag.Diagnostic{Position: at, Severity: diag.Error, Code: "anchor-duplicate",
			Message: "the page has the anchor " + anchor + " already", Hint: "choose another name", Related: []diag.Position{first}})
		return
	}
	seen[anchor] = at
}
