package site

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"trigpoint/generator/config"
	"trigpoint/generator/diag"
	"trigpoint/generator/record"
)

// List is what a list block shows.
type List struct {
	Elements []*Element
	Groups   []ListGroup // the same elements, where they are grouped; else one group without a title
	Columns  []string
	As       string   // list, table, cards or count
	Filters  []string // columns by which readers can narrow a table
	Sortable bool     // readers can sort a table
	Total    int      // how many there are; more than Elements where max cut them
}

// A ListGroup is a part of a list under a title.
type ListGroup struct {
	Title    string
	Target   Target // what the title leads to, if anything
	Elements []*Element
}

// Columns that every element has, whatever its kind.
const (
	ColumnID       = "id"
	ColumnTitle    = "title"
	ColumnSummary  = "summary"
	ColumnKind     = "kind"
	ColumnDocument = "document"
	ColumnSince    = "since"   // the day of the status
	ColumnHistory  = "history" // all dated updates, and the dates that were moved
)

func builtinColumns() []string {
	return []string{ColumnID, ColumnTitle, ColumnSummary, ColumnKind, ColumnDocument, ColumnSince, ColumnHistory}
}

// listKeys are the keys of a list block that are not filters.
var listKeys = [...]string{"kind", "document", "sort", "show", "as", "group", "max", "caption", "empty",
	"filter", "sortable", "is"}

// list reads a list block.
func (r reading) list() *List {
	kinds := r.kinds("kind")
	if len(kinds) == 0 {
		return nil
	}
	list := &List{As: r.OneOf("as", "list", "table", "cards", "count"), Columns: r.columns("show", kinds)}
	if list.As == "" {
		list.As = "list"
	}
	r.interaction(list, kinds)
	keep := append(r.filters(kinds, listKeys[:]), r.standing(kinds)...)
	if d, ok := r.inDocument(); ok {
		keep = append(keep, func(e *Element) bool { return e.Document() == d })
	}
	for _, e := range r.elements(kinds) {
		if !slices.ContainsFunc(keep, func(f filter) bool { return !f(e) }) {
			list.Elements = append(list.Elements, e)
		}
	}
	r.sort(list, kinds)
	list.Total = len(list.Elements)
	if n := r.Int("max", 0); n > 0 && n < list.Total {
		list.Elements = list.Elements[:n]
	}
	r.group(list, kinds)
	return list
}

// columns reads names of columns, each a field, a relation or built in.
func (r reading) columns(key string, kinds []string) []string {
	var out []string
	for _, v := range r.List(key) {
		name, _ := v.Text()
		if r.isColumn(v, strings.TrimPrefix(name, "-"), kinds) {
			out = append(out, name)
		}
	}
	return out
}

func (r reading) isColumn(v record.Value, name string, kinds []string) bool {
	if slices.Contains(builtinColumns(), name) || r.hasField(kinds, name) {
		return true
	}
	_, fault, hint := r.cfg.Path(kinds, name)
	if fault == "" || r.isFarColumn(name, kinds) {
		return true
	}
	if !strings.Contains(name, "/") {
		fault = "kind " + quoted(kinds) + " has no field or relation \"" + name + `"`
		hint = diag.DidYouMean(name, append(builtinColumns(), r.words(kinds)...))
	}
	r.diags.Add(v.Position(), "query-path", hint, "%s", fault)
	return false
}

// isFarColumn tells whether the name is a path and, after it, a field or a
// built-in column of what the path leads to.
func (r reading) isFarColumn(name string, kinds []string) bool {
	path, column, ok := FarColumn(name)
	if !ok {
		return false
	}
	steps, fault, _ := r.cfg.Path(kinds, strings.Join(path, "/"))
	return fault == "" && (slices.Contains(builtinColumns(), column) || r.hasField(r.cfg.Ends(kinds, steps), column))
}

// FarColumn divides the name of a column into a path and the column of what it
// leads to, as in "answered-by/status".
func FarColumn(name string) (path []string, column string, ok bool) {
	i := strings.LastIndexByte(name, '/')
	if i < 0 {
		return nil, name, false
	}
	return strings.Split(name[:i], "/"), name[i+1:], true
}

func quoted(names []string) string {
	out := make([]string, len(names))
	for i, n := range names {
		out[i] = strconv.Quote(n)
	}
	return diag.Either(out)
}

// words lists the names by which a query about the kinds can choose: fields,
// the status, relations and inverses that lead on from them.
func (r reading) words(kinds []string) []string {
	names := r.cfg.Ways(kinds)
	for _, name := range kinds {
		k := r.cfg.Kind(name)
		for _, f := range k.Fields {
			names = append(names, f.Name)
		}
		if k.Progress != nil {
			names = append(names, StatusField)
		}
	}
	return names
}

// A filter tells whether a list keeps an element.
type filter func(*Element) bool

// filters reads every key that is not one of the block's own: a field, the
// status, or a path of relations, and the values to keep; not- turns it round.
func (r reading) filters(kinds, own []string) []filter {
	var out []filter
	for _, key := range r.Keys() {
		if slices.Contains(own, key) {
			continue
		}
		name, negated := strings.CutPrefix(key, "not-")
		f := r.filter(key, name, kinds, own)
		if f == nil {
			continue
		}
		if negated {
			keep := f
			f = func(e *Element) bool { return !keep(e) }
		}
		out = append(out, f)
	}
	return out
}

