package markdown_test

import (
	"bytes"
	"fmt"
	"io"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/tools/txtar"

	"trigpoint/generator/diag"
	"trigpoint/generator/limits"
	"trigpoint/generator/markdown"
)

// FuzzMarkdown compiles any text below front matter.
func FuzzMarkdown(f *testing.F) {
	for _, e := range examples(f) {
		f.Add(e.Markdown)
	}
	for _, c := range goldenCases(f) {
		f.Add(string(c.part("input.md")))
	}
	c := markdown.NewCompiler(limits.Default())
	f.Fuzz(func(t *testing.T, body string) { examine(t, c, "+++\ntitle = \"T\"\n+++\n"+body) })
}

// FuzzFrontMatter compiles any front matter above a short text.
func FuzzFrontMatter(f *testing.F) {
	for _, front := range frontMatters(f) {
		f.Add(front)
	}
	c := markdown.NewCompiler(limits.Default())
	f.Fuzz(func(t *testing.T, front string) { examine(t, c, "+++\n"+front+"\n+++\nText.\n") })
}

// frontMatters are those of the fixtures that show each diagnostic.
func frontMatters(f *testing.F) []string {
	names, err := filepath.Glob("../testdata/faults/*.txtar")
	if err != nil || len(names) == 0 {
		f.Fatal("no fixtures", err)
	}
	var out []string
	for _, name := range names {
		a, err := txtar.ParseFile(name)
		if err != nil {
			f.Fatal(err)
		}
		for _, file := range a.Files {
			if parts := strings.Split(string(file.Data), "+++\n"); len(parts) > 2 {
				out = append(out, parts[1])
			}
		}
	}
	return out
}

// examine compiles a file and holds the result to what must be true of any.
func examine(t *testing.T, c *markdown.Compiler, src string) {
	t.Helper()
	examineAs(t, c, src, plainTags())
}

func examineAs(t *testing.T, c *markdown.Compiler, src string, known tags) {
	t.Helper()
	f := c.Compile("content/x.md", []byte(src))
	for _, d := range f.Diags {
		checkPlace(t, src, d.Position)
		for _, r := range d.Related {
			checkPlace(t, src, r)
		}
		if d.Message == "" || !diag.Known(d.Code) {
			t.Errorf("diagnostic without words or code: %+v", d)
		}
	}
	if n := len(f.Body.HTML) + len(f.Text); n > bound(len(src)) {
		t.Errorf("%d bytes become %d", len(src), n)
	}
	checkSpans(t, f)
	checkHoles(t, f)
	var w bytes.Buffer
	f.Body.Fill(&w, everything{f})
	checkHTML(t, w.String(), known)
	if again := c.Compile("content/x.md", []byte(src)); !reflect.DeepEqual(again.Body, f.Body) || !reflect.DeepEqual(again.Diags, f.Diags) {
		t.Error("compiled twice, it is not the same")
	}
}

// checkPlace wants a position inside the file.
func checkPlace(t *testing.T, src string, p diag.Position) {
	t.Helper()
	if p.Line == 0 {
		return
	}
	normal := strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(strings.TrimPrefix(src, "\ufeff"))
	line, ok := diag.Line([]byte(normal), p.Line)
	if !ok && p.Line != strings.Count(normal, "\n")+1 {
		t.Errorf("%s: there is no line %d", p, p.Line)
		return
	}
	if n := utf8.RuneCount(line); p.Col < 0 || p.Len < 0 || p.Col+max(p.Len, 1) > n+2 {
		t.Errorf("%s+%d: the line %q has %d characters", p, p.Len, line, n)
	}
}

// checkSpans wants every span inside the text, and the text to be text.
func checkSpans(t *testing.T, f *markdown.File) {
	t.Helper()
	if !utf8.ValidString(f.Text) || !utf8.Valid(f.Body.HTML) {
		t.Error("what is written is not UTF-8")
	}
	check := func(what string, s markdown.Span) {
		if s.Start < 0 || s.Start > s.End || s.End > len(f.Text) {
			t.Errorf("%s: the span %v is not in a text of %d bytes", what, s, len(f.Text))
		}
	}
	for _, h := range f.Headings {
		check("heading "+h.ID, h.Section)
	}
	for _, p := range f.Paragraphs {
		check("paragraph "+p.Name, p.Span)
	}
	for _, r := range f.Refs {
		check("reference "+r.Label, r.Words)
	}
	for _, p := range f.Prose {
		sentence, _ := p.Longest()
		check("prose", p.Span())
		check("sentence", sentence)
	}
	for _, a := range f.Acronyms {
		check("acronym "+a.Word, a.Span)
	}
}

// checkHoles wants holes in order, each for something that is there, and
// references opened and closed in turn.
func checkHoles(t *testing.T, f *markdown.File) {
	t.Helper()
	at, open := 0, -1
	size := map[markdown.HoleKind]int{markdown.RefOpen: len(f.Refs), markdown.RefClose: len(f.Refs),
		markdown.ImageOpen: len(f.Refs), markdown.ImageClose: len(f.Refs),
		markdown.HeadingStart: len(f.Headings), markdown.HeadingEnd: len(f.Headings), markdown.QueryBlock: len(f.Queries),
		markdown.ParagraphOpen: len(f.Paragraphs), markdown.ParagraphNumber: len(f.Paragraphs),
		markdown.AnchorPrefix: 1, markdown.WordHole: int(markdown.WordToDo) + 1, markdown.Text: len(f.Text)}
	for _, h := range f.Body.Holes {
		begins, n := int(h.At), int(h.N)
		if begins < at || begins > len(f.Body.HTML) || n < 0 || n >= size[h.Kind] {
			t.Errorf("hole %+v behind %d, of %d", h, at, size[h.Kind])
		}
		at = begins
		switch {
		case h.Kind == markdown.RefOpen && open < 0:
			open = n
		case h.Kind == markdown.RefOpen || h.Kind == markdown.RefClose && open != n:
			t.Errorf("hole %+v, while %d is open", h, open)
		case h.Kind == markdown.RefClose:
			open = -1
		}
	}
}

