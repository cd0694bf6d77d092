package main

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/BurntSushi/toml"
	"golang.org/x/tools/txtar"

	"trigpoint/generator/build"
	"trigpoint/generator/diag"
	"trigpoint/generator/pack"
	"trigpoint/themes"
)

// sampleSite reads a site of testdata/themes.
func sampleSite(t *testing.T, name string) fstest.MapFS {
	t.Helper()
	site := fstest.MapFS{}
	for _, f := range txtar.Parse(readFile(t, "testdata/themes/"+name+".txtar")).Files {
		site[f.Name] = &fstest.MapFile{Data: f.Data}
	}
	return site
}

// renderSample builds a sample with drafts and with copies, and returns every
// page.
func renderSample(t *testing.T, site, in fs.FS, theme string) map[string][]byte {
	t.Helper()
	res, err := build.New(site, in).Build(build.Options{Now: siteDay(), Drafts: true, Theme: theme, Copies: &build.Copies{Keep: weigh}})
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range res.Diags {
		if d.Severity == diag.Error {
			t.Fatalf("%s: %s", d.Position, d.Message)
		}
	}
	pages := map[string][]byte{}
	for _, f := range res.Set.Files() {
		var b bytes.Buffer
		if err := f.Render(&b); err != nil {
			t.Fatal(err)
		}
		switch path.Ext(f.Path) {
		case ".html":
			pages[f.Path] = b.Bytes()
		case ".epub":
			maps.Copy(pages, unpack(t, f.Path, b.Bytes()))
		}
	}
	return pages
}

// weigh stands for the program's shelf of copies: it says how large each is.
func weigh(copies []pack.Copy) ([]pack.Copy, error) {
	for i := range copies {
		copies[i].Size, copies[i].Sum = 1000, strings.Repeat("0", 64)
	}
	return copies, nil
}

// unpack returns the text files of an archive.
func unpack(t *testing.T, name string, content []byte) map[string][]byte {
	t.Helper()
	archive, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		t.Fatalf("%s: %s", name, err)
	}
	out := map[string][]byte{}
	for _, f := range archive.File {
		text, err := fs.ReadFile(archive, f.Name)
		if err != nil {
			t.Fatal(err)
		}
		out[name+"/"+f.Name] = text
	}
	return out
}

// action finds the actions of a template that begin a branch.
var action = regexp.MustCompile(`\{\{(?:if|with|range|else|block|define) ?[^}]*\}\}`)

