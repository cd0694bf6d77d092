package diagram

import "math"

// columnWidths are the widths of a box by the number of layers; more layers
// than these get the last.
var columnWidths = [...]float64{340, 340, 260, 184, 150, 132}

const (
	track      = 6.0  // between two tracks of a channel
	channelPad = 16.0 // between a box and the first track
	leastGap   = 44.0
)

// wide is the layout of the wide picture: a column for each layer.
type wide struct {
	*graph
	m      Map
	nodes  []Node
	boxes  []Box       // by vertex; a lane's has no height
	heads  [][]float64 // by layer, the height of each group's heading
	gaps   []*channel  // by layer: the channel to its right
	height float64
}

// Wide lays the map out in columns, for screens and paper.
func (m Map) Wide() *Picture {
	w := &wide{graph: newGraph(m, true), m: m, nodes: m.nodes()}
	w.arrange()
	w.measure()
	w.place()
	w.route()
	return w.draw()
}

func (w *wide) width() float64 { return columnWidths[min(len(w.m.Layers), len(columnWidths)-1)] }

// measure sizes the boxes and finds the height of the tallest column.
func (w *wide) measure() {
	w.boxes = make([]Box, len(w.layer))
	for v := range w.layer {
		w.boxes[v] = Box{W: w.width(), Node: w.owner[v]}
		if v < len(w.nodes) {
			w.boxes[v] = box(w.nodes[v], v, w.width(), 3)
		}
	}
	for l := range w.layers {
		w.height = math.Max(w.height, w.stack(l, 0, nil))
	}
}

// stack visits a column from top to bottom with extra space around each box,
// tells where each group's heading and each box stands, and returns the
// column's height.
func (w *wide) stack(layer int, extra float64, at func(v int, group int, y float64)) float64 {
	y, group := 0.0, -1
	for _, v := range w.layers[layer] {
		if g := w.group[v]; g >= 0 && g != group {
			if high := headingHigh(w.m.Layers[layer].Groups[g].title(w.width())); high > 0 {
				before := extra / 2
				if group < 0 {
					before = 0 // the titles of the columns stand level
				}
				if at != nil {
					at(-1, g, y+before)
				}
				y += high
			}
			group = g
		}
		y += extra / 2
		if at != nil {
			at(v, -1, y)
		}
		y += w.boxes[v].H + boxGap + extra/2
	}
	return y
}

// place spreads each column evenly over the height. Around one thing, columns
// stay together beside it.
func (w *wide) place() {
	w.heads = make([][]float64, len(w.layers))
	for l, column := range w.layers {
		w.heads[l] = make([]float64, len(w.m.Layers[l].Groups))
		extra := (w.height - w.stack(l, 0, nil)) / float64(max(1, len(column)))
		top := 0.0
		if w.m.focused() {
			extra = math.Min(extra, 8)
			top = (w.height - w.stack(l, extra, nil)) / 2
		}
		w.stack(l, extra, func(v, group int, y float64) {
			if v < 0 {
				w.heads[l][group] = y + top
				return
			}
			w.boxes[v].Y = y + top
		})
	}
}

// route gives every link its track, and the columns their places.
func (w *wide) route() {
	w.gaps = make([]*channel, len(w.layers))
	x := 1.0
	for l := range w.layers {
		var links []link
		for _, k := range w.links {
			if w.layer[k.a] == l {
				links = append(links, k)
			}
		}
		w.gaps[l] = &channel{bundles: gather(links)}
		w.openPorts(l)
		w.gaps[l].settle()
		for _, v := range w.layers[l] {
			w.boxes[v].X = x
		}
		x += w.width()
		if l+1 < len(w.layers) {
			x += math.Max(leastGap, 2*channelPad+track*float64(w.gaps[l].levels))
		}
	}
}

func (w *wide) middle(v int) float64 { return w.boxes[v].Y + w.boxes[v].H/2 }

