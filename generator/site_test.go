package main

import (
	"bytes"
	"maps"
	"net/url"
	"os"
	"path"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"trigpoint/generator/build"
	"trigpoint/generator/output"
	"trigpoint/themes"
)

// siteDay is the day on which tests build the site of this repository.
func siteDay() time.Time { return time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC) }

// buildSite builds the site of this repository and renders every file.
func buildSite(t *testing.T, o build.Options) map[string][]byte {
	t.Helper()
	if o.Now.IsZero() {
		o.Now = siteDay()
	}
	res, err := build.New(os.DirFS(".."), themes.FS()).Build(o)
	if err != nil {
		t.Fatal(err)
	}
	if res.Failed() {
		t.Fatalf("the site has errors: %+v", res.Diags)
	}
	return renderSet(t, res.Set)
}

// renderSet renders every file of a set.
func renderSet(t *testing.T, set *output.Set) map[string][]byte {
	t.Helper()
	files := map[string][]byte{}
	for _, f := range set.Files() {
		var b bytes.Buffer
		if err := f.Render(&b); err != nil {
			t.Fatal(err)
		}
		files[f.Path] = bytes.Clone(b.Bytes())
	}
	return files
}

// page is an HTML file as a reader's browser sees it.
type page struct {
	ids    map[string]int
	links  []string // href and src, as written
	titles int      // h1
}

func parsePage(t *testing.T, name string, content []byte) *page {
	t.Helper()
	root, err := html.Parse(bytes.NewReader(content))
	if err != nil {
		t.Fatalf("%s: %s", name, err)
	}
	p := &page{ids: map[string]int{}}
	for n := range root.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		if n.Data == "h1" {
			p.titles++
		}
		for _, a := range n.Attr {
			switch a.Key {
			case "id":
				p.ids[a.Val]++
			case "href", "src", "action", "data", "poster":
				p.links = append(p.links, a.Val)
			case "content":
				if _, to, ok := strings.Cut(a.Val, "url="); ok {
					p.links = append(p.links, to)
				}
			case "style", "srcset", "onclick", "onload", "onerror":
				t.Errorf("%s: <%s %s=…>: no inline style or script, and no second source", name, n.Data, a.Key)
			}
		}
		if (n.Data == "script" || n.Data == "style") && n.FirstChild != nil && n.Namespace == "" && !isData(n) {
			t.Errorf("%s: <%s> with content", name, n.Data)
		}
	}
	return p
}

// isData tells a data block, which no browser runs, from a script.
func isData(n *html.Node) bool {
	return slices.ContainsFunc(n.Attr, func(a html.Attribute) bool {
		return a.Key == "type" && strings.HasSuffix(a.Val, "json")
	})
}

func pagesOf(t *testing.T, files map[string][]byte) map[string]*page {
	t.Helper()
	pages := map[string]*page{}
	for name, content := range files {
		if strings.HasSuffix(name, ".html") {
			pages[name] = parsePage(t, name, content)
		}
	}
	return pages
}

// themeNames are the themes that come with the program.
func themeNames(t *testing.T) []string {
	t.Helper()
	entries, err := os.ReadDir("../themes")
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		if e.IsDir() {
			names = append(names, e.Name())
		}
	}
	return names
}

// TestSite looks at every file of the real site, in every theme, as a browser
// does: it trusts nothing that the generator says of itself.
func TestSite(t *testing.T) {
	for _, theme := range themeNames(t) {
		t.Run(theme, func(t *testing.T) {
			files := buildSite(t, build.Options{Theme: theme})
			pages := pagesOf(t, files)
			if len(pages) < 300 {
				t.Fatalf("only %d pages", len(pages))
			}
			for name, p := range pages {
				if p.titles != 1 {
					t.Errorf("%s: %d h1", name, p.titles)
				}
				for id, n := range p.ids {
					if n > 1 {
						t.Errorf("%s: id %q stands %d times", name, id, n)
					}
				}
				for _, link := range p.links {
					checkLink(t, name, link, files, pages)
				}
			}
			checkAssets(t, files, pages)
		})
	}
}

// checkAssets looks for what the theme wrote and no page loads.
func checkAssets(t *testing.T, files map[string][]byte, pages map[string]*page) {
	t.Helper()
	loaded := map[string]bool{}
	for name, p := range pages {
		for _, link := range p.links {
			loaded[path.Join(path.Dir(name), link)] = true
		}
	}
	for name := range files {
		if strings.HasPrefix(name, "assets/") && !loaded[name] {
			t.Errorf("no page loads %s", name)
		}
	}
}

