package site

import (
	"cmp"
	"slices"
	"strings"

	"trigpoint/generator/config"
	"trigpoint/generator/diag"
	"trigpoint/generator/record"
)

// Map is a part of the strategy as a picture: elements in layers, and what
// leads from one to another.
type Map struct {
	Layers []MapLayer
	Links  []MapLink // in order; between elements that are shown
	Around *Element  // what the map is about; nil: no single element
	Short  int       // links left out, because a longer route shows them
}

// A MapLayer is one step of the way from the first elements to the last.
type MapLayer struct{ Groups []MapGroup }

// A MapGroup is a part of a layer under one title.
type MapGroup struct {
	Title    string
	Kind     *config.Kind // that all are of; nil in a group of mixed kinds
	Elements []*Element
	Total    int // more than Elements where some are left out
}

// A MapLink says that one element leads to another.
type MapLink struct{ From, To *Element }

// MapSize is the number of elements that a map shows unless it says otherwise.
const MapSize = 60

// Size counts the elements that are shown.
func (m *Map) Size() int {
	n := 0
	for _, l := range m.Layers {
		for _, g := range l.Groups {
			n += len(g.Elements)
		}
	}
	return n
}

// readMap reads a map block.
func (r reading) readMap() *Map {
	r.Reject("kinds", "via", "around", "depth", "document", "max", "caption", "empty")
	around := r.one("around")
	if r.Has("around") && around == nil {
		return nil
	}
	if !r.Has("kinds") && around != nil {
		return r.aroundMap(around)
	}
	layers := r.layers()
	via := r.viaPaths(slices.Concat(layers...))
	d, within := r.inDocument()
	depth, size := r.Int("depth", 1), r.Int("max", MapSize)
	if len(layers) == 0 || within && d == nil {
		return nil
	}
	w := newWeb(r.elements(slices.Concat(layers...)), via)
	keep := func(*Element) bool { return true }
	switch {
	case around != nil:
		near := w.within(around, depth)
		keep = func(e *Element) bool { return near[e] }
	case within:
		keep = func(e *Element) bool { return w.touches(e, d) }
	}
	m := &Map{Around: around}
	for _, kinds := range layers {
		m.Layers = append(m.Layers, r.mapLayer(kinds, keep))
	}
	m.cut(w, size)
	m.join(w)
	return m
}

// aroundMap reads a map of what an element leads to and what leads to it.
func (r reading) aroundMap(e *Element) *Map {
	for _, key := range []string{"depth", "document"} {
		if r.Has(key) {
			r.diags.Add(r.KeyPosition(key), "key-unknown", `add kinds = ["…", "…"]`, "a map without kinds has no %s", key)
		}
	}
	for _, v := range r.List("via") {
		name, _ := v.Text()
		if _, fault, hint := r.cfg.Path([]string{e.Kind.Name}, name); fault != "" || strings.Contains(name, "/") {
			r.diags.Add(v.Position(), "query-path", hint, "%s", cmp.Or(fault, "a map without kinds shows single relations"))
		}
	}
	return r.site.around(e, r.Int("max", MapSize), r.Texts("via"))
}

// one reads a key that names one element.
func (r reading) one(key string) *Element {
	if !r.Has(key) {
		return nil
	}
	list := r.these(key)
	if len(list) != 1 {
		return nil
	}
	return list[0]
}

// layers reads the kinds of each layer: a name, or a list of names that share
// one.
func (r reading) layers() [][]string {
	v, ok := r.Get("kinds")
	if !ok {
		r.kinds("kinds") // reports that it is missing
		return nil
	}
	var out [][]string
	for _, item := range itemsOf(v) {
		var names []string
		for _, k := range itemsOf(item) {
			name, isText := k.Text()
			switch {
			case !isText:
				r.diags.Add(k.Position(), "value-type", `write ["…", ["…", "…"]]`, "kinds is a list of kinds")
			case r.cfg.Kind(name) == nil:
				r.diags.Add(k.Position(), "kind-unknown", diag.DidYouMean(name, r.cfg.KindNames()), "no kind %q", name)
			default:
				names = append(names, name)
			}
		}
		if len(names) > 0 {
			out = append(out, names)
		}
	}
	return out
}

// itemsOf returns the items of a list, or a single value as a list.
func itemsOf(v record.Value) []record.Value {
	if items := v.Items(); items != nil {
		return items
	}
	return []record.Value{v}
}

