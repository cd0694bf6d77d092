package markdown_test

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"trigpoint/generator/diag"
	"trigpoint/generator/limits"
	"trigpoint/generator/markdown"
)

const hostileFront = "+++\ntitle = \"T\"\n+++\n"

// TestLineEnds: a file compiles to the same whatever its line ends are, with a
// byte-order mark and without.
func TestLineEnds(t *testing.T) {
	c := markdown.NewCompiler(limits.Default())
	src := hostileFront + "## One {#one}\n\nText [a](b.md), hard  \nbreak. ^name\n\n```go\nx := 1\n```\n\n> quote\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n- item\n- item\n\n~~~list\nkind = \"x\"\n~~~\n"
	want := c.Compile("content/a.md", []byte(src))
	if len(want.Diags) > 0 || len(want.Headings) != 1 || len(want.Paragraphs) == 0 || len(want.Queries) != 1 {
		t.Fatalf("the example is not what it was: %+v", want)
	}
	for name, other := range map[string]string{
		"CRLF": strings.ReplaceAll(src, "\n", "\r\n"),
		"CR":   strings.ReplaceAll(src, "\n", "\r"),
		"BOM":  "\ufeff" + src,
		"all":  "\ufeff" + strings.Replace(strings.ReplaceAll(src, "\n", "\r\n"), "\r\n## One", "\r## One", 1),
	} {
		got := c.Compile("content/a.md", []byte(other))
		if !reflect.DeepEqual(got.Body, want.Body) || got.Text != want.Text || !reflect.DeepEqual(got.Headings[0].ID, want.Headings[0].ID) ||
			!reflect.DeepEqual(got.Refs, want.Refs) || !reflect.DeepEqual(got.Paragraphs, want.Paragraphs) || len(got.Diags) > 0 {
			t.Errorf("%s: differs from LF: %+v", name, got.Diags)
		}
	}
}

// TestLongFrontMatter: front matter over the limit is not parsed, and neither is
// a megabyte of it without an end.
func TestLongFrontMatter(t *testing.T) {
	c := markdown.NewCompiler(limits.Default())
	long := strings.Repeat("# a comment\n", limits.Default().FrontMatter/12+1)
	for name, code := range map[string]diag.Code{"+++\n" + long + "x = [[[\n+++\n": "limit", "+++\n" + strings.Repeat(long, 15): "front-matter", "+++\n" + long[12:] + "+++\n": ""} {
		f := c.Compile("content/a.md", []byte(name))
		switch {
		case code == "" && len(f.Diags) > 0:
			t.Errorf("within the limit: %+v", f.Diags)
		case code != "" && (len(f.Diags) != 1 || f.Diags[0].Code != code || f.Diags[0].Position.Line != 1):
			t.Errorf("%d bytes: want %s at line 1, got %+v", len(name), code, f.Diags)
		}
	}
}

// TestWordlessHeadings: a heading of which no id can be made has a stable one.
func TestWordlessHeadings(t *testing.T) {
	f := markdown.NewCompiler(limits.Default()).Compile("content/a.md", []byte(hostileFront+"## 🎉\n\n## …\n\n## 💥 ¿?\n"))
	var ids []string
	for _, h := range f.Headings {
		ids = append(ids, h.ID)
	}
	if !slices.Equal(ids, []string{"section", "section-2", "section-3"}) {
		t.Errorf("ids %q", ids)
	}
}

// TestEqualHeadings: as many equal headings as a page can hold have ids that
// follow from their order.
func TestEqualHeadings(t *testing.T) {
	const n = 20_000
	compile := func(n int) *markdown.File {
		return markdown.NewCompiler(limits.Default()).Compile("content/a.md", []byte(hostileFront+strings.Repeat("## a\n", n)))
	}
	f := compile(n)
	if len(f.Headings) != n {
		t.Fatalf("%d headings", len(f.Headings))
	}
	for i, h := range f.Headings {
		want := "a"
		if i > 0 {
			want = fmt.Sprint("a-", i+1)
		}
		if h.ID != want {
			t.Fatalf("heading %d has the id %q", i+1, h.ID)
		}
	}
	wantLinear(t, "equal headings", func(n int) { compile(n) }, n/16)
}

