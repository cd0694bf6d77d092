package main

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"trigpoint/generator/build"
)

// siteOf is a small site with some files of its own and a zip of it all.
func siteOf(files map[string]string) fstest.MapFS {
	site := fstest.MapFS{
		"site.toml":         {Data: []byte("title = \"Hostile\"\n[copies]\nformats = [\"zip\", \"html\", \"epub\"]\n[checks]\nraw-html = \"off\"\nimage-alt = \"off\"\nimage-unknown = \"off\"\npath-unknown = \"off\"\n")},
		"content/_index.md": {Data: []byte("+++\ntitle = \"Home\"\n+++\nText.\n")},
	}
	for name, text := range files {
		site[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return site
}

const pageFront = "+++\ntitle = \"A page\"\n+++\n"

// TestLeftovers: what editors and office programs leave beside the content is
// in no file of the site, not even when a page names it.
func TestLeftovers(t *testing.T) {
	files := map[string]string{"content/a.md": pageFront + "[one](~$plan.docx) [two](.~lock.plan.odt#) ![three](x.png~)\n"}
	for _, name := range []string{"~$plan.docx", ".~lock.plan.odt#", "x.png~", "#x.md#", ".#x.md", "x.md~", ".x.md.swp", "4913", "x.md___jb_tmp___", ".DS_Store", "Thumbs.db"} {
		files["content/"+name] = "+++\ntitle = \"Quokkaxz\"\n+++\nQuokkaxz.\n"
	}
	for name, content := range filesOf(t, siteOf(files), build.Options{Copies: &build.Copies{}}) {
		if found := trace(name, content); found != "" {
			t.Error(found)
		}
		if strings.ContainsAny(name, "~#$") {
			t.Errorf("the file %s is written", name)
		}
	}
}

// TestReservedWords: pages, titles and words that some system takes for a device
// make no file of such a name: a set refuses them.
func TestReservedWords(t *testing.T) {
	body := pageFront
	for _, word := range []string{"con", "prn", "aux", "nul", "com1", "lpt1", "conin"} {
		body += "## " + word + "\n\n" + word + " " + word + "con " + strings.Repeat(word, 3) + "\n\n"
	}
	filesOf(t, siteOf(map[string]string{"content/a.md": body}), build.Options{Copies: &build.Copies{}})
}

// TestHostileWords: markup in titles, languages of code, links and text is text,
// in every page and every copy.
func TestHostileWords(t *testing.T) {
	const evil = `"><script>alert(1)</script><img src=x onerror=alert(1)>'`
	body := "+++\ntitle = '''" + evil + "'''\nsummary = '''" + evil + "'''\n+++\n## " + evil + "\n\n" +
		"```" + strings.ReplaceAll(evil, " ", "") + "\n" + evil + "\n```\n\n[" + evil + "](b.md '" + strings.ReplaceAll(evil, "'", "") + "')\n\n" +
		"<svg onload=alert(1)>\n\n<!-- --><script>alert(1)</script>\n\n</script></title></textarea></style>" + evil + "\n"
	files := filesOf(t, siteOf(map[string]string{"content/a.md": body, "content/b.md": pageFront}), build.Options{Copies: &build.Copies{}})
	acting := regexp.MustCompile(`(?i)<script>alert|<img src=x|<svg onload|<[a-z][^>]*\sonerror=`)
	seen := 0
	var look func(name string, content []byte)
	look = func(name string, content []byte) {
		if strings.HasSuffix(name, "html") || strings.HasSuffix(name, ".xml") || strings.HasSuffix(name, ".atom") || strings.HasSuffix(name, ".opf") {
			seen++
			if m := acting.FindIndex(stripData(content)); m != nil {
				t.Errorf("%s holds %q", name, stripData(content)[max(0, m[0]-60):m[1]])
			}
		}
		for part, inner := range unpacked(content) {
			look(name+" ▸ "+part, inner)
		}
	}
	for name, content := range files {
		look(name, content)
		if strings.HasSuffix(name, ".html") && !strings.HasPrefix(name, build.CopiesDir) {
			parsePage(t, name, content) // no inline script, no handler
		}
		if strings.HasSuffix(name, ".js") && !strings.HasPrefix(name, "assets/") && bytes.Contains(content, []byte("</script")) {
			t.Errorf("%s holds the end of a script", name)
		}
	}
	if seen < 20 {
		t.Errorf("only %d pages and parts were looked at", seen)
	}
}

// stripData takes the values of attributes out, in which > is no end of a tag.
func stripData(content []byte) []byte {
	return regexp.MustCompile(`="[^"]*"`).ReplaceAll(content, nil)
}

// TestOwnNames: a heading whose words are an id of the theme's, or a name that
// scripts know, takes nothing away from the page: every id is there once.
func TestOwnNames(t *testing.T) {
	plain := filesOf(t, siteOf(map[string]string{"content/a.md": pageFront}), build.Options{Copies: &build.Copies{}})
	names := []string{"__proto__", "constructor", "search", "main", "nav", "content", "toString"}
	for id := range parsePage(t, "a.html", plain["a.html"]).ids {
		names = append(names, id)
	}
	slices.Sort(names)
	body := pageFront
	for _, name := range slices.Compact(names) {
		body += "## " + name + "\n\n"
	}
	files := filesOf(t, siteOf(map[string]string{"content/a.md": body}), build.Options{Copies: &build.Copies{}})
	pages := map[string]*page{"a.html": parsePage(t, "a.html", files["a.html"])}
	for id, n := range pages["a.html"].ids {
		if n != 1 {
			t.Errorf("the id %q stands %d times", id, n)
		}
	}
	before := parsePage(t, "a.html", plain["a.html"])
	for id := range before.ids {
		if pages["a.html"].ids[id] == 0 {
			t.Errorf("the page has lost its own id %q", id)
		}
	}
	if len(pages["a.html"].ids) < len(before.ids)+len(slices.Compact(names))/2 {
		t.Error("headings have lost their ids")
	}
}

// TestDraftPicture: a file that only a draft shows is not published.
func TestDraftPicture(t *testing.T) {
	site := siteOf(map[string]string{
		"content/a.md":         "+++\ntitle = \"A\"\ndraft = true\n+++\n![A picture](quokkaxz.png)\n",
		"content/quokkaxz.png": "picture",
	})
	for name, content := range filesOf(t, site, build.Options{Copies: &build.Copies{}}) {
		if found := trace(name, content); found != "" {
			t.Error(found)
		}
	}
	if filesOf(t, site, build.Options{Drafts: true, Copies: &build.Copies{}})["quokkaxz.png"] == nil {
		t.Error("with drafts it is not there either: the test shows nothing")
	}
}

// TestPhotoTells: a photo is published without the place where it was taken, in
// the site and in its copies.
func TestPhotoTells(t *testing.T) {
	told := "\xff\xd8\xff\xe1\x00\x16Exif\x00\x00GPS quokkaxz\x00\x00\xff\xda\x00\x04xxpixels\xff\xd9"
	files := filesOf(t, siteOf(map[string]string{"content/a.md": pageFront + "![A photo](photo.jpg)\n", "content/photo.jpg": told}), build.Options{Copies: &build.Copies{}})
	if !bytes.Contains(files["photo.jpg"], []byte("pixels")) {
		t.Fatalf("the photo is %q", files["photo.jpg"])
	}
	for name, content := range files {
		if found := trace(name, content); found != "" {
			t.Error(found)
		}
	}
}

// TestNothingOfTheMachine: neither comments of authors and of themes, nor the
// folder that the site lies in, nor who builds it, is in any file.
func TestNothingOfTheMachine(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "quokkaxz")
	t.Setenv("USER", "quokkaxz")
	t.Setenv("HOME", dir)
	site := siteOf(map[string]string{
		"content/a.md":                "+++\ntitle = \"A\" # Quokkaxz\n+++\n<!-- Quokkaxz -->\n\nText <!-- quokkaxz --> and more.\n",
		"theme/partials/banner.html":  "{{/* Quokkaxz */}}<!-- Quokkaxz -->",
		"theme/assets/own.css":        "/* Quokkaxz */ a { color: red }",
		"theme/assets/own.js":         "// Quokkaxz\n/* Quokkaxz */ window.own = 1;",
		"theme/assets/own.svg":        "<svg xmlns=\"http://www.w3.org/2000/svg\"><!-- Quokkaxz --></svg>",
		"theme/i18n/en.toml":          "# Quokkaxz\n",
		"content/unused.txt":          "Quokkaxz",
		"quokkaxz.txt":                "Quokkaxz",
		"content/quokkaxz.unused.svg": "<svg/>",
	})
	site["site.toml"].Data = append([]byte("# Quokkaxz\n"), site["site.toml"].Data...)
	for name, f := range site {
		mustWrite(t, filepath.Join(dir, name), f.Data)
	}
	files := filesOf(t, os.DirFS(dir), build.Options{Copies: &build.Copies{}})
	for name, content := range files {
		if found := trace(name, content); found != "" {
			t.Error(found)
		}
	}
	if len(files) < 10 {
		t.Errorf("only %d files", len(files))
	}
}

func mustWrite(t *testing.T, name string, content []byte) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, content, 0o644); err != nil {
		t.Fatal(err)
	}
}

