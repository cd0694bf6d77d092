package build

import (
	"crypto/sha256"
	"fmt"
	"testing"
	"testing/fstest"
	"time"

	"trigpoint/themes"
)

// summed is a file system that knows sums, and counts what is read.
type summed struct {
	fstest.MapFS
	reads map[string]int
}

func (s summed) ReadFile(name string) ([]byte, error) { s.reads[name]++; return s.MapFS.ReadFile(name) }

func (s summed) Sum(name string) (sum [sha256.Size]byte, ok bool) {
	f := s.MapFS[name]
	if f == nil {
		return sum, false
	}
	return sha256.Sum256(f.Data), true
}

// TestOnlyWhatChangedIsCompiled: an edit of one page of many compiles one file;
// of the configuration, the theme or another file, none.
func TestOnlyWhatChangedIsCompiled(t *testing.T) {
	t.Parallel()
	const pages = 50
	name := func(i int) string { return fmt.Sprintf("content/p%02d.md", i) }
	page := func(title string) *fstest.MapFile {
		return &fstest.MapFile{Data: []byte("+++\ntitle = \"" + title + "\"\n+++\nWords.\n")}
	}
	files := fstest.MapFS{"site.toml": {Data: []byte("title = \"T\"\n")}, "content/x.svg": {Data: []byte("<svg/>")}}
	for i := range pages {
		files[name(i)] = page("Page")
	}
	b := New(nil, themes.FS())
	compiled := func() int {
		t.Helper()
		before := b.memo
		b = b.On(summed{files, map[string]int{}})
		if _, err := b.Build(Options{Now: time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)}); err != nil {
			t.Fatal(err)
		}
		n := 0
		for p, c := range b.memo {
			if before[p] != c {
				n++
			}
		}
		return n
	}
	steps := []struct {
		what string
		do   func()
		want int
	}{
		{"at first", func() {}, pages},
		{"nothing", func() {}, 0},
		{"a page", func() { files[name(7)] = page("Edited") }, 1},
		{"a page back to what it was", func() { files[name(7)] = page("Page") }, 1},
		{"site.toml", func() { files["site.toml"] = &fstest.MapFile{Data: []byte("title = \"Other\"\n")} }, 0},
		{"a theme", func() { files["theme/assets/x.css"] = &fstest.MapFile{Data: []byte("p{}")} }, 0},
		{"an image", func() { files["content/x.svg"] = &fstest.MapFile{Data: []byte("<svg></svg>")} }, 0},
		{"a page goes", func() { delete(files, name(3)) }, 0},
		{"two come", func() { files[name(3)] = page("Back"); files["content/new/a.md"] = page("New") }, 2},
	}
	for _, s := range steps {
		s.do()
		if got := compiled(); got != s.want {
			t.Errorf("%s: %d files were compiled, want %d", s.what, got, s.want)
		}
	}
}
