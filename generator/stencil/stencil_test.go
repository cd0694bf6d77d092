package stencil_test

import (
	"bytes"
	"errors"
	"html/template"
	"strconv"
	"testing"

	"trigpoint/generator/stencil"
)

// page is what the templates of these tests are given.
type page struct {
	Title   string
	Count   int
	Body    template.HTML
	In      template.HTMLAttr
	Address string
	Next    *page
	List    []page
	Any     any
	Params  map[string]any
	hidden  string
}

func (p *page) T(key string, args ...any) any { return key + strconv.Itoa(len(args)) + p.Title }
func (p *page) Said(key string, _ ...any) any { return template.HTML("<i>" + key + "</i>") }
func (p *page) LangIn() template.HTMLAttr     { return p.In }
func (p *page) Lang() string                  { return "en" }
func (p *page) Mark() template.HTML           { return "<b>" + p.Body }
func (p *page) Whole() template.HTML          { return "<u>" + template.HTML(p.Title) + "</u>" }
func (p *page) Empty() template.HTML          { return "" }
func (p *page) Asset(name string) string      { return "../" + name }
func (p *page) Both() (string, error)         { return "", errors.New("failed") }
func (p page) Copy() page                     { return p }

func methods(receiver any, name string) any {
	p, ok := receiver.(*page)
	if !ok {
		return nil
	}
	switch name {
	case "T":
		return p.T
	case "Mark":
		return p.Mark
	case "LangIn":
		return p.LangIn
	case "Whole":
		return func(w *bytes.Buffer) { w.WriteString(string(p.Whole())) }
	case "Empty":
		return func(*bytes.Buffer) {}
	}
	return nil
}

func given(title, address string) *page {
	deep := page{Title: "<deep>", Count: 2, Address: "c d"}
	return &page{Title: title, Count: 3, Body: "<i>body</i>", In: ` lang="cy"`, Address: address, Next: &deep,
		List: []page{deep, {Title: title, Next: &deep}}, Any: deep, hidden: title, Params: map[string]any{"colour": title, "none": nil}}
}

func functions() stencil.Functions {
	return stencil.Functions{"list": func(items ...any) (any, error) { return items, nil }}
}

// known are templates that a stencil can be cut of.
var known = []string{
	`<p>{{.Title}} {{.Count}} {{.Body}}</p>`,
	`<p title="{{.Title}}" {{.LangIn}} lang="{{.Said "x"}}">{{.Said "y"}}{{.T "word" .Count .Title}}{{.Lang}}{{.Mark}}</p>`,
	`<a href="{{.Address}}"{{.In}}>{{.Title}}</a><a href="/{{.Address}}"></a><a href="#{{.Address}}"></a><meta http-equiv="refresh" content="0; url={{.Address}}">`,
	`<title>{{.Title}}{{if ne .Title "x"}} · {{.Body}}{{end}}</title><img src="{{.Asset "a b.png"}}">`,
	`{{range .List}}<p>{{.Title}}{{with .Next}}{{.Title}}{{$.Title}}{{else}}none{{end}}</p>{{else}}empty{{end}}`,
	`{{range $i, $p := .List}}{{if $i}}, {{end}}{{$p.Title}}{{$p.T "x"}}{{end}}{{range $p := .List}}{{$p.Count}}{{end}}`,
	`{{$a := .Title}}{{with .Next}}{{$a = .Title}}{{$b := .Count}}{{$b}}{{end}}{{$a}}{{if $c := .Count}}{{$c}}{{end}}`,
	`{{define "row"}}<li>{{.Title}}{{with .Next}}{{template "row" .}}{{end}}</li>{{end}}{{template "row" .}}{{template "fixed"}}{{define "fixed"}}!{{end}}`,
	`{{if and .Title .Next (not .Count)}}a{{else if or .Count .Title}}b{{or .Title "x"}}{{and .Title .Count}}{{end}}`,
	`{{if eq .Title "a"}}1{{end}}{{if lt .Count 3}}2{{end}}{{if le .Count 3}}3{{end}}{{if gt (len .List) 1}}4{{end}}{{if ge .Count 4}}5{{end}}{{len .Title}}`,
	`{{(index .List 1).Title}}{{index (list 1 2) 0}}{{len (index .List 0).Title}}`,
	`{{.Next.Title}}{{.Any.Title}}{{.Copy.Title}}{{.Params.colour}}{{if .Params.none}}x{{end}}{{print .Title 1}}{{true}}{{12}}{{"a<b"}}`,
	`<p title="{{.Whole}}">{{.Whole}}{{if .Whole}}a{{end}}{{if not .Empty}}b{{end}}{{with .Whole}}{{.}}{{end}}{{with .Empty}}c{{end}}</p>`,
	`{{$w := .Whole}}{{$w}}{{len .Whole}}{{print .Whole}}{{or .Empty .Whole}}{{and .Whole .Empty}}{{if eq .Whole .Empty}}d{{end}}{{range list .Whole}}{{.}}{{end}}`,
	`{{range list .Title .Count .Next.Title}}{{.}};{{end}}{{range .Next.List}}x{{else}}none{{end}}{{/* said to nobody */}}`,
}

