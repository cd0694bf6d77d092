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

// HTML that an author writes, where that is allowed, is well-formed in every copy,
// however it was written: what is left open is closed, and what is not allowed is
// gone.
func TestRawHTML(t *testing.T) {
	src := fstest.MapFS{
		"site.toml": {Data: []byte("title = \"Raw\"\nraw_html = true\n[checks]\nraw-html = \"off\"\n[copies]\nformats = [\"zip\", \"html\", \"epub\"]\n")},
		"content/_index.md": {Data: []byte(`+++
title = "Raw </script> & <b>"
summary = "A \u0001 summary ]]> <!--"
+++
<details><summary>More</summary>

Words <b>bold <i>both</b> slanted</i> and <br> a break <img src="mole.png" alt="A > mole"> here.

<p onclick="alert(1)" style="color: red">One<p>two<ul><li>three<li>four</ul>

<script>document.title = "canaryscript"</script><style>p { color: red }</style>
<iframe src="https://example.org/"></iframe><a href="javascript:alert(1)">press</a>

<table><tr><td>left<td>right</table> <a href="other.md">other <a href="https://example.org/">nested</a>

<!-- a comment -- with ]]> in it -->

&nbsp;&unknown; &#1; &#xFFFF; <unknown-tag a:b="c" 1="2">kept?</unknown-tag> </div></section></article></body></html>

After it all.
`)},
		"content/other.md": {Data: []byte("+++\ntitle = \"Other\"\n+++\nSee <b id=\"fn:1\">this</b>[^1].\n\n[^1]: A note with <i>raw <b>HTML.\n")},
		"content/mole.png": {Data: square(t)},
	}
	for theme, s := range themed(t, src) {
		for _, p := range s.copies("html") {
			list := elements(t, s[p])
			checkAlone(t, theme+": "+p, list)
			if n := len(pagesOf(list)); n != 2 {
				t.Errorf("%s: %s holds %d pages", theme, p, n)
			}
		}
		for _, p := range s.copies("epub") {
			for name, content := range unzip(t, s[p]) {
				if ext := path.Ext(name); ext == ".xhtml" || ext == ".opf" || ext == ".svg" {
					checkXML(t, theme+": "+p+"!"+name, content)
				}
			}
		}
	}
	checkAgree(t, themed(t, src))
}
