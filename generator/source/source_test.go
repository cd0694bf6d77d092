package source_test

import (
	"crypto/sha256"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"trigpoint/generator/source"
)

// A folder on the disk, and a scanner of it.
type folder struct {
	*testing.T
	source.Scanner
}

func newFolder(t *testing.T) *folder {
	t.Parallel()
	return &folder{t, source.Scanner{Dir: t.TempDir(), Names: []string{"site.toml", "content", "themes"},
		Ignore: func(p string) bool { return strings.HasSuffix(p, "~") }}}
}

func (f *folder) must(err error) {
	f.Helper()
	if err != nil {
		f.Fatal(err)
	}
}

func (f *folder) disk(name string) string { return filepath.Join(f.Dir, filepath.FromSlash(name)) }

func (f *folder) write(name, content string) {
	f.Helper()
	f.must(os.MkdirAll(filepath.Dir(f.disk(name)), 0o755))
	f.must(os.WriteFile(f.disk(name), []byte(content), 0o644))
}

// TestTree: a snapshot is a file system of what belongs to the site, and stays as it
// is.
func TestTree(t *testing.T) {
	f := newFolder(t)
	f.write("site.toml", "title = 1\n")
	f.write("content/a.md", "A.")
	f.write("content/deep/b.md", "B.")
	f.write("content/a.md~", "old")
	f.write("README.md", "not looked at")
	tree := f.All()
	f.must(fstest.TestFS(tree, "site.toml", "content/a.md", "content/deep/b.md"))
	for _, name := range []string{"README.md", "content/a.md~"} {
		if _, err := fs.Stat(tree, name); err == nil {
			t.Errorf("%s is in the snapshot", name)
		}
	}
	f.write("content/a.md", "Another.")
	f.must(os.Remove(f.disk("content/deep/b.md")))
	f.Again([]string{"content/a.md", "content/deep/b.md"})
	for name, want := range map[string]string{"content/a.md": "A.", "content/deep/b.md": "B."} {
		if b, err := tree.ReadFile(name); err != nil || string(b) != want {
			t.Errorf("%s is %q now: %v", name, b, err)
		}
	}
	if info, err := fs.Stat(tree, "content/a.md"); err != nil || !info.ModTime().IsZero() || info.Size() != 2 {
		t.Errorf("of a file more is known than its size: %v, %v", info, err)
	}
}

// TestAgain makes random changes: told where to look, a scanner comes to what a new
// one finds, and reports the paths that differ.
func TestAgain(t *testing.T) {
	f := newFolder(t)
	r := rand.New(rand.NewPCG(3, 5))
	f.write("site.toml", "title = 1\n")
	f.write("content/a.md", "A.")
	before := f.All()
	for step := range 300 {
		name := fmt.Sprintf("content/%s/%c.md", strings.Repeat("d/", r.IntN(3)), 'a'+rune(r.IntN(5)))
		name = path.Clean(name)
		switch r.IntN(5) {
		case 0:
			f.must(os.RemoveAll(f.disk(name)))
		case 1:
			f.must(os.RemoveAll(f.disk("content/d")))
			name = "content/d"
		case 2:
			_ = os.Rename(f.disk("content/d"), f.disk(fmt.Sprintf("content/e%d", r.IntN(3))))
			name = "content/d"
		case 3:
			now := time.Now()
			_ = os.Chtimes(f.disk(name), now, now)
		default:
			f.write(name, fmt.Sprint(r.IntN(4))) // often as long as before, in the same tick of the clock
		}
		after, _ := f.Again([]string{name})
		fresh := (&source.Scanner{Dir: f.Dir, Names: f.Names, Ignore: f.Ignore}).All()
		if c := source.Diff(fresh, after); !c.None() {
			t.Fatalf("step %d, %s: it differs from what is there: %+v", step, name, c)
		}
		var want []string
		old, now := f.contents(before), f.contents(after)
		for p := range now {
			if old[p] != now[p] {
				want = append(want, p)
			}
		}
		for p := range old {
			if _, ok := now[p]; !ok {
				want = append(want, p)
			}
		}
		slices.Sort(want)
		if got := source.Diff(before, after).All(); !slices.Equal(got, want) {
			t.Fatalf("step %d, %s: reported %q, want %q", step, name, got, want)
		}
		before = after
	}
}

