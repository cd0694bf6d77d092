package pack_test

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/ledongthuc/pdf"

	"trigpoint/generator/build"
)

// hidden are the words that stand in all that is not published, and nowhere else.
var hidden = regexp.MustCompile("(?i)canary[a-z]*|[AK]9999")

// What is not published is in no copy, in no form. With drafts, each of the words
// is found in each format: the search reads all that it has to.
func TestCanaries(t *testing.T) {
	for p, content := range built(t, source(t), build.Options{}) {
		for name, text := range opened(t, p, content) {
			if found := hidden.FindString(name + "\n" + string(text)); found != "" {
				t.Errorf("%s holds %q, which is not published", name, found)
			}
		}
	}
	drafts := built(t, source(t), build.Options{Drafts: true})
	for _, format := range []string{"zip", "html", "epub"} {
		var all bytes.Buffer
		for _, p := range drafts.copies(format) {
			for name, text := range opened(t, p, drafts[p]) {
				fmt.Fprintln(&all, name)
				all.Write(text)
			}
		}
		for _, word := range []string{"canarytitle", "canarysummary", "canarynote", "canarybody", "canaryalt", "canarypixels", "canarylink",
			"canaryheading", "A9999", "K9999", "canarylater", "canarylaterbody", "canarythird", "canarydocument", "canaryabout", "canaryauthor", "canaryfront"} {
			if !bytes.Contains(all.Bytes(), []byte(word)) {
				t.Errorf("with drafts %s is not found in %s: without, that proves nothing", word, format)
			}
		}
	}
}

var inlined = regexp.MustCompile(`;base64,([A-Za-z0-9+/=]+)`)

// opened is a file and, of an archive, what is in it, and of HTML the pictures.
func opened(t *testing.T, name string, content []byte) site {
	t.Helper()
	out := site{name: content}
	switch path.Ext(name) {
	case ".zip", ".epub":
		out = site{}
		for p, inside := range unzip(t, content) {
			out[name+"!"+p] = inside
		}
	case ".html":
		for i, data := range inlined.FindAllSubmatch(content, -1) {
			picture, err := base64.StdEncoding.DecodeString(string(data[1]))
			if err != nil {
				t.Errorf("%s: %v", name, err)
			}
			out[fmt.Sprintf("%s!%d", name, i)] = picture
		}
	}
	for p, inside := range out {
		out[p] = bytes.ReplaceAll(inside, canaryHead(), []byte("canarypixels"))
	}
	return out
}

// canaryHead is how the picture that is not published begins: the site drops what
// else its file could be known by.
func canaryHead() []byte {
	return []byte{'I', 'H', 'D', 'R', 0, 0, 0, canaryWide, 0, 0, 0, canaryHigh}
}

// What is not published stands nowhere in a PDF: not in its text, its tags, its
// bookmarks, its links, its metadata, nor behind it as a file or a picture. With
// drafts, and a file attached, the words are found in each of these.
func TestSlowPDFCanaries(t *testing.T) {
	slow(t, "pdfinfo", "pdftotext", "pdfdetach", "pdfattach", "pdfimages", "qpdf")
	for _, drafts := range []bool{false, true} {
		s := built(t, source(t), build.Options{Drafts: drafts, Copies: printing(browser(t))})
		found, parts := map[string]string{}, map[string]string{}
		for _, p := range s.copies("pdf") {
			if drafts {
				s[p] = attached(t, s[p])
			}
			parts = partsOf(t, s[p])
			for part, text := range parts {
				if word := hidden.FindString(text); word != "" {
					found[part] = word
				}
			}
		}
		if !drafts && len(found) > 0 {
			t.Errorf("what is not published stands in PDFs: %v", found)
		}
		for part := range parts {
			if drafts && found[part] == "" {
				t.Errorf("with drafts no canary is found in the %s: without, that proves nothing", part)
			}
		}
	}
}

// attached is a PDF with a file attached to it.
func attached(t *testing.T, printed []byte) []byte {
	t.Helper()
	out := filepath.Join(t.TempDir(), "out.pdf")
	run(t, "pdfattach", written(t, "in.pdf", printed), written(t, "notes.txt", []byte("canaryfile")), out)
	content, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	return content
}

// partsOf reads all that a PDF says, by where it says it.
func partsOf(t *testing.T, printed []byte) map[string]string {
	t.Helper()
	file := written(t, "x.pdf", printed)
	r, err := pdf.NewReader(bytes.NewReader(printed), int64(len(printed)))
	if err != nil {
		t.Fatal(err)
	}
	plain := filepath.Join(t.TempDir(), "plain.pdf")
	run(t, "qpdf", "--qdf", "--object-streams=disable", file, plain)
	objects, err := os.ReadFile(plain)
	if err != nil {
		t.Fatal(err)
	}
	return map[string]string{
		"text":      run(t, "pdftotext", file, "-"),
		"tags":      taggedWords(r),
		"bookmarks": strings.Join(bookmarks(r.Trailer().Key("Root").Key("Outlines").Key("First")), "\n"),
		"places":    run(t, "pdfinfo", "-dests", file),
		"links":     run(t, "pdfinfo", "-url", file),
		"metadata":  run(t, "pdfinfo", file) + run(t, "pdfinfo", "-meta", file) + run(t, "pdfinfo", "-custom", file),
		"files":     filesIn(t, file),
		"pictures":  picturesIn(t, file),
		"objects":   string(bytes.ReplaceAll(objects, []byte{0}, nil)),
	}
}

// filesIn are the files that are attached to a PDF: their names, and what is in them.
func filesIn(t *testing.T, file string) string {
	t.Helper()
	dir := t.TempDir()
	out := run(t, "pdfdetach", "-list", file)
	run(t, "pdfdetach", "-saveall", "-o", dir, file)
	saved, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range saved {
		content, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		out += name + "\n" + string(content)
	}
	return out
}

// picturesIn lists the pictures of a PDF. That which is not published is known by
// its size.
func picturesIn(t *testing.T, file string) string {
	t.Helper()
	size := regexp.MustCompile(fmt.Sprintf(`\b%d +%d\b`, canaryWide, canaryHigh))
	return size.ReplaceAllString(run(t, "pdfimages", "-list", file), "canarypicture")
}
