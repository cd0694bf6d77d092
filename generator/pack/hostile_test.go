package pack_test

import (
	"path"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"trigpoint/generator/build"
)

// A name with dots in it is a name like any other, in every copy: it leads
// nowhere else.
func TestNamesWithDots(t *testing.T) {
	src := fstest.MapFS{
		"site.toml":                {Data: []byte("title = \"Up .. and away\"\n[copies]\nformats = [\"zip\", \"html\", \"epub\"]\n")},
		"content/_index.md":        {Data: []byte("+++\ntitle = \"Home\"\n+++\nSee [the plan](p..lan/x..y.md#up..down).\n")},
		"content/p..lan/_index.md": {Data: []byte("+++\ntitle = \"../../Plan\"\n[document]\nstate = \"published\"\n+++\nSee [what](x..y.md) and ![a picture](up..png).\n")},
		"content/m..ore/_index.md": {Data: []byte("+++\ntitle = \"More\"\n[document]\nstate = \"published\"\n+++\nWords.\n")},
		"content/p..lan/x..y.md":   {Data: []byte("+++\ntitle = \"..\"\n+++\n## Up {#up..down}\n\nBack [home](../_index.md).\n")},
		"content/p..lan/up..png":   {Data: square(t)},
	}
	s := built(t, src, build.Options{})
	checkAgree(t, map[string]site{"fieldbook": s})
	for _, name := range append(s.copies("zip"), s.copies("epub")...) {
		if strings.Contains(path.Base(name), "..") {
			t.Errorf("a copy is called %s", name)
		}
		for inside := range unzip(t, s[name]) {
			if inside != path.Clean(inside) || path.IsAbs(inside) || slices.Contains(strings.Split(inside, "/"), "..") {
				t.Errorf("%s holds %q", name, inside)
			}
		}
	}
	if len(s.copies("html")) != 3 || len(s.copies("epub")) != 3 {
		t.Errorf("the copies are %v and %v", s.copies("html"), s.copies("epub"))
	}
}

// A single file shows any picture. A book shows those that e-readers have to
// know, and of others the description.
func TestKindsOfPictures(t *testing.T) {
	src := fstest.MapFS{
		"site.toml":         {Data: []byte("title = \"Pictures\"\n[copies]\nformats = [\"html\", \"epub\"]\n")},
		"content/_index.md": {Data: []byte("+++\ntitle = \"Pictures\"\n+++\nThe ![pier](pier.avif), the ![quay](quay.webp) and the ![mole](mole.png).\n")},
		"content/pier.avif": {Data: []byte("not looked at")},
		"content/quay.webp": {Data: []byte("RIFF\x16\x00\x00\x00WEBPVP8L\x0a\x00\x00\x00/\x00\x00\x00\x10\x07\x10\x11\x11\x88\x88")},
		"content/mole.png":  {Data: square(t)},
	}
	s := built(t, src, build.Options{})
	for _, kind := range []string{"avif", "webp", "png"} {
		if !strings.Contains(string(s["downloads/pictures.html"]), `src="data:image/`+kind+`;base64,`) {
			t.Errorf("the single file does not show the %s", kind)
		}
	}
	book := unzip(t, s["downloads/pictures.epub"])
	checkLinks(t, book)
	checkManifest(t, "pictures.epub", book)
	if n := strings.Count(string(book["EPUB/text/index.xhtml"]), "<img "); n != 2 || book["EPUB/images/1.webp"] == nil {
		t.Errorf("the book shows %d pictures", n)
	}
	if !strings.Contains(string(book["EPUB/text/index.xhtml"]), ">pier<") {
		t.Errorf("the book does not say what the picture shows that it cannot hold:\n%s", book["EPUB/text/index.xhtml"])
	}
}
