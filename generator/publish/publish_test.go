package publish_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/minio/minio-go/v7"

	"trigpoint/generator/output"
	"trigpoint/generator/publish"
)

// A tree is files by path.
type tree map[string]string

// with returns the tree with others laid over it.
func (t tree) with(others ...tree) tree {
	sum := maps.Clone(t)
	for _, o := range others {
		maps.Copy(sum, o)
	}
	return sum
}

// without returns the tree without some paths.
func (t tree) without(paths ...string) tree {
	rest := maps.Clone(t)
	for _, p := range paths {
		delete(rest, p)
	}
	return rest
}

// built writes the tree as a build does.
func (t tree) built(tb testing.TB) *output.Folder {
	tb.Helper()
	return t.builtAt(tb, filepath.Join(tb.TempDir(), "public"))
}

func (t tree) builtAt(tb testing.TB, dir string) *output.Folder {
	tb.Helper()
	var files []output.File
	for p, content := range t {
		files = append(files, output.Bytes(p, []byte(content)))
	}
	set, err := output.NewSet(files)
	must(tb, err)
	f, err := output.Open(dir, nil)
	must(tb, err)
	_, err = f.Write(tb.Context(), set, 2)
	must(tb, err)
	return f
}

func must(tb testing.TB, err error) {
	tb.Helper()
	if err != nil {
		tb.Fatal(err)
	}
}

// A place is where tests publish to, and what they see there.
type place struct {
	store publish.Store
	plant func(tb testing.TB, path, content string)
	read  func(tb testing.TB) tree // everything, ours and others', but what begins with .trigpoint

	client *minio.Client // of a bucket
	where  string        // in the environment, for a publisher in another process
}

// places are all kinds of store, empty.
func places(t *testing.T) map[string]place {
	dir := filepath.Join(t.TempDir(), "share")
	store, err := publish.OpenFolder(dir)
	must(t, err)
	return map[string]place{
		"folder": {store, func(tb testing.TB, path, content string) { plant(tb, dir, path, content) }, func(tb testing.TB) tree { return readFolder(tb, dir) }, nil, "TEST_PUBLISH_FOLDER=" + dir},
		"bucket": fakeBucket(t),
	}
}

func plant(tb testing.TB, dir, path, content string) {
	tb.Helper()
	name := filepath.Join(dir, filepath.FromSlash(path))
	must(tb, os.MkdirAll(filepath.Dir(name), 0o755))
	must(tb, os.WriteFile(name, []byte(content), 0o644))
}

func readFolder(tb testing.TB, dir string) tree {
	tb.Helper()
	t := tree{}
	must(tb, filepath.WalkDir(dir, func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		rel, err := filepath.Rel(dir, name)
		content, _ := os.ReadFile(name)
		if rel = filepath.ToSlash(rel); !strings.HasPrefix(rel, ".trigpoint") {
			t[rel] = string(content)
		}
		return err
	}))
	return t
}

// onEach runs the test at every kind of place.
func onEach(t *testing.T, test func(*testing.T, place)) {
	for name, p := range places(t) {
		t.Run(name, func(t *testing.T) { test(t, p) })
	}
}

// send publishes, and must succeed.
func (p place) send(t *testing.T, site tree) *publish.Plan {
	t.Helper()
	plan, err := publish.Publish(t.Context(), site.built(t), p.store, publish.Options{})
	must(t, err)
	return plan
}

func (p place) holds(t *testing.T, want tree) {
	t.Helper()
	if got := p.read(t); !maps.Equal(got, want) {
		t.Errorf("there is\n%s\nwant\n%s", got.text(), want.text())
	}
}

func (t tree) text() string {
	var b strings.Builder
	for _, p := range slices.Sorted(maps.Keys(t)) {
		fmt.Fprintf(&b, "  %s: %.40q\n", p, t[p])
	}
	return b.String()
}

func wantError(t *testing.T, err error, parts ...string) {
	t.Helper()
	if err == nil {
		t.Fatalf("no error, want one with %q", parts)
	}
	for _, part := range parts {
		if !strings.Contains(err.Error(), part) {
			t.Errorf("error %q does not say %q", err, part)
		}
	}
}

