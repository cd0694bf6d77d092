package diag_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"trigpoint/generator/diag"
)

func printed(t *testing.T, l diag.List, src string, style diag.Style) string {
	t.Helper()
	var b bytes.Buffer
	if err := diag.WriteText(&b, l, func(string) []byte { return []byte(src) }, style); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func at(line, col, length int) diag.List {
	return diag.List{{Position: diag.Position{Path: "a.md", Line: line, Col: col, Len: length},
		Severity: diag.Error, Code: "ref-unknown", Message: "no element", Hint: "look again"}}
}

// TestCaret: the caret stands below the fault, whatever stands before it.
func TestCaret(t *testing.T) {
	for _, test := range []struct{ line, fault string }{
		{"plain I2", "I2"},
		{"\ttab I2", "I2"},
		{"Résumé, 健康 I2", "I2"},
		{"an escape \x1b[31m I2", "I2"},
		{strings.Repeat("long ", 60) + "I2" + strings.Repeat(" long", 60), "I2"},
		{"all of it", "all of it"},
	} {
		col := utf8.RuneCountInString(test.line[:strings.Index(test.line, test.fault)]) + 1
		lines := strings.Split(printed(t, at(2, col, len(test.fault)), "first\n"+test.line+"\n", diag.Style{}), "\n")
		caret := strings.Index(lines[2], "^")
		shown := cell(lines[1], caret, len(test.fault))
		if shown != test.fault || strings.Count(lines[2], "^") != len(test.fault) {
			t.Errorf("%q: the caret stands below %q:\n%s\n%s", test.line, shown, lines[1], lines[2])
		}
		if n := utf8.RuneCountInString(lines[1]); n > 120 {
			t.Errorf("%q: an excerpt of %d characters", test.line, n)
		}
		if strings.ContainsAny(lines[1], "\x1b\t") {
			t.Errorf("%q: control characters reach the terminal", test.line)
		}
	}
}

// cell is what a terminal shows from a column on, where Han characters take two.
func cell(line string, column, length int) string {
	text := []rune(line)
	for i, r := range text {
		if column <= 0 {
			return string(text[i : i+length])
		}
		if column--; unicode.Is(unicode.Han, r) {
			column--
		}
	}
	return ""
}

// TestWidth: in a terminal no line of an excerpt or a hint is broken, and what
// does not fit is cut or stands on a line of its own.
func TestWidth(t *testing.T) {
	long := strings.Repeat("健康 long ", 20) + "I2" + strings.Repeat(" long", 60)
	at := at(1, utf8.RuneCountInString(long[:strings.Index(long, "I2")])+1, 2)
	for _, width := range []int{30, 80, 200} {
		got := printed(t, at, long, diag.Style{Width: width})
		for line := range strings.Lines(got[strings.Index(got, "\n")+1:]) { // the message aside
			n := utf8.RuneCountInString(strings.TrimSuffix(line, "\n"))
			for _, r := range line {
				if unicode.Is(unicode.Han, r) {
					n++
				}
			}
			if n > width {
				t.Errorf("%d columns of %d: %s", n, width, line)
			}
		}
		lines := strings.Split(got, "\n")
		if shown := cell(lines[1], strings.Index(lines[2], "^"), 2); shown != "I2" {
			t.Errorf("in %d columns the caret stands below %q:\n%s", width, shown, got)
		}
		if own := strings.Contains(got, "\n  hint: look again\n"); own != (width == 30) {
			t.Errorf("in %d columns the hint stands on a line of its own: %t:\n%s", width, own, got)
		}
	}
}

// TestColour: colour adds escape sequences and nothing else.
func TestColour(t *testing.T) {
	plain := printed(t, at(1, 1, 1), "x\n", diag.Style{})
	colour := printed(t, at(1, 1, 1), "x\n", diag.Style{Colour: true})
	if strings.Contains(plain, "\x1b") || !strings.Contains(colour, "\x1b[1;31merror\x1b[0m") {
		t.Errorf("plain %q, in colour %q", plain, colour)
	}
	bare := strings.NewReplacer("\x1b[1m", "", "\x1b[2m", "", "\x1b[0m", "", "\x1b[1;31m", "").Replace(colour)
	if bare != plain {
		t.Errorf("without its colours it is %q", bare)
	}
}

// TestNowhere: a place that the source does not have is named and not shown.
func TestNowhere(t *testing.T) {
	for _, l := range []diag.List{at(0, 0, 0), at(9, 1, 1), at(1, 99, 5)} {
		if got := printed(t, l, "x\n", diag.Style{}); !strings.Contains(got, "no element [ref-unknown]") || !strings.Contains(got, "look again") {
			t.Errorf("%+v is printed as %q", l[0].Position, got)
		}
	}
}

// TestNearest: suggestions are near, best first, the same in any order of the
// candidates, and never the word itself.
func TestNearest(t *testing.T) {
	words := []string{"addresses", "address", "adress", "owner", "owners", "due", "I2", "I24", "I4", "map", "list", "x"}
	for word, want := range map[string]string{
		"adresses": "addresses adress address", "onwer": "owner owners", "du": "due", "I24": "I2 I4",
		"addresses": "address adress", "nothing like it": "", "": "", "ADDRESS": "address adress addresses",
		"lsit": "list", "test": "", "mop": "map", "y": "", "mx": "x", "I9": "I2 I4",
	} {
		turned := slices.Clone(words)
		slices.Reverse(turned)
		got, again := diag.Nearest(word, words), diag.Nearest(word, turned)
		if strings.Join(got, " ") != want || !slices.Equal(got, again) {
			t.Errorf("near %q: %q, turned round %q, want %q", word, got, again, want)
		}
	}
}

// TestSeverities: a site sets what may be set; in strict mode warnings count
// as errors; what is off is dropped.
func TestSeverities(t *testing.T) {
	var l diag.List
	for _, code := range []diag.Code{"encoding", "ref-unknown", "link-text", "term-unused", "page-alone"} {
		l.Add(diag.Position{Path: "a"}, code, "", "it")
	}
	count := func(l diag.List) string {
		var b strings.Builder
		for _, d := range l {
			b.WriteString(" " + string(d.Code) + "=" + d.Severity.String())
		}
		return b.String()
	}
	if got := count(l.With(nil, false)); got != " encoding=error ref-unknown=error link-text=warning term-unused=info" {
		t.Error(got)
	}
	if got := count(l.With(nil, true)); got != " encoding=error ref-unknown=error link-text=error term-unused=info" {
		t.Error(got)
	}
	set := map[diag.Code]diag.Severity{"encoding": diag.Off, "ref-unknown": diag.Warning, "link-text": diag.Off, "page-alone": diag.Info}
	if got := count(l.With(set, true)); got != " encoding=error ref-unknown=error term-unused=info page-alone=info" {
		t.Error(got)
	}
}

// TestSorted: any order of the same diagnostics is printed alike, and each once.
func TestSorted(t *testing.T) {
	var l diag.List
	for _, p := range []diag.Position{{Path: "b"}, {Path: "a", Line: 2, Col: 1}, {Path: "a", Line: 1, Col: 9}, {Path: "a", Line: 1, Col: 2}, {Path: "b"}} {
		l.Add(p, "toml", "", "it")
	}
	turned := slices.Clone(l)
	slices.Reverse(turned)
	if got, again := printed(t, l.Sorted(), "", diag.Style{}), printed(t, turned.Sorted(), "", diag.Style{}); got != again || strings.Count(got, "it") != 4 {
		t.Errorf("%s\n%s", got, again)
	}
}
