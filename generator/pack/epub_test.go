package pack_test

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"io"
	"maps"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/net/html"

	"trigpoint/generator/build"
)

// A reading system knows a book by its first bytes.
func TestBookBegins(t *testing.T) {
	s := built(t, source(t), build.Options{})
	for _, p := range s.copies("epub") {
		if want := "mimetypeapplication/epub+zip"; string(s[p][30:30+len(want)]) != want {
			t.Errorf("%s begins with %q", p, s[p][:64])
		}
		z, err := zip.NewReader(bytes.NewReader(s[p]), int64(len(s[p])))
		if err != nil {
			t.Fatal(err)
		}
		if f := z.File[0]; f.Name != "mimetype" || f.Method != zip.Store || len(f.Extra) > 0 {
			t.Errorf("%s: the first file is %+v", p, f.FileHeader)
		}
	}
}

// Every part of a book is well-formed, has ids that XML can have, and links
// that lead somewhere in it.
func TestBookParts(t *testing.T) {
	s := built(t, source(t), build.Options{})
	if len(s.copies("epub")) != 3 {
		t.Fatalf("there are %d books", len(s.copies("epub")))
	}
	for _, p := range s.copies("epub") {
		book := unzip(t, s[p])
		for name, content := range book {
			switch path.Ext(name) {
			case ".xhtml", ".opf", ".xml", ".svg":
				checkXML(t, p+"!"+name, content)
			}
		}
		checkLinks(t, book)
		checkManifest(t, p, book)
	}
}

var ncName = regexp.MustCompile(`^[\p{L}_][\p{L}\p{Nd}._-]*$`)

func checkXML(t *testing.T, name string, content []byte) {
	t.Helper()
	d := xml.NewDecoder(bytes.NewReader(content))
	for {
		token, err := d.Token()
		if err == io.EOF {
			return
		}
		if err != nil {
			t.Errorf("%s: %v", name, err)
			return
		}
		if start, ok := token.(xml.StartElement); ok {
			for _, a := range start.Attr {
				if a.Name.Local == "id" && !ncName.MatchString(a.Value) {
					t.Errorf("%s: XML cannot have the id %q", name, a.Value)
				}
			}
		}
	}
}

// checkManifest checks that the package lists each file of a book once.
func checkManifest(t *testing.T, p string, book site) {
	t.Helper()
	var pkg struct {
		Items []struct {
			Href string `xml:"href,attr"`
		} `xml:"manifest>item"`
	}
	if err := xml.Unmarshal(book["EPUB/package.opf"], &pkg); err != nil {
		t.Fatal(err)
	}
	listed := map[string]bool{"mimetype": true, "META-INF/container.xml": true, "EPUB/package.opf": true}
	for _, item := range pkg.Items {
		u := mustUnescape(t, item.Href)
		if listed["EPUB/"+u] {
			t.Errorf("%s lists %s twice", p, u)
		}
		listed["EPUB/"+u] = true
	}
	if have := slices.Sorted(maps.Keys(book)); !slices.Equal(have, slices.Sorted(maps.Keys(listed))) {
		t.Errorf("%s holds %v and lists %v", p, have, slices.Sorted(maps.Keys(listed)))
	}
}

// The copies of the series have the name of the site: its first page may be
// called "Home".
func TestSeriesName(t *testing.T) {
	s := built(t, source(t), build.Options{})
	book := unzip(t, s["downloads/two-plans-more.epub"])
	for _, c := range []struct{ name, content, want string }{
		{"the package", string(book["EPUB/package.opf"]), "<dc:title>Two plans &amp; &lt;more&gt;</dc:title>"},
		{"the cover", string(book["EPUB/cover.svg"]), ">Two plans &amp; &lt;more&gt;</text>"},
		{"the single file", string(s["downloads/two-plans-more.html"]), "<title>Two plans &amp; &lt;more&gt;</title>"},
	} {
		if !strings.Contains(c.content, c.want) {
			t.Errorf("%s does not say %s", c.name, c.want)
		}
	}
}

