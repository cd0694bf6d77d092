package search_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"os"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"trigpoint/generator/config"
	"trigpoint/generator/limits"
	"trigpoint/generator/markdown"
	"trigpoint/generator/search"
	"trigpoint/generator/site"
)

const conf = `title = "Place"
[kinds.issue]
plural = "Issues"
id = "I{n}"
[kinds.term]
plural = "Glossary"
id = "t-{slug}"
use = "glossary"
fields.short = { type = "string", names = true }
`

// link links pages, given as front matter and body by their paths.
func link(t *testing.T, pages map[string]string) *site.Site {
	t.Helper()
	cfg, diags := config.Parse("site.toml", []byte(conf))
	if len(diags) > 0 {
		t.Fatal(diags)
	}
	var files []*markdown.File
	for _, name := range slices.Sorted(maps.Keys(pages)) {
		files = append(files, markdown.NewCompiler(limits.Default()).Compile("content/"+name, []byte(pages[name])))
	}
	s, _ := site.New(site.Input{Config: cfg, Files: files, Now: time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)})
	return s
}

// TestOrder: the manifest, which has the checks of all shards, is the same whether
// it is made before them or behind them.
func TestOrder(t *testing.T) {
	pages := map[string]string{"_index.md": "+++\ntitle = \"Home\"\n+++\nWords.\n"}
	for i := range 40 {
		pages[fmt.Sprintf("p%02d.md", i)] = fmt.Sprintf("+++\ntitle = \"Page %d\"\n+++\n%s\n", i, strings.Repeat("Many words. ", 100))
	}
	files := search.Files(link(t, pages))
	made := func(backwards bool) map[string]string {
		out := map[string]string{}
		for i := range files {
			f := files[i]
			if backwards {
				f = files[len(files)-1-i]
			}
			var b bytes.Buffer
			if err := f.Render(&b); err != nil {
				t.Fatal(err)
			}
			out[f.Path] = b.String()
		}
		return out
	}
	want := made(false)
	files = search.Files(link(t, pages))
	if got := made(true); !maps.Equal(got, want) || len(want) < 6 {
		t.Errorf("%d files differ with the order in which they are made", len(want))
	}
}

func render(t *testing.T, s *site.Site) map[string]string {
	t.Helper()
	out := map[string]string{}
	for _, f := range search.Files(s) {
		var b bytes.Buffer
		if err := f.Render(&b); err != nil {
			t.Fatal(err)
		}
		out[f.Path] = b.String()
	}
	return out
}

var call = regexp.MustCompile(`(?s)^searchPart\("([a-z]+)",(\d+),"([-_0-9A-Za-z]{6})",(.*)\);\n$`)

// decode takes the data out of a shard.
func decode(t *testing.T, file string, into any) (check string) {
	t.Helper()
	m := call.FindStringSubmatch(file)
	if m == nil {
		t.Fatalf("not a call: %.80s", file)
	}
	if err := json.Unmarshal([]byte(m[4]), into); err != nil {
		t.Fatal(err)
	}
	return m[3]
}

// opened is an index as the client sees it.
type opened struct {
	groups map[string]int      // by form; -1: not searched for
	hits   map[int]map[int]int // by group: score by record
	titles []string            // of the records
	texts  []string
}

const digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_"

type reader string

func (r *reader) digit() int {
	d := strings.IndexByte(digits, (*r)[0])
	*r = (*r)[1:]
	return d
}

func (r *reader) number() int {
	n, shift := 0, 0
	for {
		d := r.digit()
		n |= d & 31 << shift
		if d < 32 {
			return n
		}
		shift += 5
	}
}

// open reads all shards of an index.
func open(t *testing.T, files map[string]string) *opened {
	t.Helper()
	x := &opened{groups: map[string]int{}, hits: map[int]map[int]int{}}
	for i := 0; files[shard("words", i)] != ""; i++ {
		var data [2]string
		decode(t, files[shard("words", i)], &data)
		x.words(data[0], reader(data[1]))
	}
	group := 0
	for i := 0; files[shard("hits", i)] != ""; i++ {
		var lists []reader
		decode(t, files[shard("hits", i)], &lists)
		for _, list := range lists {
			x.hits[group] = map[int]int{}
			n := list.number()
			for at := -1; list != ""; {
				at += list.number() + 1
				x.hits[group][at] = list.digit()
			}
			if len(x.hits[group]) != n {
				t.Errorf("group %d has %d hits, and says %d", group, len(x.hits[group]), n)
			}
			group++
		}
	}
	for i := 0; files[shard("text", i)] != ""; i++ {
		var pages [][]any
		decode(t, files[shard("text", i)], &pages)
		for _, p := range pages {
			for _, r := range p[2].([]any) {
				x.titles = append(x.titles, r.([]any)[0].(string))
				x.texts = append(x.texts, r.([]any)[2].(string))
			}
		}
	}
	return x
}

