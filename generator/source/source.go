// Package source takes snapshots of the folder that a site is built from, again
// and again, and each time reads only what changed.
//
// A Tree is one snapshot: a file system that never changes, with the sum of
// every file's content at hand. A Scanner makes Trees. It believes no report
// about what changed: told where to look, it looks, and a file whose size,
// times, inode or mode differ from the last snapshot's is read and compared by
// content.
//
// It knows which names at the top of the folder to look at, because it is told;
// what the files mean, and when to scan, is for others to say.
package source

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"io"
	"io/fs"
	"path"
	"sort"
	"sync/atomic"
	"time"
)

// Sum is the SHA-256 of a content.
type Sum = [sha256.Size]byte

// A Tree is a snapshot of a folder. It implements fs.FS, fs.ReadDirFS,
// fs.ReadFileFS and fs.StatFS, and can be used from many goroutines at once.
type Tree struct {
	folders map[string]*folder // by slash-separated path; "." is the top
	read    func(*file) ([]byte, error)
}

// A folder is one folder of a snapshot. It is never changed, so snapshots share
// those in which nothing happened.
type folder struct {
	at    identity
	files []*file // sorted by name, folders among them
	err   error   // why it cannot be read
}

// A file is one entry of a folder. It is never changed, but for its content,
// which can be let go.
type file struct {
	path  string
	info  fs.FileInfo // of a link: the link's own
	entry fs.DirEntry // the same, as a folder lists it
	key   key
	sum   Sum
	young bool  // changed so lately that its times may not tell the next change
	err   error // why it cannot be read

	content atomic.Pointer[[]byte]
}

// errChanged is the answer to who reads a file that is no longer as it was.
var errChanged = fmt.Errorf("the file is being changed: it will be read again at once")

// Open implements fs.FS.
func (t *Tree) Open(name string) (fs.File, error) {
	if d := t.folder(name); d != nil {
		entries, err := t.ReadDir(name)
		if err != nil {
			return nil, err
		}
		return &openFolder{info: folderInfo(path.Base(name)), entries: entries}, nil
	}
	content, err := t.content(name)
	if err != nil {
		return nil, &fs.PathError{Op: "open", Path: name, Err: err}
	}
	return &openFile{bytes.NewReader(content), t.file(name).stat()}, nil
}

// ReadFile implements fs.ReadFileFS.
func (t *Tree) ReadFile(name string) ([]byte, error) {
	content, err := t.content(name)
	if err != nil {
		return nil, &fs.PathError{Op: "read", Path: name, Err: err}
	}
	return bytes.Clone(content), nil
}

// ReadDir implements fs.ReadDirFS.
func (t *Tree) ReadDir(name string) ([]fs.DirEntry, error) {
	d := t.folder(name)
	if d == nil {
		return nil, &fs.PathError{Op: "readdir", Path: name, Err: fs.ErrNotExist}
	}
	if d.err != nil {
		return nil, &fs.PathError{Op: "readdir", Path: name, Err: d.err}
	}
	entries := make([]fs.DirEntry, len(d.files))
	for i, f := range d.files {
		entries[i] = f.entry
	}
	return entries, nil
}

// Stat implements fs.StatFS.
func (t *Tree) Stat(name string) (fs.FileInfo, error) {
	if t.folder(name) != nil {
		return folderInfo(path.Base(name)), nil
	}
	f := t.file(name)
	if f == nil {
		return nil, &fs.PathError{Op: "stat", Path: name, Err: fs.ErrNotExist}
	}
	return f.stat(), nil
}

// Sum returns the sum of a file's content, or of everything in a folder: its
// names and contents. It is false for what is not there or cannot be read.
func (t *Tree) Sum(name string) (Sum, bool) {
	if d := t.folder(name); d != nil {
		if d.err != nil {
			return Sum{}, false
		}
		h := sha256.New()
		for _, f := range d.files {
			sum, _ := t.Sum(f.path)
			fmt.Fprintf(h, "%d %s %v %x\n", len(f.path), f.path, f.info.Mode().Type(), sum)
		}
		return Sum(h.Sum(nil)), true
	}
	f := t.file(name)
	if f == nil || f.err != nil {
		return Sum{}, false
	}
	return f.sum, true
}

// Release lets go the content of the files that drop names. Whoever reads one
// of them later gets it from the disk, if it is still the same there.
func (t *Tree) Release(drop func(path string) bool) {
	for _, d := range t.folders {
		for _, f := range d.files {
			if drop(f.path) {
				f.content.Store(nil)
			}
		}
	}
}

func (t *Tree) folder(name string) *folder { return t.folders[name] }

func (t *Tree) file(name string) *file {
	d := t.folders[path.Dir(name)]
	if d == nil || !fs.ValidPath(name) {
		return nil
	}
	return d.file(name)
}

// file returns the entry with the path, or nil.
func (d *folder) file(p string) *file {
	i := sort.Search(len(d.files), func(i int) bool { return d.files[i].path >= p })
	if i < len(d.files) && d.files[i].path == p {
		return d.files[i]
	}
	return nil
}

func (t *Tree) content(name string) ([]byte, error) {
	f := t.file(name)
	switch {
	case f == nil:
		return nil, fs.ErrNotExist
	case f.err != nil:
		return nil, f.err
	}
	if held := f.content.Load(); held != nil {
		return *held, nil
	}
	return t.read(f)
}

// stat is the file's size, as the content has it.
func (f *file) stat() fs.FileInfo { return fileInfo{f.info, f.key.size, 0} }

// fileInfo is what is known of a file without the times, which must not
// matter.
type fileInfo struct {
	fs.FileInfo
	size int64
	mode fs.FileMode
}

func (i fileInfo) Size() int64       { return i.size }
func (i fileInfo) Mode() fs.FileMode { return i.mode }
func (fileInfo) ModTime() time.Time  { return time.Time{} }
func (fileInfo) Sys() any            { return nil }

// folderInfo is a folder's name.
type folderInfo string

func (i folderInfo) Name() string     { return string(i) }
func (folderInfo) Size() int64        { return 0 }
func (folderInfo) Mode() fs.FileMode  { return fs.ModeDir | 0o755 }
func (folderInfo) ModTime() time.Time { return time.Time{} }
func (folderInfo) IsDir() bool        { return true }
func (folderInfo) Sys() any           { return nil }

type openFile struct {
	*bytes.Reader
	info fs.FileInfo
}

func (f *openFile) Stat() (fs.FileInfo, error) { return f.info, nil }
func (*openFile) Close() error                 { return nil }

type openFolder struct {
	info    fs.FileInfo
	entries []fs.DirEntry
}

func (d *openFolder) Stat() (fs.FileInfo, error) { return d.info, nil }
func (*openFolder) Close() error                 { return nil }
func (d *openFolder) Read([]byte) (int, error) {
	return 0, &fs.PathError{Op: "read", Path: d.info.Name(), Err: fs.ErrInvalid}
}

// ReadDir implements fs.ReadDirFile.
func (d *openFolder) ReadDir(n int) ([]fs.DirEntry, error) {
	if n <= 0 {
		out := d.entries
		d.entries = nil
		return out, nil
	}
	if len(d.entries) == 0 {
		return nil, io.EOF
	}
	n = min(n, len(d.entries))
	out := d.entries[:n]
	d.entries = d.entries[n:]
	return out, nil
}
