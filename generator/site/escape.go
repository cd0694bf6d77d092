package site

import (
	"net/url"
	"strings"
)

// EscapePath escapes a path, or what stands behind a #, for a link; a colon too,
// which would seem to end a scheme. Most need no escaping and are returned as they
// are, which takes a tenth of the time.
func EscapePath(p string) string {
	if isPlain(p) {
		return p
	}
	return strings.ReplaceAll((&url.URL{Path: p}).EscapedPath(), ":", "%3A")
}

// isPlain tells whether a path has no byte that any address would escape.
func isPlain(p string) bool {
	for i := range len(p) {
		if !plain[p[i]] {
			return false
		}
	}
	return true
}

var plain = func() (is [256]bool) {
	for _, c := range []byte("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/._-~") {
		is[c] = true
	}
	return is
}()

// Address is the address of a target's page from the root of the site, and its
// place there, escaped as in a link.
func (t Target) Address() string {
	path, fragment := t.Page.Address, t.Fragment()
	switch {
	case !isPlain(path) || !isPlain(fragment):
		return (&url.URL{Path: path, Fragment: fragment}).String()
	case fragment == "":
		return path
	}
	return path + "#" + fragment
}
