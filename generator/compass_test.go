package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/net/html"
	"golang.org/x/tools/txtar"

	"trigpoint/generator/build"
)

// hostileTitles are what titles may be: code, quotations, endless, without a
// place to break, and written from the right.
func hostileTitles() []string {
	return []string{
		`Alpha </script><script>alert(1)</script>`, `Bravo "double" 'single' “curly”`, `Charlie &amp; \back <b>bold</b> [link](x) {#id}`,
		"Delta " + strings.TrimSpace(strings.Repeat("endless ", 37)), "Echo عنوان طويل من اليمين إلى اليسار", "Foxtrot " + strings.Repeat("Unbroken", 37),
		`Juliett <img src=x onerror=alert(1)>`, "Kilo --> ]]> <!-- \u202dright\u202c",
	}
}

// compass is the site of testdata/compass.txtar, under titles of its own.
func compass(t *testing.T, titles []string) map[string][]byte {
	t.Helper()
	site := fstest.MapFS{}
	for _, f := range txtar.Parse(readFile(t, "testdata/compass.txtar")).Files {
		for i, title := range titles {
			f.Data = bytes.ReplaceAll(f.Data, fmt.Appendf(nil, "'''TITLE-%d'''", i+1), fmt.Appendf(nil, "%q", title))
		}
		site[f.Name] = &fstest.MapFile{Data: f.Data}
	}
	site["site.toml"].Data = append(site["site.toml"].Data, "\n[checks]\ntext-direction = \"off\"\n"...)
	return filesOf(t, site, build.Options{})
}

// compassPages are those that show the model as a whole.
func compassPages() []string {
	return []string{"index.html", "coverage.html", "index-a-z.html", "plan/index.html", "plan/matrix.html", "plan/register.html",
		"plan/timeline.html", "plan/r1.html", "plan/n1.html", "plan/a1.html", "plan/i2.html"}
}

// TestCompassGolden holds what readers see of the model to what it was: under
// hostile titles, so that a change of how they are shown is seen too.
func TestCompassGolden(t *testing.T) {
	files := compass(t, hostileTitles())
	for _, name := range compassPages() {
		got := mainOf(t, files, name)
		golden := filepath.Join("testdata/compass", strings.ReplaceAll(name, "/", "-"))
		if *update {
			if err := os.WriteFile(golden, got, 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		if want := readFile(t, golden); !bytes.Equal(got, want) {
			at := 0
			for at < min(len(got), len(want)) && got[at] == want[at] {
				at++
			}
			t.Errorf("%s has changed: if that is meant, run go test ./generator -run CompassGolden -update and read what changed\n got …%s\nwant …%s",
				name, got[max(0, at-80):min(len(got), at+120)], want[max(0, at-80):min(len(want), at+120)])
		}
	}
}

// mainOf is the main part of a page, as it is written; the names of assets hold
// hashes, but stand elsewhere.
func mainOf(t *testing.T, files map[string][]byte, name string) []byte {
	t.Helper()
	found := regexp.MustCompile(`(?s)<main.*</main>`).Find(files[name])
	if found == nil {
		t.Fatalf("%s has no main part", name)
	}
	return append(found, '\n')
}

// TestHostileTitlesChangeNothing: with hostile titles every page is made of the
// same elements as with plain ones, but for the lines that words are broken into.
func TestHostileTitlesChangeNothing(t *testing.T) {
	plain := make([]string, len(hostileTitles()))
	for i, title := range hostileTitles() {
		plain[i], _, _ = strings.Cut(title, " ")
	}
	hostile, harmless := compass(t, hostileTitles()), compass(t, plain)
	for name := range harmless {
		if _, there := hostile[name]; !there {
			t.Errorf("%s is not there under hostile titles", name)
		}
		if filepath.Ext(name) != ".html" {
			continue
		}
		got, want := skeleton(t, hostile[name]), skeleton(t, harmless[name])
		if !slices.Equal(got, want) {
			t.Errorf("%s is made of other elements:\n got %s\nwant %s", name, strings.Join(got, " "), strings.Join(want, " "))
		}
	}
}

// skeleton lists the elements of a page with their attributes' names.
func skeleton(t *testing.T, page []byte) []string {
	t.Helper()
	root, err := html.Parse(bytes.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for n := range root.Descendants() {
		if n.Type != html.ElementNode || n.Data == "tspan" || n.Data == "text" {
			continue
		}
		names := []string{n.Data}
		for _, a := range n.Attr {
			names = append(names, a.Key)
		}
		out = append(out, strings.Join(names, "."))
	}
	return out
}
