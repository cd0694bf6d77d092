package main

import (
	"bytes"
	"net/url"
	"path"
	"strings"
	"testing"
	"testing/fstest"
	"unicode/utf8"

	"golang.org/x/tools/txtar"

	"trigpoint/generator/build"
	"trigpoint/generator/diag"
	"trigpoint/generator/output"
	"trigpoint/themes"
)

// FuzzQuery puts any block on a page of a small site that has every kind of
// relation, builds the site and looks at the page.
func FuzzQuery(f *testing.F) {
	for _, block := range queryBlocks(f) {
		f.Add(block)
	}
	small, err := txtar.ParseFile("testdata/small.txtar")
	if err != nil {
		f.Fatal(err)
	}
	site := fstest.MapFS{}
	for _, file := range small.Files {
		site[file.Name] = &fstest.MapFile{Data: file.Data}
	}
	builder := build.New(site, themes.FS())
	f.Fuzz(func(t *testing.T, block string) {
		src := "+++\nid = \"I3\"\ntitle = \"Asked\"\n+++\n```" + block + "\n```\n"
		site["content/issues/asked.md"] = &fstest.MapFile{Data: []byte(src)}
		res, err := builder.Build(build.Options{Now: guideDay()})
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range res.Diags {
			checkInside(t, src, d)
		}
		if res.Set != nil {
			checkAsked(t, res.Set, len(src))
		}
	})
}

// queryBlocks are those of the guide and of the fixtures.
func queryBlocks(f *testing.F) []string {
	var out []string
	for _, name := range append(fixtures(f), writingDoc) {
		src, err := txtar.ParseFile(name)
		if err != nil {
			f.Fatal(err)
		}
		parts := bytes.Split(txtar.Format(src), []byte("\n```"))
		for i := 0; i+1 < len(parts); i++ {
			if kind, _, _ := strings.Cut(string(parts[i]), "\n"); strings.Contains(" list matrix coverage map timeline ", " "+kind+" ") {
				out = append(out, string(parts[i]))
			}
		}
	}
	if len(out) < 20 {
		f.Fatalf("only %d blocks found", len(out))
	}
	return out
}

// checkInside wants a diagnostic of the page to stand in it.
func checkInside(t *testing.T, src string, d diag.Diagnostic) {
	t.Helper()
	p := d.Position
	if p.Path != "content/issues/asked.md" || p.Line == 0 {
		return
	}
	line, ok := diag.Line([]byte(src), p.Line)
	if !ok || p.Col < 0 || p.Col+max(p.Len, 1) > utf8.RuneCount(line)+2 {
		t.Errorf("%s+%d (%s) is not in the file, whose line is %q", p, p.Len, d.Message, line)
	}
}

// checkAsked renders the page and looks at it as a browser does: ids once, one
// title, nothing that acts, links to files that are there, and no more than
// the small site can fill.
func checkAsked(t *testing.T, set *output.Set, source int) {
	t.Helper()
	files := map[string]bool{}
	var content bytes.Buffer
	for _, file := range set.Files() {
		files[file.Path] = true
		if file.Path == "issues/asked.html" {
			if err := file.Render(&content); err != nil {
				t.Fatal(err)
			}
		}
	}
	if content.Len() > 200<<10+100*source {
		t.Errorf("%d bytes become %d", source, content.Len())
	}
	p := parsePage(t, "issues/asked.html", content.Bytes())
	if p.titles != 1 {
		t.Errorf("%d titles", p.titles)
	}
	for id, n := range p.ids {
		if n > 1 {
			t.Errorf("the id %q stands %d times", id, n)
		}
	}
	for _, link := range p.links {
		u, err := url.Parse(link)
		switch {
		case err != nil:
			t.Errorf("the link %q: %s", link, err)
		case u.IsAbs():
			if u.Scheme != "http" && u.Scheme != "https" && u.Scheme != "mailto" && u.Scheme != "tel" {
				t.Errorf("the link %q", link)
			}
		case u.Path != "" && !files[path.Join("issues", u.Path)]:
			t.Errorf("the link %q leads nowhere", link)
		case u.Path == "" && u.Fragment != "" && p.ids[u.Fragment] == 0:
			t.Errorf("the link %q leads to no place of the page", link)
		}
	}
}
