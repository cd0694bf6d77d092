package data

import (
	"bytes"
	"cmp"
	"html"
	"strings"

	"trigpoint/generator/site"
)

// A Place is a page that is being written, for what its head says to programs.
type Place struct {
	Address string
	Title   string
	Page    *site.Page             // nil on pages that no file stands for, such as listings
	Link    func(to string) string // the link from here to a file of the site
}

// notFound is the page that hosts show in place of any other.
const notFound = "404.html"

// Head writes the links and names that programs look for in the head of a page.
// What has to be absolute is left out where the site has no address.
func (e *Emitter) Head(w *bytes.Buffer, p Place) {
	h := &head{w}
	h.icons(p.Link)
	if p.Address == notFound {
		h.meta("name", "robots", "noindex")
		return
	}
	if e.base != "" {
		h.link("canonical", "", "", e.base+site.EscapePath(p.Address))
	}
	e.alternates(h, p)
	e.openGraph(h, p)
	e.image(h, p)
	e.linkedData(h, p)
}

// head is HTML that is being written.
type head struct{ *bytes.Buffer }

func (h *head) link(rel, mediaType, title, href string) {
	h.write(`<link rel="`, rel, `"`)
	if mediaType != "" {
		h.write(` type="`, mediaType, `"`)
	}
	if title = plain(title); title != "" {
		h.write(` title="`, html.EscapeString(title), `"`)
	}
	h.write(` href="`, html.EscapeString(href), "\">\n")
}

// meta writes a name and what it says, unless that is nothing.
func (h *head) meta(key, name, content string) {
	if content = plain(content); content != "" {
		h.write("<meta ", key, `="`, name, `" content="`, html.EscapeString(content), "\">\n")
	}
}

func (h *head) write(parts ...string) {
	for _, part := range parts {
		h.WriteString(part)
	}
}

// alternates links the other forms of what the page shows.
func (e *Emitter) alternates(h *head, p Place) {
	if e.hasFeed(e.site.Documents...) {
		h.link("alternate", "application/atom+xml", e.site.Config.Title, p.Link(seriesFeed))
	}
	if p.Page == nil {
		return
	}
	if d := p.Page.Document; d != nil && e.hasFeed(d) {
		h.link("alternate", "application/atom+xml", d.Title(), p.Link(documentFeed(d)))
	}
	if !e.open() {
		return
	}
	if p.Page == e.site.Home {
		h.link("alternate", "application/json", "", p.Link(graphPath))
	}
	if el := p.Page.Element; el != nil {
		h.link("alternate", "application/json", "", p.Link(twinPath(el)))
	}
}

// openGraph says how the page is shown where somebody shares a link to it.
func (e *Emitter) openGraph(h *head, p Place) {
	c := e.site.Config
	kind, title, summary := "website", p.Title, c.Summary
	switch {
	case p.Page == nil:
	case p.Page != e.site.Home:
		kind, summary = "article", p.Page.Summary()
	default:
		title, summary = c.Title, cmp.Or(c.Summary, p.Page.Summary()) // the page may be called "Home"
	}
	h.meta("property", "og:title", title)
	h.meta("property", "og:description", summary)
	h.meta("property", "og:type", kind)
	h.meta("property", "og:site_name", c.Title)
	if p.Page != nil {
		h.meta("property", "og:locale", locale(p.Page.Lang))
	}
	if e.base != "" {
		h.meta("property", "og:url", e.base+site.EscapePath(p.Address))
	}
}

// locale is a language as Open Graph writes it, en_GB; it has no word for one
// without a region.
func locale(tag string) string {
	lang, region, ok := strings.Cut(tag, "-")
	if !ok || len(lang) != 2 || len(region) != 2 {
		return ""
	}
	return lang + "_" + strings.ToUpper(region)
}
