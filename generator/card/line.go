package card

import (
	"strings"
	"sync"
	"unicode"

	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// The fonts, read when they are first needed.
var (
	regular = sync.OnceValue(func() *sfnt.Font { return mustParse(goregular.TTF) })
	bold    = sync.OnceValue(func() *sfnt.Font { return mustParse(gobold.TTF) })
)

// mustParse reads a font that is part of the program.
func mustParse(ttf []byte) *sfnt.Font {
	f, err := sfnt.Parse(ttf)
	if err != nil {
		panic(err)
	}
	return f
}

// A line is words in one font and size.
type line struct {
	font   *sfnt.Font
	size   int // pixels to the em
	text   string
	buffer sfnt.Buffer
}

// newLine returns a line of the text, unless it is empty or the font cannot
// show it.
func newLine(font func() *sfnt.Font, size int, text string) (*line, bool) {
	l := &line{font: font(), size: size, text: showable(text)}
	if l.text == "" {
		return l, false
	}
	for _, r := range l.text {
		if l.glyph(r) == 0 {
			return l, false
		}
	}
	return l, true
}

// showable makes one line of a text and drops what has no shape.
func showable(text string) string {
	text = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r), unicode.IsControl(r):
			return ' '
		case !unicode.IsGraphic(r):
			return -1
		}
		return r
	}, text)
	return strings.Join(strings.Fields(text), " ")
}

func (l *line) glyph(r rune) sfnt.GlyphIndex {
	g, err := l.font.GlyphIndex(&l.buffer, r)
	if err != nil {
		return 0
	}
	return g
}

func (l *line) advance(g sfnt.GlyphIndex) int {
	a, err := l.font.GlyphAdvance(&l.buffer, g, fixed.I(l.size), 0)
	if err != nil {
		return 0
	}
	return int(a)
}

// width is the length of a text in the line's font, in pixels.
func (l *line) width(text string) int {
	sum := 0
	for _, r := range text {
		sum += l.advance(l.glyph(r))
	}
	return sum >> 6
}

// cut leaves as much of the line as there is room for.
func (l *line) cut(room int) *line {
	text := []rune(l.text)
	if l.width(l.text) <= room {
		return l
	}
	for len(text) > 0 && l.width(string(text)+"…") > room {
		text = text[:len(text)-1]
	}
	l.text = strings.TrimRight(string(text), " ") + "…"
	return l
}

// at is the shape of the line, from a point on its base line, in pixels.
func (l *line) at(x, y int) shape {
	var out shape
	pen := point{x << 6, y << 6}
	for _, r := range l.text {
		g := l.glyph(r)
		out = append(out, l.outline(g, pen)...)
		pen.x += l.advance(g)
	}
	return out
}

// outline is the shape of one glyph.
func (l *line) outline(g sfnt.GlyphIndex, pen point) shape {
	segments, err := l.font.LoadGlyph(&l.buffer, g, fixed.I(l.size), nil)
	if err != nil {
		return nil
	}
	to := func(p fixed.Point26_6) point { return point{pen.x + int(p.X), pen.y + int(p.Y)} }
	var out shape
	for _, s := range segments {
		last := len(out) - 1
		switch s.Op {
		case sfnt.SegmentOpMoveTo:
			out = append(out, []point{to(s.Args[0])})
		case sfnt.SegmentOpLineTo:
			out[last] = append(out[last], to(s.Args[0]))
		case sfnt.SegmentOpQuadTo:
			out[last] = curve(out[last], 8, to(s.Args[0]), to(s.Args[1]))
		}
	}
	return out
}

// wrap breaks a text into lines, at most so many. whole tells whether all of it
// is there; else the last line says that something is missing.
func wrap(font func() *sfnt.Font, size int, text string, room, most int) (lines []*line, whole bool) {
	all, ok := newLine(font, size, text)
	if !ok {
		return nil, true
	}
	words := strings.Split(all.text, " ")
	for whole = true; len(words) > 0; {
		n := 1
		for n < len(words) && all.width(strings.Join(words[:n+1], " ")) <= room {
			n++
		}
		if len(lines) == most-1 {
			n = len(words)
		}
		next := &line{font: all.font, size: size, text: strings.Join(words[:n], " ")}
		whole = whole && next.width(next.text) <= room
		lines = append(lines, next.cut(room))
		words = words[n:]
	}
	return lines, whole
}
