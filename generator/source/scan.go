package source

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"
)

// A Scanner makes snapshots of one folder. It is for one goroutine.
type Scanner struct {
	// Dir is the folder.
	Dir string
	// Names are the files and folders at its top that belong to the site;
	// nothing else is looked at.
	Names []string
	// Ignore tells, by their paths, files and folders to be left out; it may be
	// nil.
	Ignore func(path string) bool
	// Follow tells the links to folders that are followed; others are listed as
	// the links they are. It may be nil.
	Follow func(path string) bool
	// Enter, if set, is called with the path of each folder before it is read.
	// Who begins to watch the folder then misses nothing.
	Enter func(path string)
	// Now is the clock that tells young files; nil means the system's.
	Now func() time.Time

	last *Tree
}

const (
	// maxHeld is the size of the largest file that is read at once and held; of
	// a larger one, size and times stand for the content.
	maxHeld = 16 << 20
	// youth is how long after a change the times of a file are not trusted to
	// tell the next one: as long as the coarsest disks take for a tick.
	youth = 3 * time.Second
)

// key is what a file shows of itself without being read.
type key struct {
	mode     fs.FileMode
	size     int64
	modified int64 // in nanoseconds
	touched  int64 // likewise; see touched
	id       identity
}

func keyOf(info fs.FileInfo) key {
	return key{info.Mode(), info.Size(), info.ModTime().UnixNano(), touched(info), identify(info)}
}

// All takes a snapshot of the whole folder.
func (s *Scanner) All() *Tree {
	t := s.tree()
	var found []*file
	s.top(t, &found, true)
	return s.finish(t, found)
}

// Again takes a snapshot of the whole in which only the folders with these
// paths are read anew, and the folders below them that are new. regrouped
// reports that a folder known before is gone, moved or another one: watchers of
// it may be wrong about where they are.
func (s *Scanner) Again(folders []string) (t *Tree, regrouped bool) {
	if s.last == nil {
		return s.All(), false
	}
	t = s.tree()
	for p, d := range s.last.folders {
		t.folders[p] = d
	}
	var found []*file
	for _, p := range s.existing(folders) {
		if p == "." {
			s.top(t, &found, false)
		} else if t.folders[p] != nil {
			s.folder(t, p, &found, false)
		}
	}
	for p, d := range s.last.folders {
		now := t.folders[p]
		regrouped = regrouped || now == nil || now.at != d.at
	}
	return s.finish(t, found), regrouped
}

func (s *Scanner) tree() *Tree { return &Tree{folders: map[string]*folder{}, read: s.reread} }

