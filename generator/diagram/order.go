package diagram

import (
	"cmp"
	"slices"
)

// graph is a map as the layout sees it. Its vertices are the nodes and, after
// them, lanes: the places where a route passes through a layer.
type graph struct {
	layer  []int // of each vertex
	group  []int // of each vertex within its layer; -1: a lane
	owner  []int // the node that a lane belongs to; a node itself
	layers [][]int
	links  []link
}

// link joins two vertices of neighbouring layers, the left one first, or two of
// one layer. from and to are the ends of the edge it is a piece of.
type link struct {
	a, b     int
	from, to int
}

// newGraph numbers the nodes and, if lanes are wanted, gives each edge that
// passes a layer a lane in it. Edges that end in one node share its lanes.
func newGraph(m Map, lanes bool) *graph {
	g := &graph{layers: make([][]int, len(m.Layers))}
	for i, l := range m.Layers {
		for j, gr := range l.Groups {
			for range gr.Nodes {
				g.add(i, j, len(g.layer))
			}
		}
	}
	seen := map[[2]int]bool{}
	lane := map[[2]int]int{}
	nodes := len(g.layer)
	for _, e := range m.Edges {
		a, b := e.From, e.To
		if a < 0 || b < 0 || a >= nodes || b >= nodes || a == b || seen[[2]int{a, b}] || seen[[2]int{b, a}] {
			continue
		}
		seen[[2]int{a, b}] = true
		if g.layer[a] > g.layer[b] {
			a, b = b, a
		}
		g.connect(a, b, e, lanes, lane)
	}
	return g
}

func (g *graph) add(layer, group, owner int) int {
	v := len(g.layer)
	g.layer, g.group, g.owner = append(g.layer, layer), append(g.group, group), append(g.owner, owner)
	g.layers[layer] = append(g.layers[layer], v)
	return v
}

// connect joins a node to one in the same layer or further right.
func (g *graph) connect(a, b int, e Edge, lanes bool, lane map[[2]int]int) {
	at := a
	for l := g.layer[a] + 1; lanes && l < g.layer[b]; l++ {
		v, ok := lane[[2]int{a, l}]
		if !ok {
			v = g.add(l, -1, a)
			lane[[2]int{a, l}] = v
			g.links = append(g.links, link{at, v, a, a})
		}
		at = v
	}
	g.links = append(g.links, link{at, b, e.From, e.To})
}

// sweeps is how often the layers are put in order, to and fro.
const sweeps = 12

// arrange orders each layer so that few routes cross: by the mean place of what
// a vertex is joined to, sweeping over the layers to and fro, and then by
// exchanging neighbours. The best order met is kept.
func (g *graph) arrange() {
	best, least := g.copyLayers(), g.crossings()
	for i := range sweeps {
		for k := range g.layers {
			l := k
			if i%2 == 1 {
				l = len(g.layers) - 1 - k
			}
			g.sort(l)
		}
		if n := g.crossings(); n < least {
			best, least = g.copyLayers(), n
		}
	}
	g.layers = best
	g.exchange(least)
}

func (g *graph) copyLayers() [][]int {
	out := make([][]int, len(g.layers))
	for i, l := range g.layers {
		out[i] = slices.Clone(l)
	}
	return out
}

// places returns where each vertex stands in its layer, between 0 and 1.
func (g *graph) places() []float64 {
	at := make([]float64, len(g.layer))
	for _, l := range g.layers {
		for i, v := range l {
			at[v] = (float64(i) + 0.5) / float64(len(l))
		}
	}
	return at
}

// sort orders one layer by the means. Groups stay together; lanes go where
// they fit.
func (g *graph) sort(layer int) {
	at := g.places()
	sum, n := make([]float64, len(at)), make([]float64, len(at))
	for _, k := range g.links {
		sum[k.a], n[k.a] = sum[k.a]+at[k.b], n[k.a]+1
		sum[k.b], n[k.b] = sum[k.b]+at[k.a], n[k.b]+1
	}
	mean := func(v int) float64 {
		if n[v] == 0 {
			return at[v]
		}
		return sum[v] / n[v]
	}
	var nodes, lanes []int
	for _, v := range g.layers[layer] {
		if g.group[v] < 0 {
			lanes = append(lanes, v)
		} else {
			nodes = append(nodes, v)
		}
	}
	slices.SortStableFunc(nodes, func(a, b int) int {
		return cmp.Or(cmp.Compare(g.group[a], g.group[b]), cmp.Compare(mean(a), mean(b)))
	})
	slices.SortStableFunc(lanes, func(a, b int) int { return cmp.Compare(mean(a), mean(b)) })
	for _, v := range lanes {
		i := slices.IndexFunc(nodes, func(o int) bool { return mean(o) > mean(v) })
		if i < 0 {
			i = len(nodes)
		}
		nodes = slices.Insert(nodes, i, v)
	}
	g.layers[layer] = nodes
}

// exchanges bounds the work of the last step on large maps.
const exchanges = 400

// exchange swaps neighbours as long as that leaves fewer crossings.
func (g *graph) exchange(least int) {
	tries := 0
	for better := true; better && least > 0; {
		better = false
		for _, l := range g.layers {
			for i := 0; i+1 < len(l) && tries < exchanges; i++ {
				if a, b := g.group[l[i]], g.group[l[i+1]]; a != b && a >= 0 && b >= 0 {
					continue
				}
				tries++
				l[i], l[i+1] = l[i+1], l[i]
				if n := g.crossings(); n < least {
					least, better = n, true
					continue
				}
				l[i], l[i+1] = l[i+1], l[i]
			}
		}
	}
}

// crossings counts the pairs of links between neighbouring layers that cross.
func (g *graph) crossings() int {
	place := make([]int, len(g.layer))
	for _, l := range g.layers {
		for i, v := range l {
			place[v] = i
		}
	}
	between := make([][][2]int, len(g.layers))
	for _, k := range g.links {
		if l := g.layer[k.a]; g.layer[k.b] == l+1 {
			between[l] = append(between[l], [2]int{place[k.a], place[k.b]})
		}
	}
	n := 0
	for l, pairs := range between {
		if len(pairs) > 0 {
			n += inversions(pairs, len(g.layers[l+1]))
		}
	}
	return n
}

// inversions counts the pairs that are ordered one way by their first and the
// other way by their second number; those are below size.
func inversions(pairs [][2]int, size int) int {
	slices.SortFunc(pairs, func(a, b [2]int) int { return cmp.Or(cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1])) })
	tree := make([]int, size+1) // counts of the second numbers met, as a Fenwick tree
	n := 0
	for met, p := range pairs {
		below := 0
		for i := p[1] + 1; i > 0; i -= i & -i {
			below += tree[i]
		}
		n += met - below
		for i := p[1] + 1; i <= size; i += i & -i {
			tree[i]++
		}
	}
	return n
}
