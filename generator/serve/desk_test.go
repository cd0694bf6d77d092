package serve

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"trigpoint/generator/build"
	"trigpoint/generator/source"
)

// A desk is a site's folder on the disk and an author who works in it, with the
// calls that editors make.
type desk struct {
	t     *testing.T
	dir   string
	clock time.Duration // of previews; 0: it never strikes
	quiet time.Duration // of previews; 0: as usual
}

// newDesk makes a folder with a small site.
func newDesk(t *testing.T) *desk {
	t.Helper()
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	d := &desk{t: t, dir: dir}
	d.write("site.toml", siteConfig)
	d.write("content/_index.md", front("Home", "The beginning."))
	d.write("content/plan/_index.md", front("Plan", "About the plan."))
	d.write("content/plan/one.md", front("One", "First words."))
	d.write("content/plan/two.md", front("Two", "See [one](one.md)."))
	d.write("content/plan/deep/three.md", front("Three", "Deep words."))
	return d
}

const siteConfig = "title = \"Desk\"\n"

// front is a page with a title.
func front(title, body string) string { return "+++\ntitle = \"" + title + "\"\n+++\n" + body + "\n" }

func (d *desk) disk(name string) string { return filepath.Join(d.dir, filepath.FromSlash(name)) }

func (d *desk) must(err error) {
	d.t.Helper()
	if err != nil {
		d.t.Fatal(err)
	}
}

// write opens, empties, writes and closes a file; its folder is made if need be.
func (d *desk) write(name, content string) {
	d.t.Helper()
	d.must(os.MkdirAll(filepath.Dir(d.disk(name)), 0o755))
	d.must(os.WriteFile(d.disk(name), []byte(content), 0o644))
}

func (d *desk) rename(from, to string) {
	d.t.Helper()
	d.must(os.Rename(d.disk(from), d.disk(to)))
}

func (d *desk) remove(name string) { d.t.Helper(); d.must(os.RemoveAll(d.disk(name))) }
func (d *desk) mkdir(name string)  { d.t.Helper(); d.must(os.MkdirAll(d.disk(name), 0o755)) }
func (d *desk) read(name string) string {
	d.t.Helper()
	b, err := os.ReadFile(d.disk(name))
	d.must(err)
	return string(b)
}

// place puts a finished file where it belongs in one step, so that nobody sees
// it before it is whole.
func (d *desk) place(name, content string) {
	d.t.Helper()
	d.write(".draft", content)
	d.rename(".draft", name)
}

// outside is a folder on the same disk that is not the site's.
func (d *desk) outside() string {
	d.t.Helper()
	name := d.dir + "-outside"
	d.must(os.MkdirAll(name, 0o755))
	d.t.Cleanup(func() { os.RemoveAll(name) })
	return name
}

// A step is what a watch handed out.
type step struct {
	tree    *source.Tree
	changes *source.Changes
}

// A lookout is a watch of a desk, and what it has handed out.
type lookout struct {
	*desk
	watch   *Watch
	steps   chan step
	said    chan string
	cookies int
}

// never is longer than a test takes.
const never = time.Hour

// look watches the desk until the test ends. Only what the system reports is
// noticed: the clock never strikes, unless the test says so. Nothing may be said
// to the author, unless the test says so.
func (d *desk) look(change ...func(*Watch)) *lookout {
	d.t.Helper()
	l := &lookout{desk: d, steps: make(chan step, 100), said: make(chan string, 10)}
	w := &Watch{Dir: d.dir, pace: usual(), Each: func(t *source.Tree, c *source.Changes) { l.steps <- step{t, c} },
		Say: func(line string) { d.t.Errorf("the watch said: %s", line) }}
	w.pace.clock = never
	for _, f := range change {
		f(w)
	}
	l.watch = w
	ctx, done := d.t.Context(), make(chan struct{})
	go func() { w.Run(ctx); close(done) }()
	d.t.Cleanup(func() { <-done }) // the test's context is over by then
	l.next()
	return l
}

// patience of tests, with machines that have much else to do.
const waitAtMost = 30 * time.Second

// next is what the watch hands out next.
func (l *lookout) next() step {
	l.t.Helper()
	select {
	case s := <-l.steps:
		return s
	case <-time.After(waitAtMost):
		l.t.Fatal("the watch hands out nothing")
		panic("unreachable")
	}
}

const cookie = "content/cookie.md"

// settled returns what was handed out for everything that was done so far. A
// cookie proves it: a file changed last of all, whose change is reported after
// those before. No test has to sleep.
func (l *lookout) settled() []step {
	l.t.Helper()
	l.cookies++
	text := front("Cookie", fmt.Sprint("Number ", l.cookies, "."))
	l.place(cookie, text)
	var steps []step
	for {
		s := l.next()
		steps = append(steps, s)
		if b, _ := s.tree.ReadFile(cookie); string(b) == text {
			l.same(s.tree)
			return steps
		}
	}
}

// same compares a snapshot with the disk.
func (l *lookout) same(tree *source.Tree) {
	l.t.Helper()
	seen, disk := contents(l.t, tree), contents(l.t, os.DirFS(l.dir))
	for name, text := range disk {
		if got, ok := seen[name]; !ok {
			l.t.Errorf("%s is on the disk and not in the snapshot", name)
		} else if got != text {
			l.t.Errorf("%s is %q in the snapshot and %q on the disk", name, got, text)
		}
	}
	for name := range seen {
		if _, ok := disk[name]; !ok {
			l.t.Errorf("%s is in the snapshot and not on the disk", name)
		}
	}
}

// contents are the sources of a site.
func contents(t *testing.T, f fs.FS) map[string]string {
	t.Helper()
	out := map[string]string{}
	for _, top := range build.Sources() {
		err := fs.WalkDir(f, top, func(name string, e fs.DirEntry, err error) error {
			switch {
			case err != nil && name == top:
				return nil
			case err != nil:
				return err
			case build.Ignored(name) && e.IsDir():
				return fs.SkipDir
			case e.IsDir() || build.Ignored(name):
				return nil
			case e.Type()&fs.ModeSymlink != 0:
				out[name] = "a link"
				return nil
			}
			b, err := fs.ReadFile(f, name)
			out[name] = string(b)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return out
}

// changed lists the paths that the steps report, each with what became of it
// last, the cookie left out.
func changed(steps []step) []string {
	last := map[string]string{}
	for _, s := range steps {
		for _, p := range s.changes.Added {
			last[p] = "+" + p
		}
		for _, p := range s.changes.Removed {
			last[p] = "-" + p
		}
		for _, p := range s.changes.Changed {
			last[p] = "~" + p
		}
	}
	delete(last, cookie)
	var out []string
	for _, word := range last {
		out = append(out, word)
	}
	slices.SortFunc(out, func(a, b string) int { return strings.Compare(a[1:], b[1:]) })
	return out
}

// expect compares what the steps report with what it should be.
func (l *lookout) expect(steps []step, want ...string) {
	l.t.Helper()
	if got := changed(steps); !slices.Equal(got, want) {
		l.t.Errorf("reported %q, want %q", got, want)
	}
}

// never checks that no step showed a file gone, or with other content than one
// of those that the author saved.
func (l *lookout) never(steps []step, name string, contents ...string) {
	l.t.Helper()
	for _, s := range steps {
		b, err := s.tree.ReadFile(name)
		if err != nil {
			l.t.Errorf("%s was seen gone: %s", name, err)
		} else if !slices.Contains(contents, string(b)) {
			l.t.Errorf("%s was seen as %q", name, b)
		}
	}
}
