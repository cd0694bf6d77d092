package markdown

import (
	"bytes"
	"errors"
	"sort"
	"sync"
	"unicode/utf8"

	"github.com/microcosm-cc/bluemonday"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"trigpoint/generator/diag"
	"trigpoint/generator/limits"
)

// A Compiler turns Markdown files into Files. It holds no state between them
// and can be used from many goroutines at once. What it makes of a file depends
// on the file, on the limits, and on whether HTML is allowed, alone.
type Compiler struct {
	limits   limits.Limits
	parser   parser.Parser
	linkless parser.Parser // for files without bare links
	renderer renderer.Renderer
	lexers   *lexerSet
	policy   *bluemonday.Policy // nil: HTML is shown as text
	scratch  *sync.Pool         // of *scratch
}

// NewCompiler returns a compiler for CommonMark with tables, strikethrough,
// task lists, bare links, footnotes, definition lists, typographic quotes,
// heading attributes and alerts. HTML in Markdown is shown as text. A file that
// is over a limit has a diagnostic in place of its body.
func NewCompiler(l limits.Limits) *Compiler {
	whole, linkless := newMarkdown(extension.Linkify), newMarkdown()
	return &Compiler{l, whole.Parser(), linkless.Parser(), whole.Renderer(), &lexerSet{}, nil, &sync.Pool{New: newScratch}}
}

func newMarkdown(more ...goldmark.Extender) goldmark.Markdown {
	return goldmark.New(
		goldmark.WithExtensions(extension.Table, extension.Strikethrough, extension.TaskList,
			extension.Footnote, extension.DefinitionList, extension.Typographer),
		goldmark.WithExtensions(more...),
		goldmark.WithParserOptions(parser.WithHeadingAttribute(), parser.WithASTTransformers(util.Prioritized(unusedNotes{}, 998))),
		goldmark.WithRendererOptions(
			html.WithUnsafe(), // what could be unsafe has renderers of our own
			renderer.WithNodeRenderers(util.Prioritized(nodes{html.DefaultWriter}, 1)),
		),
	)
}

// parserOf returns the parser for a file. One that can have no bare link is
// spared the search for them at each of its blanks, a tenth of compiling it.
func (c *Compiler) parserOf(src []byte) parser.Parser {
	for _, part := range []string{"@", "://", "www."} {
		if bytes.Contains(src, []byte(part)) {
			return c.parser
		}
	}
	return c.linkless
}

// WithHTML returns a compiler that keeps the harmless part of HTML in Markdown.
func (c *Compiler) WithHTML() *Compiler {
	allowing := *c
	allowing.policy = htmlPolicy()
	return &allowing
}

// Compile compiles the bytes of one file. It never fails: what is wrong is in
// the File's diagnostics.
func (c *Compiler) Compile(path string, src []byte) *File {
	f := &File{Path: path}
	src, ok := f.normalise(src, c.limits.Page)
	if !ok {
		f.Unread = true
		return f
	}
	start := f.cutFront(src, c.limits.FrontMatter)
	body := src[start:]
	s := c.scratch.Get().(*scratch)
	s.lend(f)
	a := &assembler{scratch: s, Buffer: &s.html, text: &s.text, limits: c.limits, lexers: c.lexers,
		policy: c.policy, file: f, src: body, whole: src, start: start, heading: -1}
	if at, fault, hint := tooMuch(body, c.limits); fault != "" {
		f.Diags.Add(a.position(at), "limit", hint, "%s", fault)
		s.take(f)
		return f
	}
	tree := c.parserOf(body).Parse(text.NewReader(body), parser.WithContext(newContext()))
	a.survey(tree)
	if err := c.renderer.Render(a, body, tree); err != nil && !errors.Is(err, errLimit) {
		f.Diags.Add(diag.Position{Path: path}, "limit", "", "the page cannot be written: %s", err)
	}
	a.finish()
	if s.html.Cap() <= mostKept {
		c.scratch.Put(s)
	}
	return f
}