// marked puts a mark at the start of every branch of every template: a word
// that is harmless in text and among attributes alike. It returns where each
// mark is.
func marked(t *testing.T, theme fs.FS) (fs.FS, map[string]string) {
	t.Helper()
	out := fstest.MapFS{}
	marks := map[string]string{}
	err := fs.WalkDir(theme, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		content, err := fs.ReadFile(theme, name)
		drawing := bytes.HasPrefix(content, []byte("<svg xmlns")) // minified: words between shapes are dropped
		if path.Ext(name) == ".html" && !drawing {
			content = action.ReplaceAllFunc(content, func(a []byte) []byte {
				mark := fmt.Sprintf("m%dm", len(marks))
				marks[mark] = name + " after " + string(a)
				return []byte(string(a) + " " + mark + " ")
			})
		}
		out[name] = &fstest.MapFile{Data: content}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out, marks
}

var mark = regexp.MustCompile(`m\d+m`)

// TestEveryBranch renders three samples, one with everything, one with next to
// nothing and one with a great many names, so that every branch of every layout
// and partial of every theme is gone through at least once.
func TestEveryBranch(t *testing.T) {
	in, marks := marked(t, themes.FS())
	for _, theme := range themeNames(t) {
		for _, sample := range []string{"full", "bare"} {
			unmark(marks, renderSample(t, sampleSite(t, sample), in, theme))
		}
		unmark(marks, renderSample(t, manyNames(t), in, theme))
	}
	for _, m := range slices.SortedFunc(maps.Keys(marks), func(a, b string) int { return len(a) - len(b) }) {
		t.Errorf("never run: %s", marks[m])
	}
}

// unmark takes off the marks that the pages show.
func unmark(marks map[string]string, pages map[string][]byte) {
	for _, page := range pages {
		for _, m := range mark.FindAll(page, -1) {
			delete(marks, string(m))
		}
	}
}

// manyNames is a site with more of everything than one page can show.
func manyNames(t *testing.T) fstest.MapFS {
	site := sampleSite(t, "bare")
	page := []byte("+++\ntitle = \"Names\"\n+++\n")
	for i := range 1200 {
		page = fmt.Appendf(page, "## %c%d {#T%d}\n\n", 'A'+i%26, i, i)
	}
	site["content/names.md"] = &fstest.MapFile{Data: page}
	// Nor can one matrix show them all, nor the home page so many pages of a document.
	site["site.toml"].Data = append(bytes.Clone(site["site.toml"].Data), "[kinds.nothing]\nid = \"N{n}\"\n"+
		"[relations.meets]\nfrom = [\"thing\"]\nto = [\"thing\", \"nothing\"]\n"...)
	site["content/plan/_index.md"] = &fstest.MapFile{Data: []byte("+++\ntitle = \"Plan\"\n[document]\n+++\n" +
		"```matrix\nrows = \"thing\"\ncolumns = \"thing\"\nvia = \"meets\"\n```\n\n" +
		"```matrix\nrows = \"thing\"\ncolumns = \"nothing\"\nvia = \"meets\"\n```\n\n" +
		"```matrix\nrows = \"thing\"\ncolumns = \"nothing\"\nvia = \"meets\"\nempty = \"None.\"\n```\n")}
	for i := range 30 {
		site[fmt.Sprintf("content/plan/p%d.md", i)] = &fstest.MapFile{Data: []byte("+++\ntitle = \"Page\"\n+++\n")}
	}
	return site
}

// TestWordsComplete compares the languages: the same keys, each with the same
// places to fill.
func TestWordsComplete(t *testing.T) {
	for _, theme := range themeNames(t) {
		t.Run(theme, func(t *testing.T) {
			english, welsh := words(t, theme, "en"), words(t, theme, "cy")
			for key, text := range english {
				if welsh[key] == "" {
					t.Errorf("themes/%s/i18n/cy.toml has no word for %s", theme, key)
				} else if !slices.Equal(places(welsh[key]), places(text)) {
					t.Errorf("%s: %q and %q do not fill the same places", key, text, welsh[key])
				}
			}
			for key := range welsh {
				if base, form, _ := cutLast(key, "."); english[key] == "" && (english[base] == "" || !slices.Contains([]string{"two", "few", "many"}, form)) {
					t.Errorf("themes/%s/i18n/en.toml has no word for %s", theme, key)
				}
			}
		})
	}
}

func cutLast(s, sep string) (before, after string, found bool) {
	i := strings.LastIndex(s, sep)
	if i < 0 {
		return s, "", false
	}
	return s[:i], s[i+len(sep):], true
}

var placePattern = regexp.MustCompile(`\{\d\}`)

// places lists what a word has places for. "One" may stand for {0} where the
// word is the form for one.
func places(text string) []string {
	found := placePattern.FindAllString(text, -1)
	slices.Sort(found)
	return slices.Compact(found)
}

// words reads a theme's words of a language, by key; none where the theme has
// no such file.
func words(t *testing.T, theme, lang string) map[string]string {
	t.Helper()
	src, err := fs.ReadFile(themes.FS(), theme+"/i18n/"+lang+".toml")
	if err != nil {
		return nil
	}
	var raw map[string]any
	if _, err := toml.Decode(string(src), &raw); err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	var flatten func(prefix string, v any)
	flatten = func(prefix string, v any) {
		switch v := v.(type) {
		case map[string]any:
			for key, value := range v {
				flatten(strings.TrimPrefix(prefix+"."+key, "."), value)
			}
		case string:
			out[prefix] = v
		}
	}
	flatten("", raw)
	return out
}

// TestWelshSite: a site in Welsh has no English word of the interface, and
// says what it is.
func TestWelshSite(t *testing.T) {
	for _, theme := range themeNames(t) {
		t.Run(theme, func(t *testing.T) {
			site := sampleSite(t, "full")
			delete(site, "content/fifth/tongue.md") // in a language that no theme has words in
			site["site.toml"].Data = append([]byte("language = \"cy\"\n"), site["site.toml"].Data...)
			site["theme/i18n/en.toml"] = &fstest.MapFile{Data: []byte(shout(t))}
			for name, page := range renderSample(t, site, themes.FS(), theme) {
				said := `<html lang="cy" dir="ltr"`
				if strings.Contains(name, ".epub/") {
					said = `xml:lang="cy"`
				}
				if ext := path.Ext(name); (ext == ".html" || ext == ".xhtml") && !bytes.Contains(page, []byte(said)) {
					t.Errorf("%s is not said to be Welsh", name)
				}
				if i := bytes.Index(page, []byte("ENGLISH")); i >= 0 {
					t.Errorf("%s has English words: %s", name, page[max(0, i-60):min(len(page), i+60)])
				}
			}
		})
	}
}

// shout replaces every English word by one that is seen.
func shout(t *testing.T) string {
	var b strings.Builder
	for key := range words(t, "fieldbook", "en") {
		var parts []string
		for _, part := range strings.Split(key, ".") {
			parts = append(parts, strconv.Quote(part))
		}
		if last := len(parts) - 1; last > 1 || strings.Contains(key, ".one") { // "count.one" is one key
			parts = []string{parts[0], strconv.Quote(strings.SplitN(key, ".", 2)[1])}
		}
		fmt.Fprintf(&b, "%s = \"ENGLISH\"\n", strings.Join(parts, "."))
	}
	return b.String()
}

// TestDirection: a page says how its language is written.
func TestDirection(t *testing.T) {
	for lang, dir := range map[string]string{"ar": "rtl", "he-IL": "rtl", "az-Arab": "rtl", "cy": "ltr", "az": "ltr"} {
		site := sampleSite(t, "bare")
		site["content/b.md"] = &fstest.MapFile{Data: []byte("+++\ntitle = \"B\"\nlang = \"" + lang + "\"\naliases = [\"c.html\"]\n+++\nText.\n")}
		pages := renderSample(t, site, themes.FS(), "fieldbook")
		want := fmt.Sprintf(`<html lang="%s" dir="%s"`, lang, dir)
		for _, name := range []string{"b.html", "c.html"} {
			if !bytes.Contains(pages[name], []byte(want)) {
				t.Errorf("%s has no %s", name, want)
			}
		}
		if !bytes.Contains(pages["a.html"], []byte(`<html lang="en-GB" dir="ltr"`)) {
			t.Error("a page is not in the language of its site")
		}
	}
}
