package markdown

import "bytes"

// Body is HTML with holes: bytes that never change, and between them the
// places that depend on the rest of the site.
type Body struct {
	HTML  []byte
	Holes []Hole // by offset
}

// A Hole is one place to fill. It is small, since a page has forty of them.
type Hole struct {
	At   int32 // offset in Body.HTML
	Kind HoleKind
	N    int32 // index of the Ref, Heading, Paragraph or Query; the Word
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
