package render

import (
	"strconv"
	"strings"

	"trigpoint/generator/config"
	"trigpoint/generator/markdown"
	"trigpoint/generator/site"
)

// ElementView is an element with all that is known of it.
type ElementView struct {
	Link
	KindLabel string
	Use       string // glossary or source, for kinds with such a use; else empty
	Cite      string
	Permanent string // link to its permanent address
	Listing   Link   // all elements of its kind
	Parent    *Link
	Fields    []FieldView
	Relations []GroupView // what the author wrote
	Inverse   []GroupView // what leads here
	Children  []GroupView // elements that its page declares, by kind
	Progress  *ProgressView
	Mentions  []MentionView
	Was       []string
	Sections  bool // the element is declared by a heading
	Series    *SeriesView
	Map       *MapView // what is around it; only of a page's own element, where its kind has map = true
}

// FieldView is the value of a field; which part is set follows from Type.
type FieldView struct {
	Name, Label, Type string
	Text              string // every type but series, as people read it
	Date              DateView
	Series            []PointView
	URL               string // the text, where it is a web address
}

// PointView is an entry of a series.
type PointView struct {
	Date  DateView
	Value string
	Note  string
}

// GroupView is what a relation leads to.
type GroupView struct {
	Name, Label string
	Items       []Link
	One         bool // there can be no more than one, as of an owner
}

// briefView is an element without what leads to and from it, for lists.
func (v *View) briefView(e *site.Element) *ElementView {
	out := &ElementView{Link: v.elementLink(e), KindLabel: e.Kind.Label, Use: string(e.Kind.Use), Cite: e.Cite, Was: e.Was,
		Permanent: v.file(e.Address()), Progress: v.progressView(e), Sections: e.Heading >= 0}
	if e.Parent != nil {
		parent := v.elementLink(e.Parent)
		out.Parent = &parent
	}
	for _, f := range e.Fields {
		out.Fields = append(out.Fields, v.fieldView(f))
	}
	return out
}

func (v *View) elementView(e *site.Element) *ElementView {
	out := v.briefView(e)
	out.Mentions = v.mentions(e.Mentions)
	if l := v.listing(e.Kind); l != nil {
		out.Listing = Link{Href: v.href(site.Target{Listing: l}), Text: l.Kind.Plural}
	}
	for _, g := range e.Out {
		out.Relations = append(out.Relations, GroupView{g.Relation.Name, g.Label(), v.elementLinks(g.Elements), g.Relation.Max == 1})
	}
	for _, g := range e.In {
		out.Inverse = append(out.Inverse, GroupView{Name: g.Relation.Inverse, Label: g.Label(), Items: v.elementLinks(g.Elements)})
	}
	out.Children = v.childGroups(e)
	return out
}

// shownView is the view of an element where it is shown in full, with its
// pictures.
func (v *View) shownView(e *site.Element) *ElementView {
	out := v.elementView(e)
	out.Series = v.seriesView(e)
	if e.Kind.Map && e.Heading < 0 {
		if m := v.renderer.site.Around(e, site.MapSize); m.Size() > 1 {
			out.Map = v.mapView(m)
		}
	}
	return out
}

func (v *View) listing(k *config.Kind) *site.Listing {
	for _, l := range v.renderer.site.Listings {
		if l.Kind == k {
			return l
		}
	}
	return nil
}

// childGroups groups the elements that headings of the page declare by kind.
func (v *View) childGroups(e *site.Element) []GroupView {
	var out []GroupView
	for _, c := range e.Children {
		n := len(out)
		if n == 0 || out[n-1].Name != c.Kind.Name {
			out = append(out, GroupView{Name: c.Kind.Name, Label: c.Kind.Plural})
			n++
		}
		out[n-1].Items = append(out[n-1].Items, v.elementLink(c))
	}
	return out
}

func (v *View) fieldView(f site.FieldValue) FieldView {
	out := FieldView{Name: f.Field.Name, Label: f.Field.Label, Type: string(f.Field.Type), Text: f.Text}
	switch f.Field.Type {
	case config.Date:
		out.Date = v.date(f.Date)
		out.Text = out.Date.Text
	case config.Number:
		out.Text = number(f.Number)
	case config.Enum:
		out.Text = v.words.Or("value", f.Text)
	case config.List:
		out.Text = strings.Join(f.List, ", ")
	case config.Series:
		for _, p := range f.Series {
			out.Series = append(out.Series, PointView{v.date(p.Date), number(p.Value), p.Note})
		}
	}
	if strings.HasPrefix(out.Text, "https://") || strings.HasPrefix(out.Text, "http://") {
		out.URL = out.Text
	}
	return out
}

func number(n float64) string { return strconv.FormatFloat(n, 'f', -1, 64) }

// StatusView is a status in a word.
type StatusView struct {
	Name    string // as in site.toml: in-progress
	Label   string // as people read it: In progress
	Overdue bool
	Stale   bool
	Closed  bool
}

func (v *View) statusView(e *site.Element) *StatusView {
	if e.Progress == nil {
		return nil
	}
	p := e.Progress
	return &StatusView{p.Status, v.words.Or("status", p.Status), p.Overdue, p.Stale, p.Closed}
}

// ProgressView is how an element stands on the status day, and how it came.
type ProgressView struct {
	StatusView
	Since    DateView
	Note     string
	Due      DateView
	DaysLate int
	Day      DateView // the status day
	Updates  []UpdateView
	Moved    []MovedView
}

// UpdateView is one dated update; the newest comes last.
type UpdateView struct {
	Date  DateView
	Name  string
	Label string
	Note  string
}

// MovedView is a due date that was changed.
type MovedView struct {
	Was, On DateView
	Reason  string
}

func (v *View) progressView(e *site.Element) *ProgressView {
	p := e.Progress
	if p == nil {
		return nil
	}
	day := v.renderer.site.StatusDay
	out := &ProgressView{StatusView: *v.statusView(e), Since: v.date(p.Since), Note: p.Note, Due: v.date(p.Due),
		DaysLate: p.DaysLate(day), Day: v.date(day)}
	for _, u := range p.Updates {
		out.Updates = append(out.Updates, UpdateView{v.date(u.Date), u.Status, v.words.Or("status", u.Status), u.Note})
	}
	out.Moved = v.movedViews(p.Moved)
	return out
}

func (v *View) movedViews(list []markdown.Moved) []MovedView {
	var out []MovedView
	for _, m := range list {
		out = append(out, MovedView{v.date(m.Was), v.date(m.On), m.Reason})
	}
	return out
}

// ListingView is the list of all elements of a kind. Its elements carry no
// relations and no mentions.
type ListingView struct {
	Kind     string
	Label    string // of one
	Plural   string
	Elements []*ElementView

	Provenance *ProvenanceView // of the pages of all, where they agree
}

func (r *Renderer) listingView(v *View, l *site.Listing) *ListingView {
	out := &ListingView{Kind: l.Kind.Name, Label: l.Kind.Label, Plural: l.Kind.Plural, Provenance: v.agreed(l.Elements)}
	elements := l.Elements
	if l.Kind.Use == config.Glossary {
		elements = r.alphabetical(elements) // readers see no ids that would explain their order
	}
	for _, e := range elements {
		out.Elements = append(out.Elements, v.briefView(e))
	}
	return out
}
