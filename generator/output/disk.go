package output

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"
)

// A disk is the output folder as the steps of a write see it. Paths are
// relative to the folder and slash-separated. It is an interface so that tests
// can let any operation fail.
type disk interface {
	Lstat(path string) (fs.FileInfo, error)
	Read(path string) ([]byte, error)
	// Same reports whether two results of Lstat tell of one file.
	Same(a, b fs.FileInfo) bool
	List(path string) ([]fs.DirEntry, error) // sorted by name
	Mkdir(path string) error
	// Create makes a new file.
	Create(path string, content []byte) error
	// CreateFrom makes a new file of what is written to it.
	CreateFrom(path string, write func(io.Writer) error) error
	// Replace makes or replaces a file in one step, and flushes it.
	Replace(path string, content []byte) error
	Rename(from, to string) error
	// Remove removes a file, a link, or an empty folder.
	Remove(path string) error
	// Flush returns when all that was done before would survive a power cut.
	Flush() error
	// Lock locks a file, making it if need be, until the disk is closed. The
	// error is errLocked if somebody else has locked it.
	Lock(path string) error
	Close() error
}

// errLocked means that another process, or another part of this one, holds a lock.
var errLocked = errors.New("locked")

// rootDisk is a disk in a folder of the operating system. os.Root sees to it
// that no path leads out of the folder, whatever links are put into it.
type rootDisk struct {
	root    *os.Root
	lock    *os.File
	folders folders
}

// openDisk makes the folder, if it is not there, and opens it.
func openDisk(dir string) (disk, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, err
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	return &rootDisk{root: root}, nil
}

func (d *rootDisk) Lstat(path string) (fs.FileInfo, error) { return d.root.Lstat(path) }
func (d *rootDisk) Read(path string) ([]byte, error)       { return d.root.ReadFile(path) }
func (d *rootDisk) Mkdir(path string) error                { return d.root.Mkdir(path, 0o755) }
func (d *rootDisk) Same(a, b fs.FileInfo) bool             { return os.SameFile(a, b) }
func (d *rootDisk) Flush() error                           { return flush(d.root) }

func (d *rootDisk) List(path string) ([]fs.DirEntry, error) {
	folder, err := d.root.Open(path)
	if err != nil {
		return nil, err
	}
	defer folder.Close()
	entries, err := folder.ReadDir(-1)
	slices.SortFunc(entries, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	return entries, err
}

func (d *rootDisk) Create(path string, content []byte) error {
	return d.create(path, whole(content), settle)
}

func (d *rootDisk) CreateFrom(path string, write func(io.Writer) error) error {
	return d.create(path, write, settle)
}

// whole writes content that is at hand.
func whole(content []byte) func(io.Writer) error {
	return func(w io.Writer) error {
		_, err := w.Write(content)
		return err
	}
}

func (d *rootDisk) Replace(to string, content []byte) error {
	temporary := path.Join(path.Dir(to), own+".tmp")
	if err := d.root.Remove(temporary); err != nil && !errors.Is(err, fs.ErrNotExist) { // a crash left it
		return err
	}
	if err := d.create(temporary, whole(content), (*os.File).Sync); err != nil {
		return err
	}
	if err := d.Rename(temporary, to); err != nil {
		return err
	}
	return syncFolder(d.root, path.Dir(to))
}

func (d *rootDisk) create(path string, write func(io.Writer) error, settle func(*os.File) error) error {
	file, err := d.folders.create(d.root, path)
	if err != nil {
		return err
	}
	err = write(file)
	if err == nil {
		err = settle(file)
	}
	if closing := file.Close(); err == nil {
		err = closing
	}
	return err
}

func (d *rootDisk) Rename(from, to string) error {
	return patiently(func() error { return d.folders.rename(d.root, from, to) })
}

func (d *rootDisk) Remove(path string) error {
	if err := d.folders.forget(); err != nil { // it may be one of them
		return err
	}
	return patiently(func() error { return d.root.Remove(path) })
}

func (d *rootDisk) Lock(path string) error {
	file, err := d.root.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o644)
	if err != nil {
		return err
	}
	if err := lock(file); err != nil && !errors.Is(err, errors.ErrUnsupported) {
		return errors.Join(err, file.Close())
	}
	d.lock = file
	return nil
}

// Close closes the folder. Closing the lock's file drops the lock.
func (d *rootDisk) Close() error {
	err := errors.Join(d.folders.forget(), d.root.Close())
	if d.lock != nil {
		err = errors.Join(err, d.lock.Close())
	}
	return err
}
