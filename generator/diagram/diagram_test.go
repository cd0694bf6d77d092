package diagram_test

import (
	"encoding/xml"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"trigpoint/generator/diagram"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// golden compares a drawing with the file of that name.
func golden(t *testing.T, name string, p *diagram.Picture) {
	t.Helper()
	got := strings.ReplaceAll(p.SVG("picture"), "><", ">\n<") + "\n"
	wellFormed(t, got)
	file := filepath.Join("testdata", name+".svg")
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s differs; run go test ./generator/diagram -update and look at it\n%s", file, got)
	}
}

// wellFormed checks that the drawing is XML, and that nothing in it acts.
func wellFormed(t *testing.T, svg string) {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(svg))
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			t.Fatalf("not well-formed: %v", err)
		}
		if e, ok := token.(xml.StartElement); ok {
			checkElement(t, e)
		}
	}
}

func checkElement(t *testing.T, e xml.StartElement) {
	t.Helper()
	if !strings.Contains(" svg g a rect text tspan title circle line path ", " "+e.Name.Local+" ") {
		t.Errorf("the drawing has an element %s", e.Name.Local)
	}
	for _, a := range e.Attr {
		if a.Name.Local == "id" || a.Name.Local == "style" || strings.HasPrefix(a.Name.Local, "on") {
			t.Errorf("%s has an attribute %s", e.Name.Local, a.Name.Local)
		}
		if strings.Contains(a.Value, "NaN") || strings.Contains(a.Value, "Inf") {
			t.Errorf("%s has %s=%q", e.Name.Local, a.Name.Local, a.Value)
		}
	}
}

// hostile are titles that a drawing must survive.
func hostile() []string {
	return []string{
		`<script>alert("1")</script>`, `"quoted" & 'quoted'`, strings.Repeat("long words ", 30), strings.Repeat("x", 300),
		"استراتيجية المعلومات للخدمات العامة", "abc\u202Edef\u0000ghi", "", "戦略と計画の地図を描くための長い題名です。ずっと続きます。", "e\u0301\u0301\u0301",
	}
}

func nodes(prefix string, titles ...string) []diagram.Node {
	var out []diagram.Node
	for i, title := range titles {
		id := fmt.Sprintf("%s%d", prefix, i+1)
		out = append(out, diagram.Node{ID: id, Title: title, Tip: id + ": " + title, Href: "id/" + id + ".html"})
	}
	return out
}

func group(title string, n ...diagram.Node) diagram.Group {
	return diagram.Group{Title: title, Nodes: n}
}

func layers(groups ...diagram.Group) []diagram.Layer {
	var out []diagram.Layer
	for _, g := range groups {
		out = append(out, diagram.Layer{Groups: []diagram.Group{g}})
	}
	return out
}

// strategy is a small map with everything in it: groups in one layer, an edge
// over a layer, one within a layer, states, a node without edges.
func strategy() diagram.Map {
	actions := nodes("A", "Keep one register", "Agree rules for security in all of the partner bodies", "Share")
	actions[0].State, actions[1].State, actions[2].State = diagram.Closed, diagram.Late, diagram.Open
	m := diagram.Map{Layers: []diagram.Layer{
		{Groups: []diagram.Group{group("Principles", nodes("P", "Collaborate", "Redesign")...)}},
		{Groups: []diagram.Group{group("Capabilities", nodes("C", "Leadership", "Governance")...), group("Issues", nodes("I", "Access")...)}},
		{Groups: []diagram.Group{group("Actions", actions...)}},
	}}
	m.Edges = []diagram.Edge{{2, 1}, {3, 0}, {4, 0}, {4, 1}, {5, 3}, {5, 4}, {6, 4}, {7, 0}, {6, 5}, {5, 5}, {5, 99}, {3, 0}}
	return m
}

func TestMapGolden(t *testing.T) {
	golden(t, "map-wide", strategy().Wide())
	golden(t, "map-narrow", strategy().Narrow())
}

func TestMapOfOneAndOfNothing(t *testing.T) {
	one := diagram.Map{Layers: layers(group("", nodes("P", "Alone")...))}
	golden(t, "map-one-wide", one.Wide())
	golden(t, "map-one-narrow", one.Narrow())
	for _, m := range []diagram.Map{{}, {Layers: make([]diagram.Layer, 3)}, {Layers: layers(group("Empty"))}} {
		wellFormed(t, m.Wide().SVG("wide"))
		wellFormed(t, m.Narrow().SVG("narrow"))
	}
}

