package diagram_test

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"trigpoint/generator/diagram"
)

type english struct{}

func (english) Month(m time.Month) string { return m.String()[:3] }
func (english) Lang() string              { return "" }

func year() diagram.Timeline {
	return diagram.Timeline{Today: day("2012-06-30"), TodayTip: "Status day", Calendar: english{}, Rows: []diagram.Row{
		{ID: "A1", Title: "Keep one register", Tip: "A1", Href: "a1.html", State: diagram.Closed, Start: day("2011-07-04"), End: day("2012-03-31"), Until: day("2012-03-28"),
			Marks: []diagram.Mark{{Day: day("2012-03-31"), Kind: diagram.Due, Tip: "Due"}, {Day: day("2012-03-28"), Kind: diagram.Done, Tip: "Met", Href: "m1.html"}}},
		{ID: "A4", Title: "Let staff work anywhere in the whole of the place", State: diagram.Late, Start: day("2011-09-05"), End: day("2012-05-30"), Moves: []time.Time{day("2012-01-31"), day("2012-03-31")},
			Marks: []diagram.Mark{{Day: day("2012-05-30"), Kind: diagram.Due, Tip: "Due"}}},
		{Title: "Launch", Start: day("2012-09-01"), End: day("2012-09-01"), Marks: []diagram.Mark{{Day: day("2012-09-01"), Tip: "Launch"}}},
	}}
}

func TestTimelineGolden(t *testing.T) {
	golden(t, "timeline-wide", year().Wide())
	golden(t, "timeline-narrow", year().Narrow())
}

// TestTimelineWindow leaves out what lies outside the period asked for.
func TestTimelineWindow(t *testing.T) {
	line := year()
	line.From, line.To = day("2011-12-01"), day("2012-04-15")
	svg := line.Wide().SVG("x")
	wellFormed(t, svg)
	for class, want := range map[string]int{`"mark due"`: 1, `"mark done"`: 1, `"mark event"`: 0, `"was"`: 2, `"now"`: 0} {
		if got := strings.Count(svg, "class="+class); got != want {
			t.Errorf("%d of %s; want %d", got, class, want)
		}
	}
}

func TestTimelineOfOneDayAndOfNothing(t *testing.T) {
	for _, line := range []diagram.Timeline{{}, {Today: day("2012-06-30"), Calendar: english{}}, {Calendar: english{}, Rows: []diagram.Row{{Start: day("2012-01-01"), End: day("2012-01-01")}}},
		{Calendar: english{}, From: day("2012-01-01"), To: day("2011-01-01")}, {Calendar: english{}, Rows: []diagram.Row{{Start: day("0100-01-01"), End: day("9000-01-01")}}}} {
		wellFormed(t, line.Wide().SVG("x"))
		wellFormed(t, line.Narrow().SVG("x"))
	}
}

// TestTicks holds the labels of an axis apart, whatever the period.
func TestTicks(t *testing.T) {
	for _, days := range []int{1, 20, 45, 100, 365, 800, 2000, 9000, 60000} {
		line := diagram.Timeline{Calendar: english{}, Rows: []diagram.Row{{Start: day("2011-02-03"), End: day("2011-02-03").AddDate(0, 0, days)}}}
		if n := strings.Count(line.Wide().SVG("x"), `class="label"`); n < 1 || n > 24 {
			t.Errorf("%d labels for %d days", n, days)
		}
	}
}

// TestAxisNamesYears reads the labels of axes that begin in any month: they stand
// inside the picture and apart, and one of them names a year.
func TestAxisNamesYears(t *testing.T) {
	label := regexp.MustCompile(`<text x="([0-9.]+)" y="[0-9.]+" class="label" text-anchor="middle">([^<]+)<`)
	for month := range 24 {
		start := day("2011-01-15").AddDate(0, month, 0)
		for _, days := range []int{0, 40, 300, 450, 620, 2000} {
			p := diagram.Timeline{Calendar: english{}, Rows: []diagram.Row{{Start: start, End: start.AddDate(0, 0, days)}}}.Narrow()
			end, years := 0.0, 0
			for _, found := range label.FindAllStringSubmatch(p.SVG("x"), -1) {
				x, _ := strconv.ParseFloat(found[1], 64)
				half := 3 * float64(len(found[2]))
				if x-half < end || x+half > p.Width {
					t.Errorf("%d days from %v: %q stands at %v, after %v", days, start, found[2], x, end)
				}
				end = x + half + 5
				if strings.Contains(found[2], "20") {
					years++
				}
			}
			if years == 0 {
				t.Errorf("%d days from %v: no label names a year", days, start)
			}
		}
	}
}

type welsh struct{ english }

func (welsh) Lang() string { return "cy" }

