package site

import (
	"strings"

	"golang.org/x/text/unicode/norm"

	"trigpoint/generator/diag"
	"trigpoint/generator/markdown"
)

// checkAddresses reports two things that would be written to one file, on the
// least discerning file system: case and Unicode normalisation do not count.
func (l *linker) checkAddresses() {
	taken := make(map[string]diag.Position, len(l.site.Pages)+len(l.site.Elements))
	for _, p := range l.site.Pages {
		l.take(taken, p.Address, diag.Position{Path: p.Source()})
	}
	for _, e := range l.site.Elements {
		l.take(taken, e.Address(), e.at)
		for _, id := range e.Was {
			l.take(taken, Permanent(id), e.at)
		}
	}
	for _, list := range l.site.Listings {
		l.take(taken, list.Address, diag.Position{Path: "site.toml"})
	}
	for _, a := range l.site.Assets {
		l.take(taken, a.Address, diag.Position{Path: a.Path})
	}
	for _, p := range l.site.Pages {
		for i, a := range p.Aliases {
			at := p.File.Front.KeyPosition("aliases")
			if i < len(p.File.Meta.Aliases) {
				at = p.File.Meta.Aliases[i].Position()
			}
			l.take(taken, a, at)
		}
	}
}

func (l *linker) take(taken map[string]diag.Position, address string, at diag.Position) {
	key := strings.ToLower(norm.NFC.String(address))
	if other, ok := taken[key]; ok {
		l.diags = append(l.diags, diag.Diagnostic{Position: at, Severity: diag.Error, Code: "address-duplicate",
			Message: "the address " + address + " is taken", Hint: "rename one of the two", Related: []diag.Position{other}})
		return
	}
	taken[key] = at
}

func slug(s string) string { return markdown.Slug(s) }
