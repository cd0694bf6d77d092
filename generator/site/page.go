package site

import (
	"time"

	"trigpoint/generator/diag"
	"trigpoint/generator/markdown"
)

// A Page is one Markdown file in its place in the site.
type Page struct {
	File    *markdown.File
	Address string // slash-separated, from the root of the site
	Title   string
	Lang    string
	Kind    PageKind

	Document *Document // nil outside documents
	Parent   *Page     // nil for Home
	Children []*Page   // in order
	Prev     *Page     // in reading order, within the document
	Next     *Page

	survey   *survey
	place    int        // of its file among all, or -1
	Element  *Element   // that the front matter declares, or nil
	Declared []*Element // that headings declare, in order
	headings []*Element // parallel to File.Headings

	Refs       []Target    // parallel to File.Refs; the zero Target where a label is plain text
	Paragraphs []Paragraph // parallel to File.Paragraphs
	Results    []*Result   // parallel to File.Queries; nil where the query is faulty
	Mentions   []Mention   // of the page itself; those of elements are theirs
	mentioned  int         // how many there are to be

	Sources     []*Element // that the page names
	Publication Publication
	Window      Window
	Aliases     []string // addresses that the page had before
	aliasAt     []diag.Position
}

// PageKind says which layout serves a page that names none.
type PageKind int

// The kinds of page.
const (
	Plain PageKind = iota
	HomePage
	DocumentFront
	Section
)

// Source is the path of the page's file.
func (p *Page) Source() string { return p.File.Path }

// Summary is the sentence that stands below the title.
func (p *Page) Summary() string { return p.File.Meta.Summary }

// Heading returns the element that heading n declares, or nil.
func (p *Page) Heading(n int) *Element {
	if n < 0 || n >= len(p.headings) {
		return nil
	}
	return p.headings[n]
}

// Ancestors returns the pages above, Home first.
func (p *Page) Ancestors() []*Page {
	var up []*Page
	for a := p.Parent; a != nil; a = a.Parent {
		up = append([]*Page{a}, up...)
	}
	return up
}

// Target returns the page as a target.
func (p *Page) Target() Target { return Target{Page: p} }

// A Paragraph is a place in a page that can be cited.
type Paragraph struct {
	Anchor string // the fragment; empty where it has none
	Number string // what readers see and cite: "4", or "K7.1" in an element's section
}

// A Mention is a reference to something, seen from it.
type Mention struct {
	From *Page
	Ref  int // index into From.Refs
}

// A Document is one strategy document: an ordered tree of pages.
type Document struct {
	Name     string // of its folder
	Front    *Page
	Meta     *markdown.Document
	Pages    []*Page // in reading order, Front first
	Audience []*Element

	Implements, ImplementedBy []*Document
	Supersedes, SupersededBy  []*Document
}

// Title is the title of the document's front page.
func (d *Document) Title() string { return d.Front.Title }

// Updated is the day of the newest change, or of publication.
func (d *Document) Updated() time.Time {
	day := d.Meta.Published
	for _, c := range d.Meta.Changes {
		if c.Date.After(day) {
			day = c.Date
		}
	}
	return day
}
