package site

import (
	"slices"

	"trigpoint/generator/diag"
)

// Standings are the words of the key "is": how an element stands on the status
// day, beside its status.
func Standings() []string { return []string{"open", "closed", "overdue", "stale", "moved"} }

// Is tells whether the progress stands so.
func (p *Progress) Is(standing string) bool {
	switch {
	case p == nil:
		return false
	case standing == "open":
		return !p.Closed
	case standing == "closed":
		return p.Closed
	case standing == "overdue":
		return p.Overdue
	case standing == "stale":
		return p.Stale
	}
	return standing == "moved" && len(p.Moved) > 0
}

// standing reads the key "is".
func (r reading) standing(kinds []string) []filter {
	if !r.Has("is") {
		return nil
	}
	if !slices.ContainsFunc(kinds, func(k string) bool { return r.cfg.Kind(k).Progress != nil }) {
		r.diags.Add(r.KeyPosition("is"), "query-path", "add [kinds."+kinds[0]+".progress] to site.toml", "kind %s has no status", quoted(kinds))
		return nil
	}
	words := r.Texts("is")
	for _, v := range r.List("is") {
		if s, _ := v.Text(); !slices.Contains(Standings(), s) {
			r.diags.Add(v.Position(), "value-unknown", diag.Choice(s, Standings()), "nothing is %q", s)
		}
	}
	return []filter{func(e *Element) bool { return slices.ContainsFunc(words, e.Progress.Is) }}
}

// interaction reads what readers can do with a table besides reading it.
func (r reading) interaction(list *List, kinds []string) {
	list.Filters, list.Sortable = r.columns("filter", kinds), r.Bool("sortable")
	for _, key := range []string{"filter", "sortable"} {
		if r.Has(key) && (list.As != "table" || r.Has("group")) {
			r.diags.Add(r.KeyPosition(key), "key-unknown", `write as = "table" and no group`, "%s works on a table in one piece", key)
		}
	}
}