// assembler is the writer that the renderer prints to. It collects the body
// and everything else that a File holds, in the order of the page.
type assembler struct {
	*scratch
	*bytes.Buffer // the body
	limits        limits.Limits
	lexers        *lexerSet
	policy        *bluemonday.Policy // nil: HTML is shown as text
	paired        map[ast.Node]bool  // parents whose tags are in pairs
	pairs         map[ast.Node][]byte
	file          *File
	src           []byte // the body
	whole         []byte // the file
	start         int    // offset of the body in the file
	last          lastPlace
	lastRun       run
	text          *bytes.Buffer
	heading       int // index of the heading whose section is being written
	prose         int // where the words of the open paragraph begin in text
	links         []openLink
	linked        int    // bytes of what links name; see checkSize
	code          []Span // inline code, as it stands in text
}

// Buffered and Flush make a util.BufWriter of the buffer.
func (a *assembler) Buffered() int { return 0 }

// Flush does nothing: everything is in memory.
func (a *assembler) Flush() error { return nil }

func (a *assembler) hole(kind HoleKind, n int) {
	a.file.Body.Holes = append(a.file.Body.Holes, Hole{At: int32(a.Len()), N: int32(n), Kind: kind})
}

func (a *assembler) word(w Word) { a.hole(WordHole, int(w)) }

// endBlock closes a block of the plain text.
func (a *assembler) endBlock() {
	if n := a.text.Len(); n > 0 && a.text.Bytes()[n-1] != '\n' {
		a.text.WriteByte('\n')
	}
}

// finish hands what was collected to the file.
func (a *assembler) finish() {
	a.endBlock()
	f := a.file
	a.take(f)
	a.findAcronyms()
	for i := range f.Headings {
		f.Headings[i].Section.End = len(f.Text)
		for _, next := range f.Headings[i+1:] {
			if next.Level <= f.Headings[i].Level {
				f.Headings[i].Section.End = next.Section.Start - len(next.Text) - 1
				break
			}
		}
	}
}

// run remembers where the words that are written next stand in the file, unless
// that is right behind those before.
func (a *assembler) run(offset int) {
	p, at := a.position(offset), a.text.Len()
	before := a.lastRun
	a.lastRun = run{int32(at), int32(p.Line), int32(p.Col)}
	if p.Line != int(before.line) || p.Col != int(before.col)+utf8.RuneCount(a.text.Bytes()[before.text:at]) {
		a.file.runs = append(a.file.runs, a.lastRun)
	}
}

// position converts an offset of the body to a place in the file.
func (a *assembler) position(offset int) diag.Position {
	offset = min(max(offset, 0)+a.start, len(a.whole))
	if len(a.lines) == 0 {
		a.lines, a.last.col = appendLineStarts(a.lines, a.whole), 1
	}
	line := sort.SearchInts(a.lines, offset+1) - 1
	near := a.last // a long line is counted once, and not from its start each time
	if near.line != line {
		near = lastPlace{a.lines[line], line, 1}
	}
	col := near.col
	if offset >= near.offset {
		col += utf8.RuneCount(a.whole[near.offset:offset])
	} else {
		col -= utf8.RuneCount(a.whole[offset:near.offset])
	}
	a.last = lastPlace{offset, line, col}
	return diag.Position{Path: a.file.Path, Line: line + 1, Col: col}
}

// lastPlace is the place that was asked for last.
type lastPlace struct{ offset, line, col int }

// appendLineStarts appends the offsets at which the lines of a text start.
func appendLineStarts(starts []int, src []byte) []int {
	starts = append(starts, 0)
	for at := 0; ; {
		i := bytes.IndexByte(src[at:], '\n')
		if i < 0 {
			return starts
		}
		at += i + 1
		starts = append(starts, at)
	}
}

// at is the place of a node, its caret as long as given.
func (a *assembler) at(n ast.Node, length int) diag.Position {
	p := a.position(n.Pos())
	p.Len = length
	return p
}
