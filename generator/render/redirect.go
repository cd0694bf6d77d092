package render

import (
	"bytes"
	"fmt"

	"trigpoint/generator/output"
	"trigpoint/generator/site"
)

// RedirectView is what the partial "redirect" is given: a whole small page
// that leads on, on any host and from a disk, without script.
//
// A page that had places which are linked to does not lead on by itself: To has
// no Href, and Parts says where each place is now.
type RedirectView struct {
	*View
	To    Link
	Parts []OldPlaceView
}

// redirects lists the permanent addresses of elements, those of the ids they
// had before, and the addresses that pages had before.
func (r *Renderer) redirects() []output.File {
	files := make([]output.File, 0, len(r.site.Elements))
	for _, e := range r.site.Elements {
		files = append(files, r.redirect(e.Address(), e.Target(), e.Title))
		for _, id := range e.Was {
			files = append(files, r.redirect(site.Permanent(id), e.Target(), e.Title))
		}
	}
	for _, p := range r.site.Pages {
		for _, a := range p.Aliases {
			files = append(files, r.redirect(a, p.Target(), p.Title))
		}
	}
	return append(files, r.scattered()...)
}

// redirect is a page that leads on, unless something in it leads elsewhere.
func (r *Renderer) redirect(from string, to site.Target, title string) output.File {
	return output.File{Path: from, Render: func(w *bytes.Buffer) error {
		v := r.view(from, nil, to.Page.Lang)
		v.title = title
		return r.writeRedirect(w, v, RedirectView{v, Link{Href: v.href(to), Text: title}, v.oldPlaces(r.site.PlacesAt(from), "")})
	}}
}

// scattered lists the pages at addresses where nothing is any more, but in which
// places were linked to that are elsewhere now.
func (r *Renderer) scattered() []output.File {
	if len(r.site.OldPlaces) == 0 {
		return nil
	}
	stands := map[string]bool{}
	for _, p := range r.site.Pages {
		stands[p.Address] = true
		for _, a := range p.Aliases {
			stands[a] = true
		}
	}
	var files []output.File
	for _, o := range r.site.OldPlaces {
		if from := o.Address; !stands[from] {
			stands[from] = true
			files = append(files, output.File{Path: from, Render: func(w *bytes.Buffer) error {
				v := r.view(from, nil, o.To.Page.Lang)
				v.title = v.words.T("moved.title")
				return r.writeRedirect(w, v, RedirectView{v, Link{Text: v.title}, v.oldPlaces(r.site.PlacesAt(from), "")})
			}})
		}
	}
	return files
}

func (r *Renderer) writeRedirect(w *bytes.Buffer, v *View, content RedirectView) error {
	if err := r.theme.Partial(w, "redirect", content); err != nil {
		return fmt.Errorf("rendering %s: %w", v.here, err)
	}
	return v.err
}

// AwayView is what the partial "moved" is given, which stands at the end of a page
// that had places which are linked to.
type AwayView struct {
	*View
	Parts []OldPlaceView
}

// OldPlaceView is a place that was in a page and is elsewhere now.
type OldPlaceView struct {
	ID string // of the place, in the page that it was in
	To Link
}

// oldPlaces lists places; prefix stands before the ids of the page.
func (v *View) oldPlaces(list []site.OldPlace, prefix string) []OldPlaceView {
	var out []OldPlaceView
	for _, o := range list {
		to := v.pageLink(o.To.Page)
		if o.To.Element != nil {
			to = v.elementLink(o.To.Element)
		}
		out = append(out, OldPlaceView{prefix + o.Fragment, to})
	}
	return out
}
