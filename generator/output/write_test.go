package output_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"trigpoint/generator/output"
)

func pages() tree {
	return tree{
		"index.html":         "<h1>Home</h1>",
		"assets/style.1.css": "body {}",
		"a/b/c.html":         "deep",
		"empty.txt":          "",
		"ä b.html":           "letters",
	}
}

func TestWrite(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "not", "there", "public")
	c := write(t, dir, pages())
	wantTree(t, site(t, dir), pages())
	wantPaths(t, "written", c.Written, "a/b/c.html", "assets/style.1.css", "empty.txt", "index.html", "ä b.html")
	wantPaths(t, "removed", c.Removed)
	if c.Unchanged != 0 {
		t.Errorf("%d unchanged", c.Unchanged)
	}

	next := tree{"index.html": "<h1>Home!</h1>", "assets/style.1.css": "body {}", "new/d.html": "new", "ä b.html": "letters"}
	c = write(t, dir, next)
	wantTree(t, site(t, dir), next) // also: the folder a is gone
	wantPaths(t, "written", c.Written, "index.html", "new/d.html")
	wantPaths(t, "removed", c.Removed, "a/b/c.html", "empty.txt")
	if c.Unchanged != 2 {
		t.Errorf("%d unchanged; want 2", c.Unchanged)
	}

	c = write(t, dir, tree{})
	wantTree(t, site(t, dir), tree{})
	wantPaths(t, "removed", c.Removed, "assets/style.1.css", "index.html", "new/d.html", "ä b.html")
}

// The folder of our own holds the manifest as documented, the lock, and no rest.
func TestManifest(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, tree{"b.html": "B!", "a/b.css": "", "a.html": "A"})
	want := "trigpoint manifest 1\n"
	for _, f := range [][2]string{{"a.html", "A"}, {"a/b.css", ""}, {"b.html", "B!"}} {
		want += fmt.Sprintf("%x %d %s\n", sha256.Sum256([]byte(f[1])), len(f[1]), f[0])
	}
	wantTree(t, everything(t, dir+"/.trigpoint"), tree{"manifest": want, "lock": ""})
}

func TestWritePermissions(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "public")
	write(t, dir, pages())
	plain := t.TempDir() + "/plain"
	mustDo(t, os.Mkdir(plain, 0o755))
	mustDo(t, os.WriteFile(plain+"/f", nil, 0o644))
	walk(t, dir, func(p string, info fs.FileInfo) {
		like := plain
		if !info.IsDir() {
			like += "/f"
		}
		if want, err := os.Stat(like); err != nil || info.Mode() != want.Mode() {
			t.Errorf("%s has mode %v; want %v", p, info.Mode(), want.Mode())
		}
	})
}

func walk(tb testing.TB, dir string, visit func(p string, info fs.FileInfo)) {
	tb.Helper()
	mustDo(tb, filepath.Walk(dir, func(name string, info fs.FileInfo, err error) error {
		if err == nil {
			visit(relative(dir, name), info)
		}
		return err
	}))
}

// wantUntouched runs something and expects that all below dir, but for the paths
// given, is the same file with the same date after it.
func wantUntouched(t *testing.T, dir string, except []string, run func()) {
	t.Helper()
	before := map[string]fs.FileInfo{}
	walk(t, dir, func(p string, info fs.FileInfo) { before[p] = info })
	run()
	walk(t, dir, func(p string, info fs.FileInfo) {
		was, there := before[p]
		delete(before, p)
		if slices.Contains(except, p) {
			return
		}
		if !there || !os.SameFile(was, info) || !was.ModTime().Equal(info.ModTime()) || was.Mode() != info.Mode() {
			t.Errorf("%s was touched", p)
		}
	})
	for p := range before {
		if !slices.Contains(except, p) {
			t.Errorf("%s is gone", p)
		}
	}
}

// waitForTick lets the clock of the disk tick, so that a later change has a later date.
func waitForTick(t *testing.T, dir string) {
	t.Helper()
	stamp := func() time.Time {
		mustDo(t, os.WriteFile(dir+"/.clock", nil, 0o644))
		info, err := os.Stat(dir + "/.clock")
		mustDo(t, err)
		mustDo(t, os.Remove(dir+"/.clock"))
		return info.ModTime()
	}
	for first := stamp(); !stamp().After(first); {
		time.Sleep(time.Millisecond)
	}
}

