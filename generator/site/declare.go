package site

import (
	"path"
	"slices"
	"strings"

	"trigpoint/generator/config"
	"trigpoint/generator/diag"
	"trigpoint/generator/markdown"
	"trigpoint/generator/record"
)

// declare finds the elements: those of pages, and those of headings.
func (l *linker) declare() {
	l.lost = map[string]bool{}
	l.terms = map[string]*Element{}
	for _, p := range l.site.Pages {
		l.declarePage(p)
		l.declareHeadings(p)
	}
	for _, f := range l.in.Files {
		if why := l.hidden[f.Path]; why != Published {
			l.hide(f, why)
		}
		if f.Unread {
			l.site.Incomplete = true
			l.lost[f.LostID] = f.LostID != ""
		}
	}
	for _, e := range l.site.Elements {
		l.nameTerm(e)
		l.keepOldIDs(e)
	}
}

func (l *linker) declarePage(p *Page) {
	m := &p.File.Meta
	kind, ok := l.pageKind(p)
	if !ok || m.ID == "" {
		return
	}
	at := diag.Position{Path: p.Source(), Line: 1}
	if v, ok := p.File.Front.Get("id"); ok {
		at = v.Position()
	}
	p.Element = l.add(&Element{ID: m.ID, Kind: kind, Title: m.Title, Summary: m.Summary, Page: p, Heading: -1,
		table: p.File.Front, at: at})
}

// pageKind finds the kind of a page's element: by its key, by the shape of its
// id, or by its folder. It reports what does not fit.
func (l *linker) pageKind(p *Page) (*config.Kind, bool) {
	m := &p.File.Meta
	folder := l.kindOfFolder(p)
	if m.ID == "" {
		if folder != nil && path.Base(p.Source()) != indexName || m.Kind != "" {
			l.missingID(p, folder)
		}
		return nil, false
	}
	id, _ := p.File.Front.Get("id")
	kind := l.cfg.KindOf(m.ID)
	if kind == nil {
		l.badShape(id.Position(), m.ID, folder)
		return nil, false
	}
	if named := l.cfg.Kind(m.Kind); m.Kind != "" && named != kind {
		v, _ := p.File.Front.Get("kind")
		if named == nil {
			l.diags.Add(v.Position(), "kind-unknown", l.cfg.SuggestKind(m.Kind), "no kind %q", m.Kind)
		} else {
			l.diags.Add(id.Position(), "id-shape", "ids of that kind look like "+named.Shape.Example(), "%s is no id of kind %q", m.ID, m.Kind)
		}
	}
	return kind, true
}

func (l *linker) missingID(p *Page, kind *config.Kind) {
	if named := l.cfg.Kind(p.File.Meta.Kind); named != nil {
		kind = named
	}
	if kind == nil {
		v, _ := p.File.Front.Get("kind")
		l.diags.Add(v.Position(), "kind-unknown", l.cfg.SuggestKind(p.File.Meta.Kind), "no kind %q", p.File.Meta.Kind)
		return
	}
	l.diags.Add(diag.Position{Path: p.Source(), Line: 1}, "key-missing",
		`add id = "`+kind.Shape.Example()+`" with a free number`, "a page of kind %q needs an id", kind.Name)
}

