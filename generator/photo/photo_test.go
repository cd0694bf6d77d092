package photo_test

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"testing"

	"trigpoint/generator/photo"
)

const secret = "Quokkaxz at 51.5007 N"

func picture() image.Image {
	m := image.NewRGBA(image.Rect(0, 0, 8, 4))
	m.Set(1, 1, color.White)
	return m
}

// segment is a part of a JPEG file.
func segment(marker byte, content string) []byte {
	out := []byte{0xff, marker, 0, 0}
	binary.BigEndian.PutUint16(out[2:], uint16(len(content)+2))
	return append(out, content...)
}

// exif is a directory with which way up the picture is, and a secret.
func exif(order binary.AppendByteOrder, mark string, way uint16) string {
	tiff := order.AppendUint32([]byte(mark+string(order.AppendUint16(nil, 42))), 8)
	tiff = order.AppendUint16(tiff, 1)
	tiff = order.AppendUint16(order.AppendUint16(tiff, 0x0112), 3)
	tiff = order.AppendUint16(order.AppendUint16(order.AppendUint32(tiff, 1), way), 0)
	return "Exif\x00\x00" + string(tiff) + secret
}

// TestJPEG: a photo keeps its pixels and which way up it is, and loses the rest.
func TestJPEG(t *testing.T) {
	var b bytes.Buffer
	if err := jpeg.Encode(&b, picture(), nil); err != nil {
		t.Fatal(err)
	}
	for name, e := range map[string]string{
		"big":    exif(binary.BigEndian, "MM", 6),
		"little": exif(binary.LittleEndian, "II", 6),
	} {
		told := bytes.Join([][]byte{b.Bytes()[:2], segment(0xe1, e), segment(0xe1, "http://ns.adobe.com/xap/1.0/\x00"+secret),
			segment(0xed, secret), segment(0xfe, secret), segment(0xe5, secret), segment(0xe2, "ICC_PROFILE"), b.Bytes()[2:], []byte(secret)}, nil)
		bare := photo.Bare("a.JPG", told)
		if bytes.Contains(bare, []byte("Quokkaxz")) {
			t.Errorf("%s: the photo still tells", name)
		}
		if !bytes.Contains(bare, []byte("ICC_PROFILE")) || !bytes.Contains(bare, []byte("\x01\x12\x00\x03\x00\x00\x00\x01\x00\x06")) {
			t.Errorf("%s: the colours, or which way up it is, are gone", name)
		}
		sameImage(t, name, bare, b.Bytes())
		if again := photo.Bare("a.jpg", bare); !bytes.Equal(again, bare) {
			t.Errorf("%s: another time changes it again", name)
		}
	}
	if bare := photo.Bare("a.jpg", b.Bytes()); !bytes.Equal(bare, b.Bytes()) {
		t.Error("a photo that tells nothing is changed")
	}
}

// TestPNG: likewise for the chunks of a PNG file.
func TestPNG(t *testing.T) {
	var b bytes.Buffer
	if err := png.Encode(&b, picture()); err != nil {
		t.Fatal(err)
	}
	told := bytes.Clone(b.Bytes()[:33])
	for _, kind := range []string{"tEXt", "zTXt", "iTXt", "eXIf", "tIME"} {
		chunk := binary.BigEndian.AppendUint32(nil, uint32(len(secret)))
		chunk = append(chunk, kind+secret...)
		told = append(told, binary.BigEndian.AppendUint32(chunk, crc32.ChecksumIEEE(chunk[4:]))...)
	}
	told = append(append(told, b.Bytes()[33:]...), secret...)
	if bare := photo.Bare("a.png", told); !bytes.Equal(bare, b.Bytes()) {
		t.Errorf("%q", bare)
	}
}

// TestWebP: likewise for the chunks of a WebP file, whose size and flags follow.
func TestWebP(t *testing.T) {
	file := func(flags byte, chunks ...string) []byte {
		body := "WEBPVP8X\x0a\x00\x00\x00" + string([]byte{flags}) + "\x00\x00\x00\x07\x00\x00\x03\x00\x00"
		for i := 0; i < len(chunks); i += 2 {
			body += chunks[i] + string(binary.LittleEndian.AppendUint32(nil, uint32(len(chunks[i+1])))) + chunks[i+1]
			if len(chunks[i+1])%2 == 1 {
				body += "\x00"
			}
		}
		return append(binary.LittleEndian.AppendUint32([]byte("RIFF"), uint32(len(body))), body...)
	}
	told := file(0b11100, "VP8 ", "pixels", "EXIF", secret, "XMP ", secret+"!")
	if bare := photo.Bare("a.webp", told); !bytes.Equal(bare, file(0b10000, "VP8 ", "pixels")) {
		t.Errorf("%q", bare)
	}
}

// FuzzBare: whatever the bytes, nothing is made up and nothing goes wrong, and
// what Go can show before can be shown after.
func FuzzBare(f *testing.F) {
	for name, encode := range map[string]func(*bytes.Buffer) error{
		"a.png": func(b *bytes.Buffer) error { return png.Encode(b, picture()) },
		"a.jpg": func(b *bytes.Buffer) error { return jpeg.Encode(b, picture(), nil) },
	} {
		var b bytes.Buffer
		if err := encode(&b); err != nil {
			f.Fatal(err)
		}
		f.Add(name, b.Bytes())
	}
	f.Add("a.webp", []byte("RIFF\x0c\x00\x00\x00WEBPEXIF\x00\x00\x00\x00"))
	f.Add("a.jpg", append([]byte{0xff, 0xd8}, segment(0xe1, exif(binary.BigEndian, "MM", 3))...))
	f.Fuzz(func(t *testing.T, name string, content []byte) {
		bare := photo.Bare(name, content)
		if len(bare) > len(content)+40 {
			t.Errorf("%d bytes become %d", len(content), len(bare))
		}
		before, _, err := image.DecodeConfig(bytes.NewReader(content))
		if err != nil || before.Width*before.Height > 1<<16 {
			return
		}
		if _, _, err := image.Decode(bytes.NewReader(content)); err == nil {
			sameImage(t, name, bare, content)
		}
	})
}

func sameImage(t *testing.T, name string, a, b []byte) {
	t.Helper()
	x, _, err := image.Decode(bytes.NewReader(a))
	if err != nil {
		t.Fatalf("%s cannot be shown any more: %s", name, err)
	}
	y, _, err := image.Decode(bytes.NewReader(b))
	if err != nil || x.Bounds() != y.Bounds() {
		t.Fatalf("%s: another size: %v %v", name, x.Bounds(), err)
	}
	for i := range x.Bounds().Dx() {
		for j := range x.Bounds().Dy() {
			if x.At(i, j) != y.At(i, j) {
				t.Fatalf("%s: another pixel at %d, %d", name, i, j)
			}
		}
	}
}
