package record

import "trigpoint/generator/diag"

// An Attribute is a key and a text that stand outside TOML: in the braces
// behind a heading.
type Attribute struct {
	Key, Text string
	KeyAt, At diag.Position
}

// Attributes makes a table of attributes, so that elements declared by a
// heading are read like those declared by front matter. A text with commas
// counts as a list. Of two attributes with one key the first counts.
func Attributes(at diag.Position, list []Attribute) Table {
	places := make(map[string]place, len(list))
	t := Table{values: make(map[string]any, len(list))}
	for _, a := range list {
		if t.Has(a.Key) {
			continue
		}
		t.keys = append(t.keys, a.Key)
		t.values[a.Key] = a.Text
		places[a.Key] = place{a.KeyAt, a.At}
	}
	t.doc = &document{file: at.Path, line: at.Line, commas: true,
		places: places}
	return t
}