// checkLink follows one link of one page.
func checkLink(t *testing.T, from, link string, files map[string][]byte, pages map[string]*page) {
	t.Helper()
	u, err := url.Parse(link)
	switch {
	case err != nil:
		t.Errorf("%s: link %q: %s", from, link, err)
		return
	case u.IsAbs():
		if !slices.Contains([]string{"https", "http", "mailto", "tel"}, u.Scheme) {
			t.Errorf("%s: link %q", from, link)
		}
		return
	case u.Host != "":
		t.Errorf("%s: link %q names a host without a scheme", from, link)
		return
	}
	target := from
	if u.Path != "" {
		target = path.Join(path.Dir(from), u.Path)
		if from == "404.html" {
			target = strings.TrimPrefix(u.Path, "/")
		} else if strings.HasPrefix(u.Path, "/") {
			t.Errorf("%s: link %q begins at the root of the host", from, link)
		}
	}
	if _, ok := files[target]; !ok {
		t.Errorf("%s: link %q leads to %s, which is not there", from, link, target)
		return
	}
	if p := pages[target]; u.Fragment != "" && (p == nil || p.ids[u.Fragment] == 0) {
		t.Errorf("%s: link %q: %s has no id %q", from, link, target, u.Fragment)
	}
}

// TestSiteLoadsNothingElsewhere: what a page loads comes from the site.
func TestSiteLoadsNothingElsewhere(t *testing.T) {
	for name, content := range buildSite(t, build.Options{}) {
		switch path.Ext(name) {
		case ".html":
			root, err := html.Parse(bytes.NewReader(content))
			if err != nil {
				t.Fatal(err)
			}
			for n := range root.Descendants() {
				for _, a := range n.Attr {
					loads := a.Key == "src" || a.Key == "href" && n.Data == "link" && !isRel(n, "canonical", "alternate", "license")
					if loads && strings.Contains(a.Val, "//") {
						t.Errorf("%s: <%s> loads %s", name, n.Data, a.Val)
					}
				}
			}
		case ".css":
			if bytes.Contains(content, []byte("//")) || bytes.Contains(content, []byte("@import")) {
				t.Errorf("%s loads something", name)
			}
		}
	}
}

func isRel(n *html.Node, rels ...string) bool {
	return slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == "rel" && slices.Contains(rels, a.Val) })
}

// TestSameBytes: a build gives the same bytes twice, on one core and on two,
// and in another time zone.
func TestSameBytes(t *testing.T) {
	want := buildSite(t, build.Options{})
	same := func(name string) {
		t.Helper()
		got := buildSite(t, build.Options{})
		if !slices.Equal(slices.Sorted(maps.Keys(got)), slices.Sorted(maps.Keys(want))) {
			t.Errorf("%s: other files", name)
		}
		for file := range want {
			if !bytes.Equal(got[file], want[file]) {
				t.Errorf("%s: %s differs", name, file)
			}
		}
	}
	same("again")
	for _, cores := range []int{1, 2} {
		old := runtime.GOMAXPROCS(cores)
		same("on another number of cores")
		runtime.GOMAXPROCS(old)
	}
	old := time.Local
	defer func() { time.Local = old }()
	time.Local = time.FixedZone("far", 13*3600)
	same("in another time zone")
}

// TestWalk goes from a principle to an issue that serves it, to an action that
// addresses the issue, to the role that owns it, and back, by links alone.
func TestWalk(t *testing.T) {
	pages := pagesOf(t, buildSite(t, build.Options{}))
	const base = "planting-the-flag/"
	steps := []string{"index.html", base + "index.html", base + "principles/index.html", base + "principles/collaborate.html", base + "issues/digital-access.html"}
	follow(t, pages, steps...)
	action := find(t, pages, steps[len(steps)-1], "planning-the-route/local-route/actions/a")
	role := find(t, pages, action, "roles/")
	follow(t, pages, steps[len(steps)-1], action, role, action, steps[len(steps)-1], steps[len(steps)-2])
}

// follow checks that each page links to the next.
func follow(t *testing.T, pages map[string]*page, steps ...string) {
	t.Helper()
	for i, from := range steps[:len(steps)-1] {
		if !slices.Contains(leads(pages[from], from), steps[i+1]) {
			t.Errorf("%s does not lead to %s", from, steps[i+1])
		}
	}
}

// find returns the first page with the prefix that a page leads to.
func find(t *testing.T, pages map[string]*page, from, prefix string) string {
	t.Helper()
	for _, to := range leads(pages[from], from) {
		if strings.HasPrefix(to, prefix) && to != "roles/index.html" {
			return to
		}
	}
	t.Fatalf("%s leads to nothing that begins with %s", from, prefix)
	return ""
}

// leads lists the pages that a page links to.
func leads(p *page, from string) []string {
	var out []string
	for _, l := range p.links {
		if u, err := url.Parse(l); err == nil && !u.IsAbs() && u.Path != "" {
			out = append(out, path.Join(path.Dir(from), u.Path))
		}
	}
	return out
}
