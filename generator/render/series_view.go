package render

import (
	"html/template"
	"slices"
	"time"

	"trigpoint/generator/config"
	"trigpoint/generator/diagram"
	"trigpoint/generator/site"
)

// SeriesView is an element's values over time: a chart, and a table of the
// same.
type SeriesView struct {
	Chart  template.HTML
	Labels []string         // of the series
	Levels []LabelledNumber // values that hold throughout, such as a baseline
	Keys   []SeriesKey      // how each is drawn
	Rows   []SeriesRow      // by day
	Unit   string
}

// LabelledNumber is the value of a field that holds a number.
type LabelledNumber struct{ Label, Value string }

// SeriesKey says how something is drawn: as actual, goal or level.
type SeriesKey struct{ Class, Label string }

// SeriesRow is a day with the value of each series, "" where it has none.
type SeriesRow struct {
	Date   DateView
	Values []string
	Notes  []string
}

// seriesView is nil for an element without series.
func (v *View) seriesView(e *site.Element) *SeriesView {
	var all []site.FieldValue
	c := diagram.Chart{Calendar: calendar{v}}
	out := &SeriesView{}
	for _, f := range e.Fields {
		switch {
		case f.Field.Type == config.Series && len(f.Series) > 0:
			all = append(all, f)
			out.Labels = append(out.Labels, f.Field.Label)
			c.Series = append(c.Series, v.chartSeries(f))
			key := SeriesKey{"actual", f.Field.Label}
			if f.Field.Goal {
				key.Class = "goal"
			}
			out.Keys = append(out.Keys, key)
		case f.Field.Unit:
			out.Unit = f.Text
		case f.Field.Type == config.Number:
			out.Keys = append(out.Keys, SeriesKey{"level", f.Field.Label})
			out.Levels = append(out.Levels, LabelledNumber{f.Field.Label, number(f.Number)})
			c.Levels = append(c.Levels, diagram.Level{Label: f.Field.Label, Number: f.Number})
		}
	}
	if len(all) == 0 {
		return nil
	}
	out.Rows = v.seriesRows(all)
	out.Chart = template.HTML(c.Draw().SVG("chart"))
	return out
}

func (v *View) chartSeries(f site.FieldValue) diagram.Series {
	s := diagram.Series{Label: f.Field.Label, Goal: f.Field.Goal}
	for _, p := range f.Series {
		s.Values = append(s.Values, diagram.Value{Day: p.Date, Number: p.Value,
			Tip: f.Field.Label + ", " + v.words.Date(p.Date) + ": " + number(p.Value)})
	}
	return s
}

// seriesRows puts the values of all series into one table.
func (v *View) seriesRows(all []site.FieldValue) []SeriesRow {
	var days []time.Time
	for _, f := range all {
		for _, p := range f.Series {
			days = append(days, p.Date)
		}
	}
	slices.SortFunc(days, time.Time.Compare)
	days = slices.Compact(days)
	var out []SeriesRow
	for _, day := range days {
		row := SeriesRow{Date: v.date(day), Values: make([]string, len(all))}
		for i, f := range all {
			for _, p := range f.Series {
				if p.Date.Equal(day) {
					row.Values[i] = number(p.Value)
					if p.Note != "" {
						row.Notes = append(row.Notes, p.Note)
					}
				}
			}
		}
		out = append(out, row)
	}
	return out
}
