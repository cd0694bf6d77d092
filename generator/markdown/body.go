package markdown

import (
	"bytes"
	"math"
)

// Body is HTML with holes: bytes that never change, and between them the
// places that depend on the rest of the site. Words that stand in File.Text in the
// same letters are kept there alone, which is a third less to keep of a page.
type Body struct {
	HTML  []byte
	Holes []Hole // by offset
	text  string // File.Text
}

// A Hole is one place to fill. It is small, since a page has seventy of them.
type Hole struct {
	At   int32 // offset in Body.HTML
	N    int32 // index of the Ref, Heading, Paragraph or Query; the Word; offset in File.Text
	Kind HoleKind
	size uint16 // of what Text has there
}

// HoleKind says what belongs in a hole.
type HoleKind uint8

// The kinds of hole.
const (
	RefOpen         HoleKind = iota // before the words of Refs[N]: a start tag
	RefClose                        // behind them: the end tag
	ImageOpen                       // the start of Refs[N]'s <img> tag, its address and size
	ImageClose                      // behind the tag: nothing
	HeadingStart                    // inside the start tag of Headings[N]: the id attribute
	HeadingEnd                      // behind a heading with attributes: what they say
	ParagraphOpen                   // inside the start tag of Paragraphs[N]: the id attribute
	ParagraphNumber                 // behind that start tag: the visible number
	AnchorPrefix                    // inside an id or a fragment that the compiler made
	QueryBlock                      // for Queries[N]
	WordHole                        // a Word in the interface's language
	Text                            // for words of File.Text; Fill fills it itself
)

// A Word is text of the interface that stands inside a body.
type Word int

// The words a body can hold.
const (
	WordTable Word = iota
	WordCode
	WordFootnotes
	WordFootnoteBack
	WordNote
	WordTip
	WordImportant
	WordWarning
	WordCaution
	WordSourced
	WordInference
	WordIllustration
	WordDone
	WordToDo
)

// Filler fills holes. For a RefOpen it may ask to skip the author's words, for an
// ImageOpen the rest of the tag; the end of the same reference is then skipped
// too.
type Filler interface {
	Fill(w *bytes.Buffer, h Hole) (skip bool)
}

// Fill writes the body with its holes filled.
func (b *Body) Fill(w *bytes.Buffer, f Filler) {
	at := int32(0)
	for i := 0; i < len(b.Holes); i++ {
		h := b.Holes[i]
		w.Write(b.HTML[at:h.At])
		at = h.At
		if h.Kind == Text {
			w.WriteString(b.text[h.N : h.N+int32(h.size)])
			continue
		}
		if !f.Fill(w, h) {
			continue
		}
		for i++; i < len(b.Holes); i++ {
			if c := b.Holes[i]; c.Kind == h.Kind+1 && c.N == h.N {
				at = c.At
				break
			}
		}
	}
	w.Write(b.HTML[at:])
}

// sharedLeast is how many bytes words must have for a hole to be worth it.
const sharedLeast = 24

// shared notes that the last words of the body, from an offset on, are those of
// the plain text from another on, if they are.
func (a *assembler) shared(body, text int) {
	if n := a.Len() - body; n >= sharedLeast && n <= math.MaxUint16 && bytes.Equal(a.Bytes()[body:], a.text.Bytes()[text:]) {
		a.file.Body.Holes = append(a.file.Body.Holes, Hole{int32(body), int32(text), Text, uint16(n)})
	}
}

// withoutShared takes shared words out of the body, in place.
func withoutShared(html []byte, holes []Hole) []byte {
	to, from := 0, 0
	for i := range holes {
		h := &holes[i]
		to += copy(html[to:], html[from:h.At])
		from, h.At = int(h.At)+int(h.size), int32(to)
	}
	return html[:to+copy(html[to:], html[from:])]
}
