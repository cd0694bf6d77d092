// Package photo takes out of pictures what they tell of people and places: the
// position, the camera and its owner, thumbnails, comments. What is needed to
// show a picture stays: its pixels, its colours, and which way up it is.
//
// It decodes no pixels and re-encodes nothing, so a picture loses no quality. It
// knows JPEG, PNG and WebP; anything else is returned as it is, and so is a
// picture that does not keep to its format.
package photo

import (
	"bytes"
	"encoding/binary"
	"path"
	"strings"
)

// Bare returns the content of the file of that name without what it tells.
func Bare(name string, content []byte) []byte {
	bare := content
	ok := true
	switch strings.ToLower(path.Ext(name)) {
	case ".jpg", ".jpeg":
		bare, ok = bareJPEG(content)
	case ".png":
		bare, ok = barePNG(content)
	case ".webp":
		bare, ok = bareWebP(content)
	}
	if !ok {
		return content
	}
	return bare
}

// bareJPEG drops the segments that describe: of those for applications it keeps
// 0 (JFIF), 2 (colours) and 14 (how colours are coded).
func bareJPEG(src []byte) (out []byte, ok bool) {
	if !bytes.HasPrefix(src, []byte{0xff, 0xd8}) {
		return nil, false
	}
	out = append(out, src[:2]...)
	for at := 2; at+4 <= len(src); {
		if src[at] != 0xff {
			return nil, false
		}
		marker, size := src[at+1], int(binary.BigEndian.Uint16(src[at+2:]))+2
		switch {
		case marker == 0xff: // filling
			at++
			continue
		case marker == 0xda: // the pixels, up to the end mark
			return append(out, toEnd(src[at:])...), true
		case size < 4 || at+size > len(src):
			return nil, false
		case marker == 0xe1:
			out = append(out, upright(src[at+4:at+size])...)
		case marker == 0xfe, marker >= 0xe0 && marker <= 0xef && marker != 0xe0 && marker != 0xe2 && marker != 0xee:
		default:
			out = append(out, src[at:at+size]...)
		}
		at += size
	}
	return nil, false
}

// toEnd cuts what some cameras hide behind the end of a picture.
func toEnd(pixels []byte) []byte {
	if i := bytes.LastIndex(pixels, []byte{0xff, 0xd9}); i >= 0 {
		return pixels[:i+2]
	}
	return pixels
}

// upright returns a segment that says which way up the picture is and nothing
// else, where the given Exif says so and it matters.
func upright(exif []byte) []byte {
	tiff, ok := bytes.CutPrefix(exif, []byte("Exif\x00\x00"))
	if !ok || len(tiff) < 8 {
		return nil
	}
	var order binary.ByteOrder = binary.BigEndian
	if tiff[0] == 'I' {
		order = binary.LittleEndian
	}
	way := orientation(tiff, order)
	if way < 2 || way > 8 {
		return nil
	}
	return append([]byte("\xff\xe1\x00\x22Exif\x00\x00MM\x00\x2a\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00"),
		byte(way), 0, 0, 0, 0, 0, 0)
}

// orientation finds the tag 0x0112 in the first directory of a TIFF.
func orientation(tiff []byte, order binary.ByteOrder) int {
	const entry = 12
	at := int(order.Uint32(tiff[4:]))
	if at < 8 || at+2 > len(tiff) {
		return 0
	}
	n := int(order.Uint16(tiff[at:]))
	for at += 2; n > 0 && at+entry <= len(tiff); n, at = n-1, at+entry {
		if order.Uint16(tiff[at:]) == 0x0112 {
			return int(order.Uint16(tiff[at+8:]))
		}
	}
	return 0
}

// barePNG drops the chunks of text, of the time and of Exif, and what stands
// behind the end.
func barePNG(src []byte) (out []byte, ok bool) {
	const signature = "\x89PNG\r\n\x1a\n"
	if !bytes.HasPrefix(src, []byte(signature)) {
		return nil, false
	}
	out = append(out, signature...)
	for at := len(signature); at+12 <= len(src); {
		size := uint64(binary.BigEndian.Uint32(src[at:])) + 12
		if uint64(at)+size > uint64(len(src)) {
			return nil, false
		}
		chunk := src[at : at+int(size)]
		switch string(chunk[4:8]) {
		case "tEXt", "zTXt", "iTXt", "tIME", "eXIf":
		case "IEND":
			return append(out, chunk...), true
		default:
			out = append(out, chunk...)
		}
		at += int(size)
	}
	return nil, false
}

// bareWebP drops the chunks of Exif and XMP, and the flags that announce them.
func bareWebP(src []byte) (out []byte, ok bool) {
	if len(src) < 12 || string(src[:4]) != "RIFF" || string(src[8:12]) != "WEBP" {
		return nil, false
	}
	out = append(out, src[:12]...)
	end := min(uint64(len(src)), uint64(binary.LittleEndian.Uint32(src[4:]))+8)
	for at := uint64(12); at+8 <= end; {
		size := uint64(binary.LittleEndian.Uint32(src[at+4:])) + 8
		size += size % 2
		if at+size > end {
			return nil, false
		}
		chunk := bytes.Clone(src[at : at+size])
		switch string(chunk[:4]) {
		case "EXIF", "XMP ":
			chunk = nil
		case "VP8X":
			if len(chunk) > 8 {
				chunk[8] &^= 0b1100
			}
		}
		out = append(out, chunk...)
		at += size
	}
	binary.LittleEndian.PutUint32(out[4:], uint32(len(out)-8))
	return out, true
}
