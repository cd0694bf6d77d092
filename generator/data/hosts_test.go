package data_test

import (
	"bytes"
	"io/fs"
	"net/url"
	"path"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/net/html"

	"trigpoint/generator/build"
	"trigpoint/themes"
)

// TestRedirects: what a host redirects is what the small pages lead on from, to
// the same places.
func TestRedirects(t *testing.T) {
	f := hostileSite(t)
	lines := strings.Fields(string(f["_redirects"]))
	want := "/old%20folder/one.html /plan/goals/one.html 301 /id/G9.html /plan/goals/one.html 301"
	if got := strings.Join(lines, " "); got != want {
		t.Errorf("redirects %q, want %q", got, want)
	}
	for _, name := range []string{"old folder/one.html", "id/G9.html"} {
		if !bytes.Contains(f[name], []byte(`plan/goals/one.html`)) {
			t.Errorf("%s does not lead on", name)
		}
	}
}

// TestHosts: each file that a host looks for is there, and a preview with drafts
// keeps search engines away.
func TestHosts(t *testing.T) {
	f := hostileSite(t)
	if _, ok := f[".nojekyll"]; !ok {
		t.Error("there is no .nojekyll")
	}
	if f[".well-known/security.txt"] != nil {
		t.Error("there is a security.txt that nobody asked for")
	}
	for _, part := range []string{"Content-Security-Policy: default-src 'none'; script-src 'self';", "frame-ancestors", "nosniff", "immutable"} {
		if !strings.Contains(string(f["_headers"]), part) {
			t.Errorf("_headers lacks %s", part)
		}
	}
	for _, never := range []string{"unsafe", "file:", "http:", "https:", "*;"} {
		if strings.Contains(string(f["_headers"]), never) {
			t.Errorf("_headers has %s", never)
		}
	}
	if got := string(f["robots.txt"]); got != "User-agent: *\nAllow: /\n\nSitemap: https://www.example.org/a%20b/strategy/sitemap.xml\n" {
		t.Errorf("robots.txt: %q", got)
	}
	drafts := buildFS(t, hostileFS(t), build.Options{Drafts: true})
	if got := string(drafts["robots.txt"]); got != "User-agent: *\nDisallow: /\n" || drafts["sitemap.xml"] != nil {
		t.Errorf("robots.txt of a preview: %q", got)
	}
}

