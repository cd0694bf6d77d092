package diagram

import (
	"slices"
	"strconv"
)

// A Map shows things in layers and what leads from one to another.
type Map struct {
	Layers []Layer
	Edges  []Edge
}

// A Layer is a column of the wide picture, and a stretch of the narrow one.
type Layer struct{ Groups []Group }

// A Group is a part of a layer under a heading.
type Group struct {
	Title string
	Nodes []Node
}

// A Node is one thing, drawn as a box.
type Node struct {
	ID    string // its short name, which stands first
	Title string
	Tip   string // the words in full
	Href  string // where the mark leads; empty: nowhere
	State State
	Class string // further classes of the mark and of its routes
	Here  bool   // what the map is about
}

// State is how a thing stands, drawn as a dot in the corner of its box.
type State int

// The states.
const (
	NoState State = iota
	Open
	Closed
	Late
)

func (s State) class() string { return [...]string{"", "open", "closed", "late"}[s] }

// An Edge joins two nodes, by their numbers as counted through all layers and
// groups. Edges of a node to itself, or to no node, are not drawn.
type Edge struct{ From, To int }

// nodes lists the nodes in the order in which edges count them.
func (m Map) nodes() []Node {
	var out []Node
	for _, l := range m.Layers {
		for _, g := range l.Groups {
			out = append(out, g.Nodes...)
		}
	}
	return out
}

// focused tells whether the map is about one of its nodes.
func (m Map) focused() bool {
	return slices.ContainsFunc(m.nodes(), func(n Node) bool { return n.Here })
}

// mark writes a node: its box with its text, as a link.
func (p *Picture) mark(n Node, b Box, layer int) {
	p.Boxes = append(p.Boxes, b)
	end := p.link(n.Href, n.Tip)
	class := "box"
	if n.Here {
		class += " here"
	}
	p.empty("rect", "class", class, "x", num(b.X), "y", num(b.Y), "width", num(b.W), "height", num(b.H), "rx", "4")
	p.empty("rect", "class", "tint", "x", num(b.X), "y", num(b.Y), "width", "4", "height", num(b.H))
	top := b.Y + (b.H-float64(len(b.Lines))*lineHeight)/2 + lineHeight - 4
	p.open("text", "class", "words")
	for i, line := range b.Lines {
		x := b.X + boxPad
		p.open("tspan", "x", num(x), "y", num(top+float64(i)*lineHeight))
		if i == 0 && n.ID != "" {
			p.open("tspan", "class", "id")
			p.write(escape(n.ID))
			p.close("tspan")
			p.write(" ")
		}
		p.write(escape(line))
		p.close("tspan")
	}
	p.close("text")
	if n.State != NoState {
		p.state(n.State, b.X+b.W-8, b.Y+8)
	}
	p.close(end)
}

// state writes the dot that says how a thing stands: a ring, a disc, or a disc
// with a mark in it.
func (p *Picture) state(s State, x, y float64) {
	p.empty("circle", "class", "state "+s.class(), "cx", num(x), "cy", num(y), "r", "4")
	if s == Late {
		p.line("bang", x, y-2.2, x, y+0.4)
		p.line("bang", x, y+1.8, x, y+2)
	}
}

// The measures of a box.
const (
	boxPad  = 12.0
	boxHigh = 12.0 // above and below the text together
	boxGap  = 8.0
	heading = 26.0 // with one line
	// headingLine is from one line of a heading to the next.
	headingLine = 15.0
	headingSize = 14.0 // bold, which is wider than its size
)

// title breaks the heading of a group into lines of a width.
func (g Group) title(width float64) []string { return wrap(g.Title, width, headingSize, 0, 3) }

// headingHigh is the height of a heading of so many lines.
func headingHigh(lines []string) float64 {
	if len(lines) == 0 {
		return 0
	}
	return heading + headingLine*float64(len(lines)-1)
}

// head writes the heading of a group; its last line stands at y.
func (p *Picture) head(x, y float64, lines []string) {
	for i, line := range lines {
		p.text(x, y-headingLine*float64(len(lines)-1-i), "group", "start", line)
	}
}

// box measures a node at a width; its place is still open.
func box(n Node, number int, width float64, lines int) Box {
	indent := 0.0
	if n.ID != "" {
		indent = textWidth(n.ID+" ", fontSize) * 1.08 // bold
	}
	room := width - 2*boxPad
	if n.State != NoState {
		room -= 6
	}
	b := Box{W: width, Lines: wrap(n.Title, room, fontSize, indent, lines), Node: number}
	if len(b.Lines) == 0 {
		b.Lines = []string{""}
	}
	b.H = boxHigh + lineHeight*float64(len(b.Lines))
	return b
}

// layerClass gives the layers their colours in turn.
func layerClass(layer int) string { return "layer-" + strconv.Itoa(layer%6) }

// numberLines numbers the vertices from which routes are drawn, so that those
// side by side can be told apart by colour.
func numberLines(layers [][]int, hub func(v int) bool) map[int]int {
	out := map[int]int{}
	for _, l := range layers {
		for _, v := range l {
			if hub(v) {
				out[v] = len(out)
			}
		}
	}
	return out
}

func lineClass(lines map[int]int, v int) string {
	n, ok := lines[v]
	if !ok {
		return ""
	}
	return "line-" + strconv.Itoa(n%6)
}