func (l *linker) badShape(at diag.Position, id string, likely *config.Kind) {
	for _, k := range l.cfg.Kinds {
		if folded(k, id) != "" {
			l.diags.Add(at, "id-case", "write "+folded(k, id), "%s differs from an id of kind %q only in case", id, k.Name)
			return
		}
	}
	var shapes []string
	for _, k := range l.cfg.Kinds {
		if likely == nil || k == likely {
			shapes = append(shapes, k.Shape.Example())
		}
	}
	hint := ""
	if len(shapes) > 0 {
		hint = "ids look like " + diag.Either(shapes)
	}
	l.diags.Add(at, "id-shape", hint, "no kind has ids of the shape of %s", id)
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
func (l *linker) kindOfFolder(p *Page) *config.Kind {
	name := path.Base(path.Dir(p.Source()))
	for _, k := range l.cfg.Kinds {
		if k.Folder != "" && k.Folder == name {
			return k
		}
	}
	return nil
}

// declareHeadings makes elements of the headings whose ids have the shape of a
// kind; other ids are plain anchors.
func (l *linker) declareHeadings(p *Page) {
	f := p.File
	for i := range f.Headings {
		h := &f.Headings[i]
		kind := (*config.Kind)(nil)
		if h.Explicit {
			kind = l.cfg.KindOf(h.ID)
		}
		if kind == nil {
			l.checkAnchor(h)
			continue
		}
		e := l.add(&Element{ID: h.ID, Kind: kind, Title: h.Text, Page: p, Heading: i, table: h.Attrs, at: h.Position})
		if e == nil {
			continue
		}
		e.Summary = summary(h, record.Reader{Table: h.Attrs, Diags: &l.diags}.Text("summary"), f.Text)
		if p.headings == nil {
			p.headings = make([]*Element, len(f.Headings))
		}
		p.headings[i] = e
		p.Declared = append(p.Declared, e)
		l.adopt(e)
	}
}

// maxSummary is how long a summary taken from the text can be, in bytes.
const maxSummary = 200

// summary is the author's, or the first sentence of the section.
func summary(h *markdown.Heading, given, text string) string {
	if given != "" {
		return given
	}
	first, _, _ := strings.Cut(strings.TrimSpace(h.Section.In(text)), "\n")
	if i := strings.Index(first, ". "); i >= 0 {
		first = first[:i+1]
	}
	if len(first) > maxSummary {
		first = first[:strings.LastIndexByte(first[:maxSummary], ' ')+1] + "…"
	}
	return first
}

// adopt gives a heading's element its parent: the element of the heading
// above, or the page's.
func (l *linker) adopt(e *Element) {
	for up := e.Section().Parent; up >= 0; up = e.Page.File.Headings[up].Parent {
		if e.Parent = e.Page.Heading(up); e.Parent != nil {
			break
		}
	}
	if e.Parent == nil {
		e.Parent = e.Page.Element
	}
	if e.Parent != nil {
		e.Parent.Children = append(e.Parent.Children, e)
	}
}

// checkAnchor reports a heading that seems meant as an element.
func (l *linker) checkAnchor(h *markdown.Heading) {
	for _, k := range l.cfg.Kinds {
		if h.Explicit && folded(k, h.ID) != "" {
			l.diags.Add(h.Position, "id-case", "write "+folded(k, h.ID), "%s differs from an id of kind %q only in case", h.ID, k.Name)
			return
		}
	}
	for _, key := range h.Attrs.Unknown(provenanceKey) {
		what := "the heading declares no element, so nothing reads " + key
		l.diags.Add(h.Attrs.KeyPosition(key), "attribute-unused", "give it an id of a kind's shape, such as {#"+l.exampleID()+"}", "%s", what)
	}
	record.Reader{Table: h.Attrs, Diags: &l.diags}.OneOf(provenanceKey, markdown.Provenances()...)
}

const provenanceKey = "provenance"

func (l *linker) exampleID() string {
	if len(l.cfg.Kinds) == 0 {
		return "A1"
	}
	return l.cfg.Kinds[0].Shape.Example()
}

// add takes an element in, unless its id is taken.
func (l *linker) add(e *Element) *Element {
	if other := l.site.elements[e.ID]; other != nil {
		l.diags = append(l.diags, diag.Diagnostic{Position: e.at, Severity: diag.Error, Code: "id-duplicate",
			Message: "the id " + e.ID + " is taken", Hint: "give this one a free id", Related: []diag.Position{other.at}})
		return nil
	}
	e.Cite = cite(e)
	l.site.elements[e.ID] = e
	l.site.Elements = append(l.site.Elements, e)
	return e
}

// cite is how a reference to the element by its id alone reads.
func cite(e *Element) string {
	var b strings.Builder
	rest := e.Kind.Cite
	for {
		before, hole, found := strings.Cut(rest, "{")
		b.WriteString(before)
		if !found {
			return b.String()
		}
		name, after, closed := strings.Cut(hole, "}")
		switch {
		case closed && name == "n":
			b.WriteString(e.Kind.Shape.Number(e.ID))
		case closed && name == "id":
			b.WriteString(e.ID)
		case closed && name == "title":
			b.WriteString(e.Title)
		default:
			b.WriteString("{")
			after = hole
		}
		rest = after
	}
}

// keepOldIDs makes the ids that an element had before lead to it.
func (l *linker) keepOldIDs(e *Element) {
	var values []record.Value
	if e.Heading < 0 {
		values = e.Page.File.Meta.Was
	} else {
		values = record.Reader{Table: e.table, Diags: &l.diags}.List("was")
	}
	for _, v := range values {
		id, _ := v.Text()
		other := l.site.elements[id]
		if other == nil {
			other = l.site.was[id]
		}
		if other != nil {
			l.diags = append(l.diags, diag.Diagnostic{Position: v.Position(), Severity: diag.Error, Code: "id-duplicate",
				Message: "the id " + id + " is taken, so nothing else can have had it", Hint: "take it out of was", Related: []diag.Position{other.at}})
			continue
		}
		l.site.was[id] = e
		e.Was = append(e.Was, id)
	}
	slices.Sort(e.Was)
}

// nameTerm makes a glossary term known by its title and its other names.
func (l *linker) nameTerm(e *Element) {
	if e.Kind.Use != config.Glossary {
		return
	}
	r := record.Reader{Table: e.table, Diags: &l.diags}
	names := []string{e.Title}
	if e.Heading >= 0 { // of a page, aliases are addresses that it had
		names = append(names, r.Texts("aliases")...)
	}
	for _, f := range e.Kind.Fields {
		if f.Names {
			names = append(names, r.Texts(f.Name)...)
		}
	}
	for _, n := range names {
		if key := foldTerm(n); key != "" {
			e.Names = append(e.Names, n)
			if l.terms[key] == nil {
				l.terms[key] = e
			}
		}
	}
}

// foldTerm makes one key of a term's spellings: case does not count.
func foldTerm(name string) string { return strings.ToLower(strings.Join(strings.Fields(name), " ")) }