// openPorts gives each bundle the heights at which it reaches boxes: a port of
// its own on every box.
func (w *wide) openPorts(layer int) {
	type side struct {
		v     int
		right bool
	}
	type use struct {
		b    *bundle
		link int // index in b.links; -1: the hub
	}
	uses := map[side][]use{}
	from := map[side][]float64{}
	var order []side
	add := func(s side, u use, y float64) {
		if uses[s] == nil {
			order = append(order, s)
		}
		uses[s], from[s] = append(uses[s], u), append(from[s], y)
	}
	isRight := func(v int) bool { return w.layer[v] == layer }
	for _, b := range w.gaps[layer].bundles {
		b.ports = make([]float64, len(b.links)+1)
		sum := 0.0
		for i, k := range b.links {
			v := b.spoke(k)
			add(side{v, isRight(v)}, use{b, i}, w.middle(b.hub))
			sum += w.middle(v)
		}
		add(side{b.hub, isRight(b.hub)}, use{b, -1}, sum/float64(len(b.links)))
	}
	for _, s := range order {
		for i, y := range ports(w.middle(s.v), w.boxes[s.v].H, from[s]) {
			u := uses[s][i]
			at := u.link
			if at < 0 {
				at = len(u.b.links)
			}
			u.b.ports[at] = y
			if s.right {
				u.b.left = append(u.b.left, y)
			} else {
				u.b.right = append(u.b.right, y)
			}
		}
	}
	for _, b := range w.gaps[layer].bundles {
		b.span()
	}
}

// draw writes the picture.
func (w *wide) draw() *Picture {
	p := &Picture{Height: w.height + 1}
	for l := range w.layers {
		p.Width = math.Max(p.Width, w.right(l)+1)
		for g, y := range w.heads[l] {
			if lines := w.m.Layers[l].Groups[g].title(w.width()); len(w.m.Layers[l].Groups[g].Nodes) > 0 {
				p.head(w.left(l), y+headingHigh(lines)-10, lines)
			}
		}
	}
	if n := len(w.layers); n > 0 {
		p.Width += track * float64(w.gaps[n-1].levels)
		if w.gaps[n-1].levels > 0 {
			p.Width += channelPad
		}
	}
	routes := w.routes()
	lines := numberLines(w.layers, func(v int) bool { return len(routes[v]) > 0 })
	for v, n := range w.nodes {
		p.open("g", "class", spaced("node", layerClass(w.layer[v]), lineClass(lines, v), n.Class))
		w.lanes(p, v)
		for _, r := range routes[v] {
			r.write(p, w.nodes)
		}
		p.mark(n, w.boxes[v], w.layer[v])
		p.close("g")
	}
	return p
}

func (w *wide) left(layer int) float64 {
	for _, v := range w.layers[layer] {
		return w.boxes[v].X
	}
	return 0
}

func (w *wide) right(layer int) float64 { return w.left(layer) + w.width() }

// lanes writes the pieces in which the routes of a node pass through layers.
func (w *wide) lanes(p *Picture, node int) {
	for v := len(w.nodes); v < len(w.owner); v++ {
		if b := w.boxes[v]; w.owner[v] == node {
			p.empty("path", "class", "route", "d", "M"+num(b.X)+" "+num(b.Y)+"H"+num(b.X+b.W))
		}
	}
}

// drawn is a route, and whether it ends in a stop.
type drawn struct {
	Route
	stop  Point
	stops bool
}

// routes lists the routes by the node that they are drawn with: the hub's.
func (w *wide) routes() map[int][]drawn {
	out := map[int][]drawn{}
	for l, c := range w.gaps {
		for _, b := range c.bundles {
			x := w.right(l) + channelPad + track*float64(b.level)
			hub := b.ports[len(b.links)]
			for i, k := range b.links {
				v := b.spoke(k)
				start, end := Point{w.edge(v, l), b.ports[i]}, Point{w.edge(b.hub, l), hub}
				points := straighten([]Point{start, {x, start.Y}, {x, end.Y}, end})
				owner := w.owner[b.hub]
				out[owner] = append(out[owner], drawn{Route{k.from, k.to, points}, start, v < len(w.nodes)})
			}
		}
	}
	return out
}

// edge is the side of a box at which it meets the channel right of a layer.
func (w *wide) edge(v, layer int) float64 {
	if w.layer[v] == layer {
		return w.boxes[v].X + w.boxes[v].W
	}
	return w.boxes[v].X
}

func (r drawn) write(p *Picture, nodes []Node) {
	p.Routes = append(p.Routes, r.Route)
	p.empty("path", "class", spaced("route", nodes[r.From].State.class()), "d", trace(r.Points))
	if r.stops {
		p.empty("circle", "class", "stop", "cx", num(r.stop.X), "cy", num(r.stop.Y), "r", "2.5")
	}
}
