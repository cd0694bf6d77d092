package render

import (
	"cmp"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"trigpoint/generator/site"
)

// facet is one value by which a script lets readers narrow a table, and where
// it stands among the others.
type facet struct {
	text  string
	order string
	said  bool // in the words of the interface
}

// elementFacets lists an element's values in a column: the status and whether
// it is overdue, the month of a date, what a path leads to, or the text.
func (v *View) elementFacets(e *site.Element, column string) []facet {
	if f, ok := e.Field(column); ok && !f.Date.IsZero() {
		return []facet{{v.month(f.Date), f.Date.Format("2006-01"), true}}
	}
	c := v.cell(e, column)
	var out []facet
	switch {
	case c.Status != nil:
		out = append(out, facet{c.Status.Label, c.Sort, true})
		if c.Status.Overdue {
			out = append(out, facet{v.words.T("status-flag.overdue"), "~", true})
		}
	case len(c.Links) > 0:
		for _, l := range c.Links {
			out = append(out, facet{text: strings.TrimSpace(l.ID + " " + strings.TrimPrefix(l.Text, l.ID))})
		}
	case c.Text != "":
		out = append(out, facet{text: c.Text})
	}
	return out
}

func (v *View) month(d time.Time) string {
	return v.words.T("month."+d.Format("1")) + " " + d.Format("2006")
}

// facets lists the filters of a table, each with all values that it can have,
// and their language where they are words of another than the page's.
func (v *View) facets(l *site.List) string {
	out := [][]any{}
	for _, column := range l.Filters {
		var all []facet
		for _, e := range l.Elements {
			all = append(all, v.elementFacets(e, column)...)
		}
		slices.SortStableFunc(all, func(a, b facet) int {
			return cmp.Or(cmp.Compare(len(a.order), len(b.order)), cmp.Compare(a.order, b.order), site.CompareIDs(a.text, b.text))
		})
		texts := []string{}
		for _, f := range slices.Compact(all) {
			texts = append(texts, f.text)
		}
		filter := []any{v.columnLabel(column, l.Elements), texts}
		if lang := v.foreign(v.words.Lang); lang != "" && len(all) > 0 && all[0].said {
			filter = append(filter, lang)
		}
		out = append(out, filter)
	}
	return v.json(out)
}

// values lists the values of one row for each filter.
func (v *View) values(e *site.Element, columns []string) string {
	out := [][]string{}
	for _, column := range columns {
		texts := []string{}
		for _, f := range v.elementFacets(e, column) {
			texts = append(texts, f.text)
		}
		out = append(out, texts)
	}
	return v.json(out)
}

func (v *View) json(value any) string {
	b, err := json.Marshal(value)
	v.fail(err)
	return string(b)
}
