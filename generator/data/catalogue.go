package data

import (
	"path"
	"strings"
)

// A Group is some of the files of data that people may want, by what they are
// about: all, kinds, documents or feeds.
type Group struct {
	Name  string
	Files []Entry
}

// An Entry is one file. It has a name, for which the theme has words, or the
// title of what it is about, or both.
type Entry struct {
	Path   string
	Name   string
	Title  string
	Format string // as people call it
}

// PagePath is the page that offers the files to people.
const PagePath = "open-data.html"

// Catalogue lists the files for the page that offers them.
func (e *Emitter) Catalogue() []Group {
	if !e.open() {
		return nil
	}
	groups := []Group{e.whole(), {Name: "kinds"}, {Name: "documents"}, {Name: "feeds"}}
	for _, l := range e.site.Listings {
		groups[1].Files = append(groups[1].Files, Entry{Path: kindPath(l), Title: l.Kind.Plural, Format: "CSV"})
	}
	for _, d := range e.site.Documents {
		if planned(e.site, d) {
			groups[2].Files = append(groups[2].Files, Entry{Path: planPath(d), Title: d.Title(), Format: "StratML, Part 2"},
				Entry{Path: planOnePath(d), Title: d.Title(), Format: "StratML, Part 1 (ISO 17469-1)"})
		}
		if e.hasFeed(d) {
			groups[3].Files = append(groups[3].Files, Entry{Path: documentFeed(d), Title: d.Title(), Format: "Atom"})
		}
	}
	if e.hasFeed(e.site.Documents...) {
		groups[3].Files = append([]Entry{{Path: seriesFeed, Title: e.site.Config.Title, Format: "Atom"}}, groups[3].Files...)
	}
	var out []Group
	for _, g := range groups {
		if len(g.Files) > 0 {
			out = append(out, g)
		}
	}
	return out
}

// whole lists the files that every site has.
func (e *Emitter) whole() Group {
	g := Group{Name: "all", Files: []Entry{
		{Path: graphPath, Name: "graph", Format: "JSON"}, {Path: schemaPath, Name: "schema", Format: "JSON Schema"},
	}}
	if len(e.site.Elements) > 0 {
		first := e.site.Elements[0]
		g.Files = append(g.Files, Entry{Path: twinPath(first), Name: "twin", Title: first.ID, Format: "JSON"})
	}
	for _, t := range e.general() {
		g.Files = append(g.Files, Entry{Path: t.path, Name: strings.TrimSuffix(path.Base(t.path), ".csv"), Format: "CSV"})
	}
	g.Files = append(g.Files, Entry{Path: metadataPath, Name: "metadata", Format: "CSV on the Web"})
	return g
}
