package data_test

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"os"
	"path"
	"regexp"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"golang.org/x/tools/txtar"

	"trigpoint/generator/build"
	"trigpoint/themes"
)

// files is a site as it is written.
type files map[string][]byte

// buildFS builds the site in a folder and renders every file.
func buildFS(t *testing.T, root fs.FS, o build.Options) files {
	t.Helper()
	o.Now = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	res, err := build.New(root, themes.FS()).Build(o)
	if err != nil {
		t.Fatal(err)
	}
	if res.Failed() {
		t.Fatalf("the site has errors: %+v", res.Diags)
	}
	out := files{}
	for _, f := range res.Set.Files() {
		var b bytes.Buffer
		if err := f.Render(&b); err != nil {
			t.Fatal(err)
		}
		out[f.Path] = bytes.Clone(b.Bytes())
	}
	return out
}

// realSite is the site of this repository, at an address of its own.
func realSite(t *testing.T) files {
	t.Helper()
	once.Do(func() {
		built = buildFS(t, os.DirFS("../.."), build.Options{BaseURL: "https://www.example.org/strategy/"})
	})
	if built == nil {
		t.Fatal("the site of this repository cannot be built")
	}
	return built
}

// built is the site of this repository, which no test changes.
var (
	once  sync.Once
	built files
)

// hostileSite is the site of testdata/hostile.txtar.
func hostileSite(t *testing.T) files {
	t.Helper()
	return buildFS(t, hostileFS(t), build.Options{})
}

func hostileFS(t *testing.T) fstest.MapFS {
	t.Helper()
	a, err := txtar.ParseFile("testdata/hostile.txtar")
	if err != nil {
		t.Fatal(err)
	}
	root := fstest.MapFS{}
	for _, f := range a.Files {
		root[f.Name] = &fstest.MapFile{Data: f.Data}
	}
	return root
}

// each runs a test on the real site and on the hostile one.
func each(t *testing.T, test func(t *testing.T, f files)) {
	t.Helper()
	t.Run("real", func(t *testing.T) { test(t, realSite(t)) })
	t.Run("hostile", func(t *testing.T) { test(t, hostileSite(t)) })
}

func decode(t *testing.T, f files, name string, into any) {
	t.Helper()
	if f[name] == nil {
		t.Fatalf("there is no %s", name)
	}
	if err := json.Unmarshal(f[name], into); err != nil {
		t.Fatalf("%s: %s", name, err)
	}
}

// TestSchema holds the graph and each twin to the published schema.
func TestSchema(t *testing.T) {
	each(t, func(t *testing.T, f files) {
		whole, twin := compile(t, f, ""), compile(t, f, "#/$defs/twin")
		validate(t, whole, f, "data/graph.json")
		n := 0
		for name := range f {
			if path.Dir(name) == "id" && path.Ext(name) == ".json" {
				validate(t, twin, f, name)
				n++
			}
		}
		var g struct{ Elements []any }
		decode(t, f, "data/graph.json", &g)
		if n == 0 || n != len(g.Elements) {
			t.Errorf("%d twins of %d elements", n, len(g.Elements))
		}
	})
}

func compile(t *testing.T, f files, part string) *jsonschema.Schema {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(f["data/graph.schema.json"]))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	if err := c.AddResource("urn:trigpoint:graph:1", doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("urn:trigpoint:graph:1" + part)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func validate(t *testing.T, s *jsonschema.Schema, f files, name string) {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(f[name]))
	if err == nil {
		err = s.Validate(doc)
	}
	if err != nil {
		t.Errorf("%s: %s", name, err)
	}
}

