package site

import (
	"slices"

	"trigpoint/generator/config"
	"trigpoint/generator/markdown"
)

// CoverageResult is what one rule found.
type CoverageResult struct {
	Rule  *config.Coverage
	Items []CoverageItem // every element that the rule asks, in order
}

// Count returns how many elements are in the state.
func (c *CoverageResult) Count(s CoverageState) int {
	n := 0
	for _, it := range c.Items {
		if it.State == s {
			n++
		}
	}
	return n
}

// A CoverageItem is one element that a rule asks.
type CoverageItem struct {
	Element *Element
	State   CoverageState
	By      []*Element // what covers it
	Waiver  *markdown.Waiver
}

// CoverageState is how an element stands to a rule.
type CoverageState int

// The states. A waiver explains a gap; it does not fill it.
const (
	Missing CoverageState = iota
	Waived
	Covered
)

// String is the word for the state.
func (s CoverageState) String() string {
	return [...]string{"missing", "waived", "covered"}[s]
}

// cover applies the coverage rules.
func (l *linker) cover() {
	for _, rule := range l.cfg.Coverage {
		r := &CoverageResult{Rule: rule}
		for _, e := range l.site.Elements {
			if slices.Contains(rule.Each, e.Kind.Name) {
				r.Items = append(r.Items, coverItem(rule, e))
			}
		}
		l.checkWhere(rule)
		l.site.Coverage = append(l.site.Coverage, r)
	}
}

func coverItem(rule *config.Coverage, e *Element) CoverageItem {
	item := CoverageItem{Element: e}
	for _, path := range rule.Needs {
		by := reach(rule, e, path)
		if len(by) >= max(rule.Min, 1) {
			item.State, item.By = Covered, by
			return item
		}
	}
	for i := range e.Page.File.Meta.Waivers {
		w := &e.Page.File.Meta.Waivers[i]
		if w.Rule == rule.Name || w.Rule == string(rule.Code()) {
			item.State, item.Waiver = Waived, w
		}
	}
	return item
}

// reach returns what an alternative of the rule leads to, or nothing when a
// branch ends early and the rule asks for all.
func reach(rule *config.Coverage, e *Element, path []string) []*Element {
	if rule.All && !complete(rule, e, path) {
		return nil
	}
	var out []*Element
	for _, end := range e.Follow(path) {
		if counts(rule, end) {
			out = append(out, end)
		}
	}
	return out
}

// complete tells whether every branch of the path ends in something that
// counts.
func complete(rule *config.Coverage, e *Element, path []string) bool {
	if len(path) == 0 {
		return counts(rule, e)
	}
	next := e.Related(path[0])
	return len(next) > 0 && !slices.ContainsFunc(next, func(n *Element) bool { return !complete(rule, n, path[1:]) })
}

// counts tells whether an element at the far end fills a gap.
func counts(rule *config.Coverage, e *Element) bool {
	if len(rule.From) > 0 && !slices.Contains(rule.From, e.Kind.Name) {
		return false
	}
	for _, c := range rule.Where {
		if !slices.Contains(c.Values, e.Value(c.Field)) {
			return false
		}
	}
	return true
}

// StatusField is the name under which queries and rules find the status.
const StatusField = "status"

// Value returns the status or the text of a field, for comparisons.
func (e *Element) Value(field string) string {
	if field == StatusField && e.Progress != nil {
		return e.Progress.Status
	}
	v, _ := e.Field(field)
	return v.Text
}

// checkWhere reports conditions on a field that no kind at the end of the
// rule's paths has.
func (l *linker) checkWhere(rule *config.Coverage) {
	var ends []string
	for _, path := range rule.Needs {
		ends = append(ends, l.cfg.Ends(rule.Each, path)...)
	}
	for _, c := range rule.Where {
		if len(ends) > 0 && !l.hasField(ends, c.Field) {
			l.diags.Add(c.At, "field-unknown", "",
				"the rule %s asks for %q, which nothing at the end of its path has", rule.Name, c.Field)
		}
	}
}

// hasField tells whether one of the kinds has the field, or a status.
func (l *linker) hasField(kinds []string, field string) bool {
	return slices.ContainsFunc(kinds, func(name string) bool {
		k := l.cfg.Kind(name)
		_, ok := k.Field(field)
		return ok || field == StatusField && k.Progress != nil
	})
}
