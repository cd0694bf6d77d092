package site

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"trigpoint/generator/config"
	"trigpoint/generator/diag"
	"trigpoint/generator/markdown"
)

// CoverageAddress is the address of the report of all coverage rules, which a
// site with rules has.
const CoverageAddress = "coverage.html"

// SearchIndex is the address of the first file of the search index, which the
// others lie beside. They are not among the assets, which hosts let browsers keep
// for good: their names stay when their content changes.
const SearchIndex = "search/index.js"

// checkAddresses reports two things that would be written to one file, on the
// least discerning file system: case and Unicode normalisation do not count.
//
// Where the addresses are those of the linking before, and none was taken twice
// then, there is nothing to look for.
func (l *linker) checkAddresses() {
	s := l.site
	if len(s.OldPlaces) == 0 && l.addressesKnown() {
		return
	}
	var all []string
	before := len(l.diags)
	c := claims{diags: &l.diags, taken: make(map[string]claim, len(s.Pages)+len(s.Elements)+len(s.Assets))}
	for address, by := range s.claims {
		c.take(address, by)
		all = append(all, address)
	}
	if l.in.Memory.addresses = all; len(l.diags) > before {
		l.in.Memory.addresses = nil
	}
	for i, o := range s.OldPlaces {
		other, stands := c.taken[fold(o.Address)]
		switch {
		case !stands:
			c.take(o.Address, claim{place: &s.OldPlaces[i]})
		case other.page == nil && other.place == nil:
			l.taken(o, other.position())
		}
	}
}

// addressesKnown tells whether the site has the addresses that the memory found
// to be good.
func (l *linker) addressesKnown() bool {
	known, n := l.in.Memory.addresses, 0
	for address := range l.site.claims {
		if n == len(known) || known[n] != address {
			return false
		}
		n++
	}
	return n == len(known)
}

// claims yields every address of the site, old places aside, with who takes it.
func (s *Site) claims(yield func(string, claim) bool) {
	for _, p := range s.Pages {
		if !yield(p.Address, claim{page: p}) {
			return
		}
	}
	for _, e := range s.Elements {
		if !yield(e.Address(), claim{element: e}) {
			return
		}
		for _, id := range e.Was {
			if !yield(Permanent(id), claim{element: e}) {
				return
			}
		}
	}
	for _, list := range s.Listings {
		if !yield(list.Address, claim{}) {
			return
		}
	}
	for _, a := range s.Assets {
		if !yield(a.Address, claim{asset: a}) {
			return
		}
	}
	for _, p := range s.Pages {
		for i, a := range p.Aliases {
			if !yield(a, claim{page: p, alias: i + 1}) {
				return
			}
		}
	}
}

// claims are the addresses that are taken, by their folded form.
type claims struct {
	diags *diag.List
	taken map[string]claim
}

// claim is who takes an address; where that is written is found out only when
// two clash.
type claim struct {
	page    *Page
	alias   int // counted from 1; 0: the page's own address
	element *Element
	asset   *Asset
	place   *OldPlace
}

func (c claim) position() diag.Position {
	switch {
	case c.place != nil:
		return c.place.at
	case c.element != nil:
		return c.element.Position()
	case c.asset != nil:
		return diag.Position{Path: c.asset.Path}
	case c.alias > 0:
		return c.page.aliasAt[c.alias-1]
	case c.page != nil:
		return diag.Position{Path: c.page.Source()}
	}
	return diag.Position{Path: config.FileName}
}

func (c claims) take(address string, by claim) {
	key := fold(address)
	if other, ok := c.taken[key]; ok {
		*c.diags = append(*c.diags, diag.Diagnostic{Position: by.position(), Severity: diag.Error, Code: "address-duplicate",
			Message: "the address " + address + " is taken", Hint: "rename one of the two", Related: []diag.Position{other.position()}})
		return
	}
	c.taken[key] = by
}

// fold makes one key of all spellings that some file system takes for one.
func fold(address string) string {
	for i := 0; i < len(address); i++ {
		if c := address[i]; c >= utf8.RuneSelf || c >= 'A' && c <= 'Z' {
			return strings.ToLower(norm.NFC.String(address))
		}
	}
	return address
}

func slug(s string) string { return markdown.Slug(s) }
