package main

import (
	"maps"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"trigpoint/generator/build"
	"trigpoint/generator/diag"
	"trigpoint/themes"
)

var (
	meant  = regexp.MustCompile(`^did you mean (.*)\?$`)
	titles = regexp.MustCompile(` \([^()]*\)`)
)

// TestSuggestionsResolve does what each hint of each fixture proposes, writing
// every "did you mean" and every "write …" for a single word in the fault's
// place. The fault must then be gone.
func TestSuggestionsResolve(t *testing.T) {
	tried := 0
	for _, name := range fixtures(t) {
		f := readFixture(t, readFile(t, name))
		list, _ := f.got(t)
		for _, d := range list {
			for _, word := range proposals(d) {
				tried++
				if left := f.with(t, d, word); left != "" {
					t.Errorf("%s: %s: %q does not help: %s", name, d.Position, word, left)
				}
			}
		}
	}
	if tried < 60 {
		t.Errorf("only %d suggestions were tried", tried)
	}
}

// proposals are the words that a hint offers for what is marked.
func proposals(d diag.Diagnostic) []string {
	if d.Position.Len == 0 || d.Position.Line == 0 {
		return nil
	}
	if m := meant.FindStringSubmatch(d.Hint); m != nil {
		return regexp.MustCompile(`, | or `).Split(titles.ReplaceAllString(m[1], ""), -1)
	}
	if word, ok := strings.CutPrefix(d.Hint, "write "); ok && !strings.ContainsAny(word, ` "`) {
		return []string{word}
	}
	return nil
}

// with builds the fixture with other words in the place of a fault, and returns
// what is then reported there with the same code.
func (f *fixture) with(t *testing.T, d diag.Diagnostic, word string) string {
	t.Helper()
	changed := fstest.MapFS{}
	maps.Copy(changed, f.site)
	lines := strings.Split(string(f.site[d.Position.Path].Data), "\n")
	line := []rune(lines[d.Position.Line-1])
	from := d.Position.Col - 1
	lines[d.Position.Line-1] = string(line[:from]) + word + string(line[from+d.Position.Len:])
	changed[d.Position.Path] = &fstest.MapFile{Data: []byte(strings.Join(lines, "\n"))}
	res, err := build.New(changed, themes.FS()).Build(f.options)
	if err != nil {
		t.Fatal(err)
	}
	for _, after := range res.Diags {
		if after.Code == d.Code && after.Position.Path == d.Position.Path && after.Position.Line == d.Position.Line && after.Position.Col == d.Position.Col {
			return after.Message
		}
	}
	return ""
}
