package diagram

import (
	"math"
	"slices"
	"strconv"
	"time"
)

// days is a scale from days to a width.
type days struct {
	from, to time.Time
	x, w     float64
}

// at is the place of a day, which may lie outside.
func (d days) at(day time.Time) float64 {
	all := d.to.Sub(d.from).Hours()
	if all <= 0 {
		return d.x + d.w/2
	}
	return d.x + d.w*day.Sub(d.from).Hours()/all
}

// Calendar gives the words of an axis of days.
type Calendar interface {
	// Month is a short name of a month, such as "Jan".
	Month(time.Month) string
	// Lang is the language of the names, as a BCP 47 tag; empty where it is that of the page.
	Lang() string
}

// tick is a mark on an axis.
type tick struct {
	x     float64
	label string
	at    float64 // the middle of the label, which may have moved in from an edge
	shown bool    // there is room for the label
	year  bool
}

// The least distance between ticks, and between their labels.
const (
	tickDistance = 26.0
	labelGap     = 8.0
)

// tickSteps are the distances between ticks, in months.
var tickSteps = [...]int{1, 3, 6, 12, 24, 60, 120, 240, 600, 1200}

// ticks chooses the first days of months, and places their labels between two edges.
func (d days) ticks(left, right float64, c Calendar) []tick {
	out := d.months(c)
	place(out, left, right, true) // a month alone may be of any year
	place(out, left, right, false)
	return out
}

// months lists the first days of months, as many as the axis has room for, and
// one at least.
func (d days) months(c Calendar) []tick {
	months := d.to.Sub(d.from).Hours() / 24 / 30.44
	step := tickSteps[len(tickSteps)-1]
	for _, s := range tickSteps {
		if d.w*float64(s)/math.Max(months, 1) >= tickDistance {
			step = s
			break
		}
	}
	var out []tick
	for day := firstTick(d.from, step); !day.After(d.to) && len(out) < 200; day = day.AddDate(0, step, 0) {
		t := tick{x: d.at(day), label: c.Month(day.Month()), year: day.Month() == time.January}
		if t.year || len(out) == 0 {
			t.label = t.label + " " + strconv.Itoa(day.Year())
		}
		if step >= 12 {
			t.label = strconv.Itoa(day.Year())
		}
		out = append(out, t)
	}
	if len(out) == 0 { // within one month: it is named where the axis begins
		out = append(out, tick{x: d.x, label: c.Month(d.from.Month()) + " " + strconv.Itoa(d.from.Year())})
	}
	return out
}

// place shows the labels of the years, or the others, that have room beside
// those already shown.
func place(ticks []tick, left, right float64, years bool) {
	for i := range ticks {
		t := &ticks[i]
		half := textWidth(t.label, smallSize) / 2
		if t.year != years || 2*half > right-left {
			continue
		}
		t.at = math.Min(math.Max(t.x, left+half), right-half)
		t.shown = !slices.ContainsFunc(ticks, func(o tick) bool {
			return o.shown && math.Abs(o.at-t.at) < half+textWidth(o.label, smallSize)/2+labelGap
		})
	}
}

// tickLabels writes the labels that have room, in one line.
func (p *Picture) tickLabels(ticks []tick, y float64, lang string) {
	for _, t := range ticks {
		if t.shown {
			p.open("text", "x", num(t.at), "y", num(y), "class", "label", "text-anchor", "middle", "lang", lang)
			p.write(escape(t.label))
			p.close("text")
		}
	}
}

// firstTick is the first day on or after from at which a step begins, counted
// from the beginning of a year or, for long steps, from year 0.
func firstTick(from time.Time, step int) time.Time {
	day := time.Date(from.Year(), from.Month(), 1, 0, 0, 0, 0, time.UTC)
	for day.Before(from) || (day.Year()*12+int(day.Month())-1)%step != 0 {
		day = day.AddDate(0, 1, 0)
	}
	return day
}

// values is a scale from numbers to a height; greater ones are higher.
type values struct {
	from, to, step float64
	y, h           float64
}

// newValues chooses round bounds around numbers.
func newValues(least, most, y, h float64) values {
	if least == most {
		least, most = least-1, most+1
	}
	if least > 0 && least < most/2 {
		least = 0
	}
	raw := (most - least) / 4
	power := math.Pow(10, math.Floor(math.Log10(raw)))
	step := power * 10
	for _, m := range []float64{1, 2, 2.5, 5} {
		if power*m >= raw*0.999 {
			step = power * m
			break
		}
	}
	return values{math.Floor(least/step+1e-9) * step, math.Ceil(most/step-1e-9) * step, step, y, h}
}

func (v values) at(n float64) float64 { return v.y + v.h*(1-(n-v.from)/(v.to-v.from)) }

// ticks lists the numbers that the axis names.
func (v values) ticks() []float64 {
	var out []float64
	for i := 0; i < 12; i++ {
		n := v.from + float64(i)*v.step
		if n > v.to+v.step/1000 {
			break
		}
		out = append(out, n)
	}
	return out
}

// round writes a number of an axis without the noise of binary fractions.
func round(n float64) string {
	return strconv.FormatFloat(math.Round(n*1e6)/1e6+0, 'f', -1, 64)
}