func (x *opened) words(coded string, groups reader) {
	last, group := []rune(nil), 0
	for entry := range strings.SplitSeq(coded, " ") {
		last = append(last[:strings.IndexByte(digits, entry[0])], []rune(entry[1:])...)
		if groups.number() == 0 {
			x.groups[string(last)] = -1
			continue
		}
		step := groups.number()
		if step&1 == 1 {
			step = -step - 1
		}
		group += step / 2
		x.groups[string(last)] = group
	}
}

func shard(sort string, n int) string { return fmt.Sprintf("search/%s-%d.js", sort, n) }

// find lists the titles of the records that hold a word in any of its forms.
func (x *opened) find(word string) []string {
	g, ok := x.groups[word]
	if !ok || g < 0 {
		return nil
	}
	var titles []string
	for at := range x.hits[g] {
		titles = append(titles, x.titles[at])
	}
	slices.Sort(titles)
	return titles
}

const home = "+++\ntitle = \"Home\"\n+++\n"

func TestEveryWordLeadsToWhereItStands(t *testing.T) {
	pages := map[string]string{"_index.md": home}
	for i := range 60 {
		pages[fmt.Sprintf("p%d.md", i)] = fmt.Sprintf("+++\ntitle = \"Page %d\"\n+++\nword%d shared\n\n## Part %d\n\nother%d shared\n", i, i, i, i*i)
	}
	x := open(t, render(t, link(t, pages)))
	for i := range 60 {
		n := strconv.Itoa(i)
		if got := x.find("word" + n); !slices.Equal(got, []string{"Page " + n}) {
			t.Errorf("word%s is found in %q", n, got)
		}
		if got := x.find("other" + strconv.Itoa(i*i)); !slices.Equal(got, []string{"Part " + n}) {
			t.Errorf("other%d is found in %q", i*i, got)
		}
	}
	if got := len(x.find("shared")); got != 120 {
		t.Errorf("a word of 120 records is found in %d", got)
	}
}

func TestWordsOfOneStemAreOneGroup(t *testing.T) {
	x := open(t, render(t, link(t, map[string]string{
		"_index.md": home,
		"a.md":      "+++\ntitle = \"A\"\n+++\nStrategies were shared.\n",
		"b.md":      "+++\ntitle = \"B\"\n+++\nThe strategy of sharing. A café’s café, e-mail.\n"})))
	if got := x.find("strategy"); !slices.Equal(got, []string{"A", "B"}) {
		t.Errorf("strategy is found in %q", got)
	}
	if x.groups["strategies"] != x.groups["strategy"] || x.groups["shared"] != x.groups["sharing"] {
		t.Error("forms of one word are in two groups")
	}
	if g, ok := x.groups["the"]; !ok || g != -1 {
		t.Errorf("the word the has group %d", g)
	}
	if got := x.find("cafe"); !slices.Equal(got, []string{"B"}) {
		t.Errorf("a word with an accent is found in %q", got)
	}
	for form := range x.groups {
		if len(form) == 1 {
			t.Errorf("the single letter %q is a word", form)
		}
	}
}

func TestTitlesAndNamesWeighMost(t *testing.T) {
	x := open(t, render(t, link(t, map[string]string{
		"_index.md": home,
		"i.md":      "+++\ntitle = \"Open data\"\nid = \"I7\"\n+++\nNothing.\n",
		"b.md":      "+++\ntitle = \"Text\"\n+++\nSome data, and [I7] with [PSN].\n",
		"g.md":      "+++\ntitle = \"Words\"\n+++\n## Public network {#t-net short=\"PSN\"}\n\nA network.\n"})))
	score := func(word, title string) int { return x.hits[x.groups[word]][slices.Index(x.titles, title)] }
	if score("data", "Open data") <= score("data", "Text") {
		t.Error("a title weighs no more than text")
	}
	for word, title := range map[string]string{"i7": "Open data", "psn": "Public network"} {
		if got := score(word, title); got != 63 {
			t.Errorf("%s is not a name of %q: %d", word, title, got)
		}
		if got := score(word, "Text"); got == 0 || got == 63 {
			t.Errorf("a reference to %s counts %d", word, got)
		}
	}
}

