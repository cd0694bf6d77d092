package check

import (
	"trigpoint/generator/diag"
	"trigpoint/generator/site"
)

// alone reports a page that is reached by navigation only, and one that leads
// nowhere: readers who come for one thing should meet the next.
func (c *checker) alone(p *site.Page) {
	at := diag.Position{Path: p.Source(), Line: 1}
	if p.Kind != site.HomePage && !referred(p) {
		c.diags.Add(at, "page-alone", "link to it from where a reader would want it", "no other page refers to this one")
	}
	if !refers(p) {
		c.diags.Add(at, "page-alone", "link to what a reader would want next", "the page refers to no other")
	}
}

// referred tells whether something on another page leads to the page or to an
// element of it: a link, a relation, or a source that is named.
func referred(p *site.Page) bool {
	if len(p.Mentions) > 0 || p.Element != nil && reached(p.Element) {
		return true
	}
	for _, e := range p.Declared {
		if reached(e) {
			return true
		}
	}
	return false
}

func reached(e *site.Element) bool {
	if len(e.Mentions) > 0 {
		return true
	}
	for _, g := range e.In {
		for _, from := range g.Elements {
			if from.Page != e.Page {
				return true
			}
		}
	}
	return false
}

// refers tells whether the page leads to another.
func refers(p *site.Page) bool {
	for _, t := range p.Refs {
		if t.Page != nil && t.Page != p {
			return true
		}
	}
	for _, r := range p.Results {
		if r != nil {
			return true
		}
	}
	return len(p.Sources) > 0 || p.Element != nil && len(p.Element.Out) > 0
}