func wantCounts(t *testing.T, p *publish.Plan, sends, removes, unchanged int) {
	t.Helper()
	if p.Sends() != sends || p.Removes() != removes || p.Unchanged != unchanged {
		t.Errorf("%d sent, %d removed, %d unchanged; want %d, %d, %d", p.Sends(), p.Removes(), p.Unchanged, sends, removes, unchanged)
	}
}

var small = tree{
	"index.html": "home", "a/page.html": "page", "assets/style.0a0a0a0a.css": "style", "data/graph.json": "{}", "empty.txt": "",
}

func TestPublish(t *testing.T) {
	onEach(t, func(t *testing.T, p place) {
		others := tree{"README": "of somebody else", "a/notes.txt": "theirs"}
		for path, content := range others {
			p.plant(t, path, content)
		}
		wantCounts(t, p.send(t, small), 5, 0, 0)
		p.holds(t, small.with(others))

		wantCounts(t, p.send(t, small), 0, 0, 5)

		next := small.without("a/page.html", "empty.txt").with(tree{"index.html": "changed", "b/new.html": "new"})
		wantCounts(t, p.send(t, next), 2, 2, 2)
		p.holds(t, next.with(others))
	})
}

// TestRebuilt: what is unchanged is told by content, not by date.
func TestRebuilt(t *testing.T) {
	onEach(t, func(t *testing.T, p place) {
		p.send(t, small)
		dir := filepath.Join(t.TempDir(), "public")
		small.builtAt(t, dir)
		must(t, filepath.WalkDir(dir, func(name string, _ fs.DirEntry, _ error) error {
			return os.Chtimes(name, time.Time{}, time.Now().Add(time.Hour))
		}))
		plan, err := publish.Publish(t.Context(), small.builtAt(t, dir), p.store, publish.Options{})
		must(t, err)
		wantCounts(t, plan, 0, 0, 5)
	})
}

func TestForeignInTheWay(t *testing.T) {
	onEach(t, func(t *testing.T, p place) {
		p.plant(t, "index.html", "the old site")
		p.plant(t, "empty.txt", "") // the same bytes: no harm
		plan, err := publish.Publish(t.Context(), small.built(t), p.store, publish.Options{})
		wantError(t, err, "index.html", "nothing was changed", "--replace")
		if !slices.Equal(plan.Foreign, []string{"index.html"}) {
			t.Error(plan.Foreign)
		}
		p.holds(t, tree{"index.html": "the old site", "empty.txt": ""})

		_, err = publish.Publish(t.Context(), small.built(t), p.store, publish.Options{Replace: true})
		must(t, err)
		p.holds(t, small)
		p.send(t, small.without("index.html")) // and now it is ours
		p.holds(t, small.without("index.html"))
	})
}

// TestChangedByOthers: what somebody else wrote over a file of ours is replaced
// while the site has the file, and left alone when the site has it no more.
func TestChangedByOthers(t *testing.T) {
	onEach(t, func(t *testing.T, p place) {
		p.send(t, small)
		p.plant(t, "index.html", "mended by hand")
		wantCounts(t, p.send(t, small), 1, 0, 4)
		p.holds(t, small)

		p.plant(t, "empty.txt", "now somebody's")
		plan := p.send(t, small.without("empty.txt"))
		if !slices.Equal(plan.Kept, []string{"empty.txt"}) {
			t.Error(plan.Kept)
		}
		p.holds(t, small.with(tree{"empty.txt": "now somebody's"}))
		wantCounts(t, p.send(t, small.without("empty.txt")), 0, 0, 4)
	})
}

// TestLost: what vanished at the place is sent again.
func TestLost(t *testing.T) {
	onEach(t, func(t *testing.T, p place) {
		p.send(t, small)
		must(t, p.store.Remove(t.Context(), "data/graph.json"))
		wantCounts(t, p.send(t, small), 1, 0, 4)
		p.holds(t, small)
	})
}

