package main

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"compress/zlib"
	"encoding/base64"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/tools/txtar"

	"trigpoint/generator/build"
	"trigpoint/generator/diag"
	"trigpoint/themes"
)

// A canary is a word, or an id, that stands only in what is not published. A
// short one counts only as a whole word: packed words may hold its letters.
var canary = regexp.MustCompile(`(?i:quokkaxz)|\bQKX\b|\b[A-Z]9019?\b`)

// TestCanary walks every file of a site that holds hidden pages, and what is
// packed in it, for a trace of them.
func TestCanary(t *testing.T) {
	for name, content := range filesOf(t, withHidden(t), build.Options{Copies: copies()}) {
		if found := trace(name, content); found != "" {
			t.Errorf("what is not published shows in %s", found)
		}
	}
}

// TestCanarySings: with drafts, the same walk finds the canary in artefacts of
// every kind that holds words of pages, so that it would find it elsewhere too.
// The theme's own files and some others hold none.
func TestCanarySings(t *testing.T) {
	silent := " .svg .png .jpg .ico .txt .webmanifest"
	sings := map[string]bool{}
	for name, content := range filesOf(t, withHidden(t), build.Options{Drafts: true, Copies: copies()}) {
		kind := path.Ext(name)
		if strings.HasPrefix(name, "assets/") || strings.ContainsAny(name[:1], "_.") || strings.Contains(silent, " "+kind) {
			continue
		}
		sings[kind] = sings[kind] || trace("", content) != ""
	}
	for kind, found := range sings {
		if !found {
			t.Errorf("no file *%s holds the canary, though drafts are asked for: is it packed in a way that unpacked does not know?", kind)
		}
	}
	for _, kind := range []string{".html", ".json", ".csv", ".js", ".xml", ".zip", ".epub"} {
		if !sings[kind] {
			t.Errorf("no file *%s at all holds the canary", kind)
		}
	}
}

// copies are those that are made without a browser; the PDF is printed from the
// same pages.
func copies() *build.Copies { return &build.Copies{Formats: []string{"zip", "html", "epub"}} }

// TestHiddenLeavesNoTrace: a site with hidden pages is, byte for byte, the site
// without them. No count, order or number tells that they are there.
func TestHiddenLeavesNoTrace(t *testing.T) {
	with, without := filesOf(t, withHidden(t), build.Options{}), filesOf(t, published(t), build.Options{})
	for name := range with {
		if _, there := without[name]; !there {
			t.Errorf("%s is there only with the hidden pages", name)
		}
	}
	for name, content := range without {
		if !bytes.Equal(with[name], content) {
			t.Errorf("%s differs with the hidden pages", name)
		}
	}
}

// TestUnwrapped: by a setting, a reference to what is hidden is no error, and
// its words alone stay.
func TestUnwrapped(t *testing.T) {
	files := mapOf(txtar.Parse(readFile(t, "testdata/faults/ref-hidden-terms.txtar")))
	for name, f := range files {
		f.Data = regexp.MustCompile(`(?m)^//.*\n`).ReplaceAll(f.Data, nil)
		f.Data = bytes.ReplaceAll(f.Data, []byte(`title = "Two"`), []byte(`title = "Quokkaxz"`))
		files[name] = f
	}
	files["site.toml"].Data = append(files["site.toml"].Data, "[checks]\nref-hidden = \"off\"\n"...)
	out := filesOf(t, files, build.Options{})
	pages := pagesOf(t, out)
	for name, p := range pages {
		for _, link := range p.links {
			checkLink(t, name, link, out, pages)
		}
	}
	for name, content := range out {
		if found := trace(name, content); found != "" {
			t.Errorf("what is not published shows in %s", found)
		}
	}
	want := "The Secret plan, as the plan, I9, what it costs,\nits map and [open brackets]."
	if !bytes.Contains(out["a.html"], []byte(want)) {
		t.Errorf("a.html does not read %q:\n%s", want, out["a.html"])
	}
}

// published is the site of this repository.
func published(t *testing.T) fstest.MapFS {
	t.Helper()
	files := fstest.MapFS{}
	root := os.DirFS("..")
	for _, top := range build.Sources() {
		err := fs.WalkDir(root, top, func(name string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return nil // not every site has all of them
			}
			content, err := fs.ReadFile(root, name)
			files[name] = &fstest.MapFile{Data: content}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return files
}

func withHidden(t *testing.T) fstest.MapFS {
	t.Helper()
	files := published(t)
	for name, f := range mapOf(txtar.Parse(readFile(t, "testdata/canary.txtar"))) {
		files[name] = f
	}
	front := files["content/planting-the-flag/_index.md"]
	const changes = "[[document.changes]]"
	front.Data = bytes.Replace(front.Data, []byte(changes), []byte(changes+"\ndate = 2099-12-31\nmajor = true\nnote = \"Quokkaxz\"\n"+changes), 1)
	return files
}

func mapOf(a *txtar.Archive) fstest.MapFS {
	files := fstest.MapFS{}
	for _, f := range a.Files {
		files[f.Name] = &fstest.MapFile{Data: f.Data}
	}
	return files
}

func filesOf(t *testing.T, site fs.FS, o build.Options) map[string][]byte {
	t.Helper()
	o.Now, o.BaseURL = siteDay(), "https://www.example.org/" // feeds and sitemaps need an address
	res, err := build.New(site, themes.FS()).Build(o)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range res.Diags {
		if d.Severity == diag.Error {
			t.Error(d.Position, d.Message, d.Code)
		}
	}
	if res.Failed() {
		t.FailNow()
	}
	return renderSet(t, res.Set)
}

// trace tells where the canary shows in a file or in what it packs, or nothing.
func trace(name string, content []byte) string {
	if at := canary.FindString(name); at != "" {
		return name + ", by its name"
	}
	if at := canary.FindIndex(content); at != nil {
		return fmt.Sprintf("%s: %q", name, content[max(0, at[0]-40):min(len(content), at[1]+40)])
	}
	for part, inner := range unpacked(content) {
		if found := trace(name+" ▸ "+part, inner); found != "" {
			return found
		}
	}
	return ""
}

var dataURL = regexp.MustCompile(`base64,([A-Za-z0-9+/]+=*)`)

// unpacked opens archives, compressed streams and data addresses, wherever in
// the content they stand: a format that packs its text in some other way has to
// be added here, and TestCanarySings says so.
func unpacked(content []byte) map[string][]byte {
	parts := map[string][]byte{}
	if z, err := zip.NewReader(bytes.NewReader(content), int64(len(content))); err == nil {
		for _, f := range z.File {
			if r, err := f.Open(); err == nil {
				parts[f.Name], _ = io.ReadAll(r)
			}
		}
		return parts
	}
	if r, err := gzip.NewReader(bytes.NewReader(content)); err == nil {
		parts["gzip"], _ = io.ReadAll(r)
	}
	for i, m := range dataURL.FindAllSubmatch(content, -1) {
		if inner, err := base64.StdEncoding.DecodeString(string(m[1])); err == nil {
			parts[fmt.Sprint("data ", i)] = inner
		}
	}
	if bytes.HasPrefix(content, []byte("%PDF")) || bytes.HasPrefix(content, []byte("\x89PNG")) {
		for i := range content {
			if r, err := zlib.NewReader(bytes.NewReader(content[i:])); err == nil {
				parts[fmt.Sprint("stream at ", i)], _ = io.ReadAll(r)
			}
		}
	}
	return parts
}
