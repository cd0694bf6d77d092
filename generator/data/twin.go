package data

import "trigpoint/generator/site"

// twin is what is known of one element: all that leads from it and to it.
type twin struct {
	Schema   string     `json:"$schema"`
	Format   string     `json:"format"`
	Base     string     `json:"base"`
	Element  element    `json:"element"`
	Children []string   `json:"children"`
	Links    []link     `json:"links"`
	Backward []backward `json:"backward"`
	Mentions []mention  `json:"mentions"`
	Coverage []coverage `json:"coverage"`
}

// backward is a link that leads to the element, under the name it has when it
// is followed from here.
type backward struct {
	Relation string `json:"relation"`
	Inverse  string `json:"inverse,omitempty"`
	From     string `json:"from"`
}

// twinFormat names the form of a twin.
const twinFormat = "trigpoint-element/1"

// twinPath lies beside the element's permanent address.
func twinPath(el *site.Element) string { return "id/" + el.ID + ".json" }

func (e *Emitter) twin(el *site.Element) *twin {
	t := &twin{Schema: "../" + schemaPath + "#/$defs/twin", Format: twinFormat, Base: e.root(), Element: newElement(el),
		Children: ids(el.Children), Links: links(el), Backward: []backward{}, Mentions: mentions(el.Mentions),
		Coverage: e.covered()[el]}
	if t.Children == nil {
		t.Children = []string{}
	}
	if t.Links == nil {
		t.Links = []link{}
	}
	if t.Coverage == nil {
		t.Coverage = []coverage{}
	}
	for _, g := range el.In {
		for _, from := range g.Elements {
			t.Backward = append(t.Backward, backward{g.Relation.Name, g.Relation.Inverse, from.ID})
		}
	}
	return t
}
