package render

import (
	"trigpoint/generator/site"
)

// A Format gives targets their addresses. It is asked while holes are filled;
// nothing of it is kept in the site.
type Format interface {
	// Href is the link from the file at an address to a target.
	Href(from string, to site.Target) string
	// File is the link from the file at an address to another file.
	File(from, to string) string
	// Anchor is what stands before the ids of a page, so that pages can share
	// a file.
	Anchor(p *site.Page) string
}

// Web is the format of the site directory: every link is relative and names a
// file, so the same bytes work at a root, on a sub-path and from a disk.
type Web struct {
	// Base is the path at which the site lies on its host. The 404 page alone
	// needs it; empty means "/".
	Base string

	Header Header      // writes heads; nil: nothing
	Data   []DataGroup // files for programs that the pages offer; none: no page of them
	Policy string      // Content-Security-Policy of the pages; empty: none
}

// Href implements Format.
func (f Web) Href(from string, to site.Target) string {
	switch {
	case to.Asset != nil:
		return f.File(from, to.Asset.Address)
	case to.Listing != nil:
		return f.File(from, to.Listing.Address)
	case to.Page == nil:
		return ""
	}
	fragment := to.Fragment()
	if to.Page.Address == from && fragment != "" {
		return "#" + site.EscapePath(fragment)
	}
	href := f.File(from, to.Page.Address)
	if fragment != "" {
		href += "#" + site.EscapePath(fragment)
	}
	return href
}

// File implements Format.
func (f Web) File(from, to string) string {
	if from == notFoundAddress {
		return f.base() + site.EscapePath(to)
	}
	return site.EscapePath(site.Relative(dir(from), to))
}

// Anchor implements Format: a page has a file of its own.
func (Web) Anchor(*site.Page) string { return "" }

func (f Web) base() string {
	if f.Base == "" {
		return "/"
	}
	return f.Base
}
