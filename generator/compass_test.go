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
	site["site.toml"].Data = append(bytes.Clone(site["site.toml"].Data), "\n[checks]\ntext-direction = \"off\"\n"...)
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

// TestLargeMatrix: a matrix that nobody could read shows the rows and columns
// with the most relations, says what it leaves out, and counts all. One of
// nothing says so in the author's words.
func TestLargeMatrix(t *testing.T) {
	site := fstest.MapFS{}
	write := func(name, text string, values ...any) {
		site[name] = &fstest.MapFile{Data: fmt.Appendf(nil, text, values...)}
	}
	write("site.toml", "title = \"Large\"\n[kinds.issue]\nid = \"I{n}\"\nplural = \"Issues\"\n[kinds.action]\nid = \"A{n}\"\nplural = \"Actions\"\n[kinds.role]\nid = \"R{n}\"\n"+
		"[relations.addresses]\nfrom = [\"action\"]\nto = [\"issue\"]\ninverse = \"addressed-by\"\n[relations.owner]\nfrom = [\"action\"]\nto = [\"role\"]\n")
	write("content/_index.md", "+++\ntitle = \"Home\"\n+++\n\n```matrix\nrows = \"issue\"\ncolumns = \"action\"\nvia = \"addressed-by\"\n```\n\n"+
		"```matrix\nrows = \"action\"\ncolumns = \"role\"\nvia = \"owner\"\nempty = \"There are no roles.\"\n```\n")
	for i := 1; i <= 300; i++ {
		write(fmt.Sprintf("content/i%d.md", i), "+++\ntitle = \"Issue %d\"\nid = \"I%[1]d\"\n+++\n", i)
	}
	for i := 1; i <= 100; i++ { // the last fifty address more than the first; I300 and others are addressed by none
		write(fmt.Sprintf("content/a%d.md", i), "+++\ntitle = \"Action %d\"\nid = \"A%[1]d\"\naddresses = [\"I%[1]d\"%s]\n+++\n", i, map[bool]string{true: `, "I7"`}[i > 50])
	}
	text := string(mainOf(t, filesOf(t, site, build.Options{}), "index.html"))
	for _, want := range []string{"Shown of Issues: 200 of 300.", "Shown of Actions: 40 of 100.", `<td class="total">51</td></tr>`, "and 140 more.", "There are no roles."} {
		if !strings.Contains(text, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
	head, _, _ := strings.Cut(text, "</thead>")
	for id, shown := range map[string]bool{"A1": false, "A50": false, "A51": true, "A90": true, "A91": false} {
		if strings.Contains(head, `"id">`+id+"<") != shown {
			t.Errorf("the column %s: shown is to be %t", id, shown)
		}
	}
	if want := `<td class="total">150</td></tr></tfoot>`; !strings.Contains(text, want) {
		t.Errorf("the sum of all is not %s", want)
	}
	if n := strings.Count(text, `<td class="gap">`) + strings.Count(text, `<td class="yes">`); n != 200*40 {
		t.Errorf("%d cells", n)
	}
}
