package theme_test

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"trigpoint/generator/record"
	"trigpoint/generator/theme"
)

// folders are themes by name, as files by path.
type folders map[string]map[string]string

func (f folders) find(name string) (theme.Layer, error) {
	files, ok := f[name]
	if !ok {
		return theme.Layer{}, fs.ErrNotExist
	}
	return layer("themes/"+name, files), nil
}

func layer(name string, files map[string]string) theme.Layer {
	out := fstest.MapFS{}
	for p, text := range files {
		out[p] = &fstest.MapFile{Data: []byte(text)}
	}
	return theme.Layer{Name: name, FS: out}
}

// family is a theme, one that extends it, and one that extends that.
func family() folders {
	return folders{
		"base": {
			"theme.toml":            "contract = 1\n[params.columns]\ntype = \"number\"\ndefault = 2\n[params.ground]\ntype = \"string\"\ndefault = \"paper\"\n",
			"layouts/base.html":     `<html>{{template "main" .}}</html>`,
			"layouts/page.html":     `base {{template "foot" .}}`,
			"partials/foot.html":    `base foot {{.Asset "a.css"}}`,
			"i18n/en.toml":          "next = \"Next\"\nback = \"Back\"\n[count]\nthings = \"{0} things\"\n\"things.one\" = \"One thing\"\n",
			"i18n/cy.toml":          "next = \"Nesaf\"\n[count]\nthings = \"{0} peth\"\n\"things.two\" = \"2 beth\"\n",
			"assets/a.css/1.css":    "a { color: red }",
			"assets/a.css/2.css":    "b { color: blue }",
			"assets/unread.svg.txt": "as it is\n",
		},
		"middle": {"theme.toml": "extends = \"base\"\n[params.columns]\ntype = \"number\"\ndefault = 3\n", "partials/foot.html": `middle foot`, "assets/a.css/2.css": "b { color: green }"},
		"own":    {"theme.toml": "extends = \"middle\"\n", "layouts/page.html": `own {{template "foot" .}}`, "i18n/en.toml": "next = \"Onwards\"\n"},
		"ring":   {"theme.toml": "extends = \"gnir\"\n"},
		"gnir":   {"theme.toml": "extends = \"ring\"\n"},
		"lost":   {"theme.toml": "extends = \"nowhere\"\n"},
		"future": {"theme.toml": "contract = 2\n"},
		"hollow": {"theme.toml": ""},
	}
}

func load(t *testing.T, name string, override map[string]string, params string) *theme.Theme {
	t.Helper()
	site := theme.Layer{}
	if override != nil {
		site = layer("theme", override)
	}
	table, _ := record.Parse("site.toml", params, 1)
	got, diags, err := theme.Load(name, family().find, site, table)
	if err != nil || len(diags) > 0 {
		t.Fatal(err, diags)
	}
	return got
}

// TestChain: each file is the nearest one; words and parameters are the
// nearest one by one.
func TestChain(t *testing.T) {
	for _, c := range []struct {
		name, want string
		override   map[string]string
	}{
		{"middle", "<html>base middle foot</html>", nil},
		{"own", "<html>own middle foot</html>", nil},
		{"own", "<html>own site foot</html>", map[string]string{"partials/foot.html": "site foot"}},
	} {
		var b bytes.Buffer
		if err := load(t, c.name, c.override, "").Execute(&b, "page", nil); err != nil || b.String() != c.want {
			t.Errorf("%s: %q, %v; want %q", c.name, b.String(), err, c.want)
		}
	}
	own := load(t, "own", map[string]string{"i18n/en.toml": "back = \"Return\"\n"}, "ground = \"slate\"\n")
	if en := own.Words("en-GB"); en.T("next") != "Onwards" || en.T("back") != "Return" {
		t.Errorf("words: %q, %q", en.T("next"), en.T("back"))
	}
	if cy := own.Words("cy"); cy.T("next") != "Nesaf" || cy.T("back") != "Return" {
		t.Errorf("Welsh words: %q, %q", cy.T("next"), cy.T("back"))
	}
	if fmt.Sprint(own.Params) != "map[columns:3 ground:slate]" {
		t.Errorf("parameters: %v", own.Params)
	}
}

// TestBundle: a folder of style sheets is one asset, of which single files are
// replaced; its name changes with its content.
func TestBundle(t *testing.T) {
	base, _ := load(t, "base", nil, "").Asset("a.css")
	middle, _ := load(t, "middle", nil, "").Asset("a.css")
	if string(base.Content) != "a{color:red}b{color:blue}" || string(middle.Content) != "a{color:red}b{color:green}" {
		t.Errorf("%q and %q", base.Content, middle.Content)
	}
	if base.Path == middle.Path || !strings.HasPrefix(base.Path, "assets/a.") {
		t.Errorf("paths %s and %s", base.Path, middle.Path)
	}
}