// everything fills every hole with as much as it may hold. A label alone gets
// the words of its target.
type everything struct{ f *markdown.File }

func (e everything) Fill(w *bytes.Buffer, h markdown.Hole) bool {
	switch h.Kind {
	case markdown.RefOpen:
		w.WriteString(`<a href="x.html">`)
		if r := e.f.Refs[h.N]; r.Shortcut && !r.Defined {
			w.WriteString("Issue 2</a>")
			return true
		}
	case markdown.RefClose:
		w.WriteString("</a>")
	case markdown.ImageOpen:
		w.WriteString(`<img src="x.png"`)
	case markdown.HeadingStart:
		fmt.Fprintf(w, ` id="%s"`, html.EscapeString(e.f.Headings[h.N].ID))
	case markdown.ParagraphOpen:
		fmt.Fprintf(w, ` id="%s"`, html.EscapeString(e.f.Paragraphs[h.N].Name))
	case markdown.ParagraphNumber:
		w.WriteString(`<span>1</span>`)
	case markdown.QueryBlock, markdown.HeadingEnd:
		w.WriteString("<div></div>")
	case markdown.AnchorPrefix, markdown.WordHole:
		w.WriteString("word")
	}
	return false
}

// tags are the elements and attributes that a body may have.
type tags struct{ phrasing, blocks, attributes string }

func plainTags() tags {
	return tags{
		" a code del em img br span strong sup ",
		" blockquote dd div dl dt h1 h2 h3 h4 h5 h6 hr li ol p pre section table tbody td th thead tr ul ",
		" href src id class alt title role tabindex aria-label scope start ",
	}
}

// allowedTags are those of a body in which HTML is allowed.
func allowedTags() tags {
	t := plainTags()
	return tags{
		t.phrasing + "abbr b bdi bdo cite dfn i ins kbd mark q rp rt ruby s samp small sub time u var wbr ",
		t.blocks + "caption details figcaption figure summary tfoot ",
		t.attributes + "lang dir datetime colspan rowspan value ",
	}
}

const voids = " br hr img wbr "

// checkHTML wants well-formed HTML of the elements and attributes that a body
// may have, and nothing that acts.
func checkHTML(t *testing.T, text string, known tags) {
	t.Helper()
	var open []string
	for z := html.NewTokenizer(strings.NewReader(text)); ; {
		switch kind := z.Next(); kind {
		case html.ErrorToken:
			if z.Err() != io.EOF || len(open) > 0 {
				t.Errorf("left open: %v %v in %s", open, z.Err(), text)
			}
			return
		case html.CommentToken, html.DoctypeToken:
			t.Errorf("%s in %s", z.Token(), text)
		case html.StartTagToken, html.SelfClosingTagToken:
			token := z.Token()
			checkTag(t, token, open, text, known)
			if !strings.Contains(voids, " "+token.Data+" ") {
				open = append(open, token.Data)
			}
		case html.EndTagToken:
			name := z.Token().Data
			if len(open) == 0 || open[len(open)-1] != name {
				t.Errorf("</%s> closes %v in %s", name, open, text)
				return
			}
			open = open[:len(open)-1]
		}
	}
}

func checkTag(t *testing.T, token html.Token, open []string, text string, known tags) {
	t.Helper()
	name := " " + token.Data + " "
	isBlock := strings.Contains(known.blocks, name)
	switch {
	case !isBlock && !strings.Contains(known.phrasing, name):
		t.Errorf("<%s> in %s", token.Data, text)
	case isBlock && slices.ContainsFunc(open, func(o string) bool { return o == "p" || strings.Contains(known.phrasing, " "+o+" ") }):
		t.Errorf("<%s> inside %v in %s", token.Data, open, text)
	case token.Data == "a" && slices.Contains(open, "a"):
		t.Errorf("a link in a link in %s", text)
	}
	for i, a := range token.Attr {
		if slices.ContainsFunc(token.Attr[:i], func(b html.Attribute) bool { return b.Key == a.Key }) {
			t.Errorf("<%s> has %s twice in %s", token.Data, a.Key, text)
		}
		switch {
		case !strings.Contains(known.attributes, " "+a.Key+" "):
			t.Errorf("<%s %s=%q> in %s", token.Data, a.Key, a.Val, text)
		case a.Key == "href" && !safe(a.Val):
			t.Errorf("href=%q in %s", a.Val, text)
		}
	}
}

// safe tells an address that a browser only goes to.
func safe(to string) bool {
	for _, start := range []string{"http://", "https://", "mailto:", "tel:", "#", "x.html"} {
		if strings.HasPrefix(strings.ToLower(to), start) {
			return true
		}
	}
	return false
}
