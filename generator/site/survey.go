package site

import (
	"path"
	"slices"
	"strings"
	"time"

	"trigpoint/generator/config"
	"trigpoint/generator/diag"
	"trigpoint/generator/markdown"
	"trigpoint/generator/record"
)

// A survey is what linking knows of one file before it looks at another one. It
// depends on the file, on site.toml and on the status day alone, and is never
// changed, so it serves every linking until one of the three is another.
type survey struct {
	file       *markdown.File
	dir, base  string // of its path
	address    string
	title      string
	lang       string
	weight     int
	id         string
	document   *markdown.Document
	window     Window // its own, the sections above left aside
	element    *outline
	headings   []*outline  // of the elements that headings declare, in order
	paragraphs []Paragraph // numbered as they are when the site can take all these elements in

	always diag.List // reported of every file
	faults diag.List // reported of the files that are published

	leads []*lead // parallel to the file's Refs; nil where more than a path decides
	at    []*lead // those that lead to the page itself
}

// A lead is a path that files link to. A memory holds one for each, so that the
// path of a link is looked up once, and not in every linking.
type lead struct {
	page *Page // that is there in this linking, or nil
}

// An outline is an element by itself, and what it says of others.
type outline struct {
	Element
	address string // its permanent one
	table   record.Table
	relates []relates
	was     []record.Value
	aliases []record.Value // of a heading
	faults  diag.List      // reported if the element is taken in
}

// relates is what an element's table says under the name of a relation.
type relates struct {
	*config.Relation
	ids []record.Value
}

// A Memory keeps the surveys of one linking for the next. What it remembers
// saves time and decides nothing. It is for one linking at a time.
type Memory struct {
	cfg     *config.Config
	day     time.Time
	surveys map[*markdown.File]*survey
	leads   map[string]*lead

	files     []*markdown.File
	places    map[string]int // of the files; never changed
	addresses []string       // see checkAddresses
}

// maxStale is how many files that are no more a memory may hold.
const maxStale = 64

// read returns the survey of every file, in their order, and leaves them in the
// memory.
func (m *Memory) read(files []*markdown.File, s *surveyor) []*survey {
	if m.cfg != s.cfg || !m.day.Equal(s.day) || len(m.leads) > maxLeads(len(files)) {
		*m = Memory{cfg: s.cfg, day: s.day, leads: map[string]*lead{}, surveys: map[*markdown.File]*survey{}}
	}
	for _, to := range m.leads {
		to.page = nil
	}
	m.number(files)
	list := make([]*survey, len(files))
	for i, f := range files {
		if list[i] = m.surveys[f]; list[i] == nil {
			list[i] = s.survey(f)
			m.connect(list[i])
			m.surveys[f] = list[i]
		}
	}
	if len(m.surveys) > len(files)+maxStale {
		m.surveys = make(map[*markdown.File]*survey, len(files))
		for i, f := range files {
			m.surveys[f] = list[i]
		}
	}
	return list
}

// number finds the places of the files, which are new only if their paths are.
func (m *Memory) number(files []*markdown.File) {
	same := slices.EqualFunc(m.files, files, func(a, b *markdown.File) bool { return a == b || a.Path == b.Path })
	if m.files = files; same && m.places != nil {
		return
	}
	m.places = make(map[string]int, len(files))
	for i, f := range files {
		m.places[f.Path] = i
	}
}

// maxLeads is when a memory is too full of paths that nothing links to any more.
func maxLeads(files int) int { return 4*files + 1000 }

// connect finds the leads of a file, and those to it: its path and, for the page
// of a folder, that of the folder.
func (m *Memory) connect(v *survey) {
	v.at = append(v.at, m.lead(v.file.Path))
	if v.base == indexName {
		v.at = append(v.at, m.lead(v.dir))
	}
	v.leads = make([]*lead, len(v.file.Refs))
	for i := range v.file.Refs {
		if r := &v.file.Refs[i]; r.Label == "" && r.Source != "" && r.Anchor == "" && !r.Image {
			v.leads[i] = m.lead(r.Source)
		}
	}
}

func (m *Memory) lead(path string) *lead {
	to := m.leads[path]
	if to == nil {
		to = &lead{}
		m.leads[path] = to
	}
	return to
}

// surveyor makes surveys under one site.toml.
type surveyor struct {
	cfg  *config.Config
	day  time.Time
	keys map[known][]string // see knownKeys
}

