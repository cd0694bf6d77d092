package pack_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"net/url"
	"path"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"trigpoint/generator/build"
	"trigpoint/generator/pack"
)

// The names say what the files hold; no two differ in case alone.
func TestNames(t *testing.T) {
	s := built(t, source(t), build.Options{})
	var got []string
	for p := range s {
		if path.Dir(p) == pack.Dir {
			got = append(got, path.Base(p))
		}
	}
	slices.Sort(got)
	var want []string
	for _, name := range []string{"first-2019-edition-2", "second", "two-plans-more"} {
		want = append(want, name+".epub", name+".html")
	}
	want = append(want, "SHA256SUMS", "two-plans-more.zip")
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("the copies are %v; want %v", got, want)
	}
}

// The sums in the list, on the downloads page and of the files are the same.
func TestSums(t *testing.T) {
	s := built(t, source(t), build.Options{})
	page := string(s["downloads.html"])
	lines := strings.Split(strings.TrimSpace(string(s["downloads/SHA256SUMS"])), "\n")
	if want := len(s.copies("zip")) + len(s.copies("html")) + len(s.copies("epub")); len(lines) != want {
		t.Errorf("%d lines of sums; want %d", len(lines), want)
	}
	for _, line := range lines {
		sum, name, _ := strings.Cut(line, "  ")
		if have := sha256.Sum256(s["downloads/"+name]); hex.EncodeToString(have[:]) != sum {
			t.Errorf("%s has the sum %x; the list says %s", name, have, sum)
		}
		if !strings.Contains(page, sum) || !strings.Contains(page, "downloads/"+name) {
			t.Errorf("the downloads page does not offer %s with its sum", name)
		}
	}
	if front := string(s["first/index.html"]); !strings.Contains(front, "../downloads/first-2019-edition-2.html") {
		t.Error("the first page of a document does not offer its copies")
	}
}

// A preview makes a copy when it is asked for, and until then no page knows its
// size; the copy is the same.
func TestOnRequest(t *testing.T) {
	res := result(t, source(t), build.Options{Copies: &build.Copies{}})
	kept := built(t, source(t), build.Options{})
	for _, name := range []string{"downloads/two-plans-more.zip", "downloads/second.html"} {
		f, _ := res.Set.Find(name)
		var b bytes.Buffer
		if err := f.Render(&b); err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(b.Bytes(), kept[name]) {
			t.Errorf("%s differs from the one that a build makes", name)
		}
	}
	if _, ok := res.Set.Find("downloads/SHA256SUMS"); ok {
		t.Error("there are sums of copies that nobody has made")
	}
	page, _ := res.Set.Find("downloads.html")
	var b bytes.Buffer
	if err := page.Render(&b); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(b.String(), "SHA") {
		t.Error("the downloads page names sums of copies that nobody has made")
	}
}

// The zip holds the site as it would be without copies.
func TestZip(t *testing.T) {
	s := built(t, source(t), build.Options{})
	without := built(t, source(t), build.Options{Copies: &build.Copies{Formats: []string{}}})
	inside := unzip(t, s["downloads/two-plans-more.zip"])
	if !maps.EqualFunc(inside, without, bytes.Equal) {
		t.Errorf("the zip holds %v; want %v", slices.Sorted(maps.Keys(inside)), slices.Sorted(maps.Keys(without)))
	}
	checkLinks(t, inside)
	checkLinks(t, s)
}

// Search engines are told of the page that offers copies; the zip, which holds
// no such page, names none.
func TestSitemap(t *testing.T) {
	const base = "https://strategy.example/"
	src := source(t)
	src["site.toml"].Data = append(src["site.toml"].Data, "\n[data]\nenabled = true\n"...)
	s := built(t, src, build.Options{BaseURL: base})
	named := func(s site) bool {
		return bytes.Contains(s["sitemap.xml"], []byte("<loc>"+base+"downloads.html</loc>"))
	}
	if !named(s) {
		t.Errorf("the sitemap does not name the page:\n%s", s["sitemap.xml"])
	}
	if inside := unzip(t, s["downloads/two-plans-more.zip"]); named(inside) || inside["sitemap.xml"] == nil {
		t.Errorf("the sitemap in the zip reads\n%s", inside["sitemap.xml"])
	}
}

