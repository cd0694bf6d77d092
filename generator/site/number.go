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
		for i := range p.File.Headings {
			h := &p.File.Headings[i]
			l.once(seen, h.ID, h.Position)
		}
		p.Paragraphs = make([]Paragraph, len(p.File.Paragraphs))
		for i := range p.File.Paragraphs {
			par := &p.File.Paragraphs[i]
			p.Paragraphs[i] = numbered(p, i, counts)
			if par.Name != "" {
				l.once(seen, par.Name, par.Position)
			}
		}
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
	if first, ok := seen[anchor]; ok {
		l.diags = append(l.diags, diag.Diagnostic{Position: at, Severity: diag.Error, Code: "anchor-duplicate",
			Message: "the page has the anchor " + anchor + " already", Hint: "choose another name", Related: []diag.Position{first}})
		return
	}
	seen[anchor] = at
}
