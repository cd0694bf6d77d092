package render

import (
	"bytes"
	"html/template"

	"trigpoint/generator/site"
)

// A Header writes what the head of a page says to programs. It is given the
// page's address and title, the page of a file or nil, and the link from there to
// a file.
type Header func(w *bytes.Buffer, address, title string, p *site.Page, link func(to string) string)

// Head is what stands in the head for programs: links to other forms of the
// page, what is shown where somebody shares it. Copies have none.
func (v *View) Head() template.HTML { return written(v.writeHead) }

func (v *View) writeHead(w *bytes.Buffer) {
	f, ok := v.renderer.format.(Web)
	if !ok || f.Header == nil {
		return
	}
	var p *site.Page
	if v.Page != nil {
		p = v.Page.page
	}
	f.Header(w, v.here, v.Title(), p, v.file)
}

// Policy is the Content-Security-Policy of the page, or empty where there is
// none, as in copies that hold everything in one file.
func (v *View) Policy() string {
	f, _ := v.renderer.format.(Web)
	return f.Policy
}