// TestSecurity: the file says what site.toml does.
func TestSecurity(t *testing.T) {
	root := hostileFS(t)
	conf := root["site.toml"]
	conf.Data = append([]byte(nil), conf.Data...)
	conf.Data = append(conf.Data, "\n[security]\ncontact = [\"mailto:security@example.org\", \"https://www.example.org/report\"]\n"+
		"expires = 2027-05-11\npolicy = \"https://www.example.org/policy\"\n"...)
	want := `Contact: mailto:security@example.org
Contact: https://www.example.org/report
Expires: 2027-05-11T00:00:00Z
Policy: https://www.example.org/policy
Preferred-Languages: en-GB
Canonical: https://www.example.org/a%20b/strategy/.well-known/security.txt
`
	if got := string(buildFS(t, root, build.Options{})[".well-known/security.txt"]); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// headOf reads the head of a page: its links by rel and type, its names.
func headOf(t *testing.T, f files, name string) (links map[string][]string, names map[string]string) {
	t.Helper()
	root, err := html.Parse(bytes.NewReader(f[name]))
	if err != nil {
		t.Fatal(err)
	}
	links, names = map[string][]string{}, map[string]string{}
	for n := range root.Descendants() {
		at := func(key string) string {
			for _, a := range n.Attr {
				if a.Key == key {
					return a.Val
				}
			}
			return ""
		}
		switch {
		case n.Data == "link":
			key := strings.TrimSpace(at("rel") + " " + at("type"))
			links[key] = append(links[key], at("href"))
		case n.Data == "meta":
			names[at("name")+at("property")+at("http-equiv")] = at("content")
		case n.Type == html.ElementNode && n.Data == "body":
			return links, names
		}
	}
	return links, names
}

// TestHeads: each page names its address, its other forms, and how it is shown
// where somebody shares it; the words are the author's, without control
// characters, and never markup.
func TestHeads(t *testing.T) {
	f := hostileSite(t)
	const base = "https://www.example.org/a%20b/strategy/"
	links, names := headOf(t, f, "plan/goals/one.html")
	for key, want := range map[string]string{
		"canonical": base + "plan/goals/one.html", "alternate application/json": "../../id/G1.json",
		"alternate application/atom+xml": "../../feed.xml ../feed.xml",
	} {
		if got := strings.Join(links[key], " "); got != want {
			t.Errorf("%s: %q, want %q", key, got, want)
		}
	}
	for key, want := range map[string]string{
		"og:title": `=HYPERLINK("x") <script>alert(3)</script>, 'quoted' ` + "\u202E| end", "og:type": "article",
		"og:url": base + "plan/goals/one.html", "og:site_name": `A "series" <script>alert(1)</script> & ]]> ` + "\u202E",
		"og:locale": "en_GB",
	} {
		if names[key] != want {
			t.Errorf("%s: %q, want %q", key, names[key], want)
		}
	}
	if _, names := headOf(t, f, "plan/index.html"); names["og:locale"] != "" {
		t.Errorf("a page in Arabic: %q", names["og:locale"])
	}
	if links, _ := headOf(t, f, "index.html"); strings.Join(links["alternate application/json"], " ") != "data/graph.json" {
		t.Errorf("the home page links %q", links)
	}
	if _, names := headOf(t, f, "index.html"); names["og:type"] != "website" || names["og:locale"] != "en_GB" {
		t.Errorf("the home page: %q", names)
	}
}

// TestHomeHead: a link to the home page is shared under the name of the site,
// whatever the page is called.
func TestHomeHead(t *testing.T) {
	f := buildFS(t, fstest.MapFS{
		"site.toml":         {Data: []byte(`title = "A strategy"`)},
		"content/_index.md": {Data: []byte("+++\ntitle = \"Home\"\nsummary = \"What it is\"\n+++\n")},
	}, build.Options{})
	if _, names := headOf(t, f, "index.html"); names["og:title"] != "A strategy" || names["og:description"] != "What it is" {
		t.Errorf("the home page: %q", names)
	}
}

// TestPolicy: in every theme, every page, redirects included, carries a policy
// that allows nothing inline and nothing from elsewhere, before anything loads.
func TestPolicy(t *testing.T) {
	names, err := fs.Glob(themes.FS(), "*/theme.toml")
	if err != nil || len(names) == 0 {
		t.Fatal(names, err)
	}
	for _, manifest := range names {
		for name, content := range buildFS(t, hostileFS(t), build.Options{Theme: path.Dir(manifest)}) {
			if !strings.HasSuffix(name, ".html") {
				continue
			}
			_, meta := headOf(t, files{name: content}, name)
			p := meta["Content-Security-Policy"]
			if !strings.HasPrefix(p, "default-src 'none'; script-src 'self' file:; style-src 'self' file:;") || strings.Contains(p, "unsafe") {
				t.Errorf("%s, %s: policy %q", manifest, name, p)
			}
			before, _, _ := bytes.Cut(content, []byte("Content-Security-Policy"))
			if bytes.Contains(before, []byte("<script")) || bytes.Contains(before, []byte("<link")) {
				t.Errorf("%s, %s: something loads before the policy", manifest, name)
			}
		}
	}
}

// TestLinkedFiles: what the heads of pages link to is there.
func TestLinkedFiles(t *testing.T) {
	each(t, func(t *testing.T, f files) {
		base := baseOf(t, f)
		for name := range f {
			if !strings.HasSuffix(name, ".html") || name == "404.html" {
				continue
			}
			from, err := url.Parse(base + (&url.URL{Path: name}).EscapedPath())
			if err != nil {
				t.Fatal(err)
			}
			links, _ := headOf(t, f, name)
			for _, hrefs := range links {
				for _, href := range hrefs {
					to, err := from.Parse(href)
					if err != nil {
						t.Fatal(err)
					}
					leads(t, f, base, to.String())
				}
			}
		}
	})
}