// viaPaths reads the paths whose links are drawn; without the key, every
// relation between the kinds is.
func (r reading) viaPaths(kinds []string) [][]string {
	var out [][]string
	if !r.Has("via") {
		for _, rel := range r.cfg.Relations {
			if overlap(rel.From, kinds) && overlap(rel.To, kinds) {
				out = append(out, []string{rel.Name})
			}
		}
		return out
	}
	if len(kinds) == 0 {
		return nil
	}
	for _, v := range r.List("via") {
		text, _ := v.Text()
		steps, fault, hint := r.cfg.Path(kinds, text)
		if fault == "" && !overlap(r.cfg.Ends(kinds, steps), kinds) {
			fault = `"` + text + `" leads to none of the kinds shown`
		}
		if fault != "" {
			r.diags.Add(v.Position(), "query-path", hint, "%s", fault)
			continue
		}
		out = append(out, steps)
	}
	return out
}

func overlap(a, b []string) bool {
	return slices.ContainsFunc(a, func(s string) bool { return slices.Contains(b, s) })
}

func (r reading) mapLayer(kinds []string, keep func(*Element) bool) MapLayer {
	var l MapLayer
	for _, name := range kinds {
		k := r.cfg.Kind(name)
		g := MapGroup{Title: k.Plural, Kind: k}
		for _, e := range r.site.Kind(name) {
			if keep(e) {
				g.Elements = append(g.Elements, e)
			}
		}
		if g.Total = len(g.Elements); g.Total > 0 {
			l.Groups = append(l.Groups, g)
		}
	}
	return l
}

// Around maps what an element leads to, on one side, and what leads to it, on
// the other, each under the words of its relation.
func (s *Site) Around(e *Element, size int) *Map { return s.around(e, size, nil) }

func (s *Site) around(e *Element, size int, only []string) *Map {
	b := &surroundings{m: &Map{Around: e}, only: only, seen: map[*Element]bool{e: true}}
	var up, down MapLayer
	for _, g := range e.Out {
		up = b.add(up, g.Relation.Name, g.Label(), g.Elements)
	}
	if e.Parent != nil {
		up = b.add(up, config.Parent, e.Parent.Kind.Label, []*Element{e.Parent})
	}
	for _, g := range e.In {
		down = b.add(down, g.Relation.Inverse, g.Label(), g.Elements)
	}
	for _, c := range e.Children {
		down = b.add(down, config.Children, c.Kind.Plural, []*Element{c})
	}
	own := MapLayer{Groups: []MapGroup{{Elements: []*Element{e}, Total: 1}}}
	for _, l := range []MapLayer{up, own, down} {
		if len(l.Groups) > 0 {
			b.m.Layers = append(b.m.Layers, l)
		}
	}
	b.m.trim(size)
	for _, l := range b.m.Layers {
		for _, g := range l.Groups {
			for _, other := range g.Elements {
				if other != e {
					b.m.Links = append(b.m.Links, MapLink{e, other})
				}
			}
		}
	}
	return b.m
}

// surroundings gathers the map around an element; each other element stands
// in it once, under the first relation that leads there.
type surroundings struct {
	m    *Map
	only []string
	seen map[*Element]bool
}

func (b *surroundings) add(l MapLayer, name, title string, list []*Element) MapLayer {
	if len(b.only) > 0 && !slices.Contains(b.only, name) {
		return l
	}
	for _, e := range list {
		if b.seen[e] || e.Kind.Use != config.Plain {
			continue
		}
		b.seen[e] = true
		n := len(l.Groups)
		if n == 0 || l.Groups[n-1].Title != title {
			l.Groups = append(l.Groups, MapGroup{Title: title})
			n++
		}
		g := &l.Groups[n-1]
		g.Elements, g.Total = append(g.Elements, e), g.Total+1
		if g.Total == 1 {
			g.Kind = e.Kind
		} else if g.Kind != e.Kind {
			g.Kind = nil
		}
	}
	return l
}

// trim cuts the groups of a map around one element evenly.
func (m *Map) trim(size int) {
	for m.Size() > max(size, 1) {
		largest := (*MapGroup)(nil)
		for i := range m.Layers {
			for j := range m.Layers[i].Groups {
				if g := &m.Layers[i].Groups[j]; largest == nil || len(g.Elements) > len(largest.Elements) {
					largest = g
				}
			}
		}
		if len(largest.Elements) == 1 {
			return
		}
		largest.Elements = largest.Elements[:len(largest.Elements)-1]
	}
}
