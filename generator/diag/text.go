package diag

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// Source returns the bytes of a source file for excerpts, or nil.
type Source func(path string) []byte

// Style says how text is printed: Colour switches ANSI colours on.
type Style struct{ Colour bool }

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
	caret := writeExcerpt(b, d, src, style)
	if d.Hint != "" && !caret {
		fmt.Fprintf(b, "  hint: %s\n", clean(d.Hint))
	}
	for _, r := range d.Related {
		fmt.Fprintf(b, "  also: %s\n", clean(r.String()))
	}
}

// writeExcerpt prints the source line, and the caret with the hint behind it.
// It reports whether it did.
func writeExcerpt(b *bytes.Buffer, d Diagnostic, src Source, style Style) bool {
	if d.Position.Line == 0 || src == nil {
		return false
	}
	line, ok := Line(src(d.Position.Path), d.Position.Line)
	if !ok || len(bytes.TrimSpace(line)) == 0 {
		return false
	}
	number := fmt.Sprint(d.Position.Line)
	shown, pad, width := Excerpt(string(line), d.Position)
	fmt.Fprintf(b, "  %s | %s\n", number, shown)
	if d.Position.Col == 0 {
		return false
	}
	mark := style.mark(d.Severity, strings.Repeat("^", width))
	fmt.Fprintf(b, "  %s | %s%s", strings.Repeat(" ", len(number)), strings.Repeat(" ", pad), mark)
	if d.Hint != "" {
		b.WriteString(" " + clean(d.Hint))
	}
	b.WriteByte('\n')
	return true
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

// excerptWidth is how many characters of a long line are shown, with the
// fault inside.
const excerptWidth = 100

// Excerpt cuts the line to a readable window and says where in it the caret
// stands and how wide it is, in characters.
func Excerpt(line string, pos Position) (shown string, pad, width int) {
	text := []rune(line)
	col := min(max(pos.Col-1, 0), len(text))
	end := min(col+max(pos.Len, 1), len(text))
	before, inside := []rune(clean(string(text[:col]))), []rune(clean(string(text[col:end])))
	after := []rune(clean(string(text[end:])))
	cutLeft, cutRight := "", ""
	if len(before) > excerptWidth/2 {
		before, cutLeft = before[len(before)-excerptWidth/2:], "…"
	}
	if room := max(excerptWidth-len(before)-len(inside), 0); len(after) > room {
		after, cutRight = after[:room], "…"
	}
	if len(inside) > excerptWidth {
		inside, after, cutRight = inside[:excerptWidth], nil, "…"
	}
	shown = cutLeft + string(before) + string(inside) + string(after) + cutRight
	return shown, len([]rune(cutLeft)) + len(before), max(len(inside), 1)
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
