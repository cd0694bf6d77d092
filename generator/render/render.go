// Package render writes a linked site as web files: pages, listings,
// redirects, the change log, style sheets. Each file is a value that makes its
// bytes when it is asked for.
//
// A Format gives targets their addresses; the same compiled bodies serve every
// format. What layouts are given is in view.go and its neighbours, and written
// down for theme authors in themes/fieldbook/README.md.
package render

import (
	"bytes"
	"fmt"
	"strings"
	"sync"

	"trigpoint/generator/markdown"
	"trigpoint/generator/output"
	"trigpoint/generator/site"
	"trigpoint/generator/theme"
)

// A Renderer renders one site with one theme in one format. It can be used
// from many goroutines at once.
type Renderer struct {
	site   *site.Site
	theme  *theme.Theme
	format Format
	code   []theme.Asset // style sheets for highlighted code: light, dark
	copies []Copy        // that pages offer

	mu     sync.Mutex
	shells map[shellKey]*shell
}

// New returns a renderer.
func New(s *site.Site, t *theme.Theme, f Format) (*Renderer, error) {
	r := &Renderer{site: s, theme: t.WithMethods(methods), format: f, shells: map[shellKey]*shell{}}
	for _, scheme := range []struct{ name, param, style string }{
		{"code-light.css", "code_light", "modus-operandi"}, {"code-dark.css", "code_dark", "modus-vivendi"},
	} {
		style, _ := t.Params[scheme.param].(string)
		if style == "" {
			style = scheme.style
		}
		css, err := markdown.CodeStyle(style)
		if err != nil {
			return nil, err
		}
		r.code = append(r.code, theme.NewAsset(scheme.name, css))
	}
	return r, nil
}

// Files lists everything that the site has as a web site. assets gives the
// content of the files beside the Markdown.
func (r *Renderer) Files(assets func(*site.Asset) ([]byte, error)) []output.File {
	files := make([]output.File, 0, len(r.site.Pages)+len(r.site.Elements)+len(r.site.Listings)+16)
	code := false
	for _, p := range r.site.Pages {
		code = code || p.File.HasCode
		files = append(files, output.File{Path: p.Address, Render: func(w *bytes.Buffer) error { return r.Page(w, p) }})
	}
	for _, l := range r.site.Listings {
		files = append(files, output.File{Path: l.Address, Render: func(w *bytes.Buffer) error { return r.listing(w, l) }})
	}
	files = append(files, r.redirects()...)
	files = append(files,
		output.File{Path: changesAddress, Render: r.changes},
		output.File{Path: notFoundAddress, Render: r.notFound})
	files = append(files, r.azFiles()...)
	if len(r.site.Coverage) > 0 {
		files = append(files, output.File{Path: site.CoverageAddress, Render: r.coverage})
	}
	if r.offersData() {
		files = append(files, output.File{Path: dataAddress, Render: r.dataPage})
	}
	if len(r.copies) > 0 {
		files = append(files, output.File{Path: DownloadsAddress, Render: r.downloads})
	}
	for _, a := range r.theme.Linked(partials) {
		files = append(files, output.Bytes(a.Path, a.Content))
	}
	if code {
		for _, a := range r.code {
			files = append(files, output.Bytes(a.Path, a.Content))
		}
	}
	for _, a := range r.site.Assets {
		files = append(files, asset(a, assets))
	}
	return files
}

func asset(a *site.Asset, content func(*site.Asset) ([]byte, error)) output.File {
	return output.File{Path: a.Address, Render: func(w *bytes.Buffer) error {
		b, err := content(a)
		w.Write(b)
		return err
	}}
}

// Page writes the page of a Markdown file.
func (r *Renderer) Page(w *bytes.Buffer, p *site.Page) error {
	v := r.view(p.Address, p.Document, p.Lang)
	v.Page = r.pageView(v, p)
	if v.err != nil {
		return fmt.Errorf("rendering %s: %w", p.Source(), v.err)
	}
	if err := r.theme.Execute(w, r.layout(p), v); err != nil {
		return fmt.Errorf("rendering %s: %w", p.Source(), err)
	}
	return v.err
}

// layout chooses the layout of a page: the one it names, that of its kind of
// element, or that of its place in the site.
func (r *Renderer) layout(p *site.Page) string {
	if name := p.File.Meta.Layout; name != "" && r.theme.HasLayout(name) {
		return name
	}
	if e := p.Element; e != nil && r.theme.HasLayout("kind/"+e.Kind.Name) {
		return "kind/" + e.Kind.Name
	}
	name := pageKind(p)
	if r.theme.HasLayout(name) {
		return name
	}
	return "page"
}

// pageKind is the word for a page's place in the site.
func pageKind(p *site.Page) string {
	switch p.Kind {
	case site.HomePage:
		return "home"
	case site.DocumentFront:
		return "document"
	case site.Section:
		return "section"
	}
	return "page"
}

// listing writes the page that lists all elements of a kind.
func (r *Renderer) listing(w *bytes.Buffer, l *site.Listing) error {
	v := r.view(l.Address, nil, r.site.Config.Language)
	v.Listing = r.listingView(v, l)
	v.title = l.Kind.Plural
	if err := r.theme.Execute(w, "listing", v); err != nil {
		return fmt.Errorf("rendering %s: %w", l.Address, err)
	}
	return v.err
}

// changesAddress is the address of the change log of the series.
const changesAddress = "changes.html"

func (r *Renderer) changes(w *bytes.Buffer) error {
	v := r.view(changesAddress, nil, r.site.Config.Language)
	for _, d := range r.site.Documents {
		v.Changes = append(v.Changes, r.changeViews(v, d)...)
	}
	sortChanges(v.Changes)
	v.title = v.words.T("changes.title")
	if err := r.theme.Execute(w, "changes", v); err != nil {
		return fmt.Errorf("rendering %s: %w", changesAddress, err)
	}
	return v.err
}

// notFoundAddress is the page that hosts show for an address that is not
// there, whatever its depth: its links begin at the site's base path.
const notFoundAddress = "404.html"

func (r *Renderer) notFound(w *bytes.Buffer) error {
	v := r.view(notFoundAddress, nil, r.site.Config.Language)
	v.title = v.words.T("missing.title")
	if err := r.theme.Execute(w, "404", v); err != nil {
		return fmt.Errorf("rendering %s: %w", notFoundAddress, err)
	}
	return v.err
}

// dir is the folder of an address, "" at the root.
func dir(address string) string { return address[:max(0, strings.LastIndexByte(address, '/'))] }
