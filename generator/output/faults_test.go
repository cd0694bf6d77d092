package output_test

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"trigpoint/generator/output"
)

var errFault = errors.New("injected fault")

// A fault is a way in which an operation on the disk can fail.
type fault struct {
	name string
	done bool // the operation is carried out nevertheless
	torn bool // a file that is created gets half its content
	last bool // no later operation works: the process is gone, or the disk
}

func allFaults() []fault {
	return []fault{
		{name: "fails once"},
		{name: "done, but fails once", done: true},
		{name: "disk gone", last: true},
		{name: "killed while writing", torn: true, last: true},
		{name: "killed after it", done: true, last: true},
	}
}

// A faultyDisk lets its n-th operation fail. It counts from one.
type faultyDisk struct {
	output.Disk
	fault fault
	n     int
	count *int
}

// do runs an operation, or the fault that is due.
func (d faultyDisk) do(operation func() error) error {
	*d.count++
	switch {
	case *d.count < d.n || *d.count > d.n && !d.fault.last:
		return operation()
	case *d.count == d.n && d.fault.done:
		return errors.Join(operation(), errFault)
	}
	return errFault
}

func (d faultyDisk) Lstat(p string) (info fs.FileInfo, err error) {
	err = d.do(func() error { info, err = d.Disk.Lstat(p); return err })
	return info, err
}

func (d faultyDisk) Read(p string) (content []byte, err error) {
	err = d.do(func() error { content, err = d.Disk.Read(p); return err })
	return content, err
}

func (d faultyDisk) List(p string) (entries []fs.DirEntry, err error) {
	err = d.do(func() error { entries, err = d.Disk.List(p); return err })
	return entries, err
}

func (d faultyDisk) Create(p string, content []byte) error {
	err := d.do(func() error { return d.Disk.Create(p, content) })
	if *d.count == d.n && d.fault.torn {
		err = errors.Join(err, d.Disk.Create(p, content[:len(content)/2]))
	}
	return err
}

func (d faultyDisk) Replace(p string, content []byte) error {
	return d.do(func() error { return d.Disk.Replace(p, content) })
}

func (d faultyDisk) Rename(from, to string) error {
	return d.do(func() error { return d.Disk.Rename(from, to) })
}

func (d faultyDisk) Mkdir(p string) error  { return d.do(func() error { return d.Disk.Mkdir(p) }) }
func (d faultyDisk) Remove(p string) error { return d.do(func() error { return d.Disk.Remove(p) }) }
func (d faultyDisk) Lock(p string) error   { return d.do(func() error { return d.Disk.Lock(p) }) }

func (d faultyDisk) Flush() error { return d.do(d.Disk.Flush) }

// quick is a disk that is not flushed, for tests that cut no power.
type quick struct{ output.Disk }

func (quick) Flush() error { return nil }

// A change is a site, what others put beside it, and the site that is to come.
type change struct {
	old, foreign, next tree
	wrap               func(output.Disk) output.Disk // as the disk is in this case
}

func changes() map[string]change {
	plain := func(d output.Disk) output.Disk { return quick{d} }
	old := tree{
		"index.html": "old index", "style.1.css": "old style", "same.html": "same", "same/asset.js": "same",
		"gone/page.html": "gone", "gone/deep/er/page.html": "gone", "kept/page.html": "gone",
		"folder/a.html": "in a folder", "folder/b/c.html": "in a folder", "file": "to be a folder",
		"Page.html": "old page", "Docs/a.html": "old a", "Docs/b.html": "old b",
	}
	next := tree{
		"index.html": "new index", "style.2.css": "new style", "same.html": "same", "same/asset.js": "same",
		"new/deep/er/page.html": "new", "new/image.png": "new",
		"folder": "now a file", "file/a/b.html": "now in a folder",
		"page.html": "new page", "docs/a.html": "new a", "docs/c.html": "new c",
	}
	foreign := tree{".gitkeep": "", "CNAME": "example.org", "kept/notes.txt": "mine", "kept/link": "-> ../CNAME"}
	return map[string]change{
		"rewrite":     {old, foreign, next, plain},
		"first":       {nil, tree{".gitkeep": ""}, next, plain},
		"clear":       {old, foreign, nil, plain},
		"ignore case": {old, foreign, next, ignoreCase},
		"mounted":     {old, foreign, next, mounted},
	}
}

// begin makes a folder that holds the old site and what is foreign.
func (c change) begin(t *testing.T) (dir string, f *output.Folder) {
	t.Helper()
	dir = t.TempDir()
	f = open(t, dir)
	f.Wrap(c.wrap)
	if c.old != nil {
		_, err := f.Write(t.Context(), c.old.set(t), 1)
		mustDo(t, err)
	}
	c.foreign.plant(t, dir)
	return dir, f
}

// Whatever operation fails, in whatever way, each path holds what it held or
// what it is to hold, nothing foreign is touched, the site is as it was as long as
// no journal was written, and later writes come to their end.
func TestWriteFaults(t *testing.T) {
	for name, c := range changes() {
		for _, fault := range allFaults() {
			t.Run(name+"/"+fault.name, func(t *testing.T) {
				t.Parallel()
				n := 1
				for c.fails(t, fault, n) {
					n++
				}
				if n < 20 {
					t.Errorf("only %d operations failed", n)
				}
			})
		}
	}
}

