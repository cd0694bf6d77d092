// Package data writes a linked site as open data, for programs: the whole model
// as JSON with its schema, tables as CSV with their metadata, and a JSON twin of
// each element.
//
// It writes what the site says and adds nothing: no dates of its own, no
// addresses outside the site, nothing that is not published. Pages for people
// are the business of package render, where files lie on a host that of package
// output. What the formats mean is written down in docs/data.md.
package data

import (
	"bytes"
	"encoding/json"
	"slices"
	"sync"

	"trigpoint/generator/card"
	"trigpoint/generator/output"
	"trigpoint/generator/site"
)

// An Emitter writes the data of one site. It can be used from many goroutines
// at once.
type Emitter struct {
	site    *site.Site
	base    string // absolute, with a slash at its end, or empty
	colours card.Colours

	covered func() map[*site.Element][]coverage // what the rules found, by element
}

// New returns an emitter. base is the absolute address of the site, with a slash
// at its end, or empty where it has none: then all addresses are relative.
// The colours are those of the icon and the card.
func New(s *site.Site, base string, c card.Colours) *Emitter {
	e := &Emitter{site: s, base: base, colours: c}
	e.covered = sync.OnceValue(e.coverage)
	return e
}

// Files lists all files of data, or those alone that hosts and browsers read,
// where site.toml wants no others. None is made before it is asked for.
func (e *Emitter) Files() []output.File {
	if !e.open() {
		return slices.Concat(e.hosts(), e.pictures())
	}
	files := []output.File{
		encoded(graphPath, func() any { return e.graph() }),
		output.Bytes(schemaPath, schema()),
	}
	for _, el := range e.site.Elements {
		files = append(files, encoded(twinPath(el), func() any { return e.twin(el) }))
	}
	return slices.Concat(files, e.tables(), e.plans(), e.feeds(), e.Sitemaps(), e.hosts(), e.pictures())
}

// open tells whether the site has data for programs.
func (e *Emitter) open() bool { return e.site.Config.Data }

// publisher is who publishes the site, or its title.
func (e *Emitter) publisher() string {
	if p := e.site.Config.Publisher; p != "" {
		return p
	}
	return e.site.Config.Title
}

// encoded is a file that holds a value as JSON. What could end a script element
// is escaped, so the text can stand in a page.
func encoded(path string, value func() any) output.File {
	return output.File{Path: path, Render: func(b *bytes.Buffer) error {
		enc := json.NewEncoder(b)
		enc.SetIndent("", " ")
		return enc.Encode(value())
	}}
}
