package pack_test

import (
	"io/fs"
	"path"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"trigpoint/generator/build"
)

// themed is a site in each theme.
func themed(t *testing.T, src fs.FS) map[string]site {
	t.Helper()
	out := map[string]site{}
	for _, theme := range []string{"fieldbook", "civic"} {
		out[theme] = built(t, src, build.Options{Theme: theme})
	}
	return out
}

// A bound is the body of a page, in a copy or in the site.
type bound struct {
	words    string
	external []string // the links to other sites, in order
}

func newBound(n *html.Node) bound {
	out := bound{words: strings.Join(strings.Fields(xmlText(words(n))), " ")}
	for _, link := range below(n) {
		if h := attribute(link, "href"); strings.Contains(h, "://") {
			out.external = append(out.external, h)
		}
	}
	return out
}

// xmlText is text without what XML forbids. A browser shows nothing for it either.
func xmlText(text string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\t' || r == 0xFFFE || r == 0xFFFF {
			return -1
		}
		return r
	}, text)
}

// Every page says the same in the site, in the single file and in the book, in
// the same order, with the same links to other sites; and every link within any
// of them leads somewhere.
func TestFormatsAgree(t *testing.T) { checkAgree(t, themed(t, source(t))) }

// The same of the site of this repository.
func TestSlowFormatsAgree(t *testing.T) {
	slow(t)
	checkAgree(t, themed(t, ours(t)))
}

func checkAgree(t *testing.T, themed map[string]site) {
	t.Helper()
	for theme, s := range themed {
		t.Run(theme, func(t *testing.T) {
			page := pages(t, s)
			checkLinks(t, s)
			for _, p := range s.copies("zip") {
				checkLinks(t, unzip(t, s[p]))
			}
			for _, p := range s.copies("html") {
				checkSame(t, p, leaves(t, s[p]), page)
			}
			for _, p := range s.copies("epub") {
				files := unzip(t, s[p])
				checkLinks(t, files)
				checkNotes(t, p, files)
				checkSame(t, p, chapters(t, files), page)
			}
			if n := len(leaves(t, s[s.series("html")])); n != len(page) {
				t.Errorf("the series holds %d pages of %d", n, len(page))
			}
		})
	}
}

// leaves are the bodies of the pages in a single file, by address.
func leaves(t *testing.T, file []byte) map[string]bound {
	t.Helper()
	out := map[string]bound{}
	for id, n := range pagesOf(elements(t, file)) {
		out[id+".html"] = newBound(body(t, below(n)))
	}
	return out
}

// pages are the bodies of a site's pages, by address.
func pages(t *testing.T, s site) map[string]bound {
	t.Helper()
	out := map[string]bound{}
	for p, content := range s {
		if path.Ext(p) != ".html" || path.Dir(p) == "downloads" {
			continue
		}
		list := elements(t, content)
		if i := slices.IndexFunc(list, func(n *html.Node) bool { return hasClass(n, "body") }); i >= 0 {
			out[p] = newBound(list[i])
		}
	}
	return out
}

// chapters are the bodies of the pages in a book, by address.
func chapters(t *testing.T, book site) map[string]bound {
	t.Helper()
	out := map[string]bound{}
	for name, content := range book {
		if address, ok := strings.CutPrefix(name, "EPUB/text/"); ok {
			out[strings.TrimSuffix(address, ".xhtml")+".html"] = newBound(body(t, elements(t, content)))
		}
	}
	return out
}

func checkSame(t *testing.T, name string, got, want map[string]bound) {
	t.Helper()
	if len(got) == 0 {
		t.Errorf("%s holds no page", name)
	}
	for p, b := range got {
		if b.words != want[p].words {
			t.Errorf("%s: the words of %s are\n%s\nwant\n%s", name, p, b.words, want[p].words)
		}
		if !slices.Equal(b.external, want[p].external) {
			t.Errorf("%s: %s links to %v; want %v", name, p, b.external, want[p].external)
		}
	}
}
