package diag

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/width"
)

// Source returns the bytes of a source file for excerpts, or nil.
type Source func(path string) []byte

// Style says how text is printed.
type Style struct {
	Colour bool // ANSI colours
	Width  int  // columns of the terminal; 0: lines may have any length
}

// WriteText prints each diagnostic as a person reads it: position, severity,
// message and code, then the line with a caret and the hint.
func WriteText(w io.Writer, l List, src Source, style Style) error {
	var b bytes.Buffer
	for i, d := range l {
		if i > 0 {
			b.WriteByte('\n')
		}
		writeOne(&b, d, src, style)
	}
	_, err := w.Write(b.Bytes())
	return err
}

// Summary says in one line how many errors and warnings the list holds.
func Summary(l List) string {
	errs, warns := l.Count(Error), l.Count(Warning)
	switch {
	case errs == 0 && warns == 0:
		return "no problems"
	case errs == 0:
		return Count(warns, "warning")
	case warns == 0:
		return Count(errs, "error")
	}
	return Count(errs, "error") + ", " + Count(warns, "warning")
}

// Count says how many there are of something whose plural ends in s.
func Count(n int, word string) string {
	if n == 1 {
		return "1 " + word
	}
	return fmt.Sprintf("%d %ss", n, word)
}

func writeOne(b *bytes.Buffer, d Diagnostic, src Source, style Style) {
	fmt.Fprintf(b, "%s: %s: %s %s\n", style.bold(clean(d.Position.String())),
		style.severity(d.Severity), clean(d.Message), style.dim("["+string(d.Code)+"]"))
	said := writeExcerpt(b, d, src, style)
	if d.Hint != "" && !said {
		fmt.Fprintf(b, "  hint: %s\n", clean(d.Hint))
	}
	for _, r := range d.Related {
		fmt.Fprintf(b, "  also: %s\n", clean(r.String()))
	}
}

// writeExcerpt prints the source line, and the caret with the hint behind it, if
// there is room for it. It reports whether the hint is said.
func writeExcerpt(b *bytes.Buffer, d Diagnostic, src Source, style Style) bool {
	if d.Position.Line == 0 || src == nil {
		return false
	}
	line, ok := Line(src(d.Position.Path), d.Position.Line)
	if !ok || len(bytes.TrimSpace(line)) == 0 {
		return false
	}
	number := fmt.Sprint(d.Position.Line)
	shown, pad, wide := excerpt(string(line), d.Position, style.excerptWidth(len(number)))
	fmt.Fprintf(b, "  %s | %s\n", number, shown)
	if d.Position.Col == 0 {
		return false
	}
	mark := style.mark(d.Severity, strings.Repeat("^", wide))
	fmt.Fprintf(b, "  %s | %s%s", strings.Repeat(" ", len(number)), strings.Repeat(" ", pad), mark)
	hint := clean(d.Hint)
	fits := style.Width == 0 || len(number)+gutter+pad+wide+1+columns([]rune(hint)) <= style.Width
	if hint != "" && fits {
		b.WriteString(" " + hint)
	}
	b.WriteByte('\n')
	return fits
}

// gutter is what stands before a line of an excerpt, the number left aside.
const gutter = len("   | ")

// excerptWidth leaves room for the number and for the signs of a cut.
func (s Style) excerptWidth(number int) int {
	if s.Width == 0 {
		return excerptWidth
	}
	return max(min(excerptWidth, s.Width-number-gutter-2), 20)
}

// Line returns line n of the text, counted from 1, without its end. A line ends as
// in CommonMark: with LF, CR LF, or CR alone.
func Line(text []byte, n int) ([]byte, bool) {
	for ; n > 1; n-- {
		_, rest, found := cutLine(text)
		if !found {
			return nil, false
		}
		text = rest
	}
	line, _, _ := cutLine(text)
	return line, true
}

// cutLine cuts the text around its first line end.
func cutLine(text []byte) (line, rest []byte, found bool) {
	i := bytes.IndexAny(text, "\r\n")
	if i < 0 {
		return text, nil, false
	}
	line, rest = text[:i], text[i+1:]
	if text[i] == '\r' {
		rest = bytes.TrimPrefix(rest, []byte("\n"))
	}
	return line, rest, true
}

// excerptWidth is how many columns of a long line are shown, with the fault
// inside.
const excerptWidth = 100

// Excerpt cuts the line to a readable window and says where in it the caret
// stands and how wide it is, in columns of a terminal.
func Excerpt(line string, pos Position) (shown string, pad, wide int) {
	return excerpt(line, pos, excerptWidth)
}

func excerpt(line string, pos Position, most int) (shown string, pad, wide int) {
	text := []rune(line)
	col := min(max(pos.Col-1, 0), len(text))
	end := min(col+max(pos.Len, 1), len(text))
	before, inside := []rune(clean(string(text[:col]))), []rune(clean(string(text[col:end])))
	after := []rune(clean(string(text[end:])))
	cutLeft, cutRight := "", ""
	if kept := last(before, most/2); len(kept) < len(before) {
		before, cutLeft = kept, "…"
	}
	if kept := first(inside, most); len(kept) < len(inside) {
		inside, after, cutRight = kept, nil, "…"
	}
	if kept := first(after, most-columns(before)-columns(inside)); len(kept) < len(after) {
		after, cutRight = kept, "…"
	}
	shown = cutLeft + string(before) + string(inside) + string(after) + cutRight
	return shown, len([]rune(cutLeft)) + columns(before), max(columns(inside), 1)
}

// first returns what fits into n columns, from the start.
func first(text []rune, n int) []rune {
	for i, r := range text {
		if n -= column(r); n < 0 {
			return text[:i]
		}
	}
	return text
}

// last returns what fits into n columns, up to the end.
func last(text []rune, n int) []rune {
	for i := len(text) - 1; i >= 0; i-- {
		if n -= column(text[i]); n < 0 {
			return text[i+1:]
		}
	}
	return text
}

func columns(text []rune) (n int) {
	for _, r := range text {
		n += column(r)
	}
	return n
}

// column is how many columns a terminal gives to a character (UAX #11).
func column(r rune) int {
	if r < 0x300 {
		return 1
	}
	if unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf) {
		return 0
	}
	if k := width.LookupRune(r).Kind(); k == width.EastAsianWide || k == width.EastAsianFullwidth {
		return 2
	}
	return 1
}

// clean makes text safe for a terminal line: tabs become a space, control
// and direction characters a dot.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\t':
			return ' '
		case r < 0x20 || r == 0x7f || r == utf8.RuneError || isDirection(r):
			return '·'
		}
		return r
	}, s)
}

// isDirection tells the invisible characters that reorder text (UAX #9).
func isDirection(r rune) bool {
	return r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069
}

func (s Style) paint(code, text string) string {
	if !s.Colour {
		return text
	}
	return "\x1b[" + code + "m" + text + "\x1b[0m"
}

func (s Style) bold(text string) string { return s.paint("1", text) }
func (s Style) dim(text string) string  { return s.paint("2", text) }

func (s Style) severity(v Severity) string { return s.mark(v, v.String()) }

func (s Style) mark(v Severity, text string) string {
	switch v {
	case Error:
		return s.paint("1;31", text)
	case Warning:
		return s.paint("1;33", text)
	}
	return s.paint("1;36", text)
}
