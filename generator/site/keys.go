package site

import (
	"slices"
	"strings"

	"trigpoint/generator/config"
	"trigpoint/generator/diag"
	"trigpoint/generator/record"
)

// knownKeys lists the keys that a page, or a heading, of a kind can have; kind is
// nil for pages without an element.
func (s *surveyor) knownKeys(kind *config.Kind, page bool) []string {
	at := known{kind, page}
	keys, ok := s.keys[at]
	if !ok {
		keys = []string{"summary", "was", "aliases", provenanceKey}
		if page {
			keys = config.StandardKeys()
		}
		if kind != nil {
			keys = append(keys, s.keysOf(kind)...)
		}
		s.keys[at] = keys
	}
	return keys
}

type known struct {
	kind *config.Kind
	page bool
}

// rejectKeys reports keys of front matter, or of heading attributes, that nothing
// reads.
func (s *surveyor) rejectKeys(faults *diag.List, t record.Table, kind *config.Kind, page bool) {
	known := s.knownKeys(kind, page)
	for _, key := range t.Unknown(known...) {
		at := t.KeyPosition(key)
		rel := s.cfg.Inverse(key)
		switch {
		case kind == nil:
			faults.Add(at, "key-unknown", s.keyHint(key, known), "nothing reads the key %q", key)
		case rel != nil:
			faults.Add(at, "relation-inverse", "write "+rel.Name+" on the other element", "%q is computed from %q and never written", key, rel.Name)
		default:
			faults.Add(at, "field-unknown", s.fieldHint(key, known, kind), "kind %q has no field or relation %q", kind.Name, key)
		}
	}
}

// fieldHint names what was probably meant, or what the kind has at all.
func (s *surveyor) fieldHint(key string, known []string, kind *config.Kind) string {
	if hint := diag.DidYouMean(key, known); hint != "" {
		return hint
	}
	if has := s.keysOf(kind); len(has) > 0 {
		return "it has " + strings.Join(has, ", ")
	}
	return "declare it in site.toml, under [kinds." + kind.Name + "]"
}

// keyHint says where a key would be read that a page without an element has.
func (s *surveyor) keyHint(key string, known []string) string {
	if hint := diag.DidYouMean(key, known); hint != "" {
		return hint
	}
	for _, k := range s.cfg.Kinds {
		if slices.Contains(s.keysOf(k), key) {
			return "only elements have it: add an id, such as " + k.Shape.Example()
		}
	}
	return ""
}

// keysOf lists the fields and relations of a kind.
func (s *surveyor) keysOf(k *config.Kind) []string {
	var keys []string
	for _, f := range k.Fields {
		keys = append(keys, f.Name)
	}
	for _, r := range s.cfg.Relations {
		if r.Leads(k.Name) {
			keys = append(keys, r.Name)
		}
	}
	return keys
}
