package build

import (
	"fmt"
	"slices"

	"trigpoint/generator/diag"
	"trigpoint/generator/render"
	"trigpoint/generator/site"
	"trigpoint/generator/theme"
)

// Explain finds a page by its source file or its address and lists the files
// of the theme that it can be made of, whatever is wrong with the content. The
// page is nil if the theme has errors.
func (b *Builder) Explain(o Options, name string) (*Result, *site.Page, []theme.Part, error) {
	res, err := b.Check(o)
	if err != nil {
		return nil, nil, nil, err
	}
	t, faults, err := b.loadTheme(res.Config)
	res.Diags = faults.Sorted()
	if err != nil || res.Failed() {
		return res, nil, nil, err
	}
	p, err := findPage(res.Site, name)
	if err != nil {
		return res, nil, nil, err
	}
	r, err := render.New(res.Site, t, render.Web{})
	if err != nil {
		return res, nil, nil, err
	}
	return res, p, r.Parts(p), nil
}

func findPage(s *site.Site, name string) (*site.Page, error) {
	var names []string
	for _, p := range s.Pages {
		if p.Source() == name || p.Address == name {
			return p, nil
		}
		names = append(names, p.Source(), p.Address)
	}
	slices.Sort(names)
	hint := diag.DidYouMean(name, names)
	if hint == "" {
		hint = "name its file, such as " + s.Home.Source() + ", or its address"
	}
	return nil, fmt.Errorf("there is no page %q; %s", name, hint)
}