// TestSame: what a stencil writes is what html/template writes, whatever stands
// in the values.
func TestSame(t *testing.T) {
	for _, text := range known {
		set := parse(t, text)
		s := cut(t, set)
		if s == nil {
			t.Errorf("no stencil can be cut of %s", text)
			continue
		}
		for _, title := range []string{"plain", "", "a & b", "it's", `"`, "1 + 1", "<b>", "a\x00", `a "b" & 'c' + <d>`, "Å é 日本", "x\x00y\xff", "{{.}}", "javascript:alert(1)"} {
			for _, m := range []stencil.Methods{nil, methods} {
				if !same(t, set, s, given(title, title), m) {
					t.Errorf("%s is left to the library with %q", text, title)
				}
			}
		}
	}
}

// TestAddresses: those that need no escaping, and those that do.
func TestAddresses(t *testing.T) {
	set := parse(t, known[2])
	s := cut(t, set)
	for _, address := range []string{"../a/b.html#c", "a%20b", "a b?c=d&e=f", "https://example.org/a", "//example.org", "mailto:a@b", "data:x", "é"} {
		if !same(t, set, s, given("x", address), methods) {
			t.Errorf("%s is left to the library", address)
		}
	}
}

// TestLeft: what is a fault, or cannot be known, is left to the library, and
// nothing is written.
func TestLeft(t *testing.T) {
	for _, text := range []string{
		`{{.Missing}}`, `{{.hidden}}`, `{{.Next.Next.Title}}`, `{{.Params.missing}}`, `{{.Both}}`, `{{range .Count}}x{{end}}`,
		`{{index .List 7}}`, `{{if eq .Title .Count}}x{{end}}`, `{{define "on"}}x{{template "on" .}}{{end}}{{template "on" .}}`,
		`<script>x = {{.Title}}</script>`, `<p style="color: {{.Title}}">`, `{{.Title | printf "%q"}}`, `<p onclick="x({{.Title}})">`,
		`{{range .List}}{{break}}{{end}}`, `{{slice .Title 1 2}}`, `<p {{if .Title}}title="{{end}}>`, `{{.Title 1}}`, `{{.T}}`, `{{.T 1}}`,
	} {
		s := cut(t, parse(t, text))
		b := bytes.NewBufferString("before")
		if s != nil && s.Run(b, given("x", "x"), methods, 0) {
			t.Errorf("%s is not left to the library: %s", text, b)
		}
		if b.String() != "before" {
			t.Errorf("%s leaves %q", text, b)
		}
	}
}

// TestBound: a stencil does not write on and on.
func TestBound(t *testing.T) {
	s := cut(t, parse(t, `{{range .List}}{{.Title}}{{end}}{{template "e" .}}{{define "e"}}{{end}}`))
	p := given("much to read", "")
	if b := new(bytes.Buffer); !s.Run(b, p, nil, 100) || s.Run(b, p, nil, 5) || !s.Run(b, p, nil, 100) {
		t.Errorf("the bound is not kept: %s", b)
	}
}

// TestCutRunsNothing: to cut a stencil of a template does not run it. What is not
// prepared is not cut, as it would not be escaped.
func TestCutRunsNothing(t *testing.T) {
	ran := 0
	count := template.FuncMap{"count": func() int { ran++; return ran }}
	set := template.Must(template.New("t").Funcs(count).Parse(`{{range 10}}{{count}}{{end}}<p>{{.}}`))
	if cut(t, set); ran > 0 {
		t.Errorf("%d steps of the template have run", ran)
	}
	if s := stencil.Cut(parse(t, `<p>{{.}}`), "t", functions()); s != nil {
		t.Error("a template that is not escaped is cut")
	}
}

// FuzzSame looks for templates and values for which the two differ.
func FuzzSame(f *testing.F) {
	for _, text := range known {
		f.Add(text, `a "b" & <c>`, "../a b.html")
	}
	f.Fuzz(func(t *testing.T, text, title, address string) {
		set, err := template.New("t").Option("missingkey=error").Funcs(library()).Parse(text)
		if err != nil || len(text) > 1000 {
			return
		}
		if s := cut(t, set); s != nil {
			same(t, set, s, given(title, address), methods)
		}
	})
}

// same compares the two, unless the stencil leaves it to the library.
func same(t *testing.T, set *template.Template, s *stencil.Stencil, data any, m stencil.Methods) bool {
	t.Helper()
	var got, want bytes.Buffer
	if !s.Run(&got, data, m, 1<<20) {
		return false
	}
	if err := set.ExecuteTemplate(&want, "t", data); err != nil {
		t.Errorf("the library finds a fault where there is none: %v", err)
	} else if got.String() != want.String() {
		t.Errorf("written is\n%s\nand not\n%s", &got, &want)
	}
	return true
}

func cut(t *testing.T, set *template.Template) *stencil.Stencil {
	t.Helper()
	if err := stencil.Prepare(set, "t"); err != nil {
		t.Fatal(err)
	}
	return stencil.Cut(set, "t", functions())
}

func parse(t *testing.T, text string) *template.Template {
	t.Helper()
	set, err := template.New("t").Option("missingkey=error").Funcs(library()).Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return set
}

func library() template.FuncMap {
	return template.FuncMap{"list": func(items ...any) []any { return items }}
}
