package diagram

import (
	"math"
	"time"
)

// A Chart shows values over time, small.
type Chart struct {
	Series   []Series
	Levels   []Level
	Calendar Calendar
}

// A Series is a row of values by day. Those of a goal are drawn as marks to
// reach, the others as a line.
type Series struct {
	Label  string
	Goal   bool
	Values []Value
}

// A Value is one of a series.
type Value struct {
	Day    time.Time
	Number float64
	Tip    string
}

// A Level is a value that holds for the whole chart, such as a baseline.
type Level struct {
	Label  string
	Number float64
}

// The measures of charts.
const (
	chartWidth  = NarrowWidth
	chartHeight = 170.0
	chartLeft   = 36.0
	chartRight  = 22.0
	chartTop    = 14.0
	chartBottom = 24.0
)

// Draw lays the chart out. A chart without values is an empty picture.
func (c Chart) Draw() *Picture {
	p := &Picture{Width: chartWidth, Height: chartHeight}
	x, y, ok := c.scales()
	if !ok {
		return p
	}
	for _, n := range y.ticks() {
		p.line("grid", chartLeft, y.at(n), chartWidth-chartRight+8, y.at(n))
		p.text(chartLeft-5, y.at(n)+4, "label", "end", round(n))
	}
	if c.Calendar != nil {
		c.axis(p, x)
	}
	for _, l := range c.Levels {
		p.open("g", "class", "level")
		p.write("<title>", escape(visible(l.Label)+": "+round(l.Number)), "</title>")
		p.line("level", chartLeft, y.at(l.Number), chartWidth-chartRight+8, y.at(l.Number))
		p.close("g")
	}
	for _, s := range c.Series {
		c.series(p, s, x, y)
	}
	return p
}

func (c Chart) scales() (days, values, bool) {
	var from, to time.Time
	least, most := math.Inf(1), math.Inf(-1)
	for _, s := range c.Series {
		for _, v := range s.Values {
			if from.IsZero() || v.Day.Before(from) {
				from = v.Day
			}
			if v.Day.After(to) {
				to = v.Day
			}
			least, most = math.Min(least, v.Number), math.Max(most, v.Number)
		}
	}
	if from.IsZero() {
		return days{}, values{}, false
	}
	for _, l := range c.Levels {
		least, most = math.Min(least, l.Number), math.Max(most, l.Number)
	}
	if from.Equal(to) {
		from, to = from.AddDate(0, -1, 0), to.AddDate(0, 1, 0)
	}
	return days{from, to, chartLeft + 6, chartWidth - chartLeft - chartRight - 6},
		newValues(least, most, chartTop, chartHeight-chartTop-chartBottom), true
}

func (c Chart) axis(p *Picture, x days) {
	ticks := x.ticks(chartLeft-12, chartWidth, c.Calendar)
	for _, k := range ticks {
		p.line("tick", k.x, chartHeight-chartBottom, k.x, chartHeight-chartBottom+4)
	}
	p.tickLabels(ticks, chartHeight-6, c.Calendar.Lang())
}

// series draws one row: goals as hollow diamonds on a dashed line, values as
// dots on a line; the last value of each is written out.
func (c Chart) series(p *Picture, s Series, x days, y values) {
	class := "series actual"
	if s.Goal {
		class = "series goal"
	}
	p.open("g", "class", class)
	path := ""
	for i, v := range s.Values {
		step := "L"
		if i == 0 {
			step = "M"
		}
		path += step + num(x.at(v.Day)) + " " + num(y.at(v.Number))
	}
	if len(s.Values) > 1 {
		p.empty("path", "class", "run", "d", path)
	}
	for i, v := range s.Values {
		at, high := x.at(v.Day), y.at(v.Number)
		p.open("g")
		p.write("<title>", escape(v.Tip), "</title>")
		if s.Goal {
			p.empty("path", "class", "mark", "d", diamond(at, high, 4.5))
		} else {
			p.empty("circle", "class", "mark", "cx", num(at), "cy", num(high), "r", "3.5")
		}
		p.close("g")
		if i == len(s.Values)-1 {
			c.value(p, at, high, s.Goal, round(v.Number))
		}
	}
	p.close("g")
}

// value writes the number of a mark beside it: goals below, values above, as
// far as there is room.
func (c Chart) value(p *Picture, x, y float64, goal bool, text string) {
	y -= 8
	if goal || y < smallSize {
		y += 24
	}
	if y > chartHeight-chartBottom-2 {
		y -= 24
	}
	x = math.Min(x, chartWidth-textWidth(text, smallSize)/2-1)
	p.text(x, y, "value", "middle", text)
}
