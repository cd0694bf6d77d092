package render

import (
	"slices"
	"strings"

	"trigpoint/generator/site"
)

// SiteView is the site as every page sees it.
type SiteView struct {
	Title     string
	Summary   string
	Publisher string
	Licence   string
	Home      Link
	Documents []*DocumentView // in reading order
	Pages     []Link          // at the top level, outside documents
	Listings  []ListingLink   // one for each kind of element
	Lang      string          // the language of the site, as a BCP 47 tag
	Changes   Link            // the change log of the series
	AZ        Link            // the A–Z index
	Coverage  *CoverageSum    // what the coverage rules found; nil where there are none
	Data      Link            // the page of open data; no Href where there is none
	Downloads Link            // the page that offers all copies; no Href where there are none
	Copies    []CopyOffer     // off-line copies of the whole series
	Sums      Link            // the file of their checksums; no Href where they are not made yet
	StatusDay DateView        // the day that status is derived for; empty where nothing has a status
	Drafts    bool            // the site shows what is not published
	Params    map[string]any  // of the theme
}

func (r *Renderer) siteView(v *View) *SiteView {
	c := r.site.Config
	s := &SiteView{Title: c.Title, Summary: c.Summary, Publisher: c.Publisher, Licence: c.Licence,
		Home:    Link{Href: v.href(r.site.Home.Target()), Text: c.Title},
		Changes: v.namedLink(changesAddress, "changes.title"),
		AZ:      v.namedLink(site.AZAddress, "az.title"),
		Lang:    c.Language, Drafts: r.site.Drafts, Params: r.theme.Params}
	if slices.ContainsFunc(r.site.Listings, func(l *site.Listing) bool { return l.Kind.Progress != nil && len(l.Elements) > 0 }) {
		s.StatusDay = v.date(r.site.StatusDay)
	}
	if r.offersData() {
		s.Data = v.namedLink(dataAddress, "data.title")
	}
	if len(r.copies) > 0 {
		s.Downloads = v.namedLink(DownloadsAddress, "copies.title")
		s.Copies, s.Sums = v.offers(nil), v.sums()
	}
	s.Coverage = v.siteCoverage()
	for i, d := range r.site.Documents {
		s.Documents = append(s.Documents, r.documentView(v, d, i))
	}
	for _, p := range r.site.Home.Children {
		if p.Kind != site.DocumentFront {
			s.Pages = append(s.Pages, v.pageLink(p))
		}
	}
	for _, l := range r.site.Listings {
		s.Listings = append(s.Listings, v.listingLink(l))
	}
	return s
}

// ListingLink leads to the list of all elements of a kind.
type ListingLink struct {
	Link
	Count int // of the elements
}

func (v *View) listingLink(l *site.Listing) ListingLink {
	to := Link{Href: v.href(site.Target{Listing: l}), Text: l.Kind.Plural, Kind: l.Kind.Name}
	return ListingLink{to, len(l.Elements)}
}

// DocumentView is a document of the series.
type DocumentView struct {
	Link
	Stage      string
	State      string // draft, consultation, published, superseded, withdrawn
	StateLabel string
	Edition    string
	Published  DateView
	Updated    DateView
	Authors    []string
	Audience   []Link
	Numbered   bool // paragraphs show their numbers
	MorePages  int  // how many more there are than in Pages
	Changes    []ChangeView
	Copies     []CopyOffer // off-line copies of this document

	Implements, ImplementedBy []Link
	Supersedes, SupersededBy  []Link

	view     *View
	document *site.Document
	number   int // its place in the series
}

// mostPages is how many pages of a document are shown beside others.
const mostPages = 24

// Pages are those directly below its front that a reader can take in at once.
// They are listed when they are asked for: each folder has a view of each
// document, and most want no more than its name.
func (d *DocumentView) Pages() []Link {
	var out []Link
	for _, p := range d.document.Front.Children[:min(mostPages, len(d.document.Front.Children))] {
		out = append(out, d.view.pageLink(p))
	}
	return out
}

// Coverage is what the rules found in it; nil where they ask nothing of it.
func (d *DocumentView) Coverage() *CoverageSum {
	return d.view.documentCoverage(d.document, d.number)
}

func (r *Renderer) documentView(v *View, d *site.Document, number int) *DocumentView {
	m := d.Meta
	out := &DocumentView{view: v, document: d, number: number, Link: v.pageLink(d.Front), Stage: v.words.Or("stage", m.Stage), State: m.State,
		StateLabel: v.words.Or("state", m.State), Edition: m.Edition, Published: v.date(m.Published),
		Updated: v.date(d.Updated()), Authors: m.Authors, Audience: v.elementLinks(d.Audience), Numbered: m.Numbered,
		Changes:    r.changeViews(v, d),
		Copies:     v.offers(d),
		Implements: v.documentLinks(d.Implements), ImplementedBy: v.documentLinks(d.ImplementedBy),
		Supersedes: v.documentLinks(d.Supersedes), SupersededBy: v.documentLinks(d.SupersededBy)}
	out.MorePages = max(len(d.Front.Children)-mostPages, 0)
	sortChanges(out.Changes)
	return out
}

func (v *View) documentLinks(list []*site.Document) []Link {
	var out []Link
	for _, d := range list {
		out = append(out, v.pageLink(d.Front))
	}
	return out
}

// ChangeView is an entry of a change log.
type ChangeView struct {
	Date     DateView
	Document Link
	Major    bool
	Note     string
}

func (r *Renderer) changeViews(v *View, d *site.Document) []ChangeView {
	var out []ChangeView
	for _, c := range d.Meta.Changes {
		out = append(out, ChangeView{v.date(c.Date), v.pageLink(d.Front), c.Major, c.Note})
	}
	return out
}

// sortChanges puts the newest first.
func sortChanges(list []ChangeView) {
	slices.SortStableFunc(list, func(a, b ChangeView) int { return strings.Compare(b.Date.ISO, a.Date.ISO) })
}