// TestStuckLexers: on these, lexers of the highlighter never end. The code is
// shown as it is, without a word of the lexer's.
func TestStuckLexers(t *testing.T) {
	c := markdown.NewCompiler(limits.Default())
	for language, code := range map[string]string{"jungle": "{", "jsonata": `\`, "lilypond": strings.Repeat("a", 1200)} {
		f := c.Compile("content/a.md", []byte(hostileFront+"```"+language+"\n"+code+"\n```\n"))
		if body := string(f.Body.HTML); !strings.Contains(body, `<code class="language-`+language+`">`+code+"\n</code>") || f.HasCode {
			t.Errorf("%s: %s", language, body)
		}
	}
}

// pathological are texts on which parsers of Markdown are known to take time by
// the square of their size, or worse. A text is given how often it repeats.
var pathological = map[string]func(n int) string{
	"emphasis open":           func(n int) string { return strings.Repeat("*a **a ", n) },
	"emphasis closed":         func(n int) string { return strings.Repeat("a** ", n) },
	"emphasis open alone":     func(n int) string { return strings.Repeat("**x", n) },
	"emphasis nested":         func(n int) string { return strings.Repeat("*a **a ", n) + strings.Repeat("b** b* ", n) },
	"emphasis mixed":          func(n int) string { return strings.Repeat("*a_ ", n) },
	"emphasis by threes":      func(n int) string { return "x" + strings.Repeat("**x*y_", n) },
	"links closed":            func(n int) string { return strings.Repeat("a]", n) },
	"links open":              func(n int) string { return strings.Repeat("[a", n) },
	"links and emphasis":      func(n int) string { return strings.Repeat("[ a_", n) },
	"link without end":        func(n int) string { return strings.Repeat("[a](<b", n) },
	"link in a link":          func(n int) string { return strings.Repeat("[a](b", n) },
	"images":                  func(n int) string { return strings.Repeat("![[]()", n) },
	"brackets":                func(n int) string { return strings.Repeat("[", n) + "a" + strings.Repeat("]", n) },
	"quotes":                  func(n int) string { return strings.Repeat("> ", n) + "a" },
	"lists":                   func(n int) string { return strings.Repeat("- ", n) + "a" },
	"lists, deeper by a line": func(n int) string { return stairs(n) },
	"empty lines in lists":    func(n int) string { return strings.Repeat("- ", n) + "x" + strings.Repeat("\n", n) },
	"backticks":               func(n int) string { return backticks(n) },
	"escapes":                 func(n int) string { return strings.Repeat(`\(`, n) },
	"entities":                func(n int) string { return strings.Repeat("&#1234567890 &x", n) },
	"comments":                func(n int) string { return strings.Repeat("<!--", n) },
	"declarations": func(n int) string {
		return strings.Repeat("<!A ", n) + strings.Repeat("<?", n) + strings.Repeat("<![CDATA[", n)
	},
	"tags":                    func(n int) string { return strings.Repeat("<a b='", n) },
	"autolinks":               func(n int) string { return strings.Repeat("www.a.b ", n) },
	"bare links with slashes": func(n int) string { return "http://" + strings.Repeat("a.", n) },
	"addresses":               func(n int) string { return strings.Repeat("a@", n) + "b.c" },
	"definitions":             func(n int) string { return numbered("[%d]: a\n", n) + numbered("[%d] ", n) },
	"one definition used":     func(n int) string { return "[a]: b.md\n\n" + strings.Repeat("[a] ", n) },
	"rules or headings":       func(n int) string { return strings.Repeat("a\n***\n", n) + strings.Repeat("=", n) },
	"hashes":                  func(n int) string { return "# " + strings.Repeat("#", n) + "a" },
	"table heads":             func(n int) string { return strings.Repeat("|a|b\n|-|\n", n) },
	"table delimiters":        func(n int) string { return strings.Repeat("|-|\n", n) },
	"footnotes":               func(n int) string { return numbered("[^%d] ", n) + "\n\n" + numbered("[^%d]: x\n\n", n) },
	"footnotes without end":   func(n int) string { return strings.Repeat("[^", n) },
	"terms":                   func(n int) string { return strings.Repeat("a\n: b\n", n) },
	"strikes":                 func(n int) string { return strings.Repeat("~~a ~", n) },
	"quotation marks":         func(n int) string { return strings.Repeat(`"a 'b`, n) },
	"attributes":              func(n int) string { return "## a {" + strings.Repeat("a=\"b\" ", n) + "}" },
	"attributes without end":  func(n int) string { return "## " + strings.Repeat("a {#b ", n) },
	"names of paragraphs":     func(n int) string { return strings.Repeat("a ^b\n\n", n) },
	"fences":                  func(n int) string { return strings.Repeat("```a\n~~~\n", n) },
}

func stairs(n int) string {
	var b strings.Builder
	for i := range min(n, 400) {
		b.WriteString(strings.Repeat("  ", i) + "* a\n")
	}
	return b.String()
}

func backticks(n int) string {
	var b strings.Builder
	for i := range min(n, 800) {
		b.WriteString("e" + strings.Repeat("`", i))
	}
	return b.String()
}

func numbered(format string, n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, format, i)
	}
	return b.String()
}