func TestMapWithoutEdges(t *testing.T) {
	m := diagram.Map{Layers: layers(group("Principles", nodes("P", "One", "Two")...), group("Actions", nodes("A", "Three")...))}
	for _, p := range []*diagram.Picture{m.Wide(), m.Narrow()} {
		if len(p.Boxes) != 3 || len(p.Routes) != 0 {
			t.Errorf("%d boxes and %d routes; want 3 and none", len(p.Boxes), len(p.Routes))
		}
		inside(t, p)
		apart(t, p)
	}
}

// TestLongHeadings: a heading that is wider than its boxes is written in
// several lines, none of them in a box.
func TestLongHeadings(t *testing.T) {
	const long = "Addressed in the example of a local authority by what its partners do"
	m := diagram.Map{Layers: layers(group("Principles", nodes("P", "One")...), group(long, nodes("A", "Two")...), group("Issues", nodes("I", "Three", "Four")...))}
	for _, p := range []*diagram.Picture{m.Wide(), m.Narrow()} {
		var words []string
		for _, line := range heading.FindAllStringSubmatch(p.SVG("x"), -1) {
			if slices.Contains([]string{"Principles", "Issues"}, line[2]) {
				continue
			}
			words = append(words, line[2])
			y, _ := strconv.ParseFloat(line[1], 64)
			for _, b := range p.Boxes {
				if b.Node == 1 && y > b.Y || y < 10 {
					t.Errorf("%q stands at %v, and the box below it at %v", line[2], y, b.Y)
				}
			}
		}
		if got := strings.Join(words, " "); got != long || len(words) < 2 {
			t.Errorf("the heading is %q, want %q in several lines", words, long)
		}
		inside(t, p)
		apart(t, p)
	}
}

var heading = regexp.MustCompile(`<text x="[\d.]+" y="(-?[\d.]+)" class="group"[^>]*>([^<]*)</text>`)

// TestHostileTitles draws titles that try to break out, and holds their text
// to the boxes.
func TestHostileTitles(t *testing.T) {
	m := diagram.Map{Layers: layers(group(hostile()[0], nodes("P", hostile()...)...), group("x", nodes("<b>", hostile()...)...))}
	for i := range hostile() {
		m.Edges = append(m.Edges, diagram.Edge{From: i, To: len(hostile()) + i})
	}
	for _, p := range []*diagram.Picture{m.Wide(), m.Narrow()} {
		svg := p.SVG("x")
		wellFormed(t, svg)
		if strings.Contains(svg, "<script") || strings.Contains(svg, "\u202E") {
			t.Error("a title broke out of its text")
		}
		if !strings.Contains(svg, strings.TrimSpace(strings.Repeat("long words ", 30))) {
			t.Error("the full title is not kept")
		}
		inside(t, p)
		apart(t, p)
	}
	line := diagram.Timeline{Today: day("2012-01-01")}
	for _, title := range hostile() {
		line.Rows = append(line.Rows, diagram.Row{ID: title, Title: title, Tip: title, Href: `x"><script>`, Start: day("2011-01-01"), End: day("2012-06-01")})
	}
	wellFormed(t, line.Wide().SVG("x"))
	wellFormed(t, line.Narrow().SVG("x"))
}

// inside checks that all boxes lie in the picture.
func inside(t *testing.T, p *diagram.Picture) {
	t.Helper()
	for _, b := range p.Boxes {
		if b.X < 0 || b.Y < 0 || b.X+b.W > p.Width+0.1 || b.Y+b.H > p.Height+0.1 {
			t.Errorf("box %d at %v leaves the picture of %v by %v", b.Node, b, p.Width, p.Height)
		}
		if len(b.Lines) > 4 || float64(len(b.Lines))*14 > b.H {
			t.Errorf("box %d of height %v holds %d lines", b.Node, b.H, len(b.Lines))
		}
	}
	for _, r := range p.Routes {
		for _, at := range r.Points {
			if at.X < 0 || at.Y < 0 || at.X > p.Width || at.Y > p.Height {
				t.Errorf("route %d–%d leaves the picture at %v", r.From, r.To, at)
			}
		}
	}
}

