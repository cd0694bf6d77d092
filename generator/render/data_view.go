package render

import (
	"bytes"
	"fmt"
)

// A DataGroup is some of the site's files for programs, as the page of open data
// offers them.
type DataGroup struct {
	Name  string // all, kinds, documents or feeds: of the words "data.NAME"
	Files []DataFile
}

// A DataFile is one of them. It is called by the words "data.NAME", or by the
// title of what it is about.
type DataFile struct{ Path, Name, Title, Format string }

// dataAddress is the address of the page that offers the files.
const dataAddress = "open-data.html"

// offersData tells whether the format has files for programs.
func (r *Renderer) offersData() bool {
	f, ok := r.format.(Web)
	return ok && len(f.Data) > 0
}

func (r *Renderer) dataPage(w *bytes.Buffer) error {
	v := r.view(dataAddress, nil, r.site.Config.Language)
	v.title = v.words.T("data.title")
	for _, g := range r.format.(Web).Data {
		v.Data = append(v.Data, v.dataOffers(g))
	}
	if err := r.theme.Execute(w, "data", v); err != nil {
		return fmt.Errorf("rendering %s: %w", dataAddress, err)
	}
	return v.err
}

// DataView is a part of the page of open data.
type DataView struct {
	Label string
	Files []DataOffer
}

// DataOffer is a file for programs.
type DataOffer struct {
	Href   string
	Label  string
	About  string // what is in it; empty where the label says so
	Format string // JSON, CSV …
}

func (v *View) dataOffers(g DataGroup) DataView {
	out := DataView{Label: v.words.T("data." + g.Name)}
	for _, f := range g.Files {
		o := DataOffer{Href: v.file(f.Path), Label: f.Title, Format: f.Format}
		if f.Name != "" {
			o.Label, o.About = v.words.T("data."+f.Name, f.Title), v.words.T("data."+f.Name+"-about")
		}
		out.Files = append(out.Files, o)
	}
	return out
}
