package output_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"trigpoint/generator/output"
)

func TestWriteKeepsForeignFiles(t *testing.T) {
	dir := t.TempDir()
	tree{".gitkeep": "", ".git/HEAD": "ref"}.plant(t, dir)
	write(t, dir, tree{"a/b/page.html": "P", "a/index.html": "I", "c/d/e.html": "E"})
	foreign := tree{
		".gitkeep": "", ".git/HEAD": "ref", "CNAME": "example.org", "a/notes.txt": "N", "a/b/link": "-> ../notes.txt",
		"theirs/page.html": "T", "c/empty/": "dir",
	}
	tree{"CNAME": "example.org", "a/notes.txt": "N", "a/b/link": "-> ../notes.txt", "theirs/page.html": "T", "c/empty/": "dir"}.plant(t, dir)
	wantUntouched(t, filepath.Join(dir, "theirs"), nil, func() { write(t, dir, tree{"x.html": "X"}) })
	wantTree(t, site(t, dir), foreign.with(tree{"x.html": "X"}))
	write(t, dir, tree{})
	wantTree(t, site(t, dir), foreign)
}

// Somebody else's file with the same bytes is taken over. From then on it is ours.
func TestWriteTakesOverEqualFile(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, tree{"a.html": "A"})
	tree{"b/robots.txt": "all"}.plant(t, dir)
	next := tree{"a.html": "A", "b/robots.txt": "all"}
	wantUntouched(t, dir, []string{".trigpoint", ".trigpoint/manifest"}, func() {
		if c := write(t, dir, next); len(c.Written) > 0 || c.Unchanged != 2 {
			t.Errorf("%+v", c)
		}
	})
	write(t, dir, tree{"a.html": "A"})
	wantTree(t, site(t, dir), tree{"a.html": "A"})
}

func TestWriteRefusesForeignInTheWay(t *testing.T) {
	ours := tree{"a.html": "A page", "old/x.html": "X", "old/y/z.html": "Z"}
	for name, c := range map[string]struct {
		foreign, set tree
		words        []string
	}{
		"file":                         {tree{"b.html": "mine"}, tree{"b.html": "B"}, []string{"/b.html is a file that no build wrote", "move it away"}},
		"file of that size":            {tree{"b.html": "b"}, tree{"b.html": "B"}, []string{"/b.html is a file"}},
		"several":                      {tree{"b.html": "b", "c/d.html": "d"}, tree{"b.html": "B", "c/d.html": "D"}, []string{"/b.html is", "/c/d.html is"}},
		"folder":                       {tree{"b.html/x": "x"}, tree{"b.html": "B"}, []string{"/b.html/x was not written by a build", "a file has to be at"}},
		"empty folder":                 {tree{"b.html/": "dir"}, tree{"b.html": "B"}, []string{"/b.html is a folder that no build wrote"}},
		"folder of ours with theirs":   {tree{"old/mine": "x"}, tree{"old": "O"}, []string{"/old/mine was not"}},
		"folder of ours, theirs below": {tree{"old/y/mine/": "dir"}, tree{"old": "O"}, []string{"/old/y/mine was not"}},
		"folder of ours with a link":   {tree{"old/y/link": "-> z.html"}, tree{"old": "O"}, []string{"/old/y/link was not"}},
		"file for folder":              {tree{"docs": "mine"}, tree{"docs/a.html": "A", "docs/b/c.html": "B"}, []string{"/docs is a file that no build wrote", "a folder has to be there"}},
		"link for folder, inside":      {tree{"docs": "-> old"}, tree{"docs/a.html": "A"}, []string{"/docs is a link", "a folder has to be"}},
		"link to such a file":          {tree{"b.html": "-> a.html"}, tree{"b.html": "A page"}, []string{"/b.html is a link"}},
		"dangling link":                {tree{"b.html": "-> none"}, tree{"b.html": "B"}, []string{"/b.html is a link"}},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			write(t, dir, ours)
			c.foreign.plant(t, dir)
			wantUntouched(t, dir, []string{".trigpoint"}, func() {
				err := refused(t, dir, c.set, c.words...)
				if n := len(strings.Split(err.Error(), "\n")); n != max(1, len(c.foreign)) {
					t.Errorf("%d lines: %v", n, err)
				}
			})
			for p := range c.foreign {
				mustDo(t, os.RemoveAll(filepath.Join(dir, p)))
				_ = os.Remove(filepath.Dir(filepath.Join(dir, p))) // if that emptied it
			}
			write(t, dir, c.set) // what the message says to do helps
			wantTree(t, site(t, dir), c.set)
		})
	}
}

func TestWriteTellsTwentyForeignFiles(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, tree{})
	theirs, set := tree{}, tree{}
	for i := range 50 {
		p := fmt.Sprintf("%02d.html", i)
		theirs[p], set[p] = "theirs", "ours"
	}
	theirs.plant(t, dir)
	refused(t, dir, set, "/00.html", "/19.html", "and 30 more")
	wantTree(t, site(t, dir), theirs)
}

// Our files and folders of files give way to each other.
func TestWriteFileForFolder(t *testing.T) {
	dir := t.TempDir()
	steps := []tree{
		{"a": "file", "b/c/d": "file", "e": "E"},
		{"a/b/c": "in a folder", "b": "file", "e": "E"},
		{"a/b": "file", "b/c": "folder", "b/d/e/f": "F", "e": "E"},
		{"a": "file", "b": "file", "e": "E"},
	}
	for _, set := range steps {
		write(t, dir, set)
		wantTree(t, site(t, dir), set)
	}
}

