package render

import (
	"slices"

	"trigpoint/generator/site"
	"trigpoint/generator/theme"
)

// partials are those that the renderer places on pages, whatever the layouts
// call. Copies take assets by another way: with .Style and .Script.
var partials = []string{
	"header", "footer", "nav", "element", "provenance", "moved", "redirect",
	"query/list", "query/matrix", "query/coverage", "query/map", "query/timeline",
}

// Parts lists the files of the theme that a page can be made of.
func (r *Renderer) Parts(p *site.Page) []theme.Part {
	placed := []string{"header", "footer", "nav"}
	if len(p.Declared) > 0 {
		placed = append(placed, "element")
	}
	for i := range p.File.Headings {
		if _, ok := p.File.Headings[i].Attrs.Get("provenance"); ok {
			placed = append(placed, "provenance")
		}
	}
	for _, q := range p.Results {
		if q != nil {
			placed = append(placed, "query/"+q.Query.Kind)
		}
	}
	slices.Sort(placed)
	return r.theme.Parts(r.layout(p), p.Lang, slices.Compact(placed))
}
