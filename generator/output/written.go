package output

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// A Written is a file that the last build wrote to a folder.
type Written struct {
	Path string
	Sum  [sha256.Size]byte
	Size int64
}

// Written lists the files that the last build wrote, by path. It is an error if
// there was none, or if it was cut short.
func (f *Folder) Written() ([]Written, error) {
	root, err := os.OpenRoot(f.dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("there is no %s: build first", f.name)
	}
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", f.name, cause(err))
	}
	defer root.Close()
	if _, err := root.Lstat(journalPath); err == nil {
		return nil, fmt.Errorf("%s holds half of a build that was cut short: build again", f.name)
	}
	text, err := root.ReadFile(manifestPath)
	if err != nil {
		return nil, fmt.Errorf("%s was written by no build: build first", f.name)
	}
	m, err := parseManifest(text)
	if err != nil {
		return nil, fmt.Errorf("reading %s%s: %w", f.name, manifestPath, err)
	}
	list := make([]Written, len(m.paths))
	for i, p := range m.paths {
		list[i] = Written{p, m.entries[p].sum, m.entries[p].size}
	}
	return list, nil
}

// Read reads a file that the last build wrote. It is an error if the bytes are
// not those that were written.
func (f *Folder) Read(w Written) ([]byte, error) {
	root, err := os.OpenRoot(f.dir)
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", f.name, cause(err))
	}
	defer root.Close()
	content, err := root.ReadFile(w.Path)
	if err != nil {
		return nil, fmt.Errorf("reading %s%s: %w: build again", f.name, w.Path, cause(err))
	}
	if sha256.Sum256(content) != w.Sum {
		return nil, fmt.Errorf("%s%s is not as it was built: build again", f.name, w.Path)
	}
	return content, nil
}

// Apart checks that a folder may be written to although no build owns it: that it
// is no source of the site's, nor contains or lies in one, and is neither the
// root of the disk nor the home folder.
func Apart(dir string, sources []string) error {
	f, err := newFolder(dir, sources)
	if err != nil {
		return err
	}
	at, err := locate(f.dir)
	if err == nil {
		err = f.refusePlace(at)
	}
	if err != nil {
		return fmt.Errorf("%s cannot be written to: %w", filepath.ToSlash(dir), err)
	}
	return nil
}
