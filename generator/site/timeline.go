package site

import (
	"cmp"
	"slices"
	"time"

	"trigpoint/generator/config"
	"trigpoint/generator/diag"
	"trigpoint/generator/markdown"
)

// Timeline is elements by their dates.
type Timeline struct {
	Rows     []TimelineRow // by date
	From, To time.Time     // of the axis; zero: what the rows need
	Total    int           // more than Rows where some are left out
	Undated  int           // elements that have no date
	Outside  int           // elements whose dates all lie outside the axis
}

// A TimelineRow is an element with its dates. The elements that its page
// declares, if the timeline shows their kind, are its parts.
type TimelineRow struct {
	Element *Element
	Dates   []FieldValue     // those it has, in the kind's order
	Start   time.Time        // the first of what is planned; equal to End for a single date
	End     time.Time        // the last
	Closed  time.Time        // the day it was done or closed; zero: it is open
	Moved   []markdown.Moved // earlier ends, by date
	Late    bool             // open after its end, on the status day
	Plan    bool             // it can be done, so its end is a day on which it is due
	Parts   []TimelineRow
}

// TimelineSize is the number of rows that a timeline shows unless it says
// otherwise.
const TimelineSize = 60

// timelineKeys are the keys of a timeline block that are not filters.
var timelineKeys = [...]string{"kind", "date", "document", "from", "to", "max", "caption", "empty"}

// readTimeline reads a timeline block.
func (r reading) readTimeline() *Timeline {
	kinds := r.kinds("kind")
	if len(kinds) == 0 {
		return nil
	}
	fields := r.dateFields("date", kinds)
	keep := r.filters(kinds, timelineKeys[:])
	if d, ok := r.inDocument(); ok {
		keep = append(keep, func(e *Element) bool { return e.Document() == d })
	}
	t := &Timeline{From: r.Date("from"), To: r.Date("to")}
	if !t.From.IsZero() && !t.To.IsZero() && !t.From.Before(t.To) {
		r.diags.Add(r.KeyPosition("to"), "value-unknown", "", "the timeline ends before it begins")
	}
	var rows []TimelineRow
	for _, e := range r.elements(kinds) {
		if slices.ContainsFunc(keep, func(f filter) bool { return !f(e) }) {
			continue
		}
		row := r.timelineRow(e, fields)
		switch {
		case len(row.Dates) == 0:
			t.Undated++
		case !t.From.IsZero() && row.last().Before(t.From), !t.To.IsZero() && row.Start.After(t.To):
			t.Outside++
		default:
			rows = append(rows, row)
		}
	}
	t.Rows = nest(rows)
	t.Total = len(t.Rows)
	t.cut(r.Int("max", TimelineSize), r.site.StatusDay)
	return t
}

// dateFields reads the names of fields that hold dates; none: all do.
func (r reading) dateFields(key string, kinds []string) []string {
	var known []string
	for _, name := range kinds {
		for _, f := range r.cfg.Kind(name).Fields {
			if f.Type == config.Date && !slices.Contains(known, f.Name) {
				known = append(known, f.Name)
			}
		}
	}
	if len(known) == 0 {
		r.diags.Add(r.query.Position, "query-empty", `give the kind a field with type = "date"`, "kind %s has no dates", quoted(kinds))
	}
	if !r.Has(key) {
		return known
	}
	var out []string
	for _, v := range r.List(key) {
		name, _ := v.Text()
		if !slices.Contains(known, name) {
			r.diags.Add(v.Position(), "field-unknown", diag.DidYouMean(name, known), "kind %s has no date %q", quoted(kinds), name)
			continue
		}
		out = append(out, name)
	}
	return out
}

// timelineRow gathers the dates of an element.
func (r reading) timelineRow(e *Element, fields []string) TimelineRow {
	row := TimelineRow{Element: e, Plan: e.Progress != nil}
	for _, f := range e.Kind.Fields {
		row.Plan = row.Plan || f.Closes
	}
	for _, f := range e.Fields {
		if f.Field.Type != config.Date || !slices.Contains(fields, f.Field.Name) {
			continue
		}
		row.Dates = append(row.Dates, f)
		if f.Field.Closes {
			row.Closed = f.Date
			continue
		}
		if row.Start.IsZero() || f.Date.Before(row.Start) {
			row.Start = f.Date
		}
		if f.Date.After(row.End) {
			row.End = f.Date
		}
	}
	if row.Start.IsZero() {
		row.Start, row.End = row.Closed, row.Closed
	}
	if p := e.Progress; p != nil {
		row.Moved = p.Moved
		if p.Closed {
			row.Closed = p.Since
		}
	}
	row.Late = row.Plan && row.Closed.IsZero() && row.End.Before(r.site.StatusDay)
	return row
}

// last is the last day on which the row has anything.
func (r TimelineRow) last() time.Time {
	if r.Closed.After(r.End) {
		return r.Closed
	}
	return r.End
}

// nest puts rows in order of their dates, and makes rows whose element's parent
// has a row the parts of that.
func nest(rows []TimelineRow) []TimelineRow {
	slices.SortStableFunc(rows, func(a, b TimelineRow) int { return cmp.Or(a.Start.Compare(b.Start), a.End.Compare(b.End)) })
	at := map[*Element]int{}
	for i, r := range rows {
		at[r.Element] = i
	}
	var out []TimelineRow
	for i, r := range rows {
		if top := topmost(r.Element, at); top != i {
			rows[top].Parts = append(rows[top].Parts, r)
		}
	}
	for i, r := range rows {
		if topmost(r.Element, at) == i {
			out = append(out, r)
		}
	}
	return out
}

// topmost is the row of the element, or of the highest above it that has one.
func topmost(e *Element, at map[*Element]int) int {
	row := at[e]
	for up := e.Parent; up != nil; up = up.Parent {
		if i, ok := at[up]; ok {
			row = i
		}
	}
	return row
}

// cut keeps the rows whose ends are nearest to a day.
func (t *Timeline) cut(n int, day time.Time) {
	if n <= 0 || len(t.Rows) <= n {
		return
	}
	near := slices.Clone(t.Rows)
	slices.SortStableFunc(near, func(a, b TimelineRow) int {
		return cmp.Compare(a.End.Sub(day).Abs(), b.End.Sub(day).Abs())
	})
	keep := map[*Element]bool{}
	for _, r := range near[:n] {
		keep[r.Element] = true
	}
	t.Rows = slices.DeleteFunc(t.Rows, func(r TimelineRow) bool { return !keep[r.Element] })
}
