package render

import (
	"html/template"
	"strings"

	"trigpoint/generator/diagram"
	"trigpoint/generator/site"
)

// MapView is a map: two pictures of the same, for wide and for narrow places,
// and the same in words.
type MapView struct {
	Wide, Narrow template.HTML // hidden from screen readers; Items says the same
	Items        []MapItem     // what leads to what, from the first layer on
	Across       []MapPair     // links within one layer
	Apart        []Link        // what nothing on the map is joined to
	Cut          []MapCut      // what was left out
	Short        int           // links left out, because longer routes show them
	Shown        int
	States       bool // some of what is shown has a status
}

// MapItem is an element and what it leads on to; or, without an address, the
// title of a group.
type MapItem struct {
	Link
	Again    bool // its parts are listed above
	Children []MapItem
}

// MapPair is a link within one layer.
type MapPair struct{ From, To Link }

// MapCut says how many of a group are shown.
type MapCut struct {
	Title        string
	Href         string // where all are listed; may be empty
	Shown, Total int
}

func (v *View) mapView(m *site.Map) *MapView {
	d, number := v.mapDiagram(m)
	out := &MapView{Shown: m.Size(), Short: m.Short}
	for _, k := range m.Links {
		d.Edges = append(d.Edges, diagram.Edge{From: number[k.From], To: number[k.To]})
	}
	out.Wide = template.HTML(d.Wide().SVG("wide"))
	out.Narrow = template.HTML(d.Narrow().SVG("narrow"))
	for _, l := range m.Layers {
		for _, g := range l.Groups {
			if g.Total > len(g.Elements) {
				out.Cut = append(out.Cut, v.mapCut(g))
			}
			for _, e := range g.Elements {
				out.States = out.States || e.Progress != nil
			}
		}
	}
	if m.Around != nil && len(m.Layers) > 0 && m.Layers[0].Groups[0].Kind == nil || aroundOne(m) {
		out.Items = v.aroundItems(m)
		return out
	}
	v.mapItems(m, out)
	return out
}

// aroundOne tells whether all links lead from the element that the map is
// about.
func aroundOne(m *site.Map) bool {
	for _, k := range m.Links {
		if k.From != m.Around {
			return false
		}
	}
	return m.Around != nil
}

func (v *View) mapCut(g site.MapGroup) MapCut {
	c := MapCut{Title: g.Title, Shown: len(g.Elements), Total: g.Total}
	if g.Kind != nil {
		if l := v.listing(g.Kind); l != nil {
			c.Href = v.href(site.Target{Listing: l})
		}
	}
	return c
}

// mapDiagram makes nodes of the elements, and numbers them as edges count them.
func (v *View) mapDiagram(m *site.Map) (diagram.Map, map[*site.Element]int) {
	var d diagram.Map
	number := map[*site.Element]int{}
	for _, l := range m.Layers {
		var layer diagram.Layer
		for _, g := range l.Groups {
			group := diagram.Group{Title: g.Title}
			for _, e := range g.Elements {
				number[e] = len(number)
				group.Nodes = append(group.Nodes, diagram.Node{ID: e.ID, Title: e.Title, Tip: v.tip(e), Href: v.href(e.Target()),
					State: state(e), Class: "kind-" + e.Kind.Name, Here: e == m.Around})
			}
			layer.Groups = append(layer.Groups, group)
		}
		d.Layers = append(d.Layers, layer)
	}
	return d, number
}

// tip is an element in full: what it is called, and how it stands.
func (v *View) tip(e *site.Element) string {
	words := []string{e.Kind.Label + " " + e.ID + ": " + e.Title}
	if s := v.statusView(e); s != nil {
		words = append(words, s.Label)
		if s.Overdue {
			words = append(words, v.words.T("status-flag.overdue"))
		}
	}
	return strings.Join(words, ". ")
}

func state(e *site.Element) diagram.State {
	switch p := e.Progress; {
	case p == nil:
		return diagram.NoState
	case p.Overdue:
		return diagram.Late
	case p.Closed:
		return diagram.Closed
	}
	return diagram.Open
}

// aroundItems lists each group around one element under its title.
func (v *View) aroundItems(m *site.Map) []MapItem {
	var out []MapItem
	for _, l := range m.Layers {
		for _, g := range l.Groups {
			if len(g.Elements) == 1 && g.Elements[0] == m.Around {
				continue
			}
			item := MapItem{Link: Link{Text: g.Title}}
			for _, e := range g.Elements {
				item.Children = append(item.Children, MapItem{Link: v.elementLink(e)})
			}
			out = append(out, item)
		}
	}
	return out
}

// mapItems lists the first layer and, below each element, what is joined to it
// in later layers. An element with parts is written out once.
func (v *View) mapItems(m *site.Map, out *MapView) {
	t := &outline{view: v, layer: map[*site.Element]int{}, next: map[*site.Element][]*site.Element{}, done: map[*site.Element]bool{}}
	var order []*site.Element
	for i, l := range m.Layers {
		for _, g := range l.Groups {
			for _, e := range g.Elements {
				t.layer[e] = i
				order = append(order, e)
			}
		}
	}
	joined := map[*site.Element]bool{}
	for _, k := range m.Links {
		joined[k.From], joined[k.To] = true, true
		switch a, b := t.layer[k.From], t.layer[k.To]; {
		case a == b:
			out.Across = append(out.Across, MapPair{v.elementLink(k.From), v.elementLink(k.To)})
		case a < b:
			t.next[k.From] = append(t.next[k.From], k.To)
		default:
			t.next[k.To] = append(t.next[k.To], k.From)
		}
	}
	for _, e := range order {
		switch {
		case !joined[e]:
			out.Apart = append(out.Apart, v.elementLink(e))
		case !t.done[e]:
			out.Items = append(out.Items, t.item(e))
		}
	}
}

// outline writes a map as a nested list.
type outline struct {
	view  *View
	layer map[*site.Element]int
	next  map[*site.Element][]*site.Element
	done  map[*site.Element]bool
}

func (t *outline) item(e *site.Element) MapItem {
	item := MapItem{Link: t.view.elementLink(e), Again: t.done[e] && len(t.next[e]) > 0}
	if t.done[e] {
		return item
	}
	t.done[e] = true
	for _, n := range t.next[e] {
		item.Children = append(item.Children, t.item(n))
	}
	return item
}
