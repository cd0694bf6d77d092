package site

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"trigpoint/generator/config"
	"trigpoint/generator/diag"
	"trigpoint/generator/markdown"
)

// An Element is one typed thing of the strategy, with an id for good.
type Element struct {
	ID      string
	Kind    *config.Kind
	Title   string
	Summary string
	Cite    string // how a reference by id alone reads
	Page    *Page
	Heading int // index of the heading that declares it; -1: the page does

	Parent   *Element
	Children []*Element
	Was      []string // ids it had before
	Names    []string // other words that refer to a glossary term

	Fields   []FieldValue // in the kind's order, those that are given
	Out, In  []Group      // relations written and their inverses, in site.toml's order
	Progress *Progress    // nil: the kind has no status
	Mentions []Mention

	outline   *outline
	mentioned int // how many Mentions there are to be
}

// Document is the document the element belongs to, or nil.
func (e *Element) Document() *Document { return e.Page.Document }

// Position is where the element is declared.
func (e *Element) Position() diag.Position { return e.outline.at(e.Page.File) }

// PositionOf is where the element has the key, or where it is declared.
func (e *Element) PositionOf(key string) diag.Position {
	if e.outline.table.Has(key) {
		return e.outline.table.KeyPosition(key)
	}
	return e.Position()
}

// Target returns the element as a target.
func (e *Element) Target() Target { return Target{Page: e.Page, Element: e} }

// Address is the permanent address, which leads to wherever the element is.
func (e *Element) Address() string { return e.outline.address }

// Permanent is the address that leads to the element with the id.
func Permanent(id string) string { return "id/" + id + ".html" }

// Section returns the heading that declares the element, or nil for a page's.
func (e *Element) Section() *markdown.Heading {
	if e.Heading < 0 {
		return nil
	}
	return &e.Page.File.Headings[e.Heading]
}

// Field returns the value of a field.
func (e *Element) Field(name string) (FieldValue, bool) {
	i := slices.IndexFunc(e.Fields, func(f FieldValue) bool { return f.Field.Name == name })
	if i < 0 {
		return FieldValue{}, false
	}
	return e.Fields[i], true
}

// A FieldValue is the value of one field; which part is set follows from the
// field's type.
type FieldValue struct {
	Field  config.Field
	Text   string   // string, enum, month
	List   []string // list
	Date   time.Time
	Number float64
	Series []Point
}

// A Point is one entry of a series.
type Point struct {
	Date  time.Time
	Value float64
	Note  string
}

// A Group is all that one relation leads to, in one direction.
type Group struct {
	Relation *config.Relation
	Inverse  bool
	Elements []*Element
}

// Label names the group for readers.
func (g Group) Label() string {
	if g.Inverse {
		return g.Relation.InverseLabel
	}
	return g.Relation.Label
}

// Related returns what a relation, an inverse, parent or children leads to.
func (e *Element) Related(name string) []*Element {
	switch name {
	case config.Children:
		return e.Children
	case config.Parent:
		if e.Parent == nil {
			return nil
		}
		return []*Element{e.Parent}
	}
	for _, g := range e.Out {
		if g.Relation.Name == name {
			return g.Elements
		}
	}
	for _, g := range e.In {
		if g.Relation.Inverse == name {
			return g.Elements
		}
	}
	return nil
}

// Follow returns what a path of relations leads to, each element once.
func (e *Element) Follow(path []string) []*Element {
	at := []*Element{e}
	for _, step := range path {
		var next []*Element
		seen := map[*Element]bool{}
		for _, from := range at {
			for _, to := range from.Related(step) {
				if !seen[to] {
					seen[to] = true
					next = append(next, to)
				}
			}
		}
		at = next
	}
	return at
}

// CompareIDs orders ids, and texts that begin with one, as people count.
func CompareIDs(a, b string) int { return compareIDs(a, b) }

// compareIDs orders ids as people count: A2 before A10.
func compareIDs(a, b string) int {
	for a != "" && b != "" {
		da, db := digits(a), digits(b)
		if da > 0 && db > 0 {
			na, nb := strings.TrimLeft(a[:da], "0"), strings.TrimLeft(b[:db], "0")
			if c := cmp.Or(cmp.Compare(len(na), len(nb)), cmp.Compare(na, nb)); c != 0 {
				return c
			}
			a, b = a[da:], b[db:]
			continue
		}
		if a[0] != b[0] {
			return cmp.Compare(a[0], b[0])
		}
		a, b = a[1:], b[1:]
	}
	return cmp.Compare(len(a), len(b))
}

func digits(s string) int {
	n := 0
	for n < len(s) && s[n] >= '0' && s[n] <= '9' {
		n++
	}
	return n
}
