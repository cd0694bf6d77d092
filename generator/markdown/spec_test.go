package markdown_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"html"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/yuin/goldmark/util"

	"trigpoint/generator/limits"
	"trigpoint/generator/markdown"
)

type example struct {
	Markdown, HTML, Section string
	Example                 int
}

// examples reads the CommonMark 0.31 examples from goldmark's module.
func examples(t testing.TB) []example {
	t.Helper()
	dir, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/yuin/goldmark").Output()
	if err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(filepath.Join(strings.TrimSpace(string(dir)), "_test", "spec.json"))
	if err != nil {
		t.Fatal(err)
	}
	var list []example
	if err := json.Unmarshal(data, &list); err != nil {
		t.Fatal(err)
	}
	return list
}

// bare fills holes with what a plain CommonMark converter would write: links
// by their path, labels that the file does not define as they were written.
type bare struct{ f *markdown.File }

func (b bare) Fill(w *bytes.Buffer, h markdown.Hole) bool {
	switch h.Kind {
	case markdown.RefOpen:
		r := b.f.Refs[h.N]
		switch {
		case !r.Defined:
			w.WriteString("[")
		case r.Title != "":
			fmt.Fprintf(w, `<a href="%s" title="%s">`, escape(r.Path), html.EscapeString(r.Title))
		default:
			fmt.Fprintf(w, `<a href="%s">`, escape(r.Path))
		}
	case markdown.RefClose:
		if r := b.f.Refs[h.N]; !r.Defined {
			w.WriteString("]" + r.Suffix)
		} else {
			w.WriteString("</a>")
		}
	case markdown.ImageOpen:
		fmt.Fprintf(w, `<img src="%s"`, escape(b.f.Refs[h.N].Path))
	}
	return false
}

func escape(path string) string {
	return string(util.EscapeHTML(util.URLEscape([]byte(path), false)))
}

func convert(c *markdown.Compiler, src string) string {
	f := c.Compile("x.md", []byte("+++\n+++\n"+src))
	var w bytes.Buffer
	f.Body.Fill(&w, bare{f})
	return w.String()
}

// normal takes out of both sides what our renderer writes differently on
// purpose and everywhere: the box of a code block, highlighting, typographic
// signs, and a heading of the first level, which is the page's title alone.
func normal(s string) string {
	s = regexp.MustCompile(`<pre [^>]*>`).ReplaceAllString(s, "<pre>")
	s = regexp.MustCompile(`</?span[^>]*>`).ReplaceAllString(s, "")
	return strings.NewReplacer("<h1>", "<h2>", "</h1>", "</h2>", " />", ">", "&ldquo;", "&quot;", "&rdquo;", "&quot;", "&lsquo;", "'", "&rsquo;", "'",
		"&hellip;", "...", "&ndash;", "--", "&mdash;", "---", "&#39;", "'", "&#34;", "&quot;",
		"&laquo;", "&lt;&lt;", "&raquo;", "&gt;&gt;").Replace(s)
}

// deviations are the examples that come out otherwise, and why. Nothing else
// may differ, and each of these must.
func deviations() map[int]string {
	const (
		html   = "HTML in Markdown is shown as text, and comments are dropped"
		scheme = "links other than http, https, mailto and tel are left out"
		label  = "a bracketed label is a link until the site is linked, so links outside it do not form and emphasis does not cross it"
		bare   = "bare addresses are links (GFM autolinks)"
	)
	list := map[int]string{
		21: html, 31: html, 201: html, 308: html, 309: html, 344: html, 475: html, 476: html, 477: html, 491: html, 494: html,
		524: html, 536: html, 642: html, 643: html, 623: html,
		346: "an address that no URL parser reads is left out",
		512: label, 523: label, 528: label, 569: label, 571: label,
		596: scheme, 598: scheme, 599: scheme, 601: scheme, 608: bare, 611: bare, 612: bare,
	}
	for _, r := range [][2]int{{148, 191}, {613, 617}, {625, 631}} {
		for n := r[0]; n <= r[1]; n++ {
			list[n] = html
		}
	}
	return list
}

func TestCommonMark(t *testing.T) {
	c := markdown.NewCompiler(limits.Default())
	known := deviations()
	list := examples(t)
	if len(list) != 652 {
		t.Fatalf("%d examples, want the 652 of CommonMark 0.31.2", len(list))
	}
	for _, e := range list {
		got := convert(c, e.Markdown)
		same, reason := normal(got) == normal(e.HTML), known[e.Example]
		switch {
		case same && reason != "":
			t.Errorf("example %d no longer differs: take it off the list (%s)", e.Example, reason)
		case !same && reason == "":
			t.Errorf("example %d (%s)\n%q\nwant %q\ngot  %q", e.Example, e.Section, e.Markdown, e.HTML, got)
		}
	}
}

// TestLinkless: a file that has no bare link, and is parsed without a search for
// them, comes out as it does beside one.
func TestLinkless(t *testing.T) {
	c := markdown.NewCompiler(limits.Default())
	for _, beside := range []string{"me@example.org", "https://example.org", "www.example.org"} {
		link := convert(c, beside+"\n")
		if !strings.Contains(link, "<a href=") {
			t.Errorf("%s is no link: %s", beside, link)
		}
		for _, e := range examples(t) {
			if got, want := convert(c, beside+"\n\n"+e.Markdown), link+convert(c, e.Markdown); got != want {
				t.Errorf("example %d beside %s\n%q\nwant %q\ngot  %q", e.Example, beside, e.Markdown, want, got)
			}
		}
	}
}