// TestFolderBecomesFile: a name that was a file and is a folder, or the reverse.
func TestFolderBecomesFile(t *testing.T) {
	onEach(t, func(t *testing.T, p place) {
		one := tree{"index.html": "home", "x": "a file", "y/z": "in a folder"}
		other := tree{"index.html": "home", "x/w": "in a folder", "y": "a file"}
		for _, site := range []tree{one, other, one} {
			p.send(t, site)
			p.holds(t, site)
		}
	})
}

func TestDryRun(t *testing.T) {
	onEach(t, func(t *testing.T, p place) {
		plan, err := publish.Publish(t.Context(), small.built(t), p.store, publish.Options{DryRun: true})
		must(t, err)
		wantCounts(t, plan, 5, 0, 0)
		there, err := p.store.List(t.Context(), map[string]bool{".trigpoint/lock": true, ".trigpoint/published": true, "index.html": true})
		must(t, err)
		if len(there) > 0 {
			t.Errorf("a dry run wrote %v", there)
		}
	})
}

// TestUnfit: what a build did not leave whole, or not for publication, is not
// published.
func TestUnfit(t *testing.T) {
	for name, c := range map[string]struct {
		site  tree
		spoil func(tb testing.TB, dir string)
		says  string
	}{
		"not built": {nil, func(testing.TB, string) {}, "there is no"},
		"damaged":   {small, func(tb testing.TB, dir string) { plant(tb, dir, "index.html", "HOME") }, "is not as it was built"},
		"cut off":   {small, func(tb testing.TB, dir string) { plant(tb, dir, "index.html", "h") }, "is not as it was built"},
		"lost":      {small, func(tb testing.TB, dir string) { must(tb, os.Remove(filepath.Join(dir, "index.html"))) }, "build again"},
		"half":      {small, func(tb testing.TB, dir string) { plant(tb, dir, ".trigpoint/journal", "…") }, "cut short"},
		"drafts":    {small.with(tree{output.NotForPublication: ""}), func(testing.TB, string) {}, "not for publication"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "public")
			from, err := output.Open(dir, nil)
			must(t, err)
			if c.site != nil {
				from = c.site.builtAt(t, dir)
			}
			c.spoil(t, dir)
			share := t.TempDir()
			store, err := publish.OpenFolder(share)
			must(t, err)
			_, err = publish.Publish(t.Context(), from, store, publish.Options{})
			wantError(t, err, c.says)
			if there := readFolder(t, share); len(there) > 0 {
				t.Errorf("published all the same: %v", there)
			}
		})
	}
}

func TestPublishToOutput(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "public")
	small.builtAt(t, dir)
	_, err := publish.OpenFolder(dir)
	wantError(t, err, "is the output of a build")
}

// TestRecordIsNotTrusted: a record that names what no site can have does nothing.
func TestRecordIsNotTrusted(t *testing.T) {
	for _, line := range []string{"- - ../victim\n", "- - /victim\n", "- - .trigpoint/lock\n", "- - a\n cut", "-\n"} {
		dir := t.TempDir()
		share := filepath.Join(dir, "share")
		plant(t, dir, "victim", "alive")
		plant(t, share, ".trigpoint/published", "trigpoint published 1\n"+line)
		store, err := publish.OpenFolder(share)
		must(t, err)
		_, err = publish.Publish(t.Context(), small.built(t), store, publish.Options{})
		wantError(t, err, "reading the record")
		if content, _ := os.ReadFile(filepath.Join(dir, "victim")); string(content) != "alive" {
			t.Errorf("%q removed a file outside", line)
		}
	}
}

// TestLinkInFolder: no link at the place leads a file out of it.
func TestLinkInFolder(t *testing.T) {
	dir := t.TempDir()
	share, outside := filepath.Join(dir, "share"), filepath.Join(dir, "outside")
	must(t, os.MkdirAll(outside, 0o755))
	must(t, os.MkdirAll(share, 0o755))
	must(t, os.Symlink(outside, filepath.Join(share, "a")))
	store, err := publish.OpenFolder(share)
	must(t, err)
	if _, err := publish.Publish(t.Context(), small.built(t), store, publish.Options{}); err == nil {
		t.Error("published through a link")
	}
	if there := readFolder(t, outside); len(there) > 0 {
		t.Errorf("written outside: %v", there)
	}
}

