package data

import (
	"bytes"
	"encoding/xml"
	"strings"
	"unicode"

	"trigpoint/generator/output"
)

// marked is a file that holds a value as XML.
func marked(path string, value func() any) output.File {
	return output.File{Path: path, Render: func(b *bytes.Buffer) error {
		b.WriteString(xml.Header)
		enc := xml.NewEncoder(b)
		enc.Indent("", " ")
		if err := enc.Encode(value()); err != nil {
			return err
		}
		b.WriteByte('\n')
		return enc.Close()
	}}
}

// plain makes one line of a text, without the control characters that XML
// cannot hold.
func plain(s string) string {
	if isPlain(s) {
		return s
	}
	s = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, s)
	return strings.Join(strings.Fields(s), " ")
}

// isPlain tells lines of ASCII that need no change, which most are.
func isPlain(s string) bool {
	blank := true // a blank now would be at the start, or the second
	for i := range len(s) {
		if s[i] < ' ' || s[i] > '~' || s[i] == ' ' && blank {
			return false
		}
		blank = s[i] == ' '
	}
	return !blank || s == ""
}

// brief cuts a line at a word's end, to so many characters at most.
func brief(s string, most int) string {
	s = plain(s)
	runes := []rune(s)
	if len(runes) <= most {
		return s
	}
	cut := string(runes[:most-1])
	if i := strings.LastIndexByte(cut, ' '); i > len(cut)/2 {
		cut = cut[:i]
	}
	return strings.TrimRight(cut, " .,;:") + "…"
}