// existing replaces folders that are not known, or not there any more, by the
// nearest one above, and returns each once, those above first.
func (s *Scanner) existing(folders []string) []string {
	var out []string
	for _, p := range folders {
		for p != "." && !(s.last.folders[p] != nil && isFolder(s.disk(p))) {
			p = path.Dir(p)
		}
		out = append(out, p)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func isFolder(name string) bool {
	info, err := os.Stat(name)
	return err == nil && info.IsDir()
}

// top reads the names at the top. Links there are followed, as opening a file
// by its name does.
func (s *Scanner) top(t *Tree, found *[]*file, deep bool) {
	if s.Enter != nil {
		s.Enter(".")
	}
	d := &folder{}
	for _, name := range s.Names {
		info, err := os.Stat(s.disk(name))
		if err != nil {
			s.drop(t, name)
			continue
		}
		s.add(t, d, name, info, found, deep)
	}
	slices.SortFunc(d.files, func(a, b *file) int { return strings.Compare(a.path, b.path) })
	t.folders["."] = d
}

// folder reads one folder; deep, also those below it that are known.
func (s *Scanner) folder(t *Tree, p string, found *[]*file, deep bool) {
	if s.Enter != nil {
		s.Enter(p)
	}
	entries, err := os.ReadDir(s.disk(p))
	d := &folder{}
	if info, err := os.Stat(s.disk(p)); err == nil {
		d.at = identify(info)
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		d.err = plain(err)
	}
	seen := map[string]bool{}
	for _, e := range entries {
		name := p + "/" + e.Name()
		if s.Ignore != nil && s.Ignore(name) {
			continue
		}
		info, err := s.look(name, e)
		if err != nil {
			continue // gone in the meantime
		}
		seen[name] = info.IsDir()
		s.add(t, d, name, info, found, deep)
	}
	if old := t.folders[p]; old != nil {
		for _, f := range old.files {
			if f.info.IsDir() && !seen[f.path] {
				s.drop(t, f.path)
			}
		}
	}
	t.folders[p] = d
}

// look describes an entry, or the folder that a link to be followed leads to.
func (s *Scanner) look(p string, e fs.DirEntry) (fs.FileInfo, error) {
	if e.Type()&fs.ModeSymlink != 0 && s.Follow != nil && s.Follow(p) {
		if info, err := os.Stat(s.disk(p)); err == nil && info.IsDir() {
			return info, nil
		}
	}
	return e.Info()
}

// add takes an entry into its folder.
func (s *Scanner) add(t *Tree, d *folder, p string, info fs.FileInfo, found *[]*file, deep bool) {
	if info.IsDir() {
		d.files = append(d.files, newFile(p, folderInfo(path.Base(p)), key{}))
		known := t.folders[p]
		if deep || known == nil || known.at != identify(info) {
			s.drop(t, p)
			s.folder(t, p, found, deep)
		}
		return
	}
	s.drop(t, p)
	f := newFile(p, fileInfo{info, info.Size(), info.Mode().Type()}, keyOf(info))
	d.files = append(d.files, f)
	*found = append(*found, f)
}

func newFile(p string, info fs.FileInfo, k key) *file {
	return &file{path: p, info: info, entry: fs.FileInfoToDirEntry(info), key: k}
}

// drop forgets a folder and what lies below it.
func (s *Scanner) drop(t *Tree, p string) {
	if t.folders[p] == nil {
		return
	}
	for other := range t.folders {
		if other == p || strings.HasPrefix(other, p+"/") {
			delete(t.folders, other)
		}
	}
}

// finish reads the files that were found, unless they are those of the last
// snapshot.
func (s *Scanner) finish(t *Tree, found []*file) *Tree {
	var g errgroup.Group
	g.SetLimit(runtime.GOMAXPROCS(0))
	now := time.Now
	if s.Now != nil {
		now = s.Now
	}
	at := now().UnixNano()
	for _, f := range found {
		var old *file
		if s.last != nil {
			old = s.last.file(f.path)
		}
		f.young = at-max(f.key.modified, f.key.touched) < int64(youth)
		if old != nil && old.key == f.key && !old.young && old.err == nil {
			f.sum = old.sum
			f.content.Store(old.content.Load())
			continue
		}
		g.Go(func() error { s.fill(f, old); return nil })
	}
	_ = g.Wait()
	s.last = t
	return t
}

// fill reads a file. Content that is the same as before stays let go, if it was.
func (s *Scanner) fill(f, old *file) {
	if !readable(f) {
		f.sum = sha256.Sum256(fmt.Append(nil, f.key))
		return
	}
	content, err := os.ReadFile(s.disk(f.path))
	if err != nil {
		f.err = plain(err)
		return
	}
	f.sum, f.key.size = sha256.Sum256(content), int64(len(content))
	if old == nil || old.sum != f.sum || old.content.Load() != nil {
		f.content.Store(&content)
	}
}

// readable tells the files whose content is read at once.
func readable(f *file) bool { return f.info.Mode().IsRegular() && f.key.size <= maxHeld }

// reread gets a file from the disk that is not held.
func (s *Scanner) reread(f *file) ([]byte, error) {
	if f.info.Mode().Type()&^fs.ModeSymlink != 0 {
		return nil, errors.New("it is no ordinary file")
	}
	content, err := os.ReadFile(s.disk(f.path))
	if err != nil {
		return nil, plain(err)
	}
	if readable(f) && sha256.Sum256(content) != f.sum {
		return nil, errChanged
	}
	return bytes.Clone(content), nil
}

func (s *Scanner) disk(p string) string { return filepath.Join(s.Dir, filepath.FromSlash(p)) }

// plain takes the path of this machine out of an error.
func plain(err error) error {
	var pe *fs.PathError
	if errors.As(err, &pe) {
		return pe.Err
	}
	return err
}
