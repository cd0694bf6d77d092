package data

import (
	"encoding/xml"
	"fmt"

	"trigpoint/generator/output"
	"trigpoint/generator/site"
)

// sitemapPath is the list of pages for search engines.
const sitemapPath = "sitemap.xml"

// sitemapSize is how many addresses one sitemap may hold (sitemaps.org).
const sitemapSize = 50000

type urlset struct {
	XMLName xml.Name      `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 urlset"`
	URLs    []sitemapLink `xml:"url"`
}

type sitemapindex struct {
	XMLName xml.Name      `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 sitemapindex"`
	Maps    []sitemapLink `xml:"sitemap"`
}

type sitemapLink struct {
	Location string `xml:"loc"`
	Changed  string `xml:"lastmod,omitempty"`
}

// Sitemaps lists one sitemap, or more and an index of them; more are addresses
// of pages that the linked site does not know. There is none without a base,
// since its addresses must be absolute, and none of a site that shows what is not
// published.
func (e *Emitter) Sitemaps(more ...string) []output.File {
	if !e.indexed() {
		return nil
	}
	if len(e.site.Pages) <= sitemapSize/2 { // which leaves room for listings and the index
		return []output.File{marked(sitemapPath, func() any { return &urlset{URLs: e.sitemapLinks(more)} })}
	}
	return e.manySitemaps(e.sitemapLinks(more))
}

// manySitemaps divides a long list.
func (e *Emitter) manySitemaps(links []sitemapLink) []output.File {
	var files []output.File
	index := &sitemapindex{}
	for n := 1; len(links) > 0; n++ {
		part := links[:min(sitemapSize, len(links))]
		links = links[len(part):]
		name := fmt.Sprintf("sitemap-%d.xml", n)
		index.Maps = append(index.Maps, sitemapLink{Location: e.base + name})
		files = append(files, marked(name, func() any { return &urlset{URLs: part} }))
	}
	return append(files, marked(sitemapPath, func() any { return index }))
}

// indexed tells whether the site has a sitemap, which asks search engines to come.
func (e *Emitter) indexed() bool { return e.open() && e.base != "" && !e.site.Drafts }

// sitemapLinks lists the pages for people; redirects and the 404 page are none.
func (e *Emitter) sitemapLinks(more []string) []sitemapLink {
	var out []sitemapLink
	for _, p := range e.site.Pages {
		out = append(out, sitemapLink{e.base + p.Target().Address(), changed(p)})
	}
	for _, l := range e.site.Listings {
		out = append(out, sitemapLink{Location: e.base + site.EscapePath(l.Address)})
	}
	if len(e.site.Coverage) > 0 {
		out = append(out, sitemapLink{Location: e.base + site.CoverageAddress})
	}
	for _, p := range site.AZ(e.site.CountNames()) {
		out = append(out, sitemapLink{Location: e.base + p.Address})
	}
	for _, address := range append([]string{"changes.html", PagePath}, more...) {
		out = append(out, sitemapLink{Location: e.base + address})
	}
	return out
}

// changed is the day that the page says it was updated on; a document's front
// page has its document's.
func changed(p *site.Page) string {
	if p.Kind == site.DocumentFront && p.Document != nil && p.Document.Updated().After(p.File.Meta.Updated) {
		return day(p.Document.Updated())
	}
	return day(p.File.Meta.Updated)
}
