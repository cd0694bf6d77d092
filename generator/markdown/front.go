package markdown

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"

	"trigpoint/generator/diag"
	"trigpoint/generator/record"
)

var (
	bom   = []byte("\ufeff")
	fence = "+++"
)

// normalise makes line ends \n and drops a byte-order mark, so that a file
// saved by any editor compiles to the same File. It reports bytes that are not
// text, or more than most, and then there is nothing to compile.
func (f *File) normalise(src []byte, most int) (text []byte, ok bool) {
	if len(src) > most {
		f.Diags.Add(diag.Position{Path: f.Path}, "limit", "divide it into several pages",
			"the file is larger than %d kB", most>>10)
		return nil, false
	}
	src = bytes.TrimPrefix(src, bom)
	if bytes.IndexByte(src, '\r') >= 0 {
		src = bytes.ReplaceAll(src, []byte("\r\n"), []byte("\n"))
		src = bytes.ReplaceAll(src, []byte("\r"), []byte("\n"))
	}
	if at, fault := notText(src); fault != "" {
		f.Diags.Add(f.place(src, at), "encoding", "save the file as UTF-8", "the file holds %s", fault)
		return nil, false
	}
	f.findReordering(src)
	return src, true
}

// findReordering reports the first invisible character of each line that
// reorders text.
func (f *File) findReordering(src []byte) {
	for at := 0; at < len(src); {
		i := indexReordering(src[at:])
		if i < 0 {
			return
		}
		r, _ := utf8.DecodeRune(src[at+i:])
		f.Diags.Add(f.place(src, at+i), "text-direction", "delete it", "an invisible character here reorders the text (U+%04X)", r)
		end := bytes.IndexByte(src[at+i:], '\n')
		if end < 0 {
			return
		}
		at += i + end
	}
}

// indexReordering finds the first such character. In UTF-8 all begin with the
// same byte, which few other characters do.
func indexReordering(src []byte) int {
	for at := 0; ; at++ {
		i := bytes.IndexByte(src[at:], 0xe2)
		if i < 0 {
			return -1
		}
		at += i
		if r, _ := utf8.DecodeRune(src[at:]); reorders(r) {
			return at
		}
	}
}

// place is where an offset of the whole file stands.
func (f *File) place(src []byte, offset int) diag.Position {
	start := bytes.LastIndexByte(src[:offset], '\n') + 1
	return diag.Position{Path: f.Path, Line: bytes.Count(src[:offset], []byte("\n")) + 1,
		Col: utf8.RuneCount(src[start:offset]) + 1, Len: 1}
}

// reorders tells the invisible characters of UAX #9 that change the order in
// which text is shown.
func reorders(r rune) bool { return r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 }

// notText finds the first byte that no UTF-8 text file has.
func notText(src []byte) (at int, fault string) {
	if bytes.HasPrefix(src, []byte{0xff, 0xfe}) || bytes.HasPrefix(src, []byte{0xfe, 0xff}) {
		return 0, "UTF-16 text"
	}
	if i := bytes.IndexByte(src, 0); i >= 0 {
		return i, "a NUL byte"
	}
	if utf8.Valid(src) {
		return 0, ""
	}
	for at < len(src) {
		r, n := utf8.DecodeRune(src[at:])
		if r == utf8.RuneError && n == 1 {
			break
		}
		at += n
	}
	return at, fmt.Sprintf("the byte 0x%02x, which is not UTF-8", src[at])
}

// cutFront reads the front matter into f and returns the offset of the body.
func (f *File) cutFront(src []byte, most int) (body int) {
	f.Front, _ = record.Parse(f.Path, "", 1)
	first, _, _ := strings.Cut(string(src[:min(len(src), 80)]), "\n")
	switch first = strings.TrimRight(first, " \t"); first {
	case fence:
	case "---":
		f.frontFault(1, "write it as TOML between +++ lines", "front matter between --- lines is YAML, which is not read")
		body = afterYAML(src)
		f.LostID = lostID(src[:body])
		return body
	default:
		if bytes.HasPrefix(bytes.TrimLeft(src, " \t\n"), []byte(fence+"\n")) {
			f.frontFault(1, "take out the empty lines and blanks above it", "the front matter does not begin on the first line")
			f.LostID = lostID(src)
			return len(src)
		}
		f.frontFault(1, `begin the file with a line +++, a line title = "…" and another line +++`, "the page has no front matter")
		return 0
	}
	start := bytes.IndexByte(src, '\n') + 1
	end, next := closing(src, start)
	switch {
	case start == 0 || end < 0:
		f.frontFault(1, "end it with a line +++", "the front matter is not closed")
		f.LostID = lostID(src)
		return len(src)
	case end-start > most:
		f.Diags.Add(diag.Position{Path: f.Path, Line: 1}, "limit", "", "the front matter has %d kB; the limit is %d kB", (end-start)>>10, most>>10)
		return next
	}
	table, faults := record.Parse(f.Path, string(src[start:end]), 2)
	f.Front, f.Diags = table, append(f.Diags, faults...)
	f.readMeta()
	if f.Unread = len(faults) > 0; f.Unread {
		f.LostID = lostID(src[start:end])
	}
	return next
}

// lostID finds the id in front matter that cannot be read, so that the
// references to it are not reported as well.
func lostID(front []byte) string {
	if m := idLine.FindSubmatch(front); m != nil {
		return string(m[1])
	}
	return ""
}

var idLine = regexp.MustCompile(`(?m)^[ \t]*id[ \t]*[=:][ \t]*["']?([A-Za-z0-9-]+)`)

func (f *File) frontFault(line int, hint, message string) {
	f.Unread = true
	f.Diags.Add(diag.Position{Path: f.Path, Line: line}, "front-matter", hint, "%s", message)
}

// closing finds the line +++ that ends the front matter: where it starts, and
// where the body does.
func closing(src []byte, from int) (end, body int) {
	for at := from; at < len(src); {
		stop := len(src)
		if i := bytes.IndexByte(src[at:], '\n'); i >= 0 {
			stop = at + i + 1
		}
		if string(bytes.TrimRight(src[at:stop], " \t\n")) == fence {
			return at, stop
		}
		at = stop
	}
	return -1, -1
}

// afterYAML skips a YAML block, so that it does not show as text.
func afterYAML(src []byte) int {
	for _, end := range []string{"\n---\n", "\n...\n"} {
		if i := bytes.Index(src, []byte(end)); i >= 0 {
			return i + len(end)
		}
	}
	return 0
}