func (r reading) filter(key, name string, kinds, own []string) filter {
	if r.hasField(kinds, name) {
		values := r.Texts(key)
		r.checkValues(key, name, kinds)
		return func(e *Element) bool { return slices.Contains(values, e.Value(name)) }
	}
	steps, fault, hint := r.cfg.Path(kinds, name)
	switch {
	case fault != "" && strings.Contains(name, "/"):
		r.diags.Add(r.KeyPosition(key), "query-path", hint, "%s", fault)
		return nil
	case fault != "":
		r.diags.Add(r.KeyPosition(key), "key-unknown", diag.DidYouMean(name, append(slices.Clone(own), r.words(kinds)...)),
			"kind %s has no field or relation %q", quoted(kinds), name)
		return nil
	}
	want := r.these(key)
	return func(e *Element) bool {
		return slices.ContainsFunc(e.Follow(steps), func(to *Element) bool { return slices.Contains(want, to) })
	}
}

// checkValues reports values that the field can never have.
func (r reading) checkValues(key, field string, kinds []string) {
	var can []string
	for _, name := range kinds {
		k := r.cfg.Kind(name)
		if f, ok := k.Field(field); ok && f.Type != config.Enum {
			return
		} else if ok {
			can = append(can, f.Values...)
		}
		if field == StatusField && k.Progress != nil {
			can = append(can, k.Progress.Statuses...)
		}
	}
	for _, v := range r.List(key) {
		if s, _ := v.Text(); !slices.Contains(can, s) {
			r.diags.Add(v.Position(), "value-unknown", diag.DidYouMean(s, can), "%s is never %q", field, s)
		}
	}
}

// these reads ids; "this" is the page's element.
func (r reading) these(key string) []*Element {
	var out []*Element
	for _, v := range r.List(key) {
		id, _ := v.Text()
		if id != "this" {
			if e := r.lookUp(v, nil); e != nil {
				out = append(out, e)
			}
			continue
		}
		if r.page.Element == nil {
			r.diags.Add(v.Position(), "ref-unknown", "name an id", "the page declares no element, so there is no \"this\"")
			continue
		}
		out = append(out, r.page.Element)
	}
	return out
}

// sort puts the list in order of one column; a hyphen before it turns the
// order round. Without one, elements stay in the order of their ids.
func (r reading) sort(list *List, kinds []string) {
	columns := r.columns("sort", kinds)
	if len(columns) == 0 {
		return
	}
	column, down := strings.CutPrefix(columns[0], "-")
	slices.SortStableFunc(list.Elements, func(a, b *Element) int {
		c := compareColumn(a, b, column)
		if down {
			return -c
		}
		return c
	})
}

func compareColumn(a, b *Element, column string) int {
	switch column {
	case ColumnID:
		return compareIDs(a.ID, b.ID)
	case ColumnTitle:
		return strings.Compare(strings.ToLower(a.Title), strings.ToLower(b.Title))
	case StatusField:
		return cmp.Compare(statusRank(a), statusRank(b))
	}
	va, okA := a.Field(column)
	vb, okB := b.Field(column)
	if !okA || !okB {
		return cmp.Compare(rank(okB), rank(okA))
	}
	return cmp.Or(va.Date.Compare(vb.Date), cmp.Compare(va.Number, vb.Number), strings.Compare(va.Text, vb.Text))
}

func rank(ok bool) int {
	if ok {
		return 1
	}
	return 0
}

func statusRank(e *Element) int {
	if e.Progress == nil {
		return -1
	}
	return slices.Index(e.Kind.Progress.Statuses, e.Progress.Status)
}

// group divides the list by a column, in the order in which its values first
// appear.
func (r reading) group(list *List, kinds []string) {
	columns := r.columns("group", kinds)
	if len(columns) == 0 {
		list.Groups = []ListGroup{{Elements: list.Elements}}
		return
	}
	for _, e := range list.Elements {
		for _, g := range groupsOf(e, columns[0]) {
			i := slices.IndexFunc(list.Groups, func(o ListGroup) bool { return o.Title == g.Title && o.Target == g.Target })
			if i < 0 {
				list.Groups = append(list.Groups, g)
				i = len(list.Groups) - 1
			}
			list.Groups[i].Elements = append(list.Groups[i].Elements, e)
		}
	}
}

// groupsOf returns the groups that an element belongs to, without elements.
func groupsOf(e *Element, column string) []ListGroup {
	switch column {
	case ColumnDocument:
		if d := e.Document(); d != nil {
			return []ListGroup{{Title: d.Title(), Target: d.Front.Target()}}
		}
		return []ListGroup{{}}
	case ColumnKind:
		return []ListGroup{{Title: e.Kind.Plural}}
	}
	if v := e.Value(column); v != "" {
		return []ListGroup{{Title: v}}
	}
	var out []ListGroup
	for _, to := range e.Follow(strings.Split(column, "/")) {
		out = append(out, ListGroup{Title: to.Title, Target: to.Target()})
	}
	if out == nil {
		out = []ListGroup{{}}
	}
	return out
}