// TestSchemaBites: the schema refuses what is not in the form.
func TestSchemaBites(t *testing.T) {
	f := hostileSite(t)
	s := compile(t, f, "")
	for _, change := range []string{
		`"format": "trigpoint-graph/1"|"format": "trigpoint-graph/2"`, `"relation":|"rel":`,
		`"status_date": "2026|"status_date": "26`, `"id": "G1"|"id": "1G"`, `"state": "missing"|"state": "lost"`,
	} {
		old, other, _ := strings.Cut(change, "|")
		broken := files{"x": []byte(strings.ReplaceAll(string(f["data/graph.json"]), old, other))}
		if bytes.Equal(broken["x"], f["data/graph.json"]) {
			t.Fatalf("nothing to change: %s", old)
		}
		doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(broken["x"]))
		if err != nil {
			t.Fatal(err)
		}
		if s.Validate(doc) == nil {
			t.Errorf("the schema lets %s pass", other)
		}
	}
}

// TestHidden: what is not published is in no file of data, and in no other.
func TestHidden(t *testing.T) {
	seen := false
	for name, content := range buildFS(t, hostileFS(t), build.Options{Drafts: true}) {
		seen = seen || name == "data/graph.json" && bytes.Contains(content, []byte("CANARY"))
	}
	if !seen {
		t.Error("the word looked for is not in the graph of a preview with drafts, so the test proves nothing")
	}
	for name, content := range hostileSite(t) {
		if bytes.Contains(content, []byte("CANARY")) || strings.Contains(name, "CANARY") {
			t.Errorf("%s holds what is not published", name)
		}
		for _, id := range []string{"S3", "S4", "S8"} {
			if strings.HasPrefix(name, "id/"+id+".") || strings.HasPrefix(name, "data/") && bytes.Contains(content, []byte(`"`+id+`"`)) {
				t.Errorf("%s tells of %s, which is not published", name, id)
			}
		}
	}
}

// TestTwinTells: what is derived of an element is in its file, as on its page.
func TestTwinTells(t *testing.T) {
	var twin struct {
		Element struct {
			Address, Permanent, Document string
			Fields                       map[string]any
			Progress                     map[string]any
		}
		Links, Backward []map[string]string
		Mentions        []map[string]string
	}
	f := hostileSite(t)
	decode(t, f, "id/S1.json", &twin)
	for key, want := range map[string]any{"status": "open", "since": "2011-12-01", "closed": false, "due": "2012-01-31", "overdue": true, "stale": false} {
		if got := twin.Element.Progress[key]; got != want {
			t.Errorf("S1: %s is %v, want %v", key, got, want)
		}
	}
	if twin.Element.Address != "plan/steps/first.html" || twin.Element.Permanent != "id/S1.html" || twin.Element.Document != "plan" {
		t.Errorf("S1 is at %v", twin.Element)
	}
	if len(twin.Links) != 3 || twin.Links[0]["from"] != "S1" || twin.Links[0]["to"] != "G1" || len(twin.Mentions) != 2 {
		t.Errorf("S1 has the links %v and the mentions %v", twin.Links, twin.Mentions)
	}
	decode(t, f, "id/G1.json", &twin)
	if len(twin.Backward) != 3 || twin.Backward[0]["inverse"] != "served-by" {
		t.Errorf("to G1 lead %v", twin.Backward)
	}
}

// TestCatalogue: the page of open data offers every file of data, and what it
// and the manifest name is there.
func TestCatalogue(t *testing.T) {
	each(t, func(t *testing.T, f files) {
		page := string(f["open-data.html"])
		for name := range f {
			if strings.HasPrefix(name, "data/") && !strings.Contains(page, `<a href="`+name+`"`) {
				t.Errorf("the page does not offer %s", name)
			}
		}
		for _, m := range regexp.MustCompile(`<dt><a href="([^"]+)"`).FindAllStringSubmatch(page, -1) {
			if f[m[1]] == nil {
				t.Errorf("the page offers %s, which is not there", m[1])
			}
		}
		var manifest struct {
			Icons []struct{ Src string }
		}
		decode(t, f, "site.webmanifest", &manifest)
		if len(manifest.Icons) != 3 {
			t.Errorf("%d icons", len(manifest.Icons))
		}
		for _, i := range manifest.Icons {
			if f[i.Src] == nil {
				t.Errorf("there is no icon %q", i.Src)
			}
		}
	})
}
