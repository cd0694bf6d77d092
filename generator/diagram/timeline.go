package diagram

import (
	"math"
	"time"
)

// A Timeline shows rows of dates against one axis, and the line of one day.
type Timeline struct {
	Rows     []Row
	From, To time.Time // of the axis; zero: what the rows need
	Today    time.Time // zero: no line
	TodayTip string
	Calendar Calendar
}

// A Row is one thing and its dates.
type Row struct {
	ID    string
	Title string
	Tip   string
	Href  string
	State State
	Class string
	Start time.Time // of its bar; zero with End: no bar
	End   time.Time
	Until time.Time   // where the bar stops, if it was closed before End; or zero
	Moves []time.Time // earlier places of End, oldest first
	Marks []Mark
}

// A Mark is one date of a row.
type Mark struct {
	Day  time.Time
	Tip  string
	Href string
	Kind MarkKind
}

// MarkKind is the form of a mark.
type MarkKind int

// The forms: a point of time, a thing that is due, and one that is done.
const (
	Event MarkKind = iota
	Due
	Done
)

// bounds are the first and the last day shown.
func (t Timeline) bounds() (from, to time.Time) {
	see := func(d time.Time) {
		if d.IsZero() {
			return
		}
		if from.IsZero() || d.Before(from) {
			from = d
		}
		if to.IsZero() || d.After(to) {
			to = d
		}
	}
	for _, r := range t.Rows {
		see(r.Start)
		see(r.End)
		for _, d := range r.Moves {
			see(d)
		}
		for _, m := range r.Marks {
			see(m.Day)
		}
	}
	if from.IsZero() {
		from, to = t.Today, t.Today
	}
	pad := max(to.Sub(from)/40, 7*24*time.Hour)
	from, to = from.Add(-pad), to.Add(pad)
	if !t.From.IsZero() {
		from = t.From
	}
	if !t.To.IsZero() {
		to = t.To
	}
	if !to.After(from) {
		to = from.AddDate(0, 1, 0)
	}
	return from, to
}

// Shows tells whether a day lies on the axis.
func (t Timeline) Shows(day time.Time) bool {
	from, to := t.bounds()
	return !day.IsZero() && !day.Before(from) && !day.After(to)
}

// The measures of timelines.
const (
	wideTimeline = 720.0
	rowLabel     = 224.0
	axisHeight   = 30.0
	labelTick    = 62.0
)

// Wide draws the titles left of the bars.
func (t Timeline) Wide() *Picture {
	p := &Picture{Width: wideTimeline}
	scale := t.scale(rowLabel+12, wideTimeline-rowLabel-24)
	tops, heights := make([]float64, len(t.Rows)), make([]float64, len(t.Rows))
	lines := make([][]string, len(t.Rows))
	y := axisHeight
	for i, r := range t.Rows {
		lines[i] = t.label(r, rowLabel-8, 2)
		tops[i], heights[i] = y, math.Max(30, 10+lineHeight*float64(len(lines[i])))
		y += heights[i]
	}
	p.Height = y + 2
	t.axis(p, scale, y)
	for i, r := range t.Rows {
		p.open("g", "class", spaced("row", r.State.class(), r.Class))
		p.line("rule", 0, tops[i], wideTimeline, tops[i])
		p.rowLabel(r, lines[i], 0, tops[i]+(heights[i]-lineHeight*float64(len(lines[i])))/2+lineHeight-4)
		p.bar(r, scale, tops[i]+heights[i]/2)
		p.close("g")
		p.Boxes = append(p.Boxes, Box{0, tops[i], wideTimeline, heights[i], lines[i], i})
	}
	t.today(p, scale, y)
	return p
}

// Narrow draws the titles above the bars, for phones.
func (t Timeline) Narrow() *Picture {
	p := &Picture{Width: NarrowWidth}
	scale := t.scale(10, NarrowWidth-20)
	tops := make([]float64, len(t.Rows))
	lines := make([][]string, len(t.Rows))
	y := axisHeight
	for i, r := range t.Rows {
		lines[i] = t.label(r, NarrowWidth-12, 2)
		tops[i] = y
		y += lineHeight*float64(len(lines[i])) + 34
	}
	p.Height = y + 2
	t.axis(p, scale, y)
	for i, r := range t.Rows {
		words := lineHeight * float64(len(lines[i]))
		p.open("g", "class", spaced("row", r.State.class(), r.Class))
		p.line("rule", 0, tops[i], NarrowWidth, tops[i])
		p.rowLabel(r, lines[i], 2, tops[i]+lineHeight)
		p.bar(r, scale, tops[i]+words+18)
		p.close("g")
		p.Boxes = append(p.Boxes, Box{0, tops[i], NarrowWidth, words + 34, lines[i], i})
	}
	t.today(p, scale, y)
	return p
}

