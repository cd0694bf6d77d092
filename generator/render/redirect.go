package render

import (
	"bytes"
	"fmt"

	"trigpoint/generator/output"
	"trigpoint/generator/site"
)

// RedirectView is what the partial "redirect" is given: a whole small page
// that leads on, on any host and from a disk, without script.
type RedirectView struct {
	*View
	To Link
}

// redirects lists the permanent addresses of elements, those of the ids they
// had before, and the addresses that pages had before.
func (r *Renderer) redirects() []output.File {
	var files []output.File
	for _, e := range r.site.Elements {
		for _, id := range append([]string{e.ID}, e.Was...) {
			files = append(files, r.redirect(site.Permanent(id), e.Target(), e.Title))
		}
	}
	for _, p := range r.site.Pages {
		for _, a := range p.Aliases {
			files = append(files, r.redirect(a, p.Target(), p.Title))
		}
	}
	return files
}

func (r *Renderer) redirect(from string, to site.Target, title string) output.File {
	return output.File{Path: from, Render: func(w *bytes.Buffer) error {
		v := r.view(from, nil, to.Page.Lang)
		v.title = title
		if err := r.theme.Partial(w, "redirect", RedirectView{v, Link{Href: v.href(to), Text: title}}); err != nil {
			return fmt.Errorf("rendering %s: %w", from, err)
		}
		return nil
	}}
}
