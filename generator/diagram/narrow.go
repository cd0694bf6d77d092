package diagram

import "math"

// NarrowWidth is the width of the pictures for phones.
const NarrowWidth = 300.0

// widestGutter bounds the space for tracks beside the boxes.
const widestGutter = 104.0

// narrow is the layout for phones: all boxes below one another, as on the line
// plan in a train, and the routes as lines beside them.
type narrow struct {
	*graph
	m      Map
	nodes  []Node
	boxes  []Box
	c      channel
	gutter float64
	step   float64
}

// Narrow lays the map out as one strip, for phones.
func (m Map) Narrow() *Picture {
	s := &narrow{graph: newGraph(m, true), m: m, nodes: m.nodes()}
	s.arrange()
	order := s.layers
	s.graph = newGraph(m, false) // lanes served the order; a strip needs none
	for l := range s.layers {
		s.layers[l] = s.layers[l][:0]
		for _, v := range order[l] {
			if v < len(s.nodes) {
				s.layers[l] = append(s.layers[l], v)
			}
		}
	}
	s.bundle()
	// The width of the gutter follows from the number of tracks, and that from
	// where the boxes stand, which follows from the width: so lay out twice.
	s.gutter = widestGutter
	s.layOut()
	s.fit()
	s.layOut()
	s.fit()
	return s.draw()
}

// bundle gathers the links between each two layers.
func (s *narrow) bundle() {
	for a := range s.layers {
		for b := a; b < len(s.layers); b++ {
			var links []link
			for _, k := range s.links {
				if s.layer[k.a] == a && s.layer[k.b] == b {
					links = append(links, k)
				}
			}
			s.c.bundles = append(s.c.bundles, gather(links)...)
		}
	}
}

// layOut puts the boxes below one another.
func (s *narrow) layOut() float64 {
	s.boxes = make([]Box, len(s.nodes))
	y := 0.0
	for l, layer := range s.layers {
		group := -1
		for _, v := range layer {
			if s.group[v] != group {
				group = s.group[v]
				y += headingHigh(s.m.Layers[l].Groups[group].title(NarrowWidth - s.gutter))
			}
			b := box(s.nodes[v], v, NarrowWidth-s.gutter-1, 4)
			b.X, b.Y = s.gutter, y
			s.boxes[v] = b
			y += b.H + 6
		}
	}
	return y
}

// fit chooses the tracks and the width that they need.
func (s *narrow) fit() {
	s.openPorts()
	s.c.levels = 0
	for _, b := range s.c.bundles {
		b.level = 0
	}
	s.c.settle()
	s.step = math.Min(7, (widestGutter-14)/math.Max(1, float64(s.c.levels)))
	s.gutter = math.Min(widestGutter, 14+s.step*float64(s.c.levels))
	if s.c.levels == 0 {
		s.gutter = 1
	}
}

// openPorts gives each bundle a port of its own on every box it reaches.
func (s *narrow) openPorts() {
	type use struct {
		b  *bundle
		at int
	}
	uses := make([][]use, len(s.nodes))
	from := make([][]float64, len(s.nodes))
	middle := func(v int) float64 { return s.boxes[v].Y + s.boxes[v].H/2 }
	for _, b := range s.c.bundles {
		b.ports, b.left, b.right = make([]float64, len(b.links)+1), nil, nil
		sum := 0.0
		for i, k := range b.links {
			v := b.spoke(k)
			uses[v], from[v] = append(uses[v], use{b, i}), append(from[v], middle(b.hub))
			sum += middle(v)
		}
		uses[b.hub] = append(uses[b.hub], use{b, len(b.links)})
		from[b.hub] = append(from[b.hub], sum/float64(len(b.links)))
	}
	for v := range uses {
		if len(uses[v]) == 0 {
			continue
		}
		for i, y := range ports(middle(v), s.boxes[v].H, from[v]) {
			u := uses[v][i]
			u.b.ports[u.at] = y
			u.b.right = append(u.b.right, y)
		}
	}
	for _, b := range s.c.bundles {
		b.span()
	}
}

// draw writes the picture.
func (s *narrow) draw() *Picture {
	p := &Picture{Width: NarrowWidth, Height: s.layOut() + 1}
	routes := map[int][]drawn{}
	for _, b := range s.c.bundles {
		x := s.gutter - 8 - s.step*float64(s.c.levels-b.level-1)
		hub := b.ports[len(b.links)]
		for i, k := range b.links {
			start, end := Point{s.gutter, b.ports[i]}, Point{s.gutter, hub}
			points := straighten([]Point{start, {x, start.Y}, {x, end.Y}, end})
			routes[b.hub] = append(routes[b.hub], drawn{Route{k.from, k.to, points}, start, true})
		}
	}
	s.headings(p)
	lines := numberLines(s.layers, func(v int) bool { return len(routes[v]) > 0 })
	for v, n := range s.nodes {
		p.open("g", "class", spaced("node", layerClass(s.layer[v]), lineClass(lines, v), n.Class))
		for _, r := range routes[v] {
			r.write(p, s.nodes)
		}
		p.mark(n, s.boxes[v], s.layer[v])
		p.close("g")
	}
	return p
}

// headings writes the title of each group above its first box.
func (s *narrow) headings(p *Picture) {
	for l, layer := range s.layers {
		group := -1
		for _, v := range layer {
			if s.group[v] == group {
				continue
			}
			group = s.group[v]
			p.head(s.gutter, s.boxes[v].Y-8, s.m.Layers[l].Groups[group].title(NarrowWidth-s.gutter))
		}
	}
}
