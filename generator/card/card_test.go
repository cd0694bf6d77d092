package card_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/xml"
	"errors"
	"image"
	"image/color"
	"image/png"
	"io"
	"strings"
	"testing"

	"trigpoint/generator/card"
)

func colours(t testing.TB) card.Colours {
	t.Helper()
	parse := func(s string) color.RGBA {
		c, ok := card.ParseColour(s)
		if !ok {
			t.Fatalf("%s is no colour", s)
		}
		return c
	}
	return card.Colours{Ground: parse("#17212a"), Ink: parse("#f5f6ef"), Mark: parse("#ff9470")}
}

func draw(t testing.TB, w card.Words) image.Image {
	t.Helper()
	content, err := card.NewCards(colours(t)).Draw(w)
	if err != nil {
		t.Fatal(err)
	}
	img, err := png.Decode(bytes.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	return img
}

// inked counts the pixels of a part that are clearly in the colour of words.
func inked(img image.Image, r image.Rectangle) int {
	n := 0
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for x := r.Min.X; x < r.Max.X; x++ {
			if red, _, _, _ := img.At(x, y).RGBA(); red>>8 > 0xa0 {
				n++
			}
		}
	}
	return n
}

var (
	titleArea = image.Rect(0, 190, card.Width, 540)
	border    = 70 // nothing but the ground and its relief lies further out
)

// TestCard: the title shows, whatever its length, and stays within the margins.
func TestCard(t *testing.T) {
	for _, title := range []string{
		"Planting the Flag", "Ω", strings.Repeat("long words that go on ", 15), strings.Repeat("x", 300),
		"<script>alert(1)</script> & \"quotes\" \u000b\u202e", "Žluťoučký kůň, Ελλάδα, Москва",
	} {
		img := draw(t, card.Words{Above: "A series", Title: title, Below: "A publisher"})
		if got := img.Bounds(); got != image.Rect(0, 0, card.Width, card.Height) {
			t.Fatalf("the card is %v", got)
		}
		if n := inked(img, titleArea); n < 500 {
			t.Errorf("%.20q: only %d pixels of words", title, n)
		}
		edges := inked(img, image.Rect(0, 0, border, card.Height)) + inked(img, image.Rect(card.Width-border, 0, card.Width, card.Height)) +
			inked(img, image.Rect(0, card.Height-border, card.Width, card.Height))
		if edges > 0 {
			t.Errorf("%.20q: %d pixels of words in the margins", title, edges)
		}
	}
}

// TestCardsApart: a card shows nothing of another's words.
func TestCardsApart(t *testing.T) {
	cards := card.NewCards(colours(t))
	alone, err := cards.Draw(card.Words{Title: "One"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := cards.Draw(card.Words{Title: "Another, and longer"}); err != nil {
		t.Fatal(err)
	}
	if again, err := cards.Draw(card.Words{Title: "One"}); err != nil || !bytes.Equal(alone, again) {
		t.Errorf("the card is another after one was drawn: %v", err)
	}
}

// TestUnknownWriting: words that the fonts cannot show are left out; the card
// still has its mark.
func TestUnknownWriting(t *testing.T) {
	with, without := draw(t, card.Words{Title: "مخطط"}), draw(t, card.Words{})
	if n := inked(with, titleArea); n != inked(without, titleArea) {
		t.Errorf("%d pixels of words", n)
	}
	if n := inked(without, image.Rect(70, 70, 190, 190)); n < 1000 {
		t.Errorf("the mark has %d pixels", n)
	}
}

// TestSameBytes: the drawing is in whole numbers, so that its pixels are the
// same on every machine. The sums are of pixels, not of the file: how it is
// compressed may change with the version of Go.
func TestSameBytes(t *testing.T) {
	img := draw(t, card.Words{Above: "Above", Title: "The same on every machine", Below: "Below"})
	sum := sha256.New()
	for y := range card.Height {
		for x := range card.Width {
			r, g, b, _ := img.At(x, y).RGBA()
			sum.Write([]byte{byte(r >> 8), byte(g >> 8), byte(b >> 8)})
		}
	}
	if got := hex.EncodeToString(sum.Sum(nil))[:16]; got != "db025d5ea15fe02f" {
		t.Errorf("the pixels' sum is %s", got)
	}
}

// TestIcon: the icon has the size asked for, and its drawing is well-formed.
func TestIcon(t *testing.T) {
	for _, size := range []int{32, 180, 192, 512} {
		content, err := card.Icon(size, colours(t))
		if err != nil {
			t.Fatal(err)
		}
		img, err := png.Decode(bytes.NewReader(content))
		if err != nil {
			t.Fatal(err)
		}
		if img.Bounds().Dx() != size || img.Bounds().Dy() != size || inked(img, img.Bounds()) < size*size/20 {
			t.Errorf("the icon of %d pixels: %v, %d inked", size, img.Bounds(), inked(img, img.Bounds()))
		}
	}
	d := xml.NewDecoder(bytes.NewReader(card.IconSVG(colours(t))))
	for {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			return
		} else if err != nil {
			t.Fatal(err)
		}
	}
}

func TestParseColour(t *testing.T) {
	if c, ok := card.ParseColour("#1f3D2b"); !ok || c != (color.RGBA{0x1f, 0x3d, 0x2b, 0xff}) {
		t.Errorf("%v %v", c, ok)
	}
	for _, wrong := range []string{"", "1f3d2b", "#1f3", "#1f3d2g", "#1f3d2b00", "#-1f3d2"} {
		if _, ok := card.ParseColour(wrong); ok {
			t.Errorf("%q is a colour", wrong)
		}
	}
}

func BenchmarkCard(b *testing.B) {
	cards := card.NewCards(colours(b))
	for b.Loop() {
		if _, err := cards.Draw(card.Words{Above: "A series of documents", Title: "Planting the Flag, Planning the Route", Below: "A publisher"}); err != nil {
			b.Fatal(err)
		}
	}
}