// TestLinked: what no template asks for is not written; what one may ask for is.
func TestLinked(t *testing.T) {
	for foot, want := range map[string]string{
		`{{.Asset "a.css"}}`:                "a.css",
		`none`:                              "",
		`{{with .Page}}{{.Asset .}}{{end}}`: "a.css unread.svg.txt",
		`{{"a.css" | .Asset}}`:              "a.css unread.svg.txt",
	} {
		var names []string
		for _, a := range load(t, "middle", map[string]string{"partials/foot.html": foot, "partials/head.html": `{{.Asset "unread.svg.txt"}}`}, "").Linked(nil) {
			names = append(names, a.Name)
		}
		if got := strings.Join(names, " "); got != want {
			t.Errorf("%s: %q, want %q", foot, got, want)
		}
	}
}

// TestLinkedFromPartials: what the program runs by itself, such as the views of
// queries, may ask for assets too, and so may what it calls.
func TestLinkedFromPartials(t *testing.T) {
	t.Parallel()
	files := map[string]string{"partials/foot.html": "none", "partials/query/list.html": `{{template "row" .}}`, "partials/row.html": `{{.Asset "a.css"}}`}
	own := load(t, "middle", files, "")
	if got := own.Linked(nil); len(got) != 0 {
		t.Errorf("without the partial %v is linked", got[0].Name)
	}
	if got := own.Linked([]string{"query/list"}); len(got) != 1 || got[0].Name != "a.css" {
		t.Errorf("of the partial %d assets are linked", len(got))
	}
	var names []string
	for _, p := range own.Parts("page", "en", []string{"query/list"}) {
		names = append(names, p.Name)
	}
	if got := strings.Join(names, " "); !strings.Contains(got, "query/list row a.css") {
		t.Errorf("the page is made of %s", got)
	}
}

// TestCounting: words have the forms by which their language counts.
func TestCounting(t *testing.T) {
	base := load(t, "base", nil, "")
	for _, c := range []struct {
		lang string
		n    int
		want string
	}{{"en", 1, "One thing"}, {"en", 2, "2 things"}, {"en", 0, "0 things"}, {"cy", 2, "2 beth"}, {"cy", 3, "3 peth"}} {
		if got := base.Words(c.lang).T("count.things", c.n); got != c.want {
			t.Errorf("%s, %d: %q, want %q", c.lang, c.n, got, c.want)
		}
	}
}

// TestNoTheme: what keeps a theme from being loaded is said in words.
func TestNoTheme(t *testing.T) {
	for name, want := range map[string]string{
		"ring":   "theme ring extends itself: ring → gnir → ring",
		"future": "themes/future/theme.toml: the theme keeps version 2 of the contract, this program version 1",
		"hollow": "theme hollow has no layouts/base.html",
	} {
		_, _, err := theme.Load(name, family().find, theme.Layer{}, record.Table{})
		if err == nil || err.Error() != want {
			t.Errorf("%s: %v, want %s", name, err, want)
		}
	}
	if _, _, err := theme.Load("lost", family().find, theme.Layer{}, record.Table{}); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("lost: %v", err)
	}
}

// view stands for what package render gives to layouts.
type view struct {
	Title string
	Page  *inner
	With  map[string]any
}

type inner struct {
	Body    string
	Next    *inner
	Entries []entry
}

type entry struct{ Label, Value string }

func (*view) Lang() string { return "en" }

// TestFaults: a template that asks for what is not there says where, for what,
// and what there is.
func TestFaults(t *testing.T) {
	for text, want := range map[string]string{
		"\n{{.Page.Bodi}}":                      "theme/layouts/page.html:2:8: .Page.Bodi: inner has no Bodi; did you mean Body? it has Body, Entries, Next",
		"{{.Titles}}":                           "theme/layouts/page.html:1:3: .Titles: view has no Titles; did you mean Title? it has Lang, Page, Title, With",
		"{{range .Page.Entries}}{{.Id}}{{end}}": "theme/layouts/page.html:1:26: .Id: entry has no Id; it has Label, Value",
		"{{.Page.Next.Body}}":                   "theme/layouts/page.html:1:8: .Page.Next.Body: there is none here, so it has no Body; ask for it inside {{with …}}",
		"{{.With.colum}}":                       "theme/layouts/page.html:1:8: .With.colum: there is no colum; a partial has what its caller gives it, .Site.Params the parameters of theme.toml",
		`{{template "foot" (dict "a")}}`:        `theme/layouts/page.html:1:20: dict "a": error calling dict: dict needs pairs of a name and a value`,
		"{{if .Title}}<a href='{{end}}":         "theme/layouts/page.html:1:6: {{if}} branches end in different contexts",
	} {
		own := load(t, "middle", map[string]string{"layouts/page.html": text}, "")
		err := own.Execute(&bytes.Buffer{}, "page", &view{Title: "T", Page: &inner{Entries: []entry{{}}}, With: map[string]any{"columns": 1}})
		if err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%s\n got %v\nwant %s", text, err, want)
		}
	}
}
