package data

import (
	_ "embed" // the schema
	"time"

	"trigpoint/generator/config"
	"trigpoint/generator/markdown"
	"trigpoint/generator/site"
)

// Where the graph and its schema lie.
const (
	graphPath  = "data/graph.json"
	schemaPath = "data/graph.schema.json"
)

// format names the form of the data. Its number grows when a reader of the old
// form could misread the new one.
const format = "trigpoint-graph/1"

//go:embed schema/graph.schema.json
var graphSchema string

func schema() []byte { return []byte(graphSchema) }

// graph is the whole model. Its fields are described in graph.schema.json.
type graph struct {
	Schema     string     `json:"$schema"`
	Format     string     `json:"format"`
	Title      string     `json:"title"`
	Summary    string     `json:"summary,omitempty"`
	Base       string     `json:"base"`
	Language   string     `json:"language"`
	Publisher  string     `json:"publisher,omitempty"`
	Licence    string     `json:"licence,omitempty"`
	StatusDate string     `json:"status_date"`
	Kinds      []kind     `json:"kinds"`
	Relations  []relation `json:"relations"`
	Rules      []rule     `json:"rules"`
	Documents  []document `json:"documents"`
	Pages      []page     `json:"pages"`
	Elements   []element  `json:"elements"`
	Links      []link     `json:"links"`
	Mentions   []mention  `json:"mentions"`
	Coverage   []coverage `json:"coverage"`
}

type kind struct {
	Name     string   `json:"name"`
	Label    string   `json:"label"`
	Plural   string   `json:"plural"`
	ID       string   `json:"id"`
	Use      string   `json:"use,omitempty"`
	Fields   []field  `json:"fields"`
	Statuses []string `json:"statuses,omitempty"`
	Closed   []string `json:"closed,omitempty"`
}

type field struct {
	Name   string   `json:"name"`
	Label  string   `json:"label"`
	Type   string   `json:"type"`
	Values []string `json:"values,omitempty"`
}

type relation struct {
	Name         string   `json:"name"`
	Label        string   `json:"label"`
	Inverse      string   `json:"inverse,omitempty"`
	InverseLabel string   `json:"inverse_label,omitempty"`
	From         []string `json:"from"`
	To           []string `json:"to"`
}

type rule struct {
	Name    string `json:"name"`
	Label   string `json:"label,omitempty"`
	Message string `json:"message,omitempty"`
}

type document struct {
	Name       string   `json:"name"`
	Title      string   `json:"title"`
	Summary    string   `json:"summary,omitempty"`
	Address    string   `json:"address"`
	Stage      string   `json:"stage,omitempty"`
	State      string   `json:"state,omitempty"`
	Edition    string   `json:"edition,omitempty"`
	Published  string   `json:"published,omitempty"`
	Authors    []string `json:"authors,omitempty"`
	Audience   []string `json:"audience,omitempty"`
	Implements []string `json:"implements,omitempty"`
	Supersedes []string `json:"supersedes,omitempty"`
	Changes    []change `json:"changes"`
}

type change struct {
	Date  string `json:"date"`
	Major bool   `json:"major"`
	Note  string `json:"note"`
}

type page struct {
	Address  string `json:"address"`
	Title    string `json:"title"`
	Lang     string `json:"lang"`
	Document string `json:"document,omitempty"`
	Element  string `json:"element,omitempty"`
}

type link struct {
	From     string `json:"from"`
	Relation string `json:"relation"`
	To       string `json:"to"`
}

type coverage struct {
	Rule    string   `json:"rule"`
	Element string   `json:"element"`
	State   string   `json:"state"`
	By      []string `json:"by,omitempty"`
	Reason  string   `json:"reason,omitempty"`
}