// contents reads a snapshot, and holds its sums to its contents.
func (f *folder) contents(tree *source.Tree) map[string]string {
	f.Helper()
	out := map[string]string{}
	f.must(fs.WalkDir(tree, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := tree.ReadFile(name)
		out[name] = "=" + string(b)
		if sum, ok := tree.Sum(name); !ok || sum != sha256.Sum256(b) {
			f.Errorf("the sum of %s is not that of its content", name)
		}
		return err
	}))
	return out
}

// TestSumOfFolder: it tells every change of a name or a content below, and nothing
// else.
func TestSumOfFolder(t *testing.T) {
	f := newFolder(t)
	f.write("content/d/a.md", "A.")
	seen := map[source.Sum]string{}
	expect := func(what string, other bool) {
		t.Helper()
		sum, ok := f.All().Sum("content")
		if _, known := seen[sum]; !ok || known == other {
			t.Errorf("%s: there is a sum: %t; it was there before: %t", what, ok, known)
		}
		seen[sum] = what
	}
	expect("as it is", true)
	f.write("content/d/a.md", "A.")
	expect("written again", false)
	f.write("content/d/a.md", "B.")
	expect("changed", true)
	f.must(os.Rename(f.disk("content/d/a.md"), f.disk("content/d/b.md")))
	expect("renamed", true)
	f.must(os.Rename(f.disk("content/d"), f.disk("content/e")))
	expect("the folder renamed", true)
	f.write("content/d/a.md~", "ignored")
	f.must(os.RemoveAll(f.disk("content/d")))
	expect("an ignored file come and gone", false)
	if _, ok := f.All().Sum("content/gone"); ok {
		t.Error("what is not there has a sum")
	}
}

// TestRelease: what was let go is read from the disk again, unless it has changed
// there: a snapshot never answers with another one's content.
func TestRelease(t *testing.T) {
	f := newFolder(t)
	f.write("content/a.md", "A.")
	f.write("content/b.md", "B.")
	tree := f.All()
	tree.Release(func(p string) bool { return path.Base(p) == "a.md" })
	if b, err := tree.ReadFile("content/a.md"); err != nil || string(b) != "A." {
		t.Errorf("it reads %q: %v", b, err)
	}
	f.write("content/a.md", "X.")
	f.write("content/b.md", "X.")
	if b, err := tree.ReadFile("content/a.md"); err == nil {
		t.Errorf("it reads %q, which came later", b)
	}
	if b, err := tree.ReadFile("content/b.md"); err != nil || string(b) != "B." {
		t.Errorf("what was held reads %q: %v", b, err)
	}
}

// TestRegrouped: a folder that is gone, moved, or replaced by another one of its name
// is reported; a new one is not.
func TestRegrouped(t *testing.T) {
	f := newFolder(t)
	f.write("content/d/a.md", "A.")
	f.All()
	expect := func(what string, want bool, look ...string) {
		t.Helper()
		if _, got := f.Again(look); got != want {
			t.Errorf("%s: regrouped is %t", what, got)
		}
	}
	f.write("content/d/a.md", "B.")
	expect("an edit", false, "content/d/a.md")
	f.write("content/new/a.md", "A.")
	expect("a new folder", false, "content/new")
	f.must(os.Rename(f.disk("content/d"), f.disk("content/e")))
	expect("a folder renamed", true, "content/d", "content/e")
	f.must(os.Rename(f.disk("content/e"), f.disk("content/old")))
	f.write("content/e/a.md", "B.")
	expect("a folder replaced", true, "content/e", "content/old")
	f.must(os.RemoveAll(f.disk("content/old")))
	expect("a folder removed", true, "content/old")
}

// TestDoubtful: a file that is gone or has been emptied may be in the middle of a
// save.
func TestDoubtful(t *testing.T) {
	f := newFolder(t)
	f.write("content/a.md", "A.")
	f.write("content/empty.md", "")
	before := f.All()
	for what, c := range map[string]struct {
		content  string
		doubtful bool
	}{"changed": {"B.", false}, "emptied": {"", true}, "as before": {"A.", false}} {
		f.write("content/a.md", c.content)
		if got := source.Diff(before, f.All()); got.Doubtful() != c.doubtful {
			t.Errorf("%s: doubtful is %t: %+v", what, got.Doubtful(), got)
		}
	}
	f.must(os.Remove(f.disk("content/a.md")))
	if !source.Diff(before, f.All()).Doubtful() {
		t.Error("a file that is gone is not doubted")
	}
}