// A name of any length has room on the cover, all of it where it is of a length
// that names have.
func TestCoverNames(t *testing.T) {
	for name, whole := range map[string]bool{
		"Short": true,
		"A long-term strategy of the Metropolitan Borough Council and its partners in health, housing, policing and education for digital public services": true,
		strings.Repeat("Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch", 2):                                                                    true,
		strings.Repeat("A resolution with every recital in it ", 30):                                                                                       false,
	} {
		src := source(t)
		front := src["content/first/_index.md"]
		front.Data = bytes.Replace(front.Data, []byte("The first plan"), []byte(name), 1)
		front.Data = bytes.Replace(front.Data, []byte(`edition = "2"`), []byte(`edition = "2`+strings.Repeat(", revised", 30)+`"`), 1)
		s := built(t, src, build.Options{})
		books := s.copies("epub")
		first := slices.IndexFunc(books, func(p string) bool { return strings.HasPrefix(path.Base(p), "first") })
		var said strings.Builder
		for _, n := range elements(t, unzip(t, s[books[first]])["EPUB/cover.svg"]) {
			if n.Data != "text" {
				continue
			}
			y, size, text := number(t, n, "y"), number(t, n, "font-size"), words(n)
			if y > 980 || float64(size)*0.5*float64(utf8.RuneCountInString(text)) > 1200 {
				t.Errorf("the cover has %q in letters of %d at %d", text, size, y)
			}
			if y < 880 {
				said.WriteString(text)
			}
		}
		bare := func(s string) string { return strings.ReplaceAll(s, " ", "") }
		if got := bare(said.String()); (got == bare(name)) != whole {
			t.Errorf("the cover says %q of %q", got, name)
		}
	}
}

