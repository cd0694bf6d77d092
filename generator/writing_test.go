package main

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"golang.org/x/net/html"

	"trigpoint/generator/build"
	"trigpoint/generator/config"
	"trigpoint/generator/diag"
	"trigpoint/generator/markdown"
	"trigpoint/themes"
)

const writingDoc = "../docs/writing.md"

// guide is docs/writing.md as a test reads it. Its examples are one site:
//
//   - a line "`path`:" before a fence makes the fence (the next part of) that
//     file;
//   - a line "`path.html` shows:" before a fence: each line of the fence must be
//     read on that page, in this order;
//   - a table headed "You write": what the first cell holds is written on a page
//     of its own folder (content/try/), and must be read as the second cell says
//     and lead where the third does.
type guide struct {
	files fstest.MapFS
	shown []shown
	tried []tried
}

type shown struct {
	page  string
	lines []string
}

type tried struct{ write, read, leads string }

var (
	fileCaption  = regexp.MustCompile("^`([^`]+)`:$")
	shownCaption = regexp.MustCompile("^`([^`]+\\.html)` shows:$")
	codeCell     = regexp.MustCompile("^(`+) ?(.*?) ?(`+)$")
)

// tryPage is where the examples of tables stand.
const tryPage = "content/try/_index.md"

func readGuide(t *testing.T) *guide {
	t.Helper()
	g := &guide{files: fstest.MapFS{}}
	lines := strings.Split(string(readFile(t, writingDoc)), "\n")
	caption, table := "", false
	for i := 0; i < len(lines); i++ {
		switch line := lines[i]; {
		case strings.HasPrefix(line, "```"):
			end := i + 1
			for fence := line[:len(line)-len(strings.TrimLeft(line, "`"))]; lines[end] != fence; end++ {
			}
			g.fence(caption, lines[i+1:end])
			i, caption = end, ""
		case strings.HasPrefix(line, "|"):
			table = table || strings.HasPrefix(line, "| You write |")
			if table && !strings.HasPrefix(line, "| You write |") && !strings.HasPrefix(line, "|---") {
				g.row(t, line)
			}
		case line != "":
			caption, table = line, false
		default:
			table = false
		}
	}
	g.writeTried()
	return g
}

func (g *guide) fence(caption string, lines []string) {
	if m := shownCaption.FindStringSubmatch(caption); m != nil {
		g.shown = append(g.shown, shown{m[1], lines})
	} else if m := fileCaption.FindStringSubmatch(caption); m != nil {
		g.add(m[1], strings.Join(lines, "\n")+"\n")
	}
}

// add appends to a file, with an empty line between its parts.
func (g *guide) add(name, text string) {
	if old := g.files[name]; old != nil {
		text = string(old.Data) + "\n" + text
	}
	g.files[name] = &fstest.MapFile{Data: []byte(text)}
}

func (g *guide) row(t *testing.T, line string) {
	t.Helper()
	line = strings.ReplaceAll(line, `\|`, "\x00")
	cells := strings.Split(strings.TrimSuffix(strings.TrimPrefix(line, "|"), "|"), "|")
	for i := range cells {
		cells[i] = strings.ReplaceAll(strings.TrimSpace(cells[i]), "\x00", "|")
	}
	m := codeCell.FindStringSubmatch(cells[0])
	if m == nil || len(cells) != 3 {
		t.Errorf("%s: the row %q is not code, words and address", writingDoc, line)
		return
	}
	g.tried = append(g.tried, tried{m[2], cells[1], strings.Trim(cells[2], "`")})
}

func (g *guide) writeTried() {
	var b strings.Builder
	b.WriteString("+++\ntitle = \"Tried\"\n+++\n")
	for _, row := range g.tried {
		b.WriteString(row.write + "\n\n")
	}
	g.add(tryPage, b.String())
	g.add("content/try/spare.md", "+++\ntitle = \"Spare\"\n+++\n")
}

// build builds the guide's site, which must be without any fault, and returns
// its pages.
func (g *guide) build(t *testing.T) map[string]*html.Node {
	t.Helper()
	res, err := build.New(g.files, themes.FS()).Build(build.Options{Now: guideDay()})
	if err != nil {
		t.Fatal(err)
	}
	if len(res.Diags) > 0 {
		var b bytes.Buffer
		source := func(name string) []byte { return g.files[name].Data }
		if err := diag.WriteText(&b, res.Diags, source, diag.Style{}); err != nil {
			t.Fatal(err)
		}
		t.Fatalf("the examples of %s have faults:\n%s", writingDoc, b.String())
	}
	pages := map[string]*html.Node{}
	for _, f := range res.Set.Files() {
		var b bytes.Buffer
		if err := f.Render(&b); err != nil {
			t.Fatal(err)
		}
		if path.Ext(f.Path) != ".html" {
			pages[f.Path] = nil
			continue
		}
		if pages[f.Path], err = html.Parse(&b); err != nil {
			t.Fatal(err)
		}
	}
	return pages
}

// guideDay is the day that the guide speaks of as today.
func guideDay() time.Time { return time.Date(2026, 5, 11, 12, 0, 0, 0, time.UTC) }