// survey reads one file.
func (s *surveyor) survey(f *markdown.File) *survey {
	v := &survey{file: f, dir: path.Dir(f.Path), base: path.Base(f.Path), address: address(f.Path), lang: f.Meta.Lang,
		weight: weight(f), id: f.Meta.ID, document: f.Meta.Document, window: s.window(f)}
	if v.lang == "" {
		v.lang = s.cfg.Language
	}
	v.title = title(f, &v.always)
	if v.window.Never() && !v.window.Draft {
		v.always.Add(f.Meta.Expire.Position(), "expire-early", "write a later day, or draft = true if nobody is to read it",
			"the page expires before it is published, so it is never public")
	}
	v.element = s.pageElement(v)
	v.headings = s.headingElements(f, &v.faults)
	kind := (*config.Kind)(nil)
	if v.element != nil {
		kind = v.element.Kind
	}
	s.rejectKeys(&v.faults, f.Front, kind, true)
	v.paragraphs = numbered(f, v.declares())
	checkAnchors(f, &v.faults)
	return v
}

// declares returns the elements that headings declare, parallel to the headings;
// nil if there are none.
func (v *survey) declares() []*Element {
	if len(v.headings) == 0 {
		return nil
	}
	list := make([]*Element, len(v.file.Headings))
	for _, o := range v.headings {
		list[o.Heading] = &o.Element
	}
	return list
}

// title is the page's own, or its file's name.
func title(f *markdown.File, faults *diag.List) string {
	if f.Meta.Title != "" {
		return f.Meta.Title
	}
	if v, ok := f.Front.Get("title"); !f.Unread && (!ok || v.Type() == "a text") {
		faults.Add(diag.Position{Path: f.Path, Line: 1}, "key-missing", `add title = "…" to the front matter`, "the page has no title")
	}
	return strings.TrimSuffix(path.Base(f.Path), ".md")
}

// window is when the page is public, its sections left aside.
func (s *surveyor) window(f *markdown.File) Window {
	m := &f.Meta
	return Window{
		Draft: m.Draft || m.Document != nil && m.Document.State == "draft",
		From:  s.instant(m.Publish), Until: s.instant(m.Expire),
	}
}

// instant reads a moment of front matter in the site's zone.
func (s *surveyor) instant(v record.Value) time.Time {
	t, _ := v.Instant(s.cfg.Zone)
	return t
}

// pageElement outlines the element that the front matter declares, if any.
func (s *surveyor) pageElement(v *survey) *outline {
	f := v.file
	kind, ok := s.pageKind(v)
	if !ok || f.Meta.ID == "" {
		return nil
	}
	o := &outline{table: f.Front, was: f.Meta.Was,
		Element: Element{ID: f.Meta.ID, Kind: kind, Title: f.Meta.Title, Summary: f.Meta.Summary, Heading: -1}}
	s.finish(o, f)
	return o
}

// headingElements outlines the elements that headings declare: those whose ids
// have the shape of a kind. Other ids are plain anchors.
func (s *surveyor) headingElements(f *markdown.File, faults *diag.List) []*outline {
	var list []*outline
	for i := range f.Headings {
		h := &f.Headings[i]
		kind := (*config.Kind)(nil)
		if h.Explicit {
			kind = s.cfg.KindOf(h.ID)
		}
		if kind == nil {
			s.checkAnchor(h, faults)
			continue
		}
		o := &outline{table: h.Attrs, Element: Element{ID: h.ID, Kind: kind, Title: h.Text, Heading: i}}
		r := record.Reader{Table: h.Attrs, Diags: &o.faults}
		o.Summary, o.was, o.aliases = summary(h, r.Text("summary"), f.Text), r.List("was"), r.List("aliases")
		s.rejectKeys(&o.faults, o.table, kind, false)
		s.finish(o, f)
		list = append(list, o)
	}
	return list
}

// finish reads what a kind's elements have.
func (s *surveyor) finish(o *outline, f *markdown.File) {
	o.Cite, o.address = cite(&o.Element), Permanent(o.ID)
	o.Names = s.names(o)
	s.readFields(o, f)
	r := record.Reader{Table: o.table, Diags: &o.faults}
	for _, rel := range s.cfg.Relations {
		if rel.Leads(o.Kind.Name) && r.Has(rel.Name) {
			o.relates = append(o.relates, relates{rel, r.List(rel.Name)})
		}
	}
	s.readProgress(o, f)
}

// names lists the words that refer to a glossary term: its title and its other
// names.
func (s *surveyor) names(o *outline) []string {
	if o.Kind.Use != config.Glossary {
		return nil
	}
	r := record.Reader{Table: o.table, Diags: &o.faults}
	names := []string{o.Title}
	if o.Heading >= 0 { // of a page, aliases are addresses that it had
		names = append(names, r.Texts("aliases")...)
	}
	for _, f := range o.Kind.Fields {
		if f.Names {
			names = append(names, r.Texts(f.Name)...)
		}
	}
	var list []string
	for _, n := range names {
		if foldTerm(n) != "" {
			list = append(list, n)
		}
	}
	return list
}
