package markdown

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf8"

	"trigpoint/generator/diag"
	"trigpoint/generator/record"
)

// Limits on one file, counted before anything is parsed, so that the result
// never depends on how fast the machine is.
const (
	MaxPage  = 1 << 20  // bytes of a Markdown file
	maxFront = 64 << 10 // bytes of its front matter
)

var (
	bom   = []byte("\ufeff")
	fence = "+++"
)

// normalise makes line ends \n and drops a byte-order mark, so that a file
// saved by any editor compiles to the same File. It reports bytes that are not
// text.
func (f *File) normalise(src []byte) []byte {
	if len(src) > MaxPage {
		f.Diags.Add(diag.Position{Path: f.Path}, "limit", "divide it into several pages",
			"the file has %d kB; the limit is %d kB", len(src)>>10, MaxPage>>10)
		return nil
	}
	src = bytes.TrimPrefix(src, bom)
	if bytes.IndexByte(src, '\r') >= 0 {
		src = bytes.ReplaceAll(src, []byte("\r\n"), []byte("\n"))
		src = bytes.ReplaceAll(src, []byte("\r"), []byte("\n"))
	}
	if at, fault := notText(src); fault != "" {
		f.Diags.Add(diag.Position{Path: f.Path, Line: bytes.Count(src[:at], []byte("\n")) + 1}, "encoding",
			"save the file as UTF-8", "the file holds %s", fault)
		return nil
	}
	if i := bytes.IndexFunc(src, reorders); i >= 0 {
		at := diag.Position{Path: f.Path, Line: bytes.Count(src[:i], []byte("\n")) + 1}
		f.Diags.Add(at, "text-direction", "delete it", "the line holds an invisible character that reorders text")
	}
	return src
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
func (f *File) cutFront(src []byte) (body int) {
	f.Front, _ = record.Parse(f.Path, "", 1)
	first, _, _ := strings.Cut(string(src[:min(len(src), 80)]), "\n")
	switch first = strings.TrimRight(first, " \t"); first {
	case fence:
	case "---":
		f.frontFault(1, "write it as TOML between +++ lines", "front matter between --- lines is YAML, which is not read")
		return afterYAML(src)
	default:
		f.frontFault(1, `begin the file with +++, title = "…", +++`, "the page has no front matter")
		return 0
	}
	start := bytes.IndexByte(src, '\n') + 1
	end, next := closing(src, start)
	switch {
	case start == 0 || end < 0:
		f.frontFault(1, "end it with a line +++", "the front matter is not closed")
		return len(src)
	case end-start > maxFront:
		f.Diags.Add(diag.Position{Path: f.Path, Line: 1}, "limit", "", "the front matter has %d kB; the limit is %d kB", (end-start)>>10, maxFront>>10)
		return next
	}
	table, faults := record.Parse(f.Path, string(src[start:end]), 2)
	f.Front, f.Diags = table, append(f.Diags, faults...)
	f.readMeta()
	return next
}

func (f *File) frontFault(line int, hint, message string) {
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
