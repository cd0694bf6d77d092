package site

import "slices"

// web is what leads to what among some elements, in both directions.
type web struct {
	all  map[*Element]bool
	next map[*Element][]*Element // in both directions, each once
	out  []MapLink               // as written
}

// newWeb follows the paths from each element to the others.
func newWeb(elements []*Element, via [][]string) *web {
	w := &web{all: make(map[*Element]bool, len(elements)), next: make(map[*Element][]*Element, len(elements))}
	for _, e := range elements {
		w.all[e] = true
	}
	seen := map[[2]*Element]bool{}
	for _, e := range elements {
		for _, path := range via {
			for _, to := range e.Follow(path) {
				if !w.all[to] || to == e || seen[[2]*Element{e, to}] || seen[[2]*Element{to, e}] {
					continue
				}
				seen[[2]*Element{e, to}] = true
				w.out = append(w.out, MapLink{e, to})
				w.next[e] = append(w.next[e], to)
				w.next[to] = append(w.next[to], e)
			}
		}
	}
	return w
}

// within returns what lies at most so many links from an element.
func (w *web) within(e *Element, depth int) map[*Element]bool {
	near := map[*Element]bool{e: true}
	at := []*Element{e}
	for range depth {
		var next []*Element
		for _, from := range at {
			for _, to := range w.next[from] {
				if !near[to] {
					near[to] = true
					next = append(next, to)
				}
			}
		}
		at = next
	}
	return near
}

// touches tells whether an element belongs to a document or is joined to one
// that does.
func (w *web) touches(e *Element, d *Document) bool {
	return e.Document() == d || slices.ContainsFunc(w.next[e], func(o *Element) bool { return o.Document() == d })
}

// cut leaves at most so many elements: each layer has an equal share, and what
// one does not need goes to the next. In a layer, those are kept first that are
// joined to something kept, in turn for each.
func (m *Map) cut(w *web, size int) {
	if m.Size() <= size {
		return
	}
	var kept []*Element
	for i := range m.Layers {
		layer := &m.Layers[i]
		share := (size - len(kept)) / (len(m.Layers) - i)
		take := w.choose(layer, kept, m.Around, max(share, 1))
		for j := range layer.Groups {
			g := &layer.Groups[j]
			g.Elements = slices.DeleteFunc(slices.Clone(g.Elements), func(e *Element) bool { return !take[e] })
			kept = append(kept, g.Elements...)
		}
	}
}

// choose picks elements of a layer.
func (w *web) choose(layer *MapLayer, kept []*Element, first *Element, n int) map[*Element]bool {
	here := map[*Element]bool{}
	var all []*Element
	for _, g := range layer.Groups {
		for _, e := range g.Elements {
			here[e] = true
			all = append(all, e)
		}
	}
	take := map[*Element]bool{}
	pick := func(e *Element) bool {
		fresh := here[e] && !take[e] && len(take) < n
		if fresh {
			take[e] = true
		}
		return fresh
	}
	pick(first)
	at := make([]int, len(kept))
	for more := true; more && len(take) < n; {
		more = false
		for i, k := range kept {
			for at[i] < len(w.next[k]) {
				at[i]++
				if pick(w.next[k][at[i]-1]) {
					more = true
					break
				}
			}
		}
	}
	for _, e := range all {
		pick(e)
	}
	return take
}

// join sets the links between what is shown. A link over several layers is left
// out where a chain of shorter ones joins the same two.
func (m *Map) join(w *web) {
	layer := map[*Element]int{}
	for i, l := range m.Layers {
		for _, g := range l.Groups {
			for _, e := range g.Elements {
				layer[e] = i
			}
		}
	}
	for _, k := range w.out {
		from, okFrom := layer[k.From]
		to, okTo := layer[k.To]
		if !okFrom || !okTo {
			continue
		}
		a, b := k.From, k.To
		if from > to {
			a, b = b, a
		}
		if layer[b]-layer[a] > 1 && w.chained(a, b, layer) {
			m.Short++
			continue
		}
		m.Links = append(m.Links, k)
	}
}

// chained tells whether links between shown elements lead from a, layer by
// layer, to b.
func (w *web) chained(a, b *Element, layer map[*Element]int) bool {
	at, seen := []*Element{a}, map[*Element]bool{}
	for len(at) > 0 {
		e := at[0]
		at = at[1:]
		for _, to := range w.next[e] {
			l, shown := layer[to]
			switch {
			case to == b && e != a:
				return true
			case shown && !seen[to] && l > layer[e] && l < layer[b]:
				seen[to] = true
				at = append(at, to)
			}
		}
	}
	return false
}
