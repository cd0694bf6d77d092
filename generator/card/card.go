// Package card draws the pictures that stand for a site where others show it:
// its icon, and the card beside a shared link.
//
// Everything is drawn with whole numbers, so that the same words give the same
// bytes on every machine. It knows two fonts, for Latin, Greek and Cyrillic
// writing: words in others are left out, never shown as empty boxes.
package card

import (
	"bytes"
	"image/color"
	"strconv"
	"strings"
	"sync"
)

// Size of the card, in pixels: what sites that show links ask for.
const (
	Width  = 1200
	Height = 630
)

// Colours are those of the pictures.
type Colours struct{ Ground, Ink, Mark color.RGBA }

// ParseColour reads a colour such as "#1f3d2b".
func ParseColour(s string) (color.RGBA, bool) {
	digits, ok := strings.CutPrefix(s, "#")
	n, err := strconv.ParseUint(digits, 16, 32)
	if !ok || err != nil || len(digits) != 6 {
		return color.RGBA{}, false
	}
	return color.RGBA{uint8(n >> 16), uint8(n >> 8), uint8(n), 0xff}, true
}

// Words are the texts of a card. Each may be empty.
type Words struct{ Above, Title, Below string }

// margin is the space around the words, in pixels.
const margin = 80

// Cards draws the cards of one site. What all have in common is drawn once.
type Cards struct{ common func() *picture }

// NewCards returns what draws cards in these colours.
func NewCards(c Colours) Cards {
	return Cards{sync.OnceValue(func() *picture {
		p := newPicture(Width, Height, c)
		p.relief()
		mark(p, margin, margin, 96)
		return p
	})}
}

// Draw draws a card as a PNG.
func (c Cards) Draw(w Words) ([]byte, error) {
	p := c.common().copy()
	if above, ok := newLine(regular, 32, w.Above); ok {
		p.fill(above.cut(Width-2*margin-130).at(margin+130, margin+60), ink)
	}
	p.title(w.Title)
	if below, ok := newLine(regular, 28, w.Below); ok {
		p.fill(below.cut(Width-2*margin).at(margin, Height-margin), ink)
	}
	return p.png()
}

// title sets the title as large as four lines allow.
func (p *picture) title(text string) {
	for _, size := range []int{88, 76, 64, 54} {
		lines, whole := wrap(bold, size, text, Width-2*margin, 4)
		height := size * 6 / 5
		if size > 54 && (!whole || len(lines)*height > 330) {
			continue
		}
		y := 200 + size
		for _, l := range lines {
			p.fill(l.at(margin, y), ink)
			y += height
		}
		return
	}
}

// Icon draws the icon as a PNG of so many pixels each way.
func Icon(size int, c Colours) ([]byte, error) {
	p := newPicture(size, size, c)
	inset := size / 6
	mark(p, inset, inset, size-2*inset)
	return p.png()
}

// IconSVG draws the icon for any size.
func IconSVG(c Colours) []byte {
	var b bytes.Buffer
	b.WriteString(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24">` +
		`<rect width="24" height="24" rx="4" fill="` + hex(c.Ground) + `"/>` +
		`<path d="M12 5.5 19.5 18.5h-15z" fill="none" stroke="` + hex(c.Ink) + `" stroke-width="2" stroke-linejoin="round"/>` +
		`<circle cx="12" cy="14" r="1.7" fill="` + hex(c.Mark) + "\"/></svg>\n")
	return b.Bytes()
}

func hex(c color.RGBA) string {
	n := uint64(c.R)<<16 | uint64(c.G)<<8 | uint64(c.B)
	s := strconv.FormatUint(n, 16)
	return "#" + strings.Repeat("0", 6-len(s)) + s
}

// mark draws the fixed mark that a surveyor measures from: a triangle around a
// point, in a square of the size.
func mark(p *picture, x, y, size int) {
	at := func(px, py int) point { return point{x<<6 + px*size<<6/1000, y<<6 + py*size<<6/1000} }
	p.fill(shape{{at(500, 40), at(1000, 940), at(0, 940)}, {at(500, 225), at(170, 840), at(830, 840)}}, ink)
	p.fill(shape{circle(at(500, 620), 115*size<<6/1000)}, accent)
}
