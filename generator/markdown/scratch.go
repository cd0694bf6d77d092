package markdown

import (
	"bytes"
	"slices"

	"github.com/yuin/goldmark/ast"
)

// scratch is what an assembler writes to and gives back. It serves one file
// after the other: without it, half of the memory that compiling takes would be
// lists and buffers that grow, and a File would keep the room they had left.
type scratch struct {
	html, text bytes.Buffer
	spans      bytes.Buffer // of the code block that was highlighted last
	holes      []Hole
	headings   []Heading
	paragraphs []Paragraph
	refs       []Ref
	prose      []Prose
	runs       []run
	lines      []int
	surveyed
}

// lend empties the scratch and lets a file's lists grow in it.
func (s *scratch) lend(f *File) {
	s.html.Reset()
	s.text.Reset()
	s.lines = s.lines[:0]
	clear(s.ids)
	clear(s.names)
	clear(s.alerts)
	f.Body.Holes, f.Headings, f.Paragraphs = s.holes[:0], s.headings[:0], s.paragraphs[:0]
	f.Refs, f.Prose, f.runs = s.refs[:0], s.prose[:0], s.runs[:0]
}

// take copies what has grown to lists of just the size, and keeps the room.
func (s *scratch) take(f *File) {
	f.Text = s.text.String()
	f.Body.HTML, f.Body.text = append([]byte(nil), withoutShared(s.html.Bytes(), f.Body.Holes)...), f.Text // nil, if there is none
	f.Body.Holes = fit(&s.holes, f.Body.Holes)
	f.Headings = fit(&s.headings, f.Headings)
	f.Paragraphs = fit(&s.paragraphs, f.Paragraphs)
	f.Refs = fit(&s.refs, f.Refs)
	f.Prose = fit(&s.prose, f.Prose)
	f.runs = fit(&s.runs, f.runs)
}

func fit[T any](room *[]T, grown []T) []T {
	if len(grown) == 0 {
		return nil
	}
	own := slices.Clone(grown)
	clear(grown) // so that the room holds on to nothing of the file
	*room = grown
	return own
}

// mostKept is the size of a page, in bytes of HTML, up to which its scratch is
// kept for others.
const mostKept = 1 << 20

// newScratch returns the first scratch of a worker.
func newScratch() any {
	return &scratch{surveyed: surveyed{ids: map[string]int{}, names: map[ast.Node]blockName{}, alerts: map[ast.Node]alert{}}}
}
