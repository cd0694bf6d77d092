package main

import (
	"bytes"
	"path"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
	"trigpoint/generator/build"
	"trigpoint/themes"
)

// TestSameText builds one sample in both themes: the same pages with the same
// text, and none of the files that are the other theme's own.
func TestSameText(t *testing.T) {
	one, other := outputOf(t, "fieldbook"), outputOf(t, "civic")
	for name, page := range one {
		if path.Ext(name) != ".html" || strings.HasPrefix(name, "downloads/") {
			continue
		}
		if other[name] == nil {
			t.Errorf("civic has no %s", name)
		} else if a, b := bodyText(t, page), bodyText(t, other[name]); a != b {
			t.Errorf("%s: the text differs:\n%s\n%s", name, a, b)
		}
	}
	for name := range other {
		if _, ok := one[name]; !ok && !strings.HasPrefix(name, "assets/") {
			t.Errorf("fieldbook has no %s", name)
		}
		for _, own := range []string{"torch", "site", "contours"} {
			if strings.HasPrefix(name, "assets/"+own+".") {
				t.Errorf("civic writes %s of fieldbook", name)
			}
			if path.Ext(name) == ".html" && bytes.Contains(other[name], []byte("assets/"+own+".")) {
				t.Errorf("civic, %s: names %s of fieldbook", name, own)
			}
		}
	}
}

// outputOf is what a theme makes of the full sample: every file, by its path.
func outputOf(t *testing.T, theme string) map[string][]byte {
	t.Helper()
	res, err := build.New(sampleSite(t, "full"), themes.FS()).Build(build.Options{Now: siteDay(), Drafts: true, Theme: theme})
	if err != nil {
		t.Fatal(err)
	}
	return renderSet(t, res.Set)
}

// bodyText is what the author wrote on a page, as it is read: its title, its
// summary, its facts and its text, without white space. How a theme puts an id
// and its kind is its own.
func bodyText(t *testing.T, page []byte) string {
	t.Helper()
	root, err := html.Parse(bytes.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for n := range root.Descendants() {
		if n.Type == html.TextNode && !ofClass(n, "station") && (within(n, "h1") || ofClass(n, "summary") || ofClass(n, "facts") || ofClass(n, "body")) {
			b.WriteString(strings.Join(strings.Fields(n.Data), ""))
		}
	}
	return b.String()
}

// ofClass tells whether a node stands in an element of a class.
func ofClass(n *html.Node, class string) bool {
	for ; n != nil; n = n.Parent {
		if slices.Contains(strings.Fields(attr(n, "class")), class) {
			return true
		}
	}
	return false
}

// TestHollowSection: a section without text or pages says so in words.
func TestHollowSection(t *testing.T) {
	for _, theme := range themeNames(t) {
		page := renderSample(t, sampleSite(t, "bare"), themes.FS(), theme)["hollow/index.html"]
		if !bytes.Contains(page, []byte(`<p class="empty">There is nothing here yet.</p>`)) {
			t.Errorf("%s: an empty section says nothing:\n%s", theme, page)
		}
	}
}
