package data

import (
	"cmp"
	"slices"
	"strings"

	"trigpoint/generator/site"
)

// mention is a reference in a text. Both ends are addresses; where an element
// stands at an end, its id is beside it.
type mention struct {
	From        string `json:"from"`
	FromElement string `json:"from_element,omitempty"`
	To          string `json:"to"`
	ToElement   string `json:"to_element,omitempty"`
}

// mentions lists the references of a page or an element, each pair of ends once.
func mentions(list []site.Mention) []mention {
	out := make([]mention, 0, len(list))
	for _, m := range list {
		out = append(out, newMention(m))
	}
	sortMentions(out)
	return slices.Compact(out)
}

func newMention(m site.Mention) mention {
	from, to := m.From.Target(), m.From.Refs[m.Ref]
	from.Element = m.From.Element
	if h := m.From.File.Refs[m.Ref].Heading; h >= 0 {
		from.Anchor = m.From.File.Headings[h].ID
		from.Element = owner(m.From, h)
	}
	out := mention{From: from.Address(), To: to.Address()}
	if from.Element != nil {
		out.FromElement = from.Element.ID
	}
	if to.Element == nil {
		to.Element = to.Page.Element
	}
	if to.Element != nil {
		out.ToElement = to.Element.ID
	}
	return out
}

// owner is the element in whose section a heading stands, or the page's.
func owner(p *site.Page, heading int) *site.Element {
	for ; heading >= 0; heading = p.File.Headings[heading].Parent {
		if el := p.Heading(heading); el != nil {
			return el
		}
	}
	return p.Element
}

// sortMentions compares what comes second only where the first is the same: on
// a large site there are very many.
func sortMentions(list []mention) {
	slices.SortFunc(list, func(a, b mention) int {
		if n := strings.Compare(a.To, b.To); n != 0 {
			return n
		}
		if n := strings.Compare(a.From, b.From); n != 0 {
			return n
		}
		return cmp.Or(strings.Compare(a.ToElement, b.ToElement), strings.Compare(a.FromElement, b.FromElement))
	})
}