// apart checks that no two boxes overlap, and that no route runs through one.
func apart(t *testing.T, p *diagram.Picture) {
	t.Helper()
	for i, a := range p.Boxes {
		for _, b := range p.Boxes[i+1:] {
			if a.X < b.X+b.W && b.X < a.X+a.W && a.Y < b.Y+b.H && b.Y < a.Y+a.H {
				t.Errorf("boxes %d and %d overlap", a.Node, b.Node)
			}
		}
		for _, r := range p.Routes {
			for j := 1; j < len(r.Points); j++ {
				if through(a, r.Points[j-1], r.Points[j]) {
					t.Errorf("route %d–%d runs through box %d", r.From, r.To, a.Node)
				}
			}
		}
	}
}

func through(b diagram.Box, p, q diagram.Point) bool {
	const edge = 0.5
	return max(p.X, q.X) > b.X+edge && min(p.X, q.X) < b.X+b.W-edge && max(p.Y, q.Y) > b.Y+edge && min(p.Y, q.Y) < b.Y+b.H-edge
}

// TestManyNodes draws as many as an author may ask for, keeps them apart, and
// draws the same twice.
func TestManyNodes(t *testing.T) {
	m := diagram.Map{Layers: layers(group("P", nodes("P", make([]string, 5)...)...), group("I", nodes("I", make([]string, 40)...)...), group("A", nodes("A", make([]string, 155)...)...))}
	for i := range 155 {
		m.Edges = append(m.Edges, diagram.Edge{From: 45 + i, To: 5 + i*7%40}, diagram.Edge{From: 45 + i, To: 5 + i*13%40})
	}
	for i := range 40 {
		m.Edges = append(m.Edges, diagram.Edge{From: 5 + i, To: i % 5})
	}
	for _, draw := range []func(diagram.Map) *diagram.Picture{diagram.Map.Wide, diagram.Map.Narrow} {
		p := draw(m)
		inside(t, p)
		apart(t, p)
		if p.SVG("x") != draw(m).SVG("x") {
			t.Error("the same map is drawn in two ways")
		}
	}
}

// TestAvoidableCrossings gives maps that can be drawn without any crossing, in
// an order that has many.
func TestAvoidableCrossings(t *testing.T) {
	const n = 12
	m := diagram.Map{Layers: layers(group("", nodes("P", make([]string, n)...)...), group("", nodes("I", make([]string, n)...)...), group("", nodes("A", make([]string, n)...)...))}
	for i := range n {
		m.Edges = append(m.Edges, diagram.Edge{From: n + i*5%n, To: i}, diagram.Edge{From: 2*n + i*7%n, To: n + i*5%n})
	}
	p := m.Wide()
	middle := map[int]float64{}
	for _, b := range p.Boxes {
		middle[b.Node] = b.Y + b.H/2
	}
	for i, a := range m.Edges {
		for _, b := range m.Edges[i+1:] {
			if a.To/n == b.To/n && (middle[a.From]-middle[b.From])*(middle[a.To]-middle[b.To]) < 0 {
				t.Errorf("edges %v and %v cross", a, b)
			}
		}
	}
}

// TestEveryEdgeHasARoute follows the routes from box to box.
func TestEveryEdgeHasARoute(t *testing.T) {
	m := strategy()
	for name, p := range map[string]*diagram.Picture{"narrow": m.Narrow(), "wide": m.Wide()} {
		boxes := map[int]diagram.Box{}
		for _, b := range p.Boxes {
			boxes[b.Node] = b
		}
		met := map[[2]int]bool{}
		for _, r := range p.Routes {
			met[[2]int{r.From, r.To}] = true
			if name == "narrow" && (!touches(boxes[r.From], r) || !touches(boxes[r.To], r)) {
				t.Errorf("%s: route %v does not join its boxes", name, r)
			}
		}
		for _, e := range m.Edges[:9] {
			if !met[[2]int{e.From, e.To}] {
				t.Errorf("%s: edge %v has no route", name, e)
			}
		}
	}
}

func touches(b diagram.Box, r diagram.Route) bool {
	for _, at := range []diagram.Point{r.Points[0], r.Points[len(r.Points)-1]} {
		if at.X >= b.X-0.1 && at.X <= b.X+b.W+0.1 && at.Y >= b.Y && at.Y <= b.Y+b.H {
			return true
		}
	}
	return false
}

func day(s string) time.Time {
	d, err := time.Parse(time.DateOnly, s)
	if err != nil {
		panic(err)
	}
	return d
}
