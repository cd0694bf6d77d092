package data

import (
	"trigpoint/generator/config"
	"trigpoint/generator/site"
)

// element is one element, in the graph and in its twin.
type element struct {
	ID         string         `json:"id"`
	Kind       string         `json:"kind"`
	Title      string         `json:"title"`
	Summary    string         `json:"summary,omitempty"`
	Cite       string         `json:"cite"`
	Address    string         `json:"address"`
	Permanent  string         `json:"permanent"`
	Document   string         `json:"document,omitempty"`
	Parent     string         `json:"parent,omitempty"`
	Was        []string       `json:"was,omitempty"`
	Names      []string       `json:"names,omitempty"`
	Lang       string         `json:"lang"`
	Provenance string         `json:"provenance,omitempty"`
	Sources    []string       `json:"sources,omitempty"`
	Fields     map[string]any `json:"fields,omitempty"`
	Progress   *progress      `json:"progress,omitempty"`
}

type progress struct {
	Status  string   `json:"status"`
	Since   string   `json:"since,omitempty"`
	Note    string   `json:"note,omitempty"`
	Closed  bool     `json:"closed"`
	Due     string   `json:"due,omitempty"`
	Overdue bool     `json:"overdue"`
	Stale   bool     `json:"stale"`
	Updates []update `json:"updates,omitempty"`
	Moved   []moved  `json:"moved,omitempty"`
}

type update struct {
	Date   string `json:"date"`
	Status string `json:"status"`
	Note   string `json:"note,omitempty"`
}

type moved struct {
	Was    string `json:"was"`
	On     string `json:"on,omitempty"`
	Reason string `json:"reason"`
}

type point struct {
	Date  string  `json:"date"`
	Value float64 `json:"value"`
	Note  string  `json:"note,omitempty"`
}

func newElement(el *site.Element) element {
	out := element{ID: el.ID, Kind: el.Kind.Name, Title: el.Title, Summary: el.Summary, Cite: el.Cite,
		Address: el.Target().Address(), Permanent: el.Address(), Was: el.Was, Names: el.Names, Lang: el.Page.Lang,
		Provenance: provenance(el), Progress: newProgress(el.Progress)}
	if d := el.Document(); d != nil {
		out.Document = d.Name
	}
	if el.Parent != nil {
		out.Parent = el.Parent.ID
	}
	if el.Heading < 0 {
		out.Sources = ids(el.Page.Sources)
	}
	for _, f := range el.Fields {
		if out.Fields == nil {
			out.Fields = map[string]any{}
		}
		out.Fields[f.Field.Name] = value(f)
	}
	return out
}

// provenance is where the text of the element comes from: what its heading
// says, or else its page.
func provenance(el *site.Element) string {
	if h := el.Section(); h != nil {
		if v, ok := h.Attrs.Get("provenance"); ok {
			kind, _ := v.Text()
			return kind
		}
	}
	return el.Page.File.Meta.Provenance
}

func newProgress(p *site.Progress) *progress {
	if p == nil {
		return nil
	}
	out := &progress{Status: p.Status, Since: day(p.Since), Note: p.Note, Closed: p.Closed, Due: day(p.Due),
		Overdue: p.Overdue, Stale: p.Stale}
	for _, u := range p.Updates {
		out.Updates = append(out.Updates, update{day(u.Date), u.Status, u.Note})
	}
	for _, m := range p.Moved {
		out.Moved = append(out.Moved, moved{day(m.Was), day(m.On), m.Reason})
	}
	return out
}

// value is a field's value: a text, a number, a list of texts, or the points of
// a series.
func value(f site.FieldValue) any {
	switch f.Field.Type {
	case config.Date:
		return day(f.Date)
	case config.Number:
		return f.Number
	case config.List:
		return f.List
	case config.Series:
		points := []point{}
		for _, p := range f.Series {
			points = append(points, point{day(p.Date), p.Value, p.Note})
		}
		return points
	}
	return f.Text
}