func number(t *testing.T, n *html.Node, key string) int {
	t.Helper()
	out, err := strconv.Atoi(attribute(n, key))
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// What is written from the right begins there in every copy, and a book's pages
// are turned so.
func TestWritingFromTheRight(t *testing.T) {
	src := source(t)
	front := src["content/second/_index.md"]
	front.Data = bytes.Replace(front.Data, []byte(`lang = "cy"`), []byte(`lang = "ar"`), 1)
	s := built(t, src, build.Options{})
	second, series := unzip(t, s["downloads/second.epub"]), unzip(t, s["downloads/two-plans-more.epub"])
	for _, c := range []struct{ name, content, want string }{
		{"its book", string(second["EPUB/package.opf"]), `<spine page-progression-direction="rtl">`},
		{"its contents", string(second["EPUB/nav.xhtml"]), `lang="ar" xml:lang="ar" dir="rtl"`},
		{"its chapter", string(series["EPUB/text/second/index.xhtml"]), `lang="ar" xml:lang="ar" dir="rtl"`},
		{"the book of the series", string(series["EPUB/package.opf"]), `<spine page-progression-direction="ltr">`},
		{"another chapter", string(series["EPUB/text/first/index.xhtml"]), `lang="en-GB" xml:lang="en-GB" dir="ltr"`},
		{"the single file", string(s["downloads/two-plans-more.html"]), `id="second/index" lang="ar" dir="rtl"`},
	} {
		if !strings.Contains(c.content, c.want) {
			t.Errorf("%s does not say %s", c.name, c.want)
		}
	}
}

// A book says what it is, who can read it, and where its paragraphs are.
func TestBookDescribesItself(t *testing.T) {
	s := built(t, source(t), build.Options{})
	book := unzip(t, s["downloads/first-2019-edition-2.epub"])
	for _, want := range []string{
		"<dc:title>The first plan</dc:title>", "<dc:creator>Somebody</dc:creator>", "<dc:language>en-GB</dc:language>",
		"<dc:date>2019-03-01</dc:date>", "2020-01-01T00:00:00Z", `properties="cover-image"`, `<itemref idref="cover"/>`,
		`schema:accessMode">textual`, `schema:accessMode">visual`, `schema:accessModeSufficient">textual`, `schema:accessibilityFeature">pageNavigation`,
		`schema:accessibilityFeature">tableOfContents`, `schema:accessibilityHazard">none`, `schema:accessibilitySummary">`,
	} {
		if !bytes.Contains(book["EPUB/package.opf"], []byte(want)) {
			t.Errorf("the package does not say %s", want)
		}
	}
	for _, want := range []string{`href="text/first/a1.xhtml#again">Action 1, paragraph 1<`, `epub:type="landmarks"`, `>A1 Do &quot;this&quot; &lt;first&gt;<`} {
		if !bytes.Contains(book["EPUB/nav.xhtml"], []byte(want)) {
			t.Errorf("the contents do not say %s", want)
		}
	}
	for _, want := range []string{`epub:type="noteref"`, `<li id="fn.1" epub:type="footnote">`, `epub:type="footnotes"`, `epub:type="backlink"`} {
		if !bytes.Contains(book["EPUB/text/first/a1.xhtml"], []byte(want)) {
			t.Errorf("the chapter has no %s", want)
		}
	}
	if second := unzip(t, s["downloads/second.epub"])["EPUB/text/second/index.xhtml"]; !bytes.Contains(second, []byte(`xml:lang="cy"`)) {
		t.Error("the chapter does not say in which language it is")
	}
}

// The page list names every paragraph that has a number on the site, in order,
// and no other; the landmarks are the cover, the contents and the text.
func TestBookNavigation(t *testing.T) {
	for theme, s := range themed(t, source(t)) {
		book := unzip(t, s["downloads/first-2019-edition-2.epub"])
		var listed []string
		landmarks := map[string]string{}
		for _, n := range elements(t, book["EPUB/nav.xhtml"]) {
			switch {
			case n.Data != "a":
			case attribute(n, "epub:type") != "":
				landmarks[attribute(n, "epub:type")] = attribute(n, "href")
			case attribute(n.Parent.Parent.Parent, "epub:type") == "page-list":
				listed = append(listed, attribute(n, "href"))
			}
		}
		var numbered []string
		for _, c := range []string{"index", "parts", "a1"} {
			for _, n := range elements(t, book["EPUB/text/first/"+c+".xhtml"]) {
				if n.Data == "a" && hasClass(n, "number") {
					numbered = append(numbered, "text/first/"+c+".xhtml"+attribute(n, "href"))
				}
			}
		}
		if !slices.Equal(listed, numbered) || len(numbered) < 4 {
			t.Errorf("%s: the page list names %v; want %v", theme, listed, numbered)
		}
		want := map[string]string{"cover": "cover.xhtml", "toc": "#toc", "bodymatter": "text/first/index.xhtml"}
		if !maps.Equal(landmarks, want) {
			t.Errorf("%s: the landmarks are %v", theme, landmarks)
		}
	}
}

// Each mark of a footnote leads to a footnote, and each footnote back to its
// marks, in EPUB's own words, in every chapter; so readers show the note in place.
func TestBookNotes(t *testing.T) {
	notes := 0
	for _, s := range themed(t, source(t)) {
		for _, p := range s.copies("epub") {
			notes += checkNotes(t, p, unzip(t, s[p]))
		}
	}
	if notes < 2*2*4 { // in two themes, in the book of a document and in that of the series
		t.Errorf("there are only %d marks of notes", notes)
	}
}

// checkNotes follows the marks of a book's footnotes, and counts them.
func checkNotes(t *testing.T, p string, book site) int {
	t.Helper()
	marks := 0
	for name, content := range book {
		if path.Ext(name) != ".xhtml" {
			continue
		}
		list := elements(t, content)
		places := map[string]*html.Node{}
		for _, n := range list {
			places["#"+attribute(n, "id")] = n
		}
		back := map[string]bool{} // what footnotes lead back to
		for _, n := range list {
			if attribute(n, "epub:type") == "backlink" {
				back[attribute(n, "href")] = true
			}
		}
		for _, n := range list {
			to := places[attribute(n, "href")]
			switch mark := attribute(n, "epub:type") == "noteref"; {
			case mark != (attribute(n, "role") == "doc-noteref"):
				t.Errorf("%s!%s: %v is a mark in one language alone", p, name, n.Attr)
			case !mark:
			case to == nil || attribute(to, "epub:type") != "footnote":
				t.Errorf("%s!%s: a mark leads to %q, which is no footnote", p, name, attribute(n, "href"))
			case !back["#"+attribute(n, "id")] && !back["#"+attribute(n.Parent, "id")]:
				t.Errorf("%s!%s: no footnote leads back to %q", p, name, attribute(n, "href"))
			default:
				marks++
			}
		}
	}
	return marks
}
