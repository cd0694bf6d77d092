package output_test

import (
	"bytes"
	"context"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"trigpoint/generator/output"
)

// A tree is the files in a folder: path → content, or "-> " and where a link
// leads, or "dir" for an empty folder (with a slash after its path).
type tree map[string]string

// with returns the tree with others laid over it.
func (t tree) with(others ...tree) tree {
	sum := tree{}
	for _, o := range append([]tree{t}, others...) {
		maps.Copy(sum, o)
	}
	return sum
}

// lower returns the tree with all paths in lower case.
func (t tree) lower() tree {
	lower := tree{}
	for p, content := range t {
		lower[strings.ToLower(p)] = content
	}
	return lower
}

// set returns the set of the files in a tree. Every other one is streamed: it
// has to make no difference.
func (t tree) set(tb testing.TB) *output.Set {
	tb.Helper()
	var files []output.File
	for p, content := range t {
		if len(p)%2 == 0 {
			files = append(files, output.Bytes(p, []byte(content)))
			continue
		}
		files = append(files, output.File{Path: p, Stream: func(w io.Writer) error {
			_, err := io.WriteString(w, content)
			return err
		}})
	}
	s, err := output.NewSet(files)
	if err != nil {
		tb.Fatal(err)
	}
	return s
}

// plant writes the tree into a folder, as somebody else would.
func (t tree) plant(tb testing.TB, dir string) {
	tb.Helper()
	for _, p := range slices.Sorted(maps.Keys(t)) {
		name := filepath.Join(dir, filepath.FromSlash(p))
		mustDo(tb, os.MkdirAll(filepath.Dir(name), 0o755))
		if target, ok := strings.CutPrefix(t[p], "-> "); ok {
			mustDo(tb, os.Symlink(target, name))
		} else if strings.HasSuffix(p, "/") {
			mustDo(tb, os.MkdirAll(name, 0o755))
		} else {
			mustDo(tb, os.WriteFile(name, []byte(t[p]), 0o644))
		}
	}
}

// everything reads a folder whole; site leaves out .trigpoint.
func everything(tb testing.TB, dir string) tree {
	tb.Helper()
	t := tree{}
	mustDo(tb, filepath.WalkDir(dir, func(name string, e fs.DirEntry, err error) error {
		if err != nil || name == dir {
			return err
		}
		p := relative(dir, name)
		switch {
		case e.IsDir():
			entries, err := os.ReadDir(name)
			if len(entries) == 0 {
				t[p+"/"] = "dir"
			}
			return err
		case e.Type()&fs.ModeSymlink != 0:
			target, err := os.Readlink(name)
			t[p] = "-> " + target
			return err
		}
		content, err := os.ReadFile(name)
		t[p] = string(content)
		return err
	}))
	return t
}

func site(tb testing.TB, dir string) tree {
	tb.Helper()
	t := everything(tb, dir)
	maps.DeleteFunc(t, func(p, _ string) bool { return strings.HasPrefix(p, ".trigpoint/") })
	return t
}

func relative(dir, name string) string {
	p, err := filepath.Rel(dir, name)
	if err != nil {
		panic(err) // name came from walking dir
	}
	return filepath.ToSlash(p)
}

func mustDo(tb testing.TB, err error) {
	tb.Helper()
	if err != nil {
		tb.Fatal(err)
	}
}

func open(tb testing.TB, dir string) *output.Folder {
	tb.Helper()
	f, err := output.Open(dir, nil)
	mustDo(tb, err)
	return f
}

// write makes the folder hold the tree.
func write(tb testing.TB, dir string, t tree) output.Changes {
	tb.Helper()
	c, err := open(tb, dir).Write(context.Background(), t.set(tb), 2)
	mustDo(tb, err)
	return c
}

// refused writes the tree, expects an error with each of the words, and returns it.
func refused(tb testing.TB, dir string, t tree, words ...string) error {
	tb.Helper()
	_, err := open(tb, dir).Write(context.Background(), t.set(tb), 2)
	wantError(tb, err, words...)
	return err
}

func wantError(tb testing.TB, err error, words ...string) {
	tb.Helper()
	if err == nil {
		tb.Fatalf("no error; want one with %q", words)
	}
	for _, w := range words {
		if !strings.Contains(err.Error(), w) {
			tb.Errorf("error %q does not have %q", err, w)
		}
	}
}

func wantTree(tb testing.TB, got, want tree) {
	tb.Helper()
	for _, p := range slices.Sorted(maps.Keys(got.with(want))) {
		g, have := got[p]
		w, need := want[p]
		switch {
		case !need:
			tb.Errorf("%s is there: %q", p, g)
		case !have:
			tb.Errorf("%s is missing", p)
		case g != w:
			tb.Errorf("%s holds %q; want %q", p, g, w)
		}
	}
}

func wantPaths(tb testing.TB, what string, got []string, want ...string) {
	tb.Helper()
	if !slices.Equal(got, want) {
		tb.Errorf("%s: %q; want %q", what, got, want)
	}
}

// rendered returns a file whose bytes are made by a function.
func rendered(path string, render func(*bytes.Buffer) error) output.File {
	return output.File{Path: path, Render: render}
}
