package build_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"strings"
	"sync/atomic"
	"testing"
	"testing/fstest"
	"time"

	"trigpoint/generator/build"
	"trigpoint/themes"
)

var errUnread = errors.New("injected fault")

// A faultyTree is a file system whose n-th operation fails, counted from one:
// opening, asking for a file's size, reading it, listing a folder. Half of the
// faults of reading come after half of the content.
type faultyTree struct {
	fs.FS
	n     int64
	count *atomic.Int64
}

func (t faultyTree) fails() bool { return t.count.Add(1) == t.n }

func (t faultyTree) Open(name string) (fs.File, error) {
	if t.fails() {
		return nil, &fs.PathError{Op: "open", Path: name, Err: errUnread}
	}
	f, err := t.FS.Open(name)
	if err != nil {
		return nil, err
	}
	file := faultyFile{f, t, name}
	if d, ok := f.(fs.ReadDirFile); ok {
		return faultyFolder{file, d}, nil
	}
	return file, nil
}

type faultyFile struct {
	fs.File
	tree faultyTree
	name string
}

func (f faultyFile) Stat() (fs.FileInfo, error) {
	if f.tree.fails() {
		return nil, &fs.PathError{Op: "stat", Path: f.name, Err: errUnread}
	}
	return f.File.Stat()
}

func (f faultyFile) Read(p []byte) (int, error) {
	if f.tree.fails() {
		n, _ := f.File.Read(p[:len(p)/2])
		return n, &fs.PathError{Op: "read", Path: f.name, Err: errUnread}
	}
	return f.File.Read(p)
}

type faultyFolder struct {
	faultyFile
	folder fs.ReadDirFile
}

func (f faultyFolder) ReadDir(n int) ([]fs.DirEntry, error) {
	if f.tree.fails() {
		list, _ := f.folder.ReadDir(1)
		return list, &fs.PathError{Op: "readdir", Path: f.name, Err: errUnread}
	}
	return f.folder.ReadDir(n)
}

// TestReadFaults lets every single operation fail that a build does on its
// sources, with copies and all. Either the build says so, or rendering a file
// does, or the site is the same: nothing is left out in silence.
func TestReadFaults(t *testing.T) {
	site := fstest.MapFS{}
	for name, text := range map[string]string{
		"site.toml": "title = \"T\"\n[copies]\nformats = [\"zip\", \"html\", \"epub\"]\n[kinds.issue]\nid = \"I{n}\"\n", "ids.lock": "I1\n",
		"content/_index.md": "+++\ntitle = \"Home\"\n+++\n![A picture](picture.svg) [figures](data/figures.csv)\n", "content/picture.svg": "<svg xmlns=\"http://www.w3.org/2000/svg\"/>",
		"content/data/figures.csv": "a,b\n1,2\n", "content/plan/_index.md": "+++\ntitle = \"Plan\"\n+++\n", "content/plan/i1.md": "+++\nid = \"I1\"\ntitle = \"One\"\n+++\nWords.\n",
		"content/photo.jpg": "\xff\xd8\xff\xda\x00\x04xxpixels\xff\xd9", "content/plan/i2.md": "+++\nid = \"I2\"\ntitle = \"Two\"\n+++\n![A photo](../photo.jpg)\n",
		"theme/assets/own.css": "p { color: red }\n", "theme/partials/footer.html": "<footer>Ours.</footer>\n", "theme/i18n/en.toml": "skip = \"Over all this\"\n",
	} {
		site[name] = &fstest.MapFile{Data: []byte(text)}
	}
	want, count, err := everything(site, 0)
	if err != nil || len(want) < 20 {
		t.Fatalf("%d files: %v", len(want), err)
	}
	told := 0
	for n := range count {
		got, _, err := everything(site, n+1)
		switch {
		case errors.Is(err, errUnread):
			told++
			if !strings.Contains(err.Error(), "content") && !strings.Contains(err.Error(), "theme") && !strings.Contains(err.Error(), "site.toml") && !strings.Contains(err.Error(), "ids.lock") {
				t.Errorf("operation %d: %q does not say which file", n+1, err)
			}
		case err != nil:
			t.Errorf("operation %d: another fault is told: %s", n+1, err)
		case !maps.EqualFunc(got, want, bytes.Equal):
			t.Errorf("operation %d failed, and the site is another one, in silence", n+1)
		}
	}
	t.Logf("%d operations failed, one in each build; %d were told, the others made no difference", count, told)
	if told < 30 {
		t.Errorf("only %d faults were told", told)
	}
}

// everything builds a site and renders every file of it. It counts operations.
func everything(site fs.FS, n int64) (files map[string][]byte, count int64, err error) {
	tree := faultyTree{site, n, new(atomic.Int64)}
	res, err := build.New(tree, themes.FS()).Build(build.Options{Now: time.Unix(1_700_000_000, 0), Copies: &build.Copies{}})
	if err != nil {
		return nil, tree.count.Load(), err
	}
	if res.Set == nil {
		return nil, tree.count.Load(), fmt.Errorf("%v", res.Diags)
	}
	files = map[string][]byte{}
	for _, f := range res.Set.Files() {
		var b bytes.Buffer
		render := f.Render
		if render == nil {
			render = func(b *bytes.Buffer) error { return f.Stream(io.Writer(b)) }
		}
		if err := render(&b); err != nil {
			return nil, tree.count.Load(), err
		}
		files[f.Path] = bytes.Clone(b.Bytes())
	}
	return files, tree.count.Load(), nil
}

// TestDevicesAreNotOpened: pipes and devices among the pages are reported, and
// never opened: whoever opens a pipe waits for its other end.
func TestDevicesAreNotOpened(t *testing.T) {
	site := fstest.MapFS{"site.toml": {Data: []byte("title = \"T\"\n")}, "content/_index.md": {Data: []byte("+++\ntitle = \"Home\"\n+++\n")}}
	odd := map[string]fs.FileMode{"content/pipe.md": fs.ModeNamedPipe, "content/device.md": fs.ModeDevice, "content/socket.png": fs.ModeSocket, "content/link.md": fs.ModeSymlink}
	for name, mode := range odd {
		site[name] = &fstest.MapFile{Mode: mode | 0o644}
	}
	res, err := build.New(guarded{site, t, odd}, themes.FS()).Build(build.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range res.Diags {
		if d.Code == "file-skipped" {
			delete(odd, d.Position.Path)
		}
	}
	if len(odd) > 0 {
		t.Errorf("%v are not reported", odd)
	}
}

// guarded fails the test when one of some files is opened.
type guarded struct {
	fs.FS
	t   *testing.T
	odd map[string]fs.FileMode
}

func (g guarded) Open(name string) (fs.File, error) {
	if _, ok := g.odd[name]; ok {
		g.t.Errorf("%s is opened", name)
	}
	return g.FS.Open(name)
}