// TestAxisInAnotherLanguage says what language the names of months are in.
func TestAxisInAnotherLanguage(t *testing.T) {
	line := year()
	line.Calendar = welsh{}
	value := diagram.Value{Day: day("2012-03-31"), Number: 60}
	for _, svg := range []string{line.Wide().SVG("x"), line.Narrow().SVG("x"), diagram.Chart{Calendar: welsh{}, Series: []diagram.Series{{Values: []diagram.Value{value}}}}.Draw().SVG("x")} {
		if !strings.Contains(svg, ` class="label" text-anchor="middle" lang="cy">`) {
			t.Errorf("no label says its language: %s", svg)
		}
	}
}

func TestManyRows(t *testing.T) {
	var line diagram.Timeline
	for i := range 2000 {
		at := day("2011-01-01").AddDate(0, 0, i)
		line.Rows = append(line.Rows, diagram.Row{ID: fmt.Sprint("A", i), Title: "Title", Start: at, End: at.AddDate(0, 3, 0)})
	}
	p := line.Wide()
	inside(t, p)
	for i := 1; i < len(p.Boxes); i++ {
		if p.Boxes[i].Y < p.Boxes[i-1].Y+p.Boxes[i-1].H-0.1 {
			t.Fatalf("rows %d and %d overlap", i-1, i)
		}
	}
}

func TestChartGolden(t *testing.T) {
	golden(t, "chart", diagram.Chart{Calendar: english{}, Levels: []diagram.Level{{Label: "Baseline", Number: 84}}, Series: []diagram.Series{
		{Label: "Target", Goal: true, Values: []diagram.Value{{Day: day("2012-03-31"), Number: 60, Tip: "60"}, {Day: day("2012-12-31"), Number: 28, Tip: "28"}}},
		{Label: "Actual", Values: []diagram.Value{{Day: day("2011-09-30"), Number: 84, Tip: "84"}, {Day: day("2012-05-31"), Number: 52, Tip: "<b>52</b>"}}},
	}}.Draw())
}

// TestTimelineDayOutside draws no line for a day that the axis does not reach,
// and says so.
func TestTimelineDayOutside(t *testing.T) {
	for today, want := range map[string]bool{"2012-06-30": true, "2011-01-01": false, "2014-01-01": false} {
		line := year()
		line.Today = day(today)
		if got := line.Shows(line.Today); got != want || strings.Contains(line.Wide().SVG("x"), `class="now"`) != want {
			t.Errorf("%s is shown: %t; want %t", today, got, want)
		}
	}
}

// TestChartValueBesideMark writes the last value clear of its mark, also at the
// upper and the lower edge.
func TestChartValueBesideMark(t *testing.T) {
	place := regexp.MustCompile(` cy="([0-9.]+)"|y="([0-9.]+)" class="value"`)
	for _, last := range []float64{0, 50, 100} {
		s := diagram.Series{Values: []diagram.Value{{Day: day("2012-01-01"), Number: 0}, {Day: day("2012-02-01"), Number: 100}, {Day: day("2012-03-01"), Number: last}}}
		found := place.FindAllStringSubmatch(diagram.Chart{Series: []diagram.Series{s}}.Draw().SVG("x"), -1)
		mark, _ := strconv.ParseFloat(found[len(found)-2][1], 64)
		value, err := strconv.ParseFloat(found[len(found)-1][2], 64)
		if above, below := value <= mark-5, value-9 >= mark+5; err != nil || !above && !below {
			t.Errorf("%v: the value stands at %v, its mark at %v", last, value, mark)
		}
	}
}

// TestChartBounds draws values of any size inside the chart.
func TestChartBounds(t *testing.T) {
	for _, list := range [][]float64{nil, {0}, {5}, {-3, 7}, {1e12, 2e12}, {0.001, 0.0012}, {14.3, 14.6}, {-5, -5}, {math.MaxInt32, -math.MaxInt32}} {
		s := diagram.Series{Label: "x"}
		for i, n := range list {
			s.Values = append(s.Values, diagram.Value{Day: day("2012-01-01").AddDate(0, i, 0), Number: n})
		}
		p := diagram.Chart{Calendar: english{}, Series: []diagram.Series{s}}.Draw()
		svg := p.SVG("x")
		wellFormed(t, svg)
		if n := strings.Count(svg, `class="grid"`); len(list) > 0 && (n < 2 || n > 10) {
			t.Errorf("%v: %d lines of the grid", list, n)
		}
		for _, part := range strings.Split(svg, `cy="`)[1:] {
			var y float64
			if _, err := fmt.Sscanf(part, "%g", &y); err != nil || y < 0 || y > p.Height {
				t.Errorf("%v: a value stands at %v", list, y)
			}
		}
	}
}
