package site

import (
	"cmp"
	"slices"
	"strings"

	"trigpoint/generator/config"
	"trigpoint/generator/diag"
	"trigpoint/generator/record"
)

// An OldPlace is a place in a page that was linked to and has moved elsewhere:
// an alias with a fragment, such as "old/page.html#part".
type OldPlace struct {
	Address  string // of the page that it was in
	Fragment string
	To       Target

	at diag.Position
}

// keepAlias takes in an address that something had before.
func (l *linker) keepAlias(v record.Value, to Target) {
	text, _ := v.Text()
	address, fragment, part := strings.Cut(text, "#")
	switch {
	case part && fragment == "":
		l.diags.Add(v.Position(), "value-unknown", "write what stood behind the #, or leave it out", "the alias %q names no place", text)
	case part:
		l.site.OldPlaces = append(l.site.OldPlaces, OldPlace{aliasAddress(address), fragment, to, v.Position()})
	case to.Element != nil:
		l.diags.Add(v.Position(), "value-unknown", `write the page and the place in it, such as "old/page.html#part"`,
			"%s is a part of a page, so no page can lead to it", to.Element.ID)
	default:
		to.Page.Aliases = append(to.Page.Aliases, aliasAddress(address))
		to.Page.aliasAt = append(to.Page.aliasAt, v.Position())
	}
}

// AliasPosition is where alias i of the page is written.
func (p *Page) AliasPosition(i int) diag.Position { return p.aliasAt[i] }

// keepPlaces takes in the places that elements declared by headings had. Of a
// glossary term, aliases are other words for it.
func (l *linker) keepPlaces() {
	for _, e := range l.site.Elements {
		if e.Heading < 0 || e.Kind.Use == config.Glossary {
			continue
		}
		for _, v := range e.outline.aliases {
			l.keepAlias(v, e.Target())
		}
	}
	slices.SortStableFunc(l.site.OldPlaces, func(a, b OldPlace) int {
		return cmp.Or(cmp.Compare(a.Address, b.Address), cmp.Compare(a.Fragment, b.Fragment))
	})
}

// checkPlaces reports places that are still where they were, or that two say they
// had.
func (l *linker) checkPlaces() {
	if len(l.site.OldPlaces) == 0 {
		return
	}
	pages := make(map[string]*Page, len(l.site.Pages))
	for _, p := range l.site.Pages {
		pages[p.Address] = p
	}
	for i, o := range l.site.OldPlaces {
		before := OldPlace{}
		if i > 0 {
			before = l.site.OldPlaces[i-1]
		}
		p := pages[o.Address]
		switch {
		case before.Address == o.Address && before.Fragment == o.Fragment:
			l.taken(o, before.at)
		case p != nil && p.hasAnchor(o.Fragment):
			l.taken(o, diag.Position{Path: p.Source()})
		}
	}
}

func (l *linker) taken(o OldPlace, by diag.Position) {
	l.diags = append(l.diags, diag.Diagnostic{Position: o.at, Severity: diag.Error, Code: "address-duplicate",
		Message: "the place " + o.Address + "#" + o.Fragment + " is taken", Hint: "take one of the two out", Related: []diag.Position{by}})
}

// hasAnchor tells whether the page has a place with the name.
func (p *Page) hasAnchor(name string) bool {
	for i := range p.File.Headings {
		if p.File.Headings[i].ID == name {
			return true
		}
	}
	return slices.ContainsFunc(p.Paragraphs, func(par Paragraph) bool { return par.Anchor == name })
}

// PlacesAt lists the places that were in the page at an address.
func (s *Site) PlacesAt(address string) []OldPlace {
	i, _ := slices.BinarySearchFunc(s.OldPlaces, address, func(o OldPlace, a string) int { return cmp.Compare(o.Address, a) })
	j := i
	for j < len(s.OldPlaces) && s.OldPlaces[j].Address == address {
		j++
	}
	return s.OldPlaces[i:j]
}