func (e *Emitter) graph() *graph {
	c := e.site.Config
	g := &graph{Schema: "graph.schema.json", Format: format, Title: c.Title, Summary: c.Summary, Base: e.root(),
		Language: c.Language, Publisher: c.Publisher, Licence: c.Licence, StatusDate: day(e.site.StatusDay),
		Kinds: []kind{}, Relations: []relation{}, Rules: []rule{}, Documents: []document{}, Pages: []page{},
		Elements: []element{}, Links: []link{}, Mentions: []mention{}, Coverage: []coverage{}}
	for _, k := range c.Kinds {
		g.Kinds = append(g.Kinds, newKind(k))
	}
	for _, r := range c.Relations {
		g.Relations = append(g.Relations, relation{r.Name, r.Label, r.Inverse, r.InverseLabel, r.From, r.To})
	}
	for _, d := range e.site.Documents {
		g.Documents = append(g.Documents, newDocument(d))
	}
	for _, p := range e.site.Pages {
		g.Pages = append(g.Pages, newPage(p))
		g.Mentions = append(g.Mentions, mentions(p.Mentions)...)
	}
	for _, el := range e.site.Elements {
		g.Elements = append(g.Elements, newElement(el))
		g.Links = append(g.Links, links(el)...)
		g.Mentions = append(g.Mentions, mentions(el.Mentions)...)
	}
	for _, r := range e.site.Coverage {
		g.Rules = append(g.Rules, rule{r.Rule.Name, r.Rule.Label, r.Rule.Message})
		for _, item := range r.Items {
			g.Coverage = append(g.Coverage, newCoverage(r, item))
		}
	}
	sortMentions(g.Mentions)
	return g
}

// root is the address of the site, as seen from a file in a folder at its top.
func (e *Emitter) root() string {
	if e.base != "" {
		return e.base
	}
	return "../"
}

func newKind(k *config.Kind) kind {
	out := kind{Name: k.Name, Label: k.Label, Plural: k.Plural, ID: k.Shape.Pattern, Use: string(k.Use), Fields: []field{}}
	for _, f := range k.Fields {
		out.Fields = append(out.Fields, field{f.Name, f.Label, string(f.Type), f.Values})
	}
	if k.Progress != nil {
		out.Statuses, out.Closed = k.Progress.Statuses, k.Progress.Closed
	}
	return out
}

func newDocument(d *site.Document) document {
	m := d.Meta
	out := document{Name: d.Name, Title: d.Title(), Summary: d.Front.Summary(), Address: d.Front.Target().Address(),
		Stage: m.Stage, State: m.State, Edition: m.Edition, Published: day(m.Published), Authors: m.Authors,
		Audience: ids(d.Audience), Implements: names(d.Implements), Supersedes: names(d.Supersedes), Changes: []change{}}
	for _, c := range m.Changes {
		out.Changes = append(out.Changes, newChange(c))
	}
	return out
}

func newChange(c markdown.Change) change { return change{day(c.Date), c.Major, c.Note} }

func newPage(p *site.Page) page {
	out := page{Address: p.Target().Address(), Title: p.Title, Lang: p.Lang}
	if p.Document != nil {
		out.Document = p.Document.Name
	}
	if p.Element != nil {
		out.Element = p.Element.ID
	}
	return out
}

// links lists what the author wrote; the inverses follow from it.
func links(el *site.Element) []link {
	var out []link
	for _, g := range el.Out {
		for _, to := range g.Elements {
			out = append(out, link{el.ID, g.Relation.Name, to.ID})
		}
	}
	return out
}

func newCoverage(r *site.CoverageResult, item site.CoverageItem) coverage {
	c := coverage{Rule: r.Rule.Name, Element: item.Element.ID, State: item.State.String(), By: ids(item.By)}
	if item.Waiver != nil {
		c.Reason = item.Waiver.Reason
	}
	return c
}

// coverage groups what the rules found by element.
func (e *Emitter) coverage() map[*site.Element][]coverage {
	out := map[*site.Element][]coverage{}
	for _, r := range e.site.Coverage {
		for _, item := range r.Items {
			out[item.Element] = append(out[item.Element], newCoverage(r, item))
		}
	}
	return out
}

func ids(list []*site.Element) []string {
	var out []string
	for _, el := range list {
		out = append(out, el.ID)
	}
	return out
}

func names(list []*site.Document) []string {
	var out []string
	for _, d := range list {
		out = append(out, d.Name)
	}
	return out
}

// day is a date as in RFC 3339, or empty.
func day(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.DateOnly)
}
