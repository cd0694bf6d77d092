package output

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// A location is a place on the disk, which need not be there.
type location struct {
	path string      // absolute and without links, as far as it is there
	info fs.FileInfo // nil if nothing is there
}

// locate finds out where an absolute path leads.
func locate(p string) (location, error) {
	resolved, err := filepath.EvalSymlinks(p)
	if err == nil {
		return look(resolved), nil
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return location{}, err
	}
	if _, err := os.Lstat(p); err == nil {
		return location{}, fmt.Errorf("%s is a link that leads nowhere: remove it, or make what it leads to", filepath.ToSlash(p))
	}
	above, err := locate(filepath.Dir(p))
	return location{path: filepath.Join(above.path, filepath.Base(p))}, err
}

// look returns the location of a path without links.
func look(p string) location {
	info, err := os.Stat(p)
	if err != nil {
		info = nil
	}
	return location{p, info}
}

// same reports whether two locations are one. Comparing the files, not only the
// paths, finds it out also where the disk ignores case, or shows a folder in two places.
func (l location) same(other location) bool {
	return l.path == other.path || l.info != nil && other.info != nil && os.SameFile(l.info, other.info)
}

// within reports whether a location is the other or lies below it.
func (l location) within(other location) bool {
	for !l.same(other) {
		above := filepath.Dir(l.path)
		if above == l.path {
			return false
		}
		l = look(above)
	}
	return true
}