// TestAllowedHTML: where HTML is allowed, what does no harm is in pages, copies
// and books, which are well-formed, and what could act is in none of them.
func TestAllowedHTML(t *testing.T) {
	site := siteOf(map[string]string{"content/a.md": pageFront + `Press <kbd title="a &quot;key&quot;">Enter</kbd>.

<details open ontoggle="alert(1)"><summary>More</summary><p>One<p>Two<table><tr><td>cell</details>

<div class="search" id="main" style="x"></div></main><script>alert(1)</script><img src=x onerror=alert(1)>

<ruby>字<rt>ji</ruby><hr><ol start=3><li>three</ol>
`})
	site["site.toml"].Data = append([]byte("raw_html = true\n"), site["site.toml"].Data...)
	forms := map[string]int{}
	var look func(name string, content []byte)
	look = func(name string, content []byte) {
		if _, fault := shapeOf(name, content); fault != "" {
			t.Errorf("%s: %s", name, fault)
		}
		if bytes.Contains(content, []byte("alert(1)")) {
			t.Errorf("%s holds what could act", name)
		}
		if bytes.Contains(content, []byte("Enter</kbd>")) && bytes.Contains(content, []byte("<td>cell</td>")) {
			forms[filepath.Ext(name)]++
		}
		for part, inner := range unpacked(content) {
			look(name+" ▸ "+part, inner)
		}
	}
	for name, content := range filesOf(t, site, build.Options{Copies: &build.Copies{}}) {
		look(name, content)
	}
	if forms[".html"] < 3 || forms[".xhtml"] == 0 {
		t.Errorf("what does no harm is in %v", forms)
	}
}
