package site

import (
	"slices"
	"strings"

	"trigpoint/generator/diag"
)

// declare finds the elements: those of pages, and those of headings.
func (l *linker) declare() {
	l.site.lost = map[string]bool{}
	l.terms = map[string]*Element{}
	for _, p := range l.site.Pages {
		l.declarePage(p)
	}
	for _, f := range l.in.Files {
		if why := l.hidden[f.Path]; why != Published {
			l.hide(f, why)
		}
		if f.Unread {
			l.site.Incomplete = true
			if f.LostID != "" {
				l.site.lost[f.LostID] = true
			}
		}
	}
	for _, e := range l.site.Elements {
		for _, n := range e.Names {
			if key := foldTerm(n); l.terms[key] == nil {
				l.terms[key] = e
			}
		}
		l.keepOldIDs(e)
	}
}

// declarePage takes in the elements of a page, and reports what its survey found.
func (l *linker) declarePage(p *Page) {
	v := p.survey
	l.diags = append(l.diags, v.faults...)
	if v.element != nil {
		p.Element = l.add(v.element, p)
	}
	if len(v.headings) > 0 {
		p.headings = make([]*Element, len(p.File.Headings))
	}
	for _, o := range v.headings {
		if e := l.add(o, p); e != nil {
			p.headings[e.Heading] = e
			p.Declared = append(p.Declared, e)
			l.adopt(e)
		}
	}
}

// add takes an element in, unless its id is taken.
func (l *linker) add(o *outline, p *Page) *Element {
	if other := l.site.elements[o.ID]; other != nil {
		l.diags = append(l.diags, diag.Diagnostic{Position: o.at(p.File), Severity: diag.Error, Code: "id-duplicate",
			Message: "the id " + o.ID + " is taken", Hint: "give this one a free id", Related: []diag.Position{other.Position()}})
		return nil
	}
	l.diags = append(l.diags, o.faults...)
	e := l.room.element()
	*e = o.Element
	e.Page, e.outline = p, o
	l.site.elements[e.ID] = e
	l.site.Elements = append(l.site.Elements, e)
	return e
}

// adopt gives a heading's element its parent: the element of the heading
// above, or the page's.
func (l *linker) adopt(e *Element) {
	for up := e.Section().Parent; up >= 0; up = e.Page.File.Headings[up].Parent {
		if e.Parent = e.Page.Heading(up); e.Parent != nil {
			break
		}
	}
	if e.Parent == nil {
		e.Parent = e.Page.Element
	}
	if e.Parent != nil {
		e.Parent.Children = append(e.Parent.Children, e)
	}
}

// keepOldIDs makes the ids that an element had before lead to it.
func (l *linker) keepOldIDs(e *Element) {
	for _, v := range e.outline.was {
		id, _ := v.Text()
		other := l.site.elements[id]
		if other == nil {
			other = l.site.was[id]
		}
		if other != nil {
			l.diags = append(l.diags, diag.Diagnostic{Position: v.Position(), Severity: diag.Error, Code: "id-duplicate",
				Message: "the id " + id + " is taken, so nothing else can have had it", Hint: "take it out of was", Related: []diag.Position{other.Position()}})
			continue
		}
		l.site.was[id] = e
		e.Was = append(e.Was, id)
	}
	slices.Sort(e.Was)
}

// foldTerm makes one key of a term's spellings: case does not count.
func foldTerm(name string) string { return strings.ToLower(strings.Join(strings.Fields(name), " ")) }
