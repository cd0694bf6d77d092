package site

import (
	"cmp"
	"math"
	"path"
	"slices"
	"strings"
)

// order puts pages into reading order and gives documents their pages: by
// weight, then by id, then by path; a section before what it holds.
func (l *linker) order() {
	s := l.site
	for _, p := range s.Pages {
		slices.SortStableFunc(p.Children, comparePages)
	}
	s.Pages = s.Pages[:0]
	l.walk(s.Home, nil)
	for _, d := range s.Documents {
		for i, p := range d.Pages {
			if i > 0 {
				p.Prev = d.Pages[i-1]
			}
			if i+1 < len(d.Pages) {
				p.Next = d.Pages[i+1]
			}
		}
	}
	slices.SortFunc(s.Elements, func(a, b *Element) int { return l.compareElements(a, b) })
	for _, e := range s.Elements {
		l.list(e)
	}
}

// walk visits the tree and numbers it through.
func (l *linker) walk(p *Page, d *Document) {
	if own := l.documents[path.Base(path.Dir(p.Source()))]; own != nil && own.Front == p {
		d = own
		l.site.Documents = append(l.site.Documents, d)
	}
	l.site.Pages = append(l.site.Pages, p)
	if p.Document = d; d != nil {
		d.Pages = append(d.Pages, p)
	}
	for _, c := range p.Children {
		l.walk(c, d)
	}
}

func comparePages(a, b *Page) int {
	return cmp.Or(
		cmp.Compare(weight(a), weight(b)),
		compareIDs(a.File.Meta.ID, b.File.Meta.ID),
		strings.Compare(a.Source(), b.Source()),
	)
}

// weight sorts pages without one behind those that have one.
func weight(p *Page) int {
	if w := p.File.Meta.Weight; w != 0 {
		return w
	}
	return math.MaxInt
}

func (l *linker) compareElements(a, b *Element) int {
	if a.Kind != b.Kind {
		return cmp.Compare(slices.Index(l.cfg.Kinds, a.Kind), slices.Index(l.cfg.Kinds, b.Kind))
	}
	return compareIDs(a.ID, b.ID)
}

// list adds the element to the listing of its kind.
func (l *linker) list(e *Element) {
	n := len(l.site.Listings)
	if n == 0 || l.site.Listings[n-1].Kind != e.Kind {
		l.site.Listings = append(l.site.Listings, &Listing{Kind: e.Kind, Address: "all/" + slug(e.Kind.Plural) + ".html"})
		n++
	}
	l.site.Listings[n-1].Elements = append(l.site.Listings[n-1].Elements, e)
}
