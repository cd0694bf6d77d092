// Package check holds the rules that judge a complete site: cardinality,
// counts, circles, replaced documents, expired contacts, required sections,
// coverage, provenance and plain language.
//
// It changes nothing and knows no kind by name. Faults of a single file are
// found when it is compiled, and references that lead nowhere when the site is
// linked; Run does not repeat them.
package check

import (
	"strings"

	"trigpoint/generator/config"
	"trigpoint/generator/diag"
	"trigpoint/generator/markdown"
	"trigpoint/generator/site"
)

// Run applies every rule. m keeps what the rules find in single pages for the next
// run; it saves time and decides nothing, and may be nil.
func Run(s *site.Site, m *Memory) diag.List {
	c := &checker{site: s}
	if !s.Incomplete {
		c.counts()
		c.coverage()
		c.unusedTerms()
	}
	c.cardinalities()
	c.circles()
	c.replaced()
	c.contact()
	remarks := m.read(s)
	alone := wants(s.Config, "page-alone")
	for i, p := range s.Pages {
		r := remarks[i]
		c.diags = append(c.diags, r.diags...)
		for _, a := range r.acronyms {
			c.acronym(a.at, a.word)
		}
		if alone || len(p.File.Meta.Waivers) > 0 {
			c.alone(p)
		}
	}
	return c.diags
}

type checker struct {
	site  *site.Site
	diags diag.List
	known map[string]bool // acronyms that the glossary or site.toml explains
}

// wants tells whether the site wants to hear of a code. What it does not want is
// still looked for in pages with waivers, which may waive it.
func wants(cfg *config.Config, code diag.Code) bool {
	severity, set := cfg.Severities[code]
	if !set {
		severity = diag.DefaultSeverity(code)
	}
	return severity != diag.Off
}

// Waive takes out of the list what pages have waived with a reason, and adds
// waivers without a reason and those that waived nothing.
func Waive(s *site.Site, list diag.List) diag.List {
	waivers := map[string]map[diag.Code]bool{} // source → code → used
	for _, p := range s.Pages {
		for _, w := range p.File.Meta.Waivers {
			if waivers[p.Source()] == nil {
				waivers[p.Source()] = map[diag.Code]bool{}
			}
			waivers[p.Source()][waived(s, w)] = false
		}
	}
	out := make(diag.List, 0, len(list))
	for _, d := range list {
		used := waivers[d.Position.Path]
		if _, ok := used[d.Code]; ok && !diag.Fixed(d.Code) {
			used[d.Code] = true
			continue
		}
		out = append(out, d)
	}
	for _, p := range s.Pages {
		for _, w := range p.File.Meta.Waivers {
			checkWaiver(s, p, w, waivers[p.Source()], &out)
		}
	}
	return out
}

// waived is the code that a waiver names; a coverage rule may go without its
// prefix.
func waived(s *site.Site, w markdown.Waiver) diag.Code {
	for _, r := range s.Config.Coverage {
		if r.Name == w.Rule {
			return r.Code()
		}
	}
	return diag.Code(w.Rule)
}

func checkWaiver(s *site.Site, p *site.Page, w markdown.Waiver, used map[diag.Code]bool, out *diag.List) {
	code := waived(s, w)
	switch {
	case strings.TrimSpace(w.Reason) == "":
		out.Add(w.Position(), "waiver-reason", "say why, in a sentence", "the waiver of %s gives no reason", w.Rule)
	case !known(s, code):
		out.Add(w.Position(), "value-unknown", diag.DidYouMean(w.Rule, rules(s)), "no rule %q", w.Rule)
	case !used[code] && !waivesCoverage(s, p, code):
		out.Add(w.Position(), "waiver-stale", "take it out", "nothing here needs the waiver of %s any more", w.Rule)
	}
}

func known(s *site.Site, code diag.Code) bool {
	for _, r := range s.Config.Coverage {
		if r.Code() == code {
			return true
		}
	}
	return diag.Known(code) && !strings.HasPrefix(string(code), diag.CoveragePrefix)
}

// rules lists what can be waived.
func rules(s *site.Site) []string {
	var names []string
	for _, r := range s.Config.Coverage {
		names = append(names, r.Name)
	}
	for _, c := range diag.Codes() {
		if !c.Fixed {
			names = append(names, string(c.Code))
		}
	}
	return names
}

// waivesCoverage tells whether a coverage rule has accepted a waiver of the
// page.
func waivesCoverage(s *site.Site, p *site.Page, code diag.Code) bool {
	for _, c := range s.Coverage {
		for _, it := range c.Items {
			if c.Rule.Code() == code && it.State == site.Waived && it.Element.Page == p {
				return true
			}
		}
	}
	return false
}