func TestWriteNothingWhenNothingChanged(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, pages())
	for range 2 { // at once, and with the write in the past
		wantUntouched(t, dir, nil, func() {
			c := write(t, dir, pages())
			if len(c.Written)+len(c.Removed) > 0 || c.Unchanged != len(pages()) {
				t.Errorf("%+v", c)
			}
		})
		waitForTick(t, dir)
	}
}

func TestWriteKeepsUnchangedFiles(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, pages())
	waitForTick(t, dir)
	except := []string{".", ".trigpoint", ".trigpoint/manifest", "index.html", "a/b/new.html", "a/b"}
	wantUntouched(t, dir, except, func() { write(t, dir, pages().with(tree{"index.html": "other", "a/b/new.html": "new"})) })
}

// A copy or a checkout of the whole folder has other dates, and the same files.
func TestWriteKeepsCopiedFiles(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, pages())
	copied := t.TempDir()
	everything(t, dir).plant(t, copied)
	later := time.Now().Add(time.Hour)
	for p := range pages() {
		mustDo(t, os.Chtimes(filepath.Join(copied, p), later, later))
	}
	wantUntouched(t, copied, nil, func() { write(t, copied, pages()) })
}

func TestWriteRepairs(t *testing.T) {
	for name, damage := range map[string]func(t *testing.T, dir string){
		"another size":      func(t *testing.T, dir string) { tree{"index.html": "mine"}.plant(t, dir) },
		"the same size":     func(t *testing.T, dir string) { tree{"index.html": "<h1>Hume</h1>"}.plant(t, dir) },
		"gone":              func(t *testing.T, dir string) { mustDo(t, os.Remove(dir+"/index.html")) },
		"folder gone":       func(t *testing.T, dir string) { mustDo(t, os.RemoveAll(dir+"/a")) },
		"emptied":           func(t *testing.T, dir string) { tree{"index.html": ""}.plant(t, dir) },
		"a link instead":    func(t *testing.T, dir string) { replace(t, dir, tree{"index.html": "-> ä b.html"}) },
		"a link elsewhere":  func(t *testing.T, dir string) { replace(t, dir, tree{"index.html": "-> /nowhere"}) },
		"manifest touched":  func(t *testing.T, dir string) { editAndTouch(t, dir) },
		"an older one back": func(t *testing.T, dir string) { moveOver(t, dir, "index.html", "<h1>Hume</h1>") },
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			write(t, dir, pages())
			waitForTick(t, dir)
			damage(t, dir)
			c := write(t, dir, pages())
			wantTree(t, site(t, dir), pages())
			if len(c.Written) != 1 || c.Unchanged != len(pages())-1 {
				t.Errorf("%+v", c)
			}
			wantUntouched(t, dir, nil, func() { write(t, dir, pages()) })
		})
	}
}

func replace(t *testing.T, dir string, with tree) {
	for p := range with {
		mustDo(t, os.Remove(filepath.Join(dir, p)))
	}
	with.plant(t, dir)
}

// On a disk that tells only when the content of a file was changed, and not
// finely, the size and the content of young files give an edit away.
func TestWriteRepairsOnCoarseDisk(t *testing.T) {
	for ticks := range 9 {
		for _, edit := range []node{{id: -1, content: "<h1>Hume</h1>"}, {id: -1, content: "short", changed: -100}} {
			m := newMemory()
			for range ticks {
				m.node(false, "")
			}
			m.write(t, pages())
			edit.changed += m.now[".trigpoint/manifest"].changed
			m.now["index.html"] = edit
			m.write(t, pages())
			wantTree(t, m.site(), pages())
		}
	}
}

// editAndTouch edits a page, and touches the manifest, but not its content, after that.
func editAndTouch(t *testing.T, dir string) {
	tree{"index.html": "<h1>Hume</h1>"}.plant(t, dir)
	waitForTick(t, dir)
	mustDo(t, os.Chmod(dir+"/.trigpoint/manifest", 0o600))
}

// moveOver puts a file with an old date in the place of another.
func moveOver(t *testing.T, dir, p, content string) {
	other := t.TempDir() + "/other"
	mustDo(t, os.WriteFile(other, []byte(content), 0o644))
	old := time.Date(2001, 1, 1, 0, 0, 0, 0, time.UTC)
	mustDo(t, os.Chtimes(other, old, old))
	if info, err := os.Stat(other); err != nil || output.Touched(info).Equal(old) {
		t.Skip("this system tells only when the content of a file was changed")
	}
	mustDo(t, os.Rename(other, filepath.Join(dir, p)))
}

