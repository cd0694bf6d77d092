package diagram

import (
	"strings"
	"unicode"
)

// The measure of text. The pictures are set in whatever sans-serif font the
// reader has, so widths are taken on the safe side of the common ones.
const (
	fontSize   = 13.0
	smallSize  = 11.5
	lineHeight = 16.0
	ellipsis   = "…"
)

// textWidth is how wide a line is at a font size, in pixels.
func textWidth(s string, size float64) float64 {
	w := 0.0
	for _, r := range s {
		w += runeWidth(r)
	}
	return w * size
}

// runeWidth is the width of a character in ems.
func runeWidth(r rune) float64 {
	switch {
	case unicode.Is(unicode.Mn, r), unicode.Is(unicode.Cf, r):
		return 0
	case strings.ContainsRune("iIljtfr.,:;'|!()[]’‘ ", r):
		return 0.36
	case strings.ContainsRune("mwMW@%&—…", r):
		return 0.95
	case r >= 'a' && r <= 'z', r >= '0' && r <= '9':
		return 0.58
	case r >= 0x1100 && square(r):
		return 1.05
	}
	return 0.7
}

// square tells whether a character fills a square.
func square(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hangul, unicode.Hiragana, unicode.Katakana) || r >= 0x1F000
}

// Wrap breaks text into at most so many lines of a width, in letters of a size.
// What does not fit ends in an ellipsis.
func Wrap(text string, width, size float64, lines int) []string {
	return wrap(text, width, size, 0, lines)
}

// wrap is Wrap where the first line has less room, by indent.
func wrap(text string, width, size, indent float64, lines int) []string {
	var out []string
	room := width - indent
	rest := strings.Join(strings.Fields(visible(text)), " ")
	for rest != "" && len(out) < lines {
		line, after := cut(rest, room, size)
		if after != "" && len(out) == lines-1 {
			line = shorten(rest, room, size)
		}
		out = append(out, line)
		rest, room = after, width
	}
	return out
}

// visible drops characters that have no place in a drawing: controls, and
// those that turn the direction of what follows.
func visible(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unicode.IsControl(r), r >= 0x202A && r <= 0x202E, r >= 0x2066 && r <= 0x2069:
			return -1
		}
		return r
	}, s)
}

// cut takes as many words as fit; a word longer than a line is broken.
func cut(text string, width, size float64) (line, rest string) {
	used, space := 0.0, -1
	for i, r := range text {
		if r == ' ' {
			space = i
		}
		used += runeWidth(r) * size
		if used <= width || i == 0 {
			continue
		}
		if space > 0 {
			return text[:space], text[space+1:]
		}
		return text[:i], text[i:]
	}
	return text, ""
}

// shorten cuts text at the end of a word, if one is near, and adds an ellipsis.
func shorten(text string, width, size float64) string {
	line, rest := cut(text, width-textWidth(ellipsis, size), size)
	if rest == "" {
		return line
	}
	return strings.TrimRight(line, " ,.;:") + ellipsis
}
