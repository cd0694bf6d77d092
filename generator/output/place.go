package output

import (
	"errors"
	"fmt"
	"io/fs"
)

// A place is an output folder while it is written.
type place struct {
	disk
	name string // of the folder, with a slash at its end; for messages
}

// fail tells what failed, and where. It returns nil for nil.
func (p place) fail(doing, path string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s %s%s: %w", doing, p.name, path, cause(err))
}

// look is Lstat, with nil and no error for a path where nothing is.
func (p place) look(path string) (fs.FileInfo, error) {
	info, err := p.Lstat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return info, err
}

// readOwn reads one of our own files. It gives nil if there is none.
func (p place) readOwn(path string) ([]byte, error) {
	info, err := p.look(path)
	if info == nil || err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, errors.New("it is not a regular file: move it away and build again")
	}
	return p.Read(path)
}

// makeFolder makes a folder in one that is there. That it is there already is no
// error, unless it is a link or a file.
func (p place) makeFolder(path string) (made bool, err error) {
	err = p.Mkdir(path)
	if !errors.Is(err, fs.ErrExist) {
		return err == nil, err
	}
	info, err := p.Lstat(path)
	if err == nil && !info.IsDir() {
		return false, fmt.Errorf("%s is not a folder: move it away and build again", path)
	}
	return false, err
}
