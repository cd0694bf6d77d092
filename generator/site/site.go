// Package site links compiled files into a Site: documents, ordered pages,
// elements, relations and their inverses, mentions, numbers, statuses, the
// results of query blocks and of coverage rules.
//
// A Site is complete when New returns it and is never changed afterwards.
// Every reference in it leads to a Target, never to an address: addresses are
// a matter of the format that is written. What is not to be published is left
// out here, once, for everything that comes after. Rules that judge a complete
// site are in package check.
package site

import (
	"maps"
	"slices"
	"time"

	"trigpoint/generator/config"
	"trigpoint/generator/diag"
	"trigpoint/generator/markdown"
)

// Input is what a site is made of.
type Input struct {
	Config *config.Config
	Files  []*markdown.File // in order of their paths
	Assets []*Asset         // the files beside the Markdown, in order of their paths
	Now    time.Time        // the moment of the build, which decides what is published
	Drafts bool             // include what is not published, marked
	Lock   *Lock            // what was published before; nil: nothing is recorded
	Memory *Memory          // of the linking before, or nil
}

// ContentDir is the folder of the Markdown files, as it stands in their paths.
const ContentDir = "content"

// A Site is the whole, linked.
type Site struct {
	Config    *config.Config
	Now       time.Time
	StatusDay time.Time // the day that status and delay are derived for
	Home      *Page
	Pages     []*Page     // in reading order, Home first
	Documents []*Document // in reading order
	Elements  []*Element  // by kind in site.toml's order, then by id
	Listings  []*Listing  // one for each kind that has elements
	Assets    []*Asset    // those that published pages refer to
	Coverage  []*CoverageResult
	OldPlaces []OldPlace // places in pages that have moved, by address and fragment
	Hidden    []Hidden   // what is left out, and until when
	Drafts    bool

	// Incomplete: a page could not be read, so that nothing can be said about
	// what is missing.
	Incomplete bool

	elements map[string]*Element
	was      map[string]*Element
	lost     map[string]bool // see LostIDs
	places   map[string]int  // of the files, by their paths; see Memory
	byPlace  []*Page         // pages in the order of the files; nil where a page is hidden
}

// Element returns the element with the id, or nil.
func (s *Site) Element(id string) *Element { return s.elements[id] }

// Page returns the page of a source file, or nil.
func (s *Site) Page(source string) *Page {
	if s.Home != nil && source == s.Home.Source() { // nobody may have written it
		return s.Home
	}
	if i, ok := s.places[source]; ok {
		return s.byPlace[i]
	}
	return nil
}

// LostIDs lists the ids that pages which cannot be read seem to have, sorted.
func (s *Site) LostIDs() []string { return slices.Sorted(maps.Keys(s.lost)) }

// Kind returns the elements of a kind, in order.
func (s *Site) Kind(name string) []*Element {
	for _, l := range s.Listings {
		if l.Kind.Name == name {
			return l.Elements
		}
	}
	return nil
}

// A Listing is the page that lists all elements of one kind.
type Listing struct {
	Kind     *config.Kind
	Address  string
	Elements []*Element
}

// An Asset is a file beside the Markdown.
type Asset struct {
	Path          string // of the source
	Address       string // in the site
	Size          int64
	Width, Height int // of an image in pixels, or 0
}

// Hidden is a page that is not published.
type Hidden struct {
	Source string
	Title  string
	Why    Publication
	Window
}

// New links the input. The diagnostics are those that arise from linking, not
// those of the files themselves.
func New(in Input) (*Site, diag.List) {
	if in.Memory == nil {
		in.Memory = &Memory{}
	}
	l := &linker{in: in, cfg: in.Config, budget: suggestionBudget, site: &Site{
		Config: in.Config, Now: in.Now, StatusDay: statusDay(in), Drafts: in.Drafts,
		elements: make(map[string]*Element, len(in.Files)), was: map[string]*Element{},
	}}
	l.surveyor = &surveyor{l.cfg, l.site.StatusDay, map[known][]string{}}
	l.arrange()
	l.declare()
	l.keepPlaces()
	l.order()
	l.relate()
	l.resolve()
	l.cover()
	l.query()
	l.checkPlaces()
	l.checkAddresses()
	l.compareLock()
	return l.site, l.diags
}

// statusDay is the day set in site.toml, or that of the build in its zone.
func statusDay(in Input) time.Time {
	if d := in.Config.StatusDate; !d.IsZero() {
		return d
	}
	y, m, d := in.Now.In(in.Config.Zone).Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
}

// linker is the state of one linking. Its passes run in the order of New.
type linker struct {
	in    Input
	cfg   *config.Config
	site  *Site
	diags diag.List

	surveyor *surveyor
	room     room

	hidden    map[string]Publication // sources, ids and terms that are not published, and why
	budget    int                    // comparisons that suggestions may still cost
	folders   map[string]*Page       // section pages by their folder
	folded    map[string]string      // lower-case source → source; see foldedPaths
	assets    map[string]*Asset      // by source path
	terms     map[string]*Element    // glossary terms by their folded names
	ids       map[string][]string    // lower-case id → ids; see foldedIDs
	documents map[string]*Document   // by folder
}
