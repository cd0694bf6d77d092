package card

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
)

// A paint is one of the colours that something is drawn in.
type paint int

// The paints. Faint is hardly more than the ground.
const (
	ink paint = iota
	accent
	faint
	paints
)

// shades is how many steps lie between the ground and a paint, at edges.
const shades = 32

// A picture is an image that is being drawn.
type picture struct{ *image.Paletted }

func newPicture(width, height int, c Colours) *picture {
	palette := color.Palette{c.Ground}
	for _, to := range [paints]color.RGBA{c.Ink, c.Mark, between(c.Ground, c.Ink, 5)} {
		for n := 1; n <= shades; n++ {
			palette = append(palette, between(c.Ground, to, n))
		}
	}
	return &picture{image.NewPaletted(image.Rect(0, 0, width, height), palette)}
}

func (p *picture) copy() *picture {
	own := *p.Paletted
	own.Pix = bytes.Clone(p.Pix)
	return &picture{&own}
}

// between is the colour so many shades from the ground.
func between(ground, to color.RGBA, n int) color.RGBA {
	mix := func(a, b uint8) uint8 { return uint8((int(a)*(shades-n) + int(b)*n + shades/2) / shades) }
	return color.RGBA{mix(ground.R, to.R), mix(ground.G, to.G), mix(ground.B, to.B), 0xff}
}

// fill draws a shape; what is drawn later lies above.
func (p *picture) fill(s shape, with paint) {
	s.scan(p.Rect.Dx(), p.Rect.Dy(), func(x, y, covered int) {
		if n := (covered*shades + levels*32) / (levels * 64); n > 0 {
			p.SetColorIndex(x, y, uint8(int(with)*shades+n))
		}
	})
}

// relief draws contour lines in the corner.
func (p *picture) relief() {
	centre := point{(p.Rect.Dx() - 40) << 6, (p.Rect.Dy() + 20) << 6}
	for r := 90; r <= 630; r += 60 {
		outer, inner := circle(centre, r<<6), circle(centre, (r-3)<<6)
		for i, j := 0, len(inner)-1; i < j; i, j = i+1, j-1 {
			inner[i], inner[j] = inner[j], inner[i]
		}
		p.fill(shape{outer, inner}, faint)
	}
}

func (p *picture) png() ([]byte, error) {
	var b bytes.Buffer
	err := (&png.Encoder{CompressionLevel: png.BestSpeed}).Encode(&b, p)
	return b.Bytes(), err
}
