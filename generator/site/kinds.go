package site

import (
	"path"
	"strings"

	"trigpoint/generator/config"
	"trigpoint/generator/diag"
	"trigpoint/generator/markdown"
	"trigpoint/generator/record"
)

// pageKind finds the kind of a page's element: by its key, by the shape of its
// id, or by its folder. It reports what does not fit.
func (s *surveyor) pageKind(v *survey) (*config.Kind, bool) {
	m := &v.file.Meta
	folder := s.kindOfFolder(v)
	if m.ID == "" {
		if folder != nil && v.base != indexName || m.Kind != "" {
			s.missingID(v, folder)
		}
		return nil, false
	}
	id, _ := v.file.Front.Get("id")
	kind := s.cfg.KindOf(m.ID)
	if kind == nil {
		s.badShape(v, id.Position(), folder)
		return nil, false
	}
	if named := s.cfg.Kind(m.Kind); m.Kind != "" && named != kind {
		if named == nil {
			given, _ := v.file.Front.Get("kind")
			v.faults.Add(given.Position(), "kind-unknown", s.cfg.SuggestKind(m.Kind), "no kind %q", m.Kind)
		} else {
			v.faults.Add(id.Position(), "id-shape", "ids of that kind look like "+named.Shape.Example(), "%s is no id of kind %q", m.ID, m.Kind)
		}
	}
	return kind, true
}

func (s *surveyor) missingID(v *survey, kind *config.Kind) {
	m := &v.file.Meta
	if named := s.cfg.Kind(m.Kind); named != nil {
		kind = named
	}
	if kind == nil {
		given, _ := v.file.Front.Get("kind")
		v.faults.Add(given.Position(), "kind-unknown", s.cfg.SuggestKind(m.Kind), "no kind %q", m.Kind)
		return
	}
	if v.file.Unread { // its id may stand where nothing can be read
		return
	}
	v.faults.Add(diag.Position{Path: v.file.Path, Line: 1}, "key-missing",
		`add id = "`+kind.Shape.Example()+`" with a free number`, "a page of kind %q needs an id", kind.Name)
}

func (s *surveyor) badShape(v *survey, at diag.Position, likely *config.Kind) {
	id := v.file.Meta.ID
	for _, k := range s.cfg.Kinds {
		if folded(k, id) != "" {
			v.faults.Add(at, "id-case", "write "+folded(k, id), "%s differs from an id of kind %q only in case", id, k.Name)
			return
		}
	}
	var shapes []string
	for _, k := range s.cfg.Kinds {
		if likely == nil || k == likely {
			shapes = append(shapes, k.Shape.Example())
		}
	}
	hint := ""
	if len(shapes) > 0 {
		hint = "ids look like " + diag.Either(shapes)
	}
	v.faults.Add(at, "id-shape", hint, "no kind has ids of the shape of %s", id)
}

// folded returns the id in the case of the kind's shape, if it then fits.
func folded(k *config.Kind, id string) string {
	for _, s := range []string{strings.ToUpper(id), strings.ToLower(id)} {
		if s != id && k.Shape.Match(s) {
			return s
		}
	}
	return ""
}

// kindOfFolder returns the kind whose folder the page lies in.
func (s *surveyor) kindOfFolder(v *survey) *config.Kind {
	name := path.Base(v.dir)
	for _, k := range s.cfg.Kinds {
		if k.Folder != "" && k.Folder == name {
			return k
		}
	}
	return nil
}

// checkAnchor reports a heading that seems meant as an element.
func (s *surveyor) checkAnchor(h *markdown.Heading, faults *diag.List) {
	for _, k := range s.cfg.Kinds {
		if h.Explicit && folded(k, h.ID) != "" {
			faults.Add(h.Position, "id-case", "write "+folded(k, h.ID), "%s differs from an id of kind %q only in case", h.ID, k.Name)
			return
		}
	}
	for _, key := range h.Attrs.Unknown(provenanceKey) {
		what := "the heading declares no element, so nothing reads " + key
		faults.Add(h.Attrs.KeyPosition(key), "attribute-unused", "give it an id of a kind's shape, such as {#"+s.exampleID()+"}", "%s", what)
	}
	record.Reader{Table: h.Attrs, Diags: faults}.OneOf(provenanceKey, markdown.Provenances()...)
}

func (s *surveyor) exampleID() string {
	if len(s.cfg.Kinds) == 0 {
		return "A1"
	}
	return s.cfg.Kinds[0].Shape.Example()
}

const provenanceKey = "provenance"