// TestPathological: on none of these texts, a quarter of the largest page, does
// time grow faster than the text, or they are over a limit.
func TestPathological(t *testing.T) {
	c := markdown.NewCompiler(limits.Default())
	limited := 0
	for name, text := range pathological {
		n := limits.Default().Page / 4 * 100 / len(text(100))
		f := c.Compile("content/a.md", []byte(hostileFront+text(n)))
		if slices.ContainsFunc(f.Diags, func(d diag.Diagnostic) bool { return d.Code == "limit" }) {
			limited++
			continue
		}
		wantLinear(t, name, func(n int) { c.Compile("content/a.md", []byte(hostileFront+text(n))) }, n/steps)
	}
	allowing := c.WithHTML()
	for name, text := range map[string]string{"tags": "<b>*<i>*</b>", "divisions": "<div>", "paragraphs": "<b title=x><p>", "ends": "<b></i>", "rows": "<table><tr><td>"} {
		wantLinear(t, "HTML: "+name, func(n int) { allowing.Compile("content/a.md", []byte(hostileFront+strings.Repeat(text, n))) }, 1500)
	}
	t.Logf("%d texts, of which %d are over a limit", len(pathological), limited)
}

// TestPathologicalBites: what takes the square of its size is noticed.
func TestPathologicalBites(t *testing.T) {
	sum := 0
	if g := growth(func(n int) {
		for i := range n * n {
			sum += i
		}
	}, 500); g < steepest {
		t.Errorf("a square grows %.1f times: no test of this kind would notice", g)
	}
}

// steps is how much larger the larger of two texts is; a text that takes time by
// the square of its size takes steps*steps times as much. steepest lies between.
const (
	steps    = 16
	steepest = 80
)

// wantLinear compares how much work two sizes are, one with the other: by the
// processors' time, not by the clock. A machine that is busy gets more tries.
func wantLinear(t *testing.T, name string, run func(n int), n int) {
	t.Helper()
	least := 0.0
	for try := range 4 {
		if g := growth(run, n); try == 0 || g < least {
			least = g
		}
		if least < steepest/2 {
			return
		}
	}
	if least >= steepest {
		t.Errorf("%s: %d times the text takes %.0f times as long", name, steps, least)
	}
}

// growth is how many times as long the larger text takes, each at its quickest.
func growth(run func(n int), n int) float64 {
	quickest := func(n, tries int) time.Duration {
		best := time.Duration(1 << 62)
		for range tries {
			start := spent()
			run(n)
			best = min(best, spent()-start)
		}
		return max(best, 20*time.Microsecond)
	}
	return float64(quickest(n*steps, 1)) / float64(quickest(n, 5))
}

// TestLimitsMove: each limit is where it is set, and what is just within it is
// compiled.
func TestLimitsMove(t *testing.T) {
	for name, c := range map[string]struct {
		set          func(l *limits.Limits)
		within, over string
	}{
		"page":      {func(l *limits.Limits) { l.Page = 40 }, "x", strings.Repeat("x", 40)},
		"nesting":   {func(l *limits.Limits) { l.Nesting = 2 }, "> > x", "> > > x"},
		"brackets":  {func(l *limits.Limits) { l.Brackets = 2 }, "[[x]]", "[[[x]]]"},
		"marks":     {func(l *limits.Limits) { l.Marks = 3 }, "*a* *", "*a* *b*"},
		"footnotes": {func(l *limits.Limits) { l.Marks = 4 }, "[^1]\n\n[^1]: x\n", "[^1]\n\n[^1]: x\n\n[^2]\n\n[^2]: x\n"},
		"cells":     {func(l *limits.Limits) { l.Cells = 12 }, "|a|b|\n|-|-|\n|1|2|\n", "|a|b|\n|-|-|\n" + strings.Repeat("|1|2|\n", 12)},
		"links":     {func(l *limits.Limits) { l.Links = 10 }, "[a](0123456789)", "[a](0123456789a)"},
		"queries":   {func(l *limits.Limits) { l.Queries = 1 }, "```list\n```\n", "```list\n```\n\n```list\n```\n"},
		"unlimited": {func(l *limits.Limits) { l.Nesting = 20 }, strings.Repeat("> ", 18) + "x", strings.Repeat("> ", 21) + "x"},
	} {
		l := limits.Default()
		c.set(&l)
		compiler := markdown.NewCompiler(l)
		for _, body := range []string{c.within, c.over} {
			f := compiler.Compile("content/a.md", []byte(hostileFront+body))
			limited := slices.ContainsFunc(f.Diags, func(d diag.Diagnostic) bool { return d.Code == "limit" })
			if limited != (body == c.over) {
				t.Errorf("%s: %q is over the limit: %t", name, body, limited)
			}
		}
	}
}