// fails lets the n-th operation fail, and writes one of three sites after that.
// It reports whether there was an n-th operation.
func (c change) fails(t *testing.T, fault fault, n int) bool {
	t.Helper()
	dir, f := c.begin(t)
	manifest := everything(t, dir)[".trigpoint/manifest"]
	count := 0
	faulty := open(t, dir)
	faulty.Wrap(func(d output.Disk) output.Disk { return faultyDisk{c.wrap(d), fault, n, &count} })
	_, err := faulty.Write(t.Context(), c.next.set(t), 1)
	if count < n {
		mustDo(t, err)
		return false
	}
	if err != nil {
		c.check(t, dir, manifest)
	}
	then := []tree{c.next, c.old, {"index.html": "third", "third/page.html": "third"}}[n%3]
	_, err = f.Write(t.Context(), then.set(t), 2)
	mustDo(t, err)
	wantTree(t, site(t, dir), then.with(c.foreign))
	wantClean(t, dir)
	if t.Failed() {
		t.Fatalf("when operation %d %s", n, fault.name)
	}
	return true
}

// check checks a folder with that manifest in which a write has failed.
func (c change) check(t *testing.T, dir, manifest string) {
	t.Helper()
	have := site(t, dir)
	before, after := c.old.with(c.foreign), c.next.with(c.foreign)
	all := everything(t, dir)
	if _, journal := all[".trigpoint/journal"]; !journal && all[".trigpoint/manifest"] == manifest {
		wantTree(t, have, before)
		return
	}
	for p := range before.with(after, have) {
		switch content, ok := have[p]; {
		case !ok && c.foreign[p] != "":
			t.Errorf("foreign %s is gone", p)
		case ok && content != before[p] && content != after[p] && !strings.HasSuffix(p, "/"):
			t.Errorf("%s holds %q, which is neither old nor new", p, content)
		}
	}
	c.checkOrder(t, have)
}

// checkOrder expects that a page is new, or an old file gone, only if what the
// new pages use is there, unless the old one was in the way.
func (c change) checkOrder(t *testing.T, have tree) {
	t.Helper()
	if have["index.html"] == c.old["index.html"] && have["style.1.css"] == c.old["style.1.css"] && have["gone/page.html"] == c.old["gone/page.html"] {
		return
	}
	for p, content := range c.next {
		if !strings.HasSuffix(p, ".html") && have[p] != content {
			t.Errorf("a page is new, or an old file is gone, and %s is not there", p)
		}
	}
}

// An error names what failed, and says whether the site is as it was.
func TestWriteTellsOfFaults(t *testing.T) {
	c := changes()["rewrite"]
	for n := 1; ; n++ {
		dir, _ := c.begin(t)
		f := open(t, dir)
		count := 0
		f.Wrap(func(d output.Disk) output.Disk { return faultyDisk{c.wrap(d), fault{last: true}, n, &count} })
		_, err := f.Write(t.Context(), c.next.set(t), 1)
		if err == nil {
			return
		}
		if !errors.Is(err, errFault) {
			t.Errorf("operation %d: %v", n, err)
		}
		_, journal := os.Lstat(filepath.Join(dir, ".trigpoint", "journal"))
		if told := strings.Contains(err.Error(), "the next build finishes that first"); told != (journal == nil) {
			t.Errorf("operation %d: %v; journal: %v", n, err, journal)
		}
		wantError(t, err, filepath.ToSlash(dir)+"/")
	}
}

// caseless is a disk that ignores case, and keeps the spelling that a name had first.
type caseless struct{ output.Disk }

func ignoreCase(d output.Disk) output.Disk { return caseless{quick{d}} }

// spell returns a path in the spelling it has on the disk, as far as it is there.
func (d caseless) spell(p string) string {
	spelt := "."
	for segment := range strings.SplitSeq(p, "/") {
		entries, _ := d.Disk.List(spelt)
		for _, e := range entries {
			if strings.EqualFold(e.Name(), segment) {
				segment = e.Name()
			}
		}
		spelt = strings.TrimPrefix(spelt+"/"+segment, "./")
	}
	return spelt
}

func (d caseless) Lstat(p string) (fs.FileInfo, error)    { return d.Disk.Lstat(d.spell(p)) }
func (d caseless) Read(p string) ([]byte, error)          { return d.Disk.Read(d.spell(p)) }
func (d caseless) List(p string) ([]fs.DirEntry, error)   { return d.Disk.List(d.spell(p)) }
func (d caseless) Mkdir(p string) error                   { return d.Disk.Mkdir(d.spell(p)) }
func (d caseless) Create(p string, content []byte) error  { return d.Disk.Create(d.spell(p), content) }
func (d caseless) Replace(p string, content []byte) error { return d.Disk.Replace(d.spell(p), content) }
func (d caseless) Rename(from, to string) error           { return d.Disk.Rename(d.spell(from), d.spell(to)) }
func (d caseless) Remove(p string) error                  { return d.Disk.Remove(d.spell(p)) }

// crossing is a disk on which the folders new and docs are mounted from another.
type crossing struct{ output.Disk }

func mounted(d output.Disk) output.Disk { return crossing{quick{d}} }

func (d crossing) Rename(from, to string) error {
	if strings.HasPrefix(to, "new/") || strings.HasPrefix(to, "docs/") {
		return fmt.Errorf("rename %s: %w", to, output.ErrOtherDisk)
	}
	return d.Disk.Rename(from, to)
}