func TestWriteRespelt(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, tree{"Page.html": "P", "Docs/a.html": "A", "Docs/b.html": "B"})
	next := tree{"page.html": "P", "docs/a.html": "A", "docs/c.html": "C"}
	c := write(t, dir, next)
	wantTree(t, site(t, dir), next)
	wantPaths(t, "written", c.Written, "docs/a.html", "docs/c.html", "page.html")
	wantPaths(t, "removed", c.Removed, "Docs/a.html", "Docs/b.html", "Page.html")
}

// A folder of ours that somebody made a link leads nowhere we write or remove.
func TestWriteFollowsNoLink(t *testing.T) {
	for name, target := range map[string]string{"outside": "", "inside": "theirs"} {
		t.Run(name, func(t *testing.T) {
			top := t.TempDir()
			dir := filepath.Join(top, "public")
			write(t, dir, tree{"a/b/page.html": "P", "a/b/old.html": "O", "i.html": "I"})
			theirs := tree{"b/page.html": "P", "b/old.html": "O", "b/other": "x"}
			to := filepath.Join(top, "outside")
			if target != "" {
				to = filepath.Join(dir, target)
			}
			theirs.plant(t, to)
			mustDo(t, os.RemoveAll(dir+"/a"))
			mustDo(t, os.Symlink(to, dir+"/a"))
			wantUntouched(t, to, nil, func() {
				refused(t, dir, tree{"a/b/page.html": "new"}, "/a is a link")
				refused(t, dir, tree{"a/new.html": "new"}, "/a is a link")
				c := write(t, dir, tree{"i.html": "I"})
				wantPaths(t, "removed", c.Removed)
				write(t, dir, tree{})
			})
			if link, err := os.Readlink(dir + "/a"); err != nil || link != to {
				t.Errorf("the link is %q: %v", link, err)
			}
		})
	}
}

// A folder of ours in which a link took the place of a file is not empty in the end.
func TestWriteKeepsLinkInFolder(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, tree{"a/b.html": "B", "a/c.html": "C"})
	replace(t, dir, tree{"a/b.html": "-> c.html"})
	refused(t, dir, tree{"a": "A"}, "/a/b.html was not written by a build")
	wantTree(t, site(t, dir), tree{"a/b.html": "-> c.html", "a/c.html": "C"})
}

// Where case matters, a file that differs from ours in case is not ours.
func TestWriteRefusesForeignInOtherCase(t *testing.T) {
	m := newMemory()
	m.write(t, tree{"Page.html": "P"})
	m.plant(tree{"page.html": "mine"})
	_, err := output.Virtual(m).Write(t.Context(), tree{"page.html": "P"}.set(t), 1)
	wantError(t, err, "public/page.html is a file that no build wrote")
	wantTree(t, m.site(), tree{"Page.html": "P", "page.html": "mine"})
}

// A folder in the output may be mounted from another disk.
func TestWriteToMountedFolder(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, tree{"media/old.png": "old", "media/kept.png": "old"})
	f := open(t, dir)
	f.Wrap(func(d output.Disk) output.Disk { return crossing{d} })
	tree{"media/tmp": "theirs", "media/.trigpoint.tmp": "left over by a crash"}.plant(t, dir)
	next := tree{"media/kept.png": "new", "media/new.png": "new", "index.html": "new"}
	_, err := f.Write(t.Context(), next.set(t), 1)
	mustDo(t, err)
	wantTree(t, site(t, dir), next.with(tree{"media/tmp": "theirs"}))
	wantClean(t, dir)
}

// crossing is a disk on which the folder media is mounted from another.
type crossing struct{ output.Disk }

func (d crossing) Rename(from, to string) error {
	if strings.HasPrefix(to, "media/") {
		return &os.LinkError{Op: "rename", Old: from, New: to, Err: output.ErrOtherDisk}
	}
	return d.Disk.Rename(from, to)
}

// What somebody put in the place of a file of ours stays when the file goes.
func TestWriteKeepsWhatReplacedStaleFile(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, tree{"a.html": "A", "b.html": "B"})
	replace(t, dir, tree{"a.html": "-> b.html"})
	mustDo(t, os.Remove(dir+"/b.html"))
	tree{"b.html/mine": "M"}.plant(t, dir)
	wantPaths(t, "removed", write(t, dir, tree{}).Removed)
	wantTree(t, site(t, dir), tree{"a.html": "-> b.html", "b.html/mine": "M"})
}

// Any site follows any other, beside any files of others, on the disk as it is.
func TestWriteRandomSites(t *testing.T) {
	for seed := range uint64(25) {
		c := randomChange(t, rand.New(rand.NewPCG(seed, 3)))
		dir := t.TempDir()
		write(t, dir, c.old)
		c.foreign.plant(t, dir)
		for _, next := range []tree{c.next, c.third, c.old} {
			write(t, dir, next)
			wantTree(t, site(t, dir), next.with(c.foreign))
		}
		if t.Failed() {
			t.Fatalf("with seed %d: %v", seed, c)
		}
	}
}