func (t Timeline) scale(x, w float64) days {
	from, to := t.bounds()
	return days{from, to, x, w}
}

// label wraps the title of a row; its id comes before it.
func (t Timeline) label(r Row, width float64, lines int) []string {
	indent := 0.0
	if r.ID != "" {
		indent = textWidth(r.ID+" ", fontSize) * 1.08
	}
	if out := wrap(r.Title, width-14, fontSize, indent, lines); len(out) > 0 {
		return out
	}
	return []string{""}
}

// axis draws the ticks, with their lines behind the rows.
func (t Timeline) axis(p *Picture, d days, bottom float64) {
	if t.Calendar == nil {
		return
	}
	ticks := d.ticks(0, p.Width, t.Calendar)
	for _, k := range ticks {
		class := "tick"
		if k.year {
			class = "tick year"
		}
		p.line(class, k.x, axisHeight-6, k.x, bottom)
	}
	p.tickLabels(ticks, axisHeight-12, t.Calendar.Lang())
}

// today draws the line of the day, over everything.
func (t Timeline) today(p *Picture, d days, bottom float64) {
	if !t.Shows(t.Today) {
		return
	}
	x := d.at(t.Today)
	p.open("g", "class", "today")
	if t.TodayTip != "" {
		p.write("<title>", escape(t.TodayTip), "</title>")
	}
	p.line("now", x, axisHeight-8, x, bottom)
	p.empty("path", "class", "flag", "d", "M"+num(x-5)+" "+num(axisHeight-8)+"h10l-5 7z")
	p.close("g")
}

func (p *Picture) rowLabel(r Row, lines []string, x, y float64) {
	end := p.link(r.Href, r.Tip)
	p.open("text", "class", "words")
	indent := 0.0
	if r.State != NoState {
		indent = 13
	}
	for i, line := range lines {
		p.open("tspan", "x", num(x+indent), "y", num(y+float64(i)*lineHeight))
		if i == 0 && r.ID != "" {
			p.open("tspan", "class", "id")
			p.write(escape(r.ID))
			p.close("tspan")
			p.write(" ")
		}
		p.write(escape(line))
		p.close("tspan")
	}
	p.close("text")
	if r.State != NoState {
		p.state(r.State, x+5, y-4)
	}
	p.close(end)
}

// bar draws what lies on the axis: the bar, the moves of its end, the marks.
func (p *Picture) bar(r Row, d days, y float64) {
	inside := func(day time.Time) bool { return !day.IsZero() && !day.Before(d.from) && !day.After(d.to) }
	end := r.End
	if !r.Until.IsZero() && r.Until.Before(end) {
		end = r.Until
		p.line("unused", math.Max(d.x, d.at(end)), y, math.Min(d.x+d.w, d.at(r.End)), y)
	}
	if !r.Start.IsZero() && end.After(r.Start) {
		a, b := math.Max(d.x, d.at(r.Start)), math.Min(d.x+d.w, d.at(end))
		if b > a {
			p.empty("rect", "class", "bar", "x", num(a), "y", num(y-4), "width", num(b-a), "height", "8", "rx", "2")
		}
	}
	for i, was := range r.Moves {
		next := r.End
		if i+1 < len(r.Moves) {
			next = r.Moves[i+1]
		}
		p.move(d, was, next, y, inside)
	}
	for _, m := range r.Marks {
		if inside(m.Day) {
			p.dated(m, d.at(m.Day), y)
		}
	}
}

// move draws an earlier end as a hollow mark, and a bow to the next.
func (p *Picture) move(d days, was, next time.Time, y float64, inside func(time.Time) bool) {
	if !inside(was) {
		return
	}
	a := d.at(was)
	p.empty("path", "class", "was", "d", diamond(a, y, 5))
	if inside(next) {
		b := d.at(next)
		p.empty("path", "class", "moved", "d", "M"+num(a)+" "+num(y-6)+"Q"+num((a+b)/2)+" "+num(y-15)+" "+num(b)+" "+num(y-6))
	}
}

// dated draws one mark, as a link where it leads somewhere.
func (p *Picture) dated(m Mark, x, y float64) {
	end := p.link(m.Href, m.Tip)
	p.empty("circle", "class", "touch", "cx", num(x), "cy", num(y), "r", "9")
	switch m.Kind {
	case Due:
		p.empty("path", "class", "mark due", "d", diamond(x, y, 5))
	case Done:
		p.empty("path", "class", "mark done", "d", diamond(x, y, 5))
	default:
		p.empty("circle", "class", "mark event", "cx", num(x), "cy", num(y), "r", "4.5")
	}
	p.close(end)
}

func diamond(x, y, r float64) string {
	return "M" + num(x-r) + " " + num(y) + "L" + num(x) + " " + num(y-r) + "L" + num(x+r) + " " + num(y) + "L" + num(x) + " " + num(y+r) + "z"
}
