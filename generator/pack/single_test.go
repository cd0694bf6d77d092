package pack_test

import (
	"bytes"
	"net/url"
	"path"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"trigpoint/generator/build"
)

// pagesOf lists the pages that are bound into a single file, by their ids.
func pagesOf(list []*html.Node) map[string]*html.Node {
	out := map[string]*html.Node{}
	for _, n := range list {
		if n.Data == "article" && hasClass(n, "leaf") {
			out[attribute(n, "id")] = n
		}
	}
	return out
}

// A single file has the words of each of its pages, unique ids, links that lead
// somewhere in it, and asks for nothing else.
func TestSingle(t *testing.T) {
	s := built(t, source(t), build.Options{})
	for name, want := range map[string]int{"two-plans-more": 8, "first-2019-edition-2": 3, "second": 2} {
		p := "downloads/" + name + ".html"
		list := elements(t, s[p])
		pages := pagesOf(list)
		if len(pages) != want {
			t.Errorf("%s holds %d pages; want %d", p, len(pages), want)
		}
		for id, article := range pages {
			page := body(t, elements(t, s[id+".html"]))
			bound := body(t, below(article))
			if got, want := words(bound), words(page); got != want {
				t.Errorf("%s: the words of %s are\n%s\nwant\n%s", p, id, got, want)
			}
		}
		checkLinks(t, site{p: s[p]})
		checkAlone(t, p, list)
	}
}

// checkAlone checks that a file needs no other.
func checkAlone(t *testing.T, p string, list []*html.Node) {
	t.Helper()
	for _, n := range list {
		src := attribute(n, "src")
		if n.Data == "link" || n.Data == "iframe" || n.Data == "object" || n.Data == "script" && src != "" || n.Data == "img" && !strings.HasPrefix(src, "data:image/png;base64,") {
			t.Errorf("%s: <%s %v> asks for another file", p, n.Data, n.Attr)
		}
		for _, a := range n.Attr {
			if strings.HasPrefix(a.Key, "on") || a.Key == "style" || a.Key == "srcset" {
				t.Errorf("%s: <%s> has the attribute %s", p, n.Data, a.Key)
			}
		}
	}
}

// A link to what is not in the file is text with the element's address or,
// where the site has an address, a link there.
func TestOutside(t *testing.T) {
	const p = "downloads/first-2019-edition-2.html"
	without := built(t, source(t), build.Options{})
	var addresses []string
	for _, n := range elements(t, without[p]) {
		if a := attribute(n, "data-address"); a != "" && n.Data == "span" {
			addresses = append(addresses, a+" "+words(n))
		}
	}
	for _, want := range []string{"id/A2.html Action 2", "second/index.html The second plan"} {
		if !slices.Contains(addresses, want) {
			t.Errorf("%q is not among %q", want, addresses)
		}
	}
	if bytes.Contains(without[p], []byte("https://strategy.example/")) {
		t.Error("there is an absolute address of a site that has none")
	}
	const base = "https://strategy.example/at/"
	with := built(t, source(t), build.Options{BaseURL: base})
	found := 0
	for _, n := range elements(t, with[p]) {
		if rest, ok := strings.CutPrefix(attribute(n, "href"), base); ok && rest != "" {
			found++
			u, err := url.Parse(rest)
			if err != nil || with[u.Path] == nil {
				t.Errorf("the link %s leads to nothing on the site", rest)
			}
		}
		if attribute(n, "data-address") != "" {
			t.Errorf("%s is not a link", words(n))
		}
	}
	if found == 0 {
		t.Error("no link leads to the site")
	}
}

// A file of the author's that no copy can hold is named by its address.
func TestFilesOutside(t *testing.T) {
	s := built(t, source(t), build.Options{})
	if !bytes.Contains(s["downloads/second.html"], []byte(`<span data-address="second/figures.csv">Figures</span>`)) {
		t.Error("the file is not named by its address")
	}
	if path.Ext("second/figures.csv") != ".csv" || s["second/figures.csv"] == nil {
		t.Error("the file is not in the site")
	}
}
