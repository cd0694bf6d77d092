package render

import (
	"html/template"
	"strconv"
	"strings"
	"time"

	"trigpoint/generator/diagram"
	"trigpoint/generator/site"
)

// TimelineView is a timeline: two pictures of the same, and the same in words.
type TimelineView struct {
	Wide, Narrow template.HTML // hidden from screen readers; Rows says the same
	Rows         []TimelineRowView
	Day          DateView // the status day, where what is shown has a status
	Line         bool     // that day lies on the picture, and has a line there
	Shown, Total int
	Undated      int
	Outside      int
	Moved        bool // some dates were moved
	Plan         bool // some of what is shown can be done
}

// TimelineRowView is an element and its dates.
type TimelineRowView struct {
	Link
	Dates  []LabelledDate
	Closed DateView // where its status, not a date of its own, says that it is over
	Late   bool
	Moved  []MovedView
	Parts  []TimelineRowView
}

// LabelledDate is the date of a field.
type LabelledDate struct {
	Label string
	DateView
}

func (v *View) timelineView(t *site.Timeline) *TimelineView {
	day := v.renderer.site.StatusDay
	out := &TimelineView{Shown: len(t.Rows), Total: t.Total, Undated: t.Undated, Outside: t.Outside}
	d := diagram.Timeline{From: t.From, To: t.To, Calendar: calendar{v}}
	for _, r := range t.Rows {
		out.Rows = append(out.Rows, v.timelineRowView(r))
		out.Moved = out.Moved || len(r.Moved) > 0
		out.Plan = out.Plan || r.Plan
		d.Rows = append(d.Rows, v.timelineRow(r))
	}
	if out.Plan {
		out.Day, d.Today, d.TodayTip = v.date(day), day, v.words.T("timeline.day", v.words.Date(day))
	}
	out.Line = d.Shows(d.Today)
	out.Wide = template.HTML(d.Wide().SVG("wide"))
	out.Narrow = template.HTML(d.Narrow().SVG("narrow"))
	return out
}

func (v *View) timelineRowView(r site.TimelineRow) TimelineRowView {
	out := TimelineRowView{Link: v.elementLink(r.Element), Late: r.Late, Moved: v.movedViews(r.Moved)}
	for _, f := range r.Dates {
		out.Dates = append(out.Dates, LabelledDate{f.Field.Label, v.date(f.Date)})
	}
	if p := r.Element.Progress; p != nil && p.Closed {
		out.Closed = v.date(r.Closed)
	}
	for _, p := range r.Parts {
		out.Parts = append(out.Parts, v.timelineRowView(p))
	}
	return out
}

// timelineRow makes a row of the picture.
func (v *View) timelineRow(r site.TimelineRow) diagram.Row {
	e := r.Element
	out := diagram.Row{ID: e.ID, Title: e.Title, Tip: v.tip(e), Href: v.href(e.Target()), State: rowState(r),
		Class: "kind-" + e.Kind.Name, Start: r.Start, End: r.End, Until: r.Closed}
	for _, m := range r.Moved {
		out.Moves = append(out.Moves, m.Was)
	}
	kind := diagram.Event
	if r.Plan {
		kind = diagram.Due
	}
	if !r.Plan && r.Start.Before(r.End) {
		out.Marks = append(out.Marks, diagram.Mark{Day: r.Start, Kind: kind, Tip: v.dateTip(r, r.Start)})
	}
	if !r.End.Equal(r.Closed) {
		out.Marks = append(out.Marks, diagram.Mark{Day: r.End, Kind: kind, Tip: v.dateTip(r, r.End)})
	}
	if !r.Closed.IsZero() {
		out.Marks = append(out.Marks, diagram.Mark{Day: r.Closed, Kind: diagram.Done, Tip: v.dateTip(r, r.Closed)})
	}
	for _, p := range r.Parts {
		out.Marks = append(out.Marks, v.partMark(p))
	}
	return out
}

// rowState is how the element of a row stands; one without a status stands by
// its dates.
func rowState(r site.TimelineRow) diagram.State {
	switch {
	case !r.Plan:
		return diagram.NoState
	case r.Late:
		return diagram.Late
	case !r.Closed.IsZero():
		return diagram.Closed
	}
	return diagram.Open
}

func (v *View) partMark(r site.TimelineRow) diagram.Mark {
	m := diagram.Mark{Day: r.End, Kind: diagram.Event, Href: v.href(r.Element.Target())}
	switch {
	case !r.Closed.IsZero():
		m.Day, m.Kind = r.Closed, diagram.Done
	case r.Plan:
		m.Kind = diagram.Due
	}
	m.Tip = v.dateTip(r, m.Day)
	return m
}

// dateTip says what happens on a day.
func (v *View) dateTip(r site.TimelineRow, day time.Time) string {
	var what []string
	for _, f := range r.Dates {
		if f.Date.Equal(day) {
			what = append(what, f.Field.Label)
		}
	}
	if len(what) == 0 && r.Element.Progress != nil {
		what = append(what, v.words.Or("status", r.Element.Progress.Status))
	}
	return r.Element.ID + " " + r.Element.Title + ". " + strings.Join(what, ", ") + ": " + v.words.Date(day)
}

// calendar gives a picture the short names of months.
type calendar struct{ v *View }

func monthKey(m time.Month) string { return "month-short." + strconv.Itoa(int(m)) }

// Month implements diagram.Calendar.
func (c calendar) Month(m time.Month) string { return c.v.words.T(monthKey(m)) }

// Lang implements diagram.Calendar.
func (c calendar) Lang() string { return c.v.foreign(c.v.words.LangOf(monthKey(time.January))) }
