// Package markdown compiles one Markdown file to a File: its front matter,
// what it declares, what it refers to, its plain text, and its body as HTML
// with holes. It is the only user of goldmark and chroma.
//
// A File depends on the bytes of its file alone, not on the configuration, the
// other files or the theme: whatever depends on them is left as a hole. So a
// File can be kept for as long as the bytes stay the same. What references
// mean is decided by package site, what holes are filled with by package
// render.
package markdown

import (
	"sort"
	"strings"
	"unicode/utf8"

	"trigpoint/generator/diag"
	"trigpoint/generator/record"
)

// A File is a compiled Markdown file. It is never changed after Compile.
type File struct {
	Path       string       // slash-separated, as in diagnostics
	Front      record.Table // front matter, empty where there is none
	Meta       Meta
	Body       Body
	Headings   []Heading
	Paragraphs []Paragraph
	Refs       []Ref
	Queries    []Query
	Text       string // what a reader reads, blocks divided by line ends; no code
	Prose      []Prose
	Acronyms   []Acronym // in running text, each once
	HasCode    bool      // some code is highlighted
	Unread     bool      // front matter, or the whole file, cannot be read
	LostID     string    // what then seems to be the page's id
	Diags      diag.List

	runs []run
}

// run says where in the file some words of File.Text stand.
type run struct{ text, line, col int32 }

// PositionOf is where a span of File.Text stands in the file.
func (f *File) PositionOf(s Span) diag.Position { return f.positionIn(f.Text, s) }

// positionIn finds the place of a span of a text that is being written. Where the text
// is not what the author typed (an entity, a quotation mark made round) it is
// as near as the words around allow.
func (f *File) positionIn(text string, s Span) diag.Position {
	i := sort.Search(len(f.runs), func(i int) bool { return int(f.runs[i].text) > s.Start }) - 1
	if i < 0 {
		return diag.Position{Path: f.Path, Line: 1}
	}
	first := f.runs[i]
	from := int(first.col) + utf8.RuneCountInString(text[first.text:s.Start])
	for i+1 < len(f.runs) && int(f.runs[i+1].text) < s.End && f.runs[i+1].line == first.line {
		i++
	}
	last, end := f.runs[i], s.End
	if i+1 < len(f.runs) {
		end = min(end, int(f.runs[i+1].text))
	}
	to := int(last.col) + utf8.RuneCountInString(strings.TrimRight(text[last.text:max(end, int(last.text))], " \n"))
	return diag.Position{Path: f.Path, Line: int(first.line), Col: from, Len: max(to-from, 0)}
}

// Span is a range of File.Text, in bytes.
type Span struct{ Start, End int }

// In returns the part of the text that the span covers.
func (s Span) In(text string) string { return text[s.Start:s.End] }

// A Heading opens a section, which ends before the next heading of its level
// or a higher one.
type Heading struct {
	Level    int
	ID       string // given by the author, or made from the words
	Explicit bool   // the author gave the id
	Text     string
	Attrs    record.Table  // attributes other than id and class
	Position diag.Position // of the id, where the author gave one
	Section  Span          // of File.Text, the heading's own words left out
	Parent   int           // index of the heading whose section this one stands in, or -1
}

// A Paragraph is one that can be cited: each at the top level of the page, and
// each that the author named.
type Paragraph struct {
	Name     string // from ^name, or empty
	Numbered bool   // stands at the top level
	Heading  int    // index of the heading in whose section it stands, or -1
	Span     Span
	Position diag.Position // of the name, where it has one
}

// A Ref is a place that refers to something in the site: a bracketed label, a
// link by path, or an image by path. Links to other sites are not Refs.
type Ref struct {
	Label    string // of [label] and [words][label]; empty for a path
	Path     string // of [words](path), as written; also of a label that the file defines
	Source   string // the source file that Path leads to; empty for the page itself
	Anchor   string // what stands behind # in Path
	Title    string
	Defined  bool // there is a path, though it may be empty
	Shortcut bool // [label]: the words come from the target
	Image    bool
	Suffix   string        // what stands behind the words when the label turns out to be plain text
	Heading  int           // as in Paragraph
	Words    Span          // what the author wrote as link text
	Position diag.Position // of the label or path
}

// A Query is a fenced block that shows a view of the model.
type Query struct {
	Kind     string // list, matrix, coverage, map or timeline
	Table    record.Table
	Heading  int
	Unread   bool // the lines of the block cannot be read
	Position diag.Position
}
