// Package pack makes off-line copies of a linked site: a zip of the web site,
// and, for each document and for the series, a single HTML file, an EPUB and a
// PDF. A file each.
//
// A copy says the same as the site, with the same numbers and ids: it is the
// same rendering with other addresses (a render.Format each). What a format has
// decided about links is carried out while the copy is bound: see bind.go. A
// copy holds no other copy, so the zip has no downloads in it.
//
// Copies are values that are made when they are asked for, straight into a
// writer. They know no clock; archives carry a fixed date. Only browser.go,
// which drives a browser, and shelf.go, which keeps copies on the disk until they are
// written, touch anything outside.
package pack

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"time"

	"trigpoint/generator/output"
	"trigpoint/generator/render"
	"trigpoint/generator/site"
	"trigpoint/generator/theme"
)

// Dir is the folder of the copies, in the site.
const Dir = "downloads"

// The formats of copies, as site.toml and --formats name them.
const (
	Zip  = "zip"
	HTML = "html"
	EPUB = "epub"
	PDF  = "pdf"
)

// Input is what copies are made of.
type Input struct {
	Site    *site.Site
	Theme   *theme.Theme
	Base    string        // absolute address of the site with a slash at its end, or empty
	Files   []output.File // the web site without copies
	Asset   func(*site.Asset) ([]byte, error)
	Formats []string
	Browser *Browser // prints PDFs; nil: there are none
}

// A Copy is one file to download.
type Copy struct {
	render.Copy
	Stream func(io.Writer) error
}

// List lists the copies of the formats asked for: those of the series first,
// then those of each document. None is made yet.
func List(in Input) []Copy {
	b := binding{in}
	names := newNames(in.Site)
	var out []Copy
	add := func(format string, vol *render.Volume, stream func(io.Writer) error) {
		if slices.Contains(in.Formats, format) {
			path := Dir + "/" + names.of(vol.Document) + "." + format
			out = append(out, Copy{render.Copy{Path: path, Format: format, Document: vol.Document}, stream})
		}
	}
	for i, vol := range volumes(in) {
		if i == 0 {
			add(Zip, vol, b.zip)
		}
		add(HTML, vol, func(w io.Writer) error { return b.single(w, vol, nil) })
		add(EPUB, vol, func(w io.Writer) error { return b.epub(w, vol) })
		if in.Browser != nil {
			add(PDF, vol, func(w io.Writer) error { return b.pdf(w, vol) })
		}
	}
	return out
}

// volumes lists what is bound: the series, then each document.
func volumes(in Input) []*render.Volume {
	out := []*render.Volume{{Pages: in.Site.Pages, Address: in.Base}}
	for _, d := range in.Site.Documents {
		out = append(out, &render.Volume{Document: d, Pages: d.Pages, Address: in.Base})
	}
	return out
}

// Offers are the copies as pages offer them.
func Offers(copies []Copy) []render.Copy {
	var out []render.Copy
	for _, c := range copies {
		out = append(out, c.Copy)
	}
	return out
}

// Files are the copies as files of the output and, once they are made, their
// sums in the form that sha256sum checks.
func Files(copies []Copy) []output.File {
	var out []output.File
	var sums bytes.Buffer
	for _, c := range copies {
		out = append(out, output.File{Path: c.Path, Stream: c.Stream})
		if c.Sum != "" {
			fmt.Fprintf(&sums, "%s  %s\n", c.Sum, c.Path[len(Dir)+1:])
		}
	}
	if sums.Len() > 0 {
		out = append(out, output.Bytes(Dir+"/SHA256SUMS", sums.Bytes()))
	}
	return out
}

// binding makes copies from one input.
type binding struct{ Input }

// stamp is the date of every file in an archive: the first that zip can hold.
func stamp() time.Time { return time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC) }