// faulty is a store whose n-th change fails, and all after it, as if the line had
// been cut; before or after the change was made.
type faulty struct {
	publish.Store
	left  int
	after bool
}

var errCut = errors.New("the line was cut")

func (f *faulty) step(change func() error) error {
	f.left--
	if f.left == 0 && f.after {
		_ = change()
	}
	if f.left <= 0 {
		return errCut
	}
	return change()
}

func (f *faulty) Workers() int { return 1 }

func (f *faulty) Put(ctx context.Context, path string, content []byte, h publish.Headers, m publish.Match) (tag string, err error) {
	err = f.step(func() error {
		tag, err = f.Store.Put(ctx, path, content, h, m)
		return err
	})
	return tag, err
}

func (f *faulty) Remove(ctx context.Context, path string) error {
	return f.step(func() error { return f.Store.Remove(ctx, path) })
}

// TestEveryFault cuts the line at every change that a publish makes, looks at
// what visitors then meet, and publishes again: the same, or an older site.
func TestEveryFault(t *testing.T) {
	old := tree{"index.html": "old", "gone.html": "old", "gone.css": "old", "data.json": "old", "kept.css": "kept"}
	new := tree{"index.html": "new", "page.html": "new", "new.css": "new", "data.json": "new", "kept.css": "kept"}
	others := tree{"README": "of somebody else"}
	onEach(t, func(t *testing.T, p place) {
		p.plant(t, "README", others["README"])
		was, is := old.built(t), new.built(t)
		for n, cut := 1, true; cut; n++ {
			for _, after := range []bool{false, true} {
				for _, then := range []*output.Folder{is, was} {
					_, err := publish.Publish(t.Context(), was, p.store, publish.Options{})
					must(t, err)
					_, err = publish.Publish(t.Context(), is, &faulty{p.store, n, after}, publish.Options{})
					cut = err != nil
					checkMix(t, p.read(t), old, new)
					must(t, p.store.Remove(t.Context(), ".trigpoint/lock")) // as if its minute was over
					_, err = publish.Publish(t.Context(), then, p.store, publish.Options{})
					must(t, err)
					want := map[*output.Folder]tree{was: old, is: new}[then]
					if p.holds(t, want.with(others)); t.Failed() {
						t.Fatalf("after a cut at change %d", n)
					}
				}
			}
		}
	})
}

// checkMix: each file is of one site or the other; where a page is new, all that
// pages use is; where something old is gone, all pages are new.
func checkMix(t *testing.T, got, old, new tree) {
	t.Helper()
	newPage := got["index.html"] == "new" || got["page.html"] == "new"
	if newPage && (got["new.css"] != "new" || got["data.json"] != "new") {
		t.Errorf("a page is there before what it uses:\n%s", got.text())
	}
	gone := got["gone.html"] == "" || got["gone.css"] == ""
	if gone && (got["index.html"] != "new" || got["page.html"] != "new") {
		t.Errorf("something is gone while old pages are there:\n%s", got.text())
	}
	for path, content := range got {
		if path != "README" && content != old[path] && content != new[path] {
			t.Errorf("%s is of neither site: %q", path, content)
		}
	}
}

// TestResumes: what arrived before the line was cut is not sent again.
func TestResumes(t *testing.T) {
	onEach(t, func(t *testing.T, p place) {
		big := tree{}
		for i := range 50 {
			big[fmt.Sprintf("p%d.html", i)] = fmt.Sprint("page ", i)
		}
		from := big.built(t)
		if _, err := publish.Publish(t.Context(), from, &faulty{p.store, 40, true}, publish.Options{Unlocked: true}); err == nil {
			t.Fatal("nothing was cut")
		}
		plan, err := publish.Publish(t.Context(), from, p.store, publish.Options{})
		must(t, err)
		wantCounts(t, plan, 50-39, 0, 39) // the first change is the record
		p.holds(t, big)
	})
}
