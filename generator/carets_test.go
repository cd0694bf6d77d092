package main

import (
	"bytes"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"unicode/utf8"

	"trigpoint/generator/build"
	"trigpoint/generator/diag"
	"trigpoint/themes"
)

// TestCaretsInAnyWriting: whatever a file holds, a diagnostic points into one of
// its lines. The faulty sites are written with other letters, which break keys,
// ids, links and values in ways of their own.
func TestCaretsInAnyWriting(t *testing.T) {
	t.Parallel()
	respelt := []*strings.Replacer{
		strings.NewReplacer("a", "â", "o", "ô"),
		strings.NewReplacer("e", "ê", "i", "👩‍🚀"),
		strings.NewReplacer(" ", "\u00a0"),
		strings.NewReplacer(`"`, "'"),
		strings.NewReplacer("\n", "\r\n", "t", "\t"),
		strings.NewReplacer("=", ":", "{", "{é", "[", "é["),
	}
	for _, name := range fixtures(t) {
		for n, r := range respelt {
			for _, config := range []bool{false, true} {
				f := readFixture(t, readFile(t, name))
				for path, file := range f.site {
					if file.Mode == 0 && len(file.Data) < 1<<20 && (path == "site.toml") == config {
						file.Data = []byte(r.Replace(string(file.Data)))
					}
				}
				pointInto(t, f, filepath.Base(name), n)
			}
		}
	}
}

func pointInto(t *testing.T, f *fixture, name string, spelling int) {
	t.Helper()
	res, err := build.New(f.site, themes.FS()).Build(f.options)
	if err != nil { // of a site.toml that cannot be used, say
		return
	}
	for _, d := range res.Diags {
		for _, p := range append([]diag.Position{d.Position}, d.Related...) {
			if !pointsInto(f.site, p) {
				t.Errorf("%s, spelling %d: %s+%d lies outside of its line: %s", name, spelling, p, p.Len, d.Message)
			}
		}
	}
}

// pointsInto tells whether a place is in its file: at most one character behind
// the end of its line.
func pointsInto(site fstest.MapFS, p diag.Position) bool {
	file := site[p.Path]
	if file == nil || p.Line == 0 {
		return true
	}
	src := bytes.ReplaceAll(bytes.TrimPrefix(file.Data, []byte("\ufeff")), []byte("\r\n"), []byte("\n"))
	line, ok := diag.Line(src, p.Line)
	if !ok {
		return p.Line == bytes.Count(src, []byte("\n"))+1
	}
	return p.Col >= 0 && p.Len >= 0 && p.Col+max(p.Len, 1) <= utf8.RuneCount(line)+2
}