func TestHiddenPagesAreInNoShard(t *testing.T) {
	for name, content := range render(t, link(t, map[string]string{
		"_index.md": home,
		"a.md":      "+++\ntitle = \"Zebra\"\ndraft = true\n+++\nQuagga.\n",
		"b.md":      "+++\ntitle = \"Later\"\npublish = 2021-01-01\nsummary = \"Okapi.\"\n+++\nQuagga.\n"})) {
		for _, word := range []string{"zebra", "quagga", "okapi"} {
			if strings.Contains(strings.ToLower(content), word) {
				t.Errorf("%s holds the word %s of a page that is not published", name, word)
			}
		}
	}
}

func TestHostileTitles(t *testing.T) {
	for _, title := range []string{`</script><script>alert(1)</script>`, `"quotes" \ and 'these'`, "line\u2028end",
		strings.Repeat("long ", 300), "عنوان من اليمين", "<!--", "😀 astral \U0001F600x"} {
		files := render(t, link(t, map[string]string{"_index.md": home, "a.md": "+++\ntitle = " + strconv.QuoteToGraphic(title) + "\n+++\n"}))
		for name, content := range files {
			if strings.ContainsAny(content, "<\u2028") {
				t.Errorf("%s can end a script: %q", name, content)
			}
		}
		if x := open(t, files); !slices.Contains(x.titles, strings.TrimSpace(title)) && !slices.Contains(x.titles, title) {
			t.Errorf("the title %q became one of %q", title, x.titles)
		}
	}
}

// TestShardsAreTheSameAtAnyCoreCount also holds the manifest to the shards:
// it has the check of each.
func TestShardsAreTheSameAtAnyCoreCount(t *testing.T) {
	pages := map[string]string{"_index.md": home}
	for i := range 200 {
		pages[fmt.Sprintf("p%d.md", i)] = fmt.Sprintf("+++\ntitle = \"Page %d\"\n+++\n%s\n", i, strings.Repeat(fmt.Sprintf("some%d words%d more ", i%7, i%31), 400))
	}
	s := link(t, pages)
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	one := render(t, s)
	runtime.GOMAXPROCS(7)
	if many := render(t, s); !maps.Equal(one, many) {
		t.Error("the index depends on the number of cores")
	}
	var manifest map[string]any
	decode(t, one[site.SearchIndex], &manifest)
	seen := 1
	for _, sort := range []string{"words", "turned", "hits", "text"} {
		checks := manifest["checks"].(map[string]any)[sort].(string)
		for i := range len(checks) / 6 {
			seen++
			want := checks[6*i : 6*i+6]
			var data any
			if got := decode(t, one[shard(sort, i)], &data); got != want {
				t.Errorf("%s has the check %s, the manifest %s", shard(sort, i), got, want)
			}
		}
	}
	if seen != len(one) {
		t.Errorf("the manifest names %d of %d files", seen, len(one))
	}
}

func TestATextIsReadAsItIsShown(t *testing.T) {
	x := open(t, render(t, link(t, map[string]string{
		"_index.md": home,
		"i.md":      "+++\ntitle = \"Open\"\nid = \"I7\"\nsummary = \"In short.\"\n+++\nFirst.\n\n## Part\n\nSee [I7], and [the issue][I7].\n\n- one\n- two\n"})))
	want := map[string]string{"Open": "In short.\nFirst.", "Part": "See issue 7, and the issue.\none\ntwo"}
	for title, text := range want {
		got := x.texts[slices.Index(x.titles, title)]
		if !strings.EqualFold(got, text) {
			t.Errorf("the text of %s is %q, want %q", title, got, text)
		}
	}
}

var update = flag.Bool("update", false, "rewrite the golden files")

// TestGolden holds the files of a small index to what they were, so that a
// change of the format is seen.
func TestGolden(t *testing.T) {
	files := render(t, link(t, map[string]string{
		"_index.md":      "+++\ntitle = \"Home\"\nsummary = \"Where to begin.\"\n+++\nRead about [I1].\n",
		"plan/_index.md": "+++\ntitle = \"A plan\"\n[document]\nstate = \"published\"\n+++\n",
		"plan/i1.md":     "+++\ntitle = \"Digital access\"\nid = \"I1\"\n+++\nAccess for all. ^duty\n\n## What changes\n\nLibraries help people; a library lends. See [PSN].\n",
		"words.md":       "+++\ntitle = \"Glossary\"\n+++\n## Public network {#t-net short=\"PSN\"}\n\nA <network> of “networks”.\n"}))
	var got strings.Builder
	for _, name := range slices.Sorted(maps.Keys(files)) {
		got.WriteString(name + "\n" + files[name] + "\n")
	}
	const golden = "testdata/small.golden"
	if *update {
		if err := os.WriteFile(golden, []byte(got.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if got.String() != string(want) {
		t.Errorf("the index has changed: if that is meant, run go test ./generator/search -update and read what changed\n%s", got.String())
	}
}