// TestWriting builds the examples of the guide and looks at what comes out.
func TestWriting(t *testing.T) {
	g := readGuide(t)
	if len(g.files) < 20 || len(g.shown) < 10 || len(g.tried) < 20 {
		t.Fatalf("only %d files, %d results and %d rows: is the guide still read?", len(g.files), len(g.shown), len(g.tried))
	}
	pages := g.build(t)
	for _, s := range g.shown {
		page := pages[s.page]
		if page == nil {
			t.Errorf("there is no page %s", s.page)
			continue
		}
		rest := visible(page)
		for _, line := range s.lines {
			at := strings.Index(rest, strings.Join(strings.Fields(line), " "))
			if at < 0 {
				t.Errorf("%s does not show %q after what stands before it; it goes on\n%s", s.page, line, rest[:min(len(rest), 1500)])
				break
			}
			rest = rest[at+len(line):]
		}
	}
	g.checkTried(t, pages["try/index.html"])
}

func (g *guide) checkTried(t *testing.T, page *html.Node) {
	t.Helper()
	var paragraphs []*html.Node
	for n := range page.Descendants() {
		if n.Data == "p" && numberedID.MatchString(attr(n, "id")) {
			paragraphs = append(paragraphs, n)
		}
	}
	if len(paragraphs) != len(g.tried) {
		t.Fatalf("%d rows make %d paragraphs", len(g.tried), len(paragraphs))
	}
	for i, row := range g.tried {
		p := paragraphs[i]
		if got := strings.TrimSpace(visibleBut(p, "para")); got != row.read {
			t.Errorf("%s is read as %q, not as %q", row.write, got, row.read)
		}
		if got := leadsTo(p); got != row.leads {
			t.Errorf("%s leads to %q, not to %q", row.write, got, row.leads)
		}
	}
}

var numberedID = regexp.MustCompile(`^p\d+$`)

// leadsTo is where the first link of a paragraph of the try page leads, seen
// from the top of the site.
func leadsTo(p *html.Node) string {
	for n := range p.Descendants() {
		to := attr(n, "href")
		switch {
		case n.Data != "a" || attr(n, "class") == "para" || to == "":
			continue
		case strings.Contains(to, ":"):
			return to
		case strings.HasPrefix(to, "#"):
			return to
		}
		file, fragment, found := strings.Cut(to, "#")
		if file = path.Join("try", file); found {
			file += "#" + fragment
		}
		return file
	}
	return ""
}

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

// visible is the text of a page as a person reads it, blanks made single.
func visible(n *html.Node) string { return visibleBut(n, "") }

// visibleBut leaves out what has the class.
func visibleBut(n *html.Node, class string) string {
	var b strings.Builder
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		switch {
		case n.Type == html.TextNode:
			b.WriteString(n.Data)
		case n.Type == html.ElementNode && slices.Contains([]string{"script", "style", "head", "svg"}, n.Data):
			return
		case class != "" && slices.Contains(strings.Fields(attr(n, "class")), class):
			return
		}
		for c := range n.ChildNodes() {
			walk(c)
		}
		if n.Type == html.ElementNode && !slices.Contains([]string{"a", "code", "em", "strong", "span", "sup", "del", "b", "i"}, n.Data) {
			b.WriteByte(' ')
		}
	}
	walk(n)
	return strings.Join(strings.Fields(b.String()), " ")
}

// TestWritingIsComplete finds, in the program, every key and word that an
// author can write, and wants each in the guide, as code.
func TestWritingIsComplete(t *testing.T) {
	doc := string(readFile(t, writingDoc))
	words := config.StandardKeys()
	words = append(words, markdown.Provenances()...)
	words = append(words, markdown.States()...)
	for _, dir := range []string{"config", "markdown", "site"} {
		words = append(words, keysIn(t, dir)...)
	}
	slices.Sort(words)
	words = slices.Compact(words)
	if len(words) < 80 {
		t.Fatalf("only %d words found in the program", len(words))
	}
	code := codeOf(doc)
	for _, w := range words {
		if !regexp.MustCompile(`(^|[^\w-])` + regexp.QuoteMeta(w) + `($|[^\w-])`).MatchString(code) {
			t.Errorf("%s does not explain %q", writingDoc, w)
		}
	}
}

// codeOf is what stands in code in a Markdown text: fences, and between single
// backticks.
func codeOf(doc string) string {
	var b strings.Builder
	fence := ""
	for line := range strings.Lines(doc) {
		mark := line[:len(line)-len(strings.TrimLeft(line, "`"))]
		switch {
		case fence == "" && len(mark) >= 3:
			fence = mark
		case fence != "" && strings.TrimSpace(line) == fence:
			fence = ""
		case fence != "":
			b.WriteString(line)
		default:
			for i, part := range strings.Split(line, "`") {
				if i%2 == 1 {
					b.WriteString(part + "\n")
				}
			}
		}
	}
	return b.String()
}

// keysIn lists the texts given to calls of Reject and OneOf, and those of lists
// whose names end in Keys, in a package.
func keysIn(t *testing.T, dir string) []string {
	t.Helper()
	var out []string
	collect := func(n ast.Node) {
		ast.Inspect(n, func(n ast.Node) bool {
			if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
				s, _ := strconv.Unquote(lit.Value)
				out = append(out, s)
			}
			return true
		})
	}
	names, err := filepath.Glob(dir + "/*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(f, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.CallExpr:
				if sel, ok := n.Fun.(*ast.SelectorExpr); ok && (sel.Sel.Name == "Reject" || sel.Sel.Name == "OneOf") {
					for _, arg := range n.Args {
						collect(arg)
					}
				}
			case *ast.ValueSpec:
				if strings.HasSuffix(n.Names[0].Name, "Keys") {
					collect(n)
				}
			}
			return true
		})
	}
	return out
}
