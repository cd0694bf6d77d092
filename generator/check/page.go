package check

import (
	"strings"

	"trigpoint/generator/config"
	"trigpoint/generator/diag"
	"trigpoint/generator/markdown"
	"trigpoint/generator/site"
)

// remarks are what the rules find in one page. They depend on its file, on its
// kind of element and on site.toml alone.
type remarks struct {
	kind     *config.Kind // of the page's element, or nil
	diags    diag.List
	acronyms []acronym // that the page does not explain; the glossary may
}

// An acronym is where one stands.
type acronym struct {
	at   diag.Position
	word string
}

// A Memory keeps the remarks on each page from one run to the next. It is for one
// run at a time.
type Memory struct {
	cfg     *config.Config
	remarks map[*markdown.File]*remarks
}

// maxStale is how many pages that are no more a memory may hold.
const maxStale = 64

// read returns the remarks on every page, in their order.
func (m *Memory) read(s *site.Site) []*remarks {
	if m == nil {
		m = &Memory{}
	}
	if m.cfg != s.Config {
		*m = Memory{cfg: s.Config, remarks: map[*markdown.File]*remarks{}}
	}
	list := make([]*remarks, len(s.Pages))
	for i, p := range s.Pages {
		kind := (*config.Kind)(nil)
		if p.Element != nil {
			kind = p.Element.Kind
		}
		r := m.remarks[p.File]
		if r == nil || r.kind != kind {
			r = remark(s.Config, p, kind)
			m.remarks[p.File] = r
		}
		list[i] = r
	}
	if len(m.remarks) > len(s.Pages)+maxStale {
		m.remarks = make(map[*markdown.File]*remarks, len(s.Pages))
		for i, p := range s.Pages {
			m.remarks[p.File] = list[i]
		}
	}
	return list
}

// reading is one page being read.
type reading struct {
	remarks
	cfg *config.Config
}

// remark applies the rules for single pages.
func remark(cfg *config.Config, p *site.Page, kind *config.Kind) *remarks {
	r := reading{remarks{kind: kind}, cfg}
	r.sections(p)
	r.provenance(p)
	r.title(p)
	r.prose(p)
	return &r.remarks
}

// sections reports headings that the kind of a page's element requires.
func (r *reading) sections(p *site.Page) {
	if p.Element == nil {
		return
	}
	for _, want := range p.Element.Kind.Sections {
		if !hasHeading(p, want) {
			r.diags.Add(p.Element.Position(), "section-missing", "add ## "+want, "%s has no section %q", p.Element.ID, want)
		}
	}
}

func hasHeading(p *site.Page, words string) bool {
	for i := range p.File.Headings {
		if strings.EqualFold(strings.TrimSpace(p.File.Headings[i].Text), words) {
			return true
		}
	}
	return false
}

// provenance reports text that says it has sources and names none, and where
// a site wants it, pages that say nothing.
func (r *reading) provenance(p *site.Page) {
	m := &p.File.Meta
	switch {
	case m.Provenance == "sourced" && len(m.Sources) == 0:
		r.diags.Add(p.File.Front.KeyPosition("provenance"), "provenance", `add sources = ["…"]`, "the page is sourced and names no source")
	case m.Provenance == "" && m.Title != "" && (len(m.Waivers) > 0 || wants(r.cfg, "provenance-missing")):
		r.diags.Add(diag.Position{Path: p.Source(), Line: 1}, "provenance-missing", `add provenance = "sourced", "inference" or "illustrative"`,
			"the page does not say where its text comes from")
	}
}
