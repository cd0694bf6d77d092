package site

import (
	"cmp"
	"math"
	"path"
	"slices"
	"strings"

	"trigpoint/generator/config"
	"trigpoint/generator/markdown"
)

// order puts pages into reading order and gives documents their pages: by
// weight, then by id, then by path; a section before what it holds.
func (l *linker) order() {
	s := l.site
	for _, p := range s.Pages {
		if !slices.IsSortedFunc(p.Children, comparePages) {
			slices.SortStableFunc(p.Children, comparePages)
		}
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
	l.list()
}

// walk visits the tree and numbers it through.
func (l *linker) walk(p *Page, d *Document) {
	if p.Kind == DocumentFront {
		d = l.documents[path.Base(p.survey.dir)]
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
		cmp.Compare(a.survey.weight, b.survey.weight),
		compareIDs(a.survey.id, b.survey.id),
		strings.Compare(a.Source(), b.Source()),
	)
}

// weight sorts pages without one behind those that have one.
func weight(f *markdown.File) int {
	if w := f.Meta.Weight; w != 0 {
		return w
	}
	return math.MaxInt
}

// list makes the listing of each kind that has elements, and puts the elements
// into the order of these.
func (l *linker) list() {
	s := l.site
	of := make(map[*config.Kind]*Listing, len(l.cfg.Kinds))
	for _, k := range l.cfg.Kinds {
		of[k] = &Listing{Kind: k, Address: "all/" + slug(k.Plural) + ".html"}
	}
	for _, e := range s.Elements {
		of[e.Kind].Elements = append(of[e.Kind].Elements, e)
	}
	s.Elements = s.Elements[:0]
	byID := func(a, b *Element) int { return compareIDs(a.ID, b.ID) }
	for _, k := range l.cfg.Kinds {
		list := of[k].Elements
		if !slices.IsSortedFunc(list, byID) {
			slices.SortFunc(list, byID)
		}
		if s.Elements = append(s.Elements, list...); len(list) > 0 {
			s.Listings = append(s.Listings, of[k])
		}
	}
}
