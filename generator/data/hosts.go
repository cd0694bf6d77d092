package data

import (
	"bytes"
	"fmt"
	"strings"

	"trigpoint/generator/output"
	"trigpoint/generator/site"
)

// Policy is the Content-Security-Policy that stands in every page: what the page
// loads comes from the site, and nothing in it is inline. The scheme "file:"
// is for copies that are read from a disk, where some browsers take no file to
// be of the site's own; pages that came over a network cannot load it.
func Policy() string { return policy("'self' file:") }

// policy names the sources that are allowed.
func policy(own string) string {
	return strings.NewReplacer("{own}", own).Replace("default-src 'none'; script-src {own}; style-src {own}; img-src {own} data:; " +
		"font-src {own}; media-src {own}; manifest-src {own}; connect-src {own}; worker-src {own}; form-action {own}; base-uri 'none'")
}

// hosts lists what web hosts read: none of it is for people.
func (e *Emitter) hosts() []output.File {
	files := []output.File{
		output.Bytes(".nojekyll", nil),
		output.Bytes("_headers", []byte(headers())),
		{Path: "_redirects", Render: e.redirects},
		{Path: "robots.txt", Render: e.robots},
	}
	if len(e.site.Config.Security.Contact) > 0 {
		files = append(files, output.File{Path: ".well-known/security.txt", Render: e.security})
	}
	return files
}

// headers is the file that Netlify and Cloudflare Pages read. Its policy says
// what a page cannot say itself: who may frame the site. Copies are saved, not
// shown: those that hold everything in one file would not show under the policy.
func headers() string {
	return `/*
  Content-Security-Policy: ` + policy("'self'") + `; frame-ancestors 'self'
  X-Content-Type-Options: nosniff
  Referrer-Policy: strict-origin-when-cross-origin
  Permissions-Policy: camera=(), geolocation=(), microphone=(), payment=(), usb=()
  Cross-Origin-Opener-Policy: same-origin
/assets/*
  Cache-Control: public, max-age=31536000, immutable
/downloads/*
  Content-Disposition: attachment
/data/*
  Access-Control-Allow-Origin: *
/id/*
  Access-Control-Allow-Origin: *
`
}

// maxRedirects is how many fixed redirects Cloudflare Pages reads.
const maxRedirects = 2000

// redirects is the file that Netlify and Cloudflare Pages read. It leads on from
// old ids and old addresses for good; the small pages at the same addresses do
// so on hosts that do not read it, and for what is beyond its bound.
func (e *Emitter) redirects(b *bytes.Buffer) error {
	left := maxRedirects
	lead := func(from string, to site.Target) {
		if left--; left >= 0 {
			fmt.Fprintf(b, "/%s /%s 301\n", site.EscapePath(from), to.Address())
		}
	}
	for _, p := range e.site.Pages {
		for _, a := range p.Aliases {
			if len(e.site.PlacesAt(a)) == 0 { // a browser would look for their places in the wrong page
				lead(a, p.Target())
			}
		}
	}
	for _, el := range e.site.Elements {
		for _, id := range el.Was {
			lead(site.Permanent(id), el.Target())
		}
	}
	return nil
}

// robots tells search engines where the sitemap is, or to stay away from a site
// that shows what is not published.
func (e *Emitter) robots(b *bytes.Buffer) error {
	b.WriteString("User-agent: *\n")
	if e.site.Drafts {
		b.WriteString("Disallow: /\n")
		return nil
	}
	b.WriteString("Allow: /\n")
	if e.indexed() {
		b.WriteString("\nSitemap: " + e.base + sitemapPath + "\n")
	}
	return nil
}

// security says whom to tell of a weakness (RFC 9116).
func (e *Emitter) security(b *bytes.Buffer) error {
	s := e.site.Config.Security
	for _, c := range s.Contact {
		fmt.Fprintf(b, "Contact: %s\n", c)
	}
	fmt.Fprintf(b, "Expires: %sT00:00:00Z\n", day(s.Expires))
	if s.Policy != "" {
		fmt.Fprintf(b, "Policy: %s\n", s.Policy)
	}
	fmt.Fprintf(b, "Preferred-Languages: %s\n", e.site.Config.Language)
	if e.base != "" {
		fmt.Fprintf(b, "Canonical: %s.well-known/security.txt\n", e.base)
	}
	return nil
}