// checkLinks follows every link of every page to a file and a place in it.
func checkLinks(t *testing.T, s site) {
	t.Helper()
	ids := map[string]map[string]bool{}
	pages := map[string][]*html.Node{}
	for p, content := range s {
		if path.Ext(p) != ".html" && path.Ext(p) != ".xhtml" {
			continue
		}
		pages[p], ids[p] = elements(t, content), map[string]bool{}
		for _, n := range pages[p] {
			if id := attribute(n, "id"); id != "" {
				if ids[p][id] {
					t.Errorf("%s has the id %q twice", p, id)
				}
				ids[p][id] = true
			}
		}
	}
	for p, list := range pages {
		for _, n := range list {
			for _, key := range []string{"href", "src"} {
				checkLink(t, s, ids, p, attribute(n, key))
			}
			for _, key := range []string{"aria-labelledby", "aria-describedby", "for", "headers"} {
				for _, id := range strings.Fields(attribute(n, key)) {
					if !ids[p][id] {
						t.Errorf("%s: %s names the id %q, which is not there", p, key, id)
					}
				}
			}
		}
	}
}

func checkLink(t *testing.T, s site, ids map[string]map[string]bool, from, link string) {
	t.Helper()
	if link == "" || strings.HasPrefix(link, "https://") || strings.HasPrefix(link, "http://") || strings.HasPrefix(link, "data:") || path.Base(from) == "404.html" {
		return
	}
	u, err := url.Parse(link)
	if err != nil || u.Scheme != "" || u.Host != "" || strings.HasPrefix(u.Path, "/") {
		t.Errorf("%s: the link %q leads out", from, link)
		return
	}
	to := from
	if u.Path != "" {
		to = path.Join(path.Dir(from), u.Path)
	}
	if _, ok := s[to]; !ok {
		t.Errorf("%s: the link %q leads to no file", from, link)
	} else if u.Fragment != "" && !ids[to][u.Fragment] {
		t.Errorf("%s: the link %q leads to no place in %s", from, link, to)
	}
}

// The same bytes come out at any time zone and core count, in each theme.
func TestReproducible(t *testing.T) {
	for _, theme := range []string{"fieldbook", "civic"} {
		checkReproducible(t, build.Options{Theme: theme})
	}
}

func checkReproducible(t *testing.T, o build.Options) {
	t.Helper()
	want := built(t, source(t), o)
	local, cores := time.Local, runtime.GOMAXPROCS(1)
	defer func() { time.Local = local; runtime.GOMAXPROCS(cores) }()
	time.Local = time.FixedZone("far", 13*60*60)
	if got := built(t, source(t), o); !maps.EqualFunc(got, want, bytes.Equal) {
		for p := range want {
			if !bytes.Equal(got[p], want[p]) {
				t.Errorf("%s differs", p)
			}
		}
	}
}

// An address that a copy takes is told to the author whose page has it.
func TestClash(t *testing.T) {
	src := source(t)
	src["content/downloads.md"] = src["content/loose.md"]
	o := build.Options{Now: day(), Copies: &build.Copies{
		Keep: func([]pack.Copy) ([]pack.Copy, error) { t.Error("copies were made nevertheless"); return nil, nil }}}
	res, err := builder(src).Build(o)
	if err != nil {
		t.Fatal(err)
	}
	if text := fmt.Sprint(res.Diags); !res.Failed() || !strings.Contains(text, "downloads.html") {
		t.Errorf("the clash is not reported: %s", text)
	}
}
