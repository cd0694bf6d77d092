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
	"strings"
	"testing"

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

// The words of each chapter are those of the page.
func TestBookWords(t *testing.T) {
	s := built(t, source(t), build.Options{})
	book := unzip(t, s["downloads/two-plans-more.epub"])
	chapters := 0
	for name, content := range book {
		address, ok := strings.CutPrefix(name, "EPUB/text/")
		if !ok {
			continue
		}
		chapters++
		page := strings.TrimSuffix(address, ".xhtml") + ".html"
		// What XML forbids is left out; a browser shows nothing for it either.
		want := strings.ReplaceAll(words(body(t, elements(t, s[page]))), "\x0b ", "")
		if got := words(body(t, elements(t, content))); got != want {
			t.Errorf("the words of %s are\n%s\nwant\n%s", name, got, want)
		}
	}
	if chapters != 8 {
		t.Errorf("%d chapters; want 8", chapters)
	}
}

// A book says what it is, who can read it, and where its paragraphs are.
func TestBookDescribesItself(t *testing.T) {
	s := built(t, source(t), build.Options{})
	book := unzip(t, s["downloads/first-2019-edition-2.epub"])
	for _, want := range []string{
		"<dc:title>The first plan</dc:title>", "<dc:creator>Somebody</dc:creator>", "<dc:language>en-GB</dc:language>",
		"<dc:date>2019-03-01</dc:date>", "2020-01-01T00:00:00Z", "schema:accessMode\">visual", "pageNavigation",
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