func TestWriteAnywhereTheSame(t *testing.T) {
	many := large(t, 300, "One")
	var first tree
	for _, workers := range []int{1, 2, 7, 1000, 0, -1} {
		dir := t.TempDir()
		_, err := open(t, dir).Write(context.Background(), many, workers)
		mustDo(t, err)
		got := everything(t, dir)
		if first == nil {
			first = got
		}
		wantTree(t, got, first)
	}
	if len(first) != 302 {
		t.Errorf("%d files; want 300, the manifest and the lock", len(first))
	}
}

func TestWriteRendersSoManyAtOnce(t *testing.T) {
	var now, most atomic.Int32
	var files []output.File
	for i := range 40 {
		files = append(files, rendered(fmt.Sprint(i), func(b *bytes.Buffer) error {
			if b.Len() != 0 {
				t.Errorf("the buffer holds %q", b)
			}
			b.WriteString("x")
			most.Store(max(most.Load(), now.Add(1)))
			time.Sleep(time.Millisecond)
			now.Add(-1)
			return nil
		}))
	}
	s, err := output.NewSet(files)
	mustDo(t, err)
	_, err = open(t, t.TempDir()).Write(context.Background(), s, 3)
	mustDo(t, err)
	if most.Load() != 3 {
		t.Errorf("up to %d at once; want 3", most.Load())
	}
}

var errBad = errors.New("bad template")

func TestWriteTellsAllRenderErrors(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, pages())
	var files []output.File
	for i := range 60 {
		files = append(files, rendered(fmt.Sprintf("%02d.html", i), func(b *bytes.Buffer) error {
			if i%2 == 1 {
				return errBad
			}
			b.WriteString("x")
			return nil
		}))
	}
	s, err := output.NewSet(files)
	mustDo(t, err)
	wantUntouched(t, dir, []string{".trigpoint"}, func() {
		_, err = open(t, dir).Write(context.Background(), s, 2)
	})
	if !errors.Is(err, errBad) {
		t.Fatal(err)
	}
	lines := strings.Split(err.Error(), "\n")
	if len(lines) != 21 || lines[0] != "rendering 01.html: bad template" || !slices.IsSorted(lines[:20]) || lines[20] != "and 10 more" {
		t.Errorf("%s", err)
	}
}

func TestWriteCalledOff(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, pages())
	ctx, cancel := context.WithCancelCause(context.Background())
	defer cancel(nil)
	why := errors.New("the author typed on")
	count := 0
	var files []output.File
	for i := range 10 {
		files = append(files, rendered(fmt.Sprint(i), func(b *bytes.Buffer) error {
			if count++; count == 5 {
				cancel(why)
			}
			b.WriteString("x")
			return nil
		}))
	}
	s, err := output.NewSet(files)
	mustDo(t, err)
	for range 2 { // called off while it renders, then before
		wantUntouched(t, dir, []string{".trigpoint"}, func() {
			_, err = open(t, dir).Write(ctx, s, 1)
		})
		wantError(t, err, "called off", "nothing was changed")
		if !errors.Is(err, why) || count != 5 {
			t.Errorf("%v, after %d files", err, count)
		}
	}
}

func TestWriteCalledOffInTheLastFile(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, pages())
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	s, err := output.NewSet([]output.File{rendered("z", func(*bytes.Buffer) error { cancel(); return nil })})
	mustDo(t, err)
	_, err = open(t, dir).Write(ctx, s, 1)
	if !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	wantTree(t, site(t, dir), pages())
}

func TestWriteCalledOffBefore(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "public")
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err := open(t, dir).Write(ctx, pages().set(t), 1)
	wantError(t, err, "/public/ was called off")
	if _, err := os.Stat(dir); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the folder is there: %v", err)
	}
}

// The folder itself stays: it may be a link, a mount point, or where a server runs.
func TestWriteThroughLink(t *testing.T) {
	dir := t.TempDir()
	tree{"real/": "dir", "public": "-> real"}.plant(t, dir)
	before, err := os.Stat(dir + "/real")
	mustDo(t, err)
	write(t, dir+"/public", pages())
	write(t, dir+"/public", tree{"a.html": "A"})
	wantTree(t, site(t, dir+"/real"), tree{"a.html": "A"})
	after, err := os.Stat(dir + "/real")
	if err != nil || !os.SameFile(before, after) {
		t.Errorf("the folder is another one: %v", err)
	}
}

func TestWriteCannotMakeFolder(t *testing.T) {
	dir := t.TempDir()
	f := open(t, dir+"/a/public")
	tree{"a": "a file"}.plant(t, dir)
	_, err := f.Write(context.Background(), pages().set(t), 1)
	wantError(t, err, "/a/public/", "not a directory")
}
