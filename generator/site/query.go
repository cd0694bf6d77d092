package site

import (
	"slices"
	"strings"

	"trigpoint/generator/config"
	"trigpoint/generator/diag"
	"trigpoint/generator/markdown"
	"trigpoint/generator/record"
)

// A Result is what a query block shows; the part for its kind is set.
type Result struct {
	Query    *markdown.Query
	Caption  string
	Empty    string // what to say when there is nothing
	List     *List
	Matrix   *Matrix
	Coverage []*CoverageResult
	Map      *Map
	Timeline *Timeline
}

// query evaluates the query blocks of every page.
func (l *linker) query() {
	for _, p := range l.site.Pages {
		if len(p.File.Queries) == 0 {
			continue
		}
		p.Results = make([]*Result, len(p.File.Queries))
		for i := range p.File.Queries {
			p.Results[i] = l.evaluate(p, &p.File.Queries[i])
		}
	}
}

func (l *linker) evaluate(p *Page, q *markdown.Query) *Result {
	if q.Unread {
		return nil
	}
	r := reading{Reader: record.Reader{Table: q.Table, Diags: &l.diags}, linker: l, page: p, query: q}
	res := &Result{Query: q, Caption: r.Text("caption"), Empty: r.Text("empty")}
	before := len(l.diags)
	switch q.Kind {
	case "list":
		res.List = r.list()
	case "matrix":
		res.Matrix = r.matrix()
	case "coverage":
		res.Coverage = r.coverage()
	case "map":
		res.Map = r.readMap()
	case "timeline":
		res.Timeline = r.readTimeline()
	}
	if len(l.diags) > before && diag.List(l.diags[before:]).Count(diag.Error) > 0 {
		return nil
	}
	r.checkEmpty(res)
	return res
}

// reading is one query being read.
type reading struct {
	record.Reader
	*linker
	page  *Page
	query *markdown.Query
}

// checkEmpty reports a block that shows nothing and says nothing about it.
func (r reading) checkEmpty(res *Result) {
	empty := res.List != nil && len(res.List.Elements) == 0 ||
		res.Matrix != nil && (len(res.Matrix.Rows) == 0 || len(res.Matrix.Columns) == 0) ||
		res.Map != nil && res.Map.Size() == 0 || res.Timeline != nil && len(res.Timeline.Rows) == 0
	if empty && res.Empty == "" {
		r.diags.Add(r.query.Position, "query-empty", `say so with empty = "…"`, "the block shows nothing")
	}
}

// kinds reads a key that names kinds, which must be there.
func (r reading) kinds(key string) []string {
	var out []string
	if !r.Has(key) {
		r.diags.Add(r.query.Position, "key-missing", "add "+key+` = "`+strings.Join(r.cfg.KindNames()[:min(1, len(r.cfg.Kinds))], "")+`"`,
			"the block does not say which %s", key)
	}
	for _, v := range r.List(key) {
		name, _ := v.Text()
		if r.cfg.Kind(name) == nil {
			r.diags.Add(v.Position(), "kind-unknown", r.cfg.SuggestKind(name), "no kind %q", name)
			continue
		}
		out = append(out, name)
	}
	return out
}

// elements returns the elements of the kinds, in order.
func (r reading) elements(kinds []string) []*Element {
	var out []*Element
	for _, name := range kinds {
		out = append(out, r.site.Kind(name)...)
	}
	return out
}

// coverage reads a coverage block.
func (r reading) coverage() []*CoverageResult {
	r.Reject("rule", "caption", "empty", "document")
	names := r.Texts("rule")
	document, within := r.inDocument()
	var out []*CoverageResult
	for _, c := range r.site.Coverage {
		if len(names) > 0 && !slices.Contains(names, c.Rule.Name) {
			continue
		}
		if within {
			c = c.Within(document)
		}
		out = append(out, c)
	}
	r.checkRules(names)
	return out
}

func (r reading) checkRules(names []string) {
	var known []string
	for _, c := range r.cfg.Coverage {
		known = append(known, c.Name)
	}
	for _, v := range r.List("rule") {
		if name, _ := v.Text(); !slices.Contains(known, name) {
			r.diags.Add(v.Position(), "value-unknown", diag.DidYouMean(name, known), "no coverage rule %q", name)
		}
	}
	if len(names) == 0 && len(known) == 0 {
		r.diags.Add(r.query.Position, "query-empty", "add [coverage.NAME] to site.toml", "there are no coverage rules")
	}
}

// Within keeps what a rule found for the elements of one document; nil keeps
// those outside the documents.
func (c *CoverageResult) Within(d *Document) *CoverageResult {
	out := &CoverageResult{Rule: c.Rule}
	for _, it := range c.Items {
		if it.Element.Document() == d {
			out.Items = append(out.Items, it)
		}
	}
	return out
}

// inDocument reads the key that narrows a query to one document.
func (r reading) inDocument() (*Document, bool) {
	if !r.Has("document") {
		return nil, false
	}
	v, _ := r.Get("document")
	return r.document(v), true
}

func (r reading) kindsNamed(names []string) []*config.Kind {
	var out []*config.Kind
	for _, n := range names {
		out = append(out, r.cfg.Kind(n))
	}
	return out
}

// paths reads the paths of relations, each of which must lead from some kinds
// to others.
func (r reading) paths(key string, from, to []string) [][]string {
	if !r.Has(key) {
		r.diags.Add(r.query.Position, "key-missing", "add "+key+` = "…", a path of relations`, "the block does not say %s what", key)
	}
	var out [][]string
	if len(from) == 0 || len(to) == 0 {
		return nil // what is wrong with these is told elsewhere
	}
	for _, v := range r.List(key) {
		text, _ := v.Text()
		steps, fault, hint := r.cfg.Path(from, text)
		if fault != "" {
			r.diags.Add(v.Position(), "query-path", hint, "%s", fault)
			continue
		}
		if ends := r.cfg.Ends(from, steps); !overlap(to, ends) {
			r.diags.Add(v.Position(), "query-path", "it leads to "+diag.Either(ends), "%q does not lead to %s", text, diag.Either(to))
			continue
		}
		out = append(out, steps)
	}
	return out
}
