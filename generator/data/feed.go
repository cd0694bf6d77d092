package data

import (
	"cmp"
	"encoding/xml"
	"fmt"
	"path"
	"slices"
	"time"

	"trigpoint/generator/output"
	"trigpoint/generator/site"
)

// seriesFeed is the feed of the whole series.
const seriesFeed = "feed.xml"

// documentFeed is the feed of one document.
func documentFeed(d *site.Document) string { return path.Join(path.Dir(d.Front.Address), "feed.xml") }

// feed is an Atom feed (RFC 4287).
type feed struct {
	XMLName  xml.Name   `xml:"http://www.w3.org/2005/Atom feed"`
	Lang     string     `xml:"http://www.w3.org/XML/1998/namespace lang,attr"`
	Title    string     `xml:"title"`
	Subtitle string     `xml:"subtitle,omitempty"`
	ID       string     `xml:"id"`
	Updated  string     `xml:"updated"`
	Author   feedAuthor `xml:"author"`
	Rights   string     `xml:"rights,omitempty"`
	Links    []feedLink `xml:"link"`
	Entries  []entry    `xml:"entry"`
}

type feedAuthor struct {
	Name string `xml:"name"`
}

type feedLink struct {
	Rel  string `xml:"rel,attr"`
	Type string `xml:"type,attr"`
	Href string `xml:"href,attr"`
}

type entry struct {
	Lang      string   `xml:"http://www.w3.org/XML/1998/namespace lang,attr"`
	Title     string   `xml:"title"`
	ID        string   `xml:"id"`
	Published string   `xml:"published"`
	Updated   string   `xml:"updated"`
	Link      feedLink `xml:"link"`
	Summary   string   `xml:"summary"`
}

// feeds lists the feed of the series and that of each document. An Atom feed
// names its entries by absolute addresses, so there is none without a base; nor
// is there one of a document that was never published and has no major change,
// since it would have no date.
func (e *Emitter) feeds() []output.File {
	var files []output.File
	if e.hasFeed(e.site.Documents...) {
		files = append(files, marked(seriesFeed, func() any { return e.seriesFeed() }))
	}
	for _, d := range e.site.Documents {
		if e.hasFeed(d) {
			files = append(files, marked(documentFeed(d), func() any { return e.documentFeed(d) }))
		}
	}
	return files
}

func (e *Emitter) hasFeed(documents ...*site.Document) bool {
	return e.open() && e.base != "" && !latest(documents...).IsZero()
}

// latest is the day of the newest major change, or publication.
func latest(documents ...*site.Document) time.Time {
	var day time.Time
	for _, d := range documents {
		if d.Meta.Published.After(day) {
			day = d.Meta.Published
		}
		for _, c := range d.Meta.Changes {
			if c.Major && c.Date.After(day) {
				day = c.Date
			}
		}
	}
	return day
}

func (e *Emitter) seriesFeed() *feed {
	c := e.site.Config
	f := e.newFeed(seriesFeed, c.Title, c.Summary, c.Language, e.site.Home, latest(e.site.Documents...))
	for _, d := range e.site.Documents {
		f.Entries = append(f.Entries, e.entries(d)...)
	}
	slices.SortStableFunc(f.Entries, newestFirst)
	return f
}

func (e *Emitter) documentFeed(d *site.Document) *feed {
	f := e.newFeed(documentFeed(d), d.Title(), d.Front.Summary(), d.Front.Lang, d.Front, latest(d))
	f.Entries = e.entries(d)
	slices.SortStableFunc(f.Entries, newestFirst)
	return f
}

func newestFirst(a, b entry) int {
	return cmp.Or(cmp.Compare(b.Updated, a.Updated), cmp.Compare(a.ID, b.ID))
}

func (e *Emitter) newFeed(own, title, summary, lang string, about *site.Page, updated time.Time) *feed {
	c := e.site.Config
	self := e.base + site.EscapePath(own)
	return &feed{Title: plain(title), Subtitle: plain(summary), Lang: lang, ID: self, Updated: stamp(updated),
		Author: feedAuthor{plain(e.publisher())}, Rights: plain(c.Licence), Links: []feedLink{
			{"self", "application/atom+xml", self},
			{"alternate", "text/html", e.base + about.Target().Address()},
		}}
}

// entries lists the major changes of a document. An entry's id is made of the
// document's address, the day, and its place among the changes of that day, so
// that a note can be corrected without becoming news.
func (e *Emitter) entries(d *site.Document) []entry {
	var out []entry
	count := map[string]int{}
	for _, c := range d.Meta.Changes {
		on := day(c.Date)
		count[on]++
		if !c.Major {
			continue
		}
		home := e.base + d.Front.Target().Address()
		out = append(out, entry{Lang: d.Front.Lang, Title: brief(plain(d.Title())+": "+c.Note, 120),
			ID: fmt.Sprintf("%s#change-%s-%d", home, on, count[on]), Published: stamp(c.Date), Updated: stamp(c.Date),
			Link: feedLink{"alternate", "text/html", home}, Summary: plain(c.Note)})
	}
	return out
}

// stamp is the beginning of a day, as Atom wants it.
func stamp(day time.Time) string { return day.Format(time.DateOnly) + "T00:00:00Z" }
