package output

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Folder is an output folder on disk.
type Folder struct {
	name    string   // as given, slash-separated and with a slash at its end; for messages
	dir     string   // absolute, as given otherwise
	sources []source // what must not be written to
	open    func(dir string) (disk, error)
}

// A source is something that the site is built from.
type source struct {
	name string // as given
	path string // absolute
}

// Open checks that dir may be used as output, and creates nothing. It refuses,
// with an error that says why and what to do:
//
//   - a dir that is, contains, or lies in one of the source paths, whatever
//     links lead there and however the disk treats case;
//   - the root of the disk, and the user's home folder or one above it;
//   - what is not a folder;
//   - a folder with something in it that no build of ours has written to, where
//     names that begin with a dot (.gitkeep, .git) do not count.
//
// Write checks all this again.
func Open(dir string, sources []string) (*Folder, error) {
	f, err := newFolder(dir, sources)
	if err != nil {
		return nil, err
	}
	if _, err := f.check(); err != nil {
		return nil, err
	}
	return f, nil
}

func newFolder(dir string, sources []string) (*Folder, error) {
	if dir == "" {
		return nil, errors.New("the output folder has no name: name one, such as public")
	}
	absolute, err := filepath.Abs(dir)
	if err != nil {
		return nil, fmt.Errorf("finding the output folder %s: %w", dir, err)
	}
	f := &Folder{name: display(dir), dir: absolute, open: openDisk}
	for _, s := range sources {
		p, err := filepath.Abs(s)
		if err != nil {
			return nil, fmt.Errorf("finding the source %s: %w", s, err)
		}
		f.sources = append(f.sources, source{s, p})
	}
	return f, nil
}

// display returns the name of a folder as messages show it.
func display(dir string) string {
	return strings.TrimSuffix(filepath.ToSlash(filepath.Clean(dir)), "/") + "/"
}

// check returns the folder's path without links, or why it cannot be used.
func (f *Folder) check() (string, error) {
	at, err := locate(f.dir)
	if err == nil {
		err = f.refuse(at)
	}
	if err != nil {
		return "", fmt.Errorf("%s cannot be the output folder: %w", f.name, err)
	}
	return at.path, nil
}

func (f *Folder) refuse(at location) error {
	if err := f.refusePlace(at); err != nil || at.info == nil {
		return err
	}
	return refuseForeign(at.path)
}

// refusePlace refuses a folder for where it is.
func (f *Folder) refusePlace(at location) error {
	if at.info != nil && !at.info.IsDir() {
		return errors.New("it is a file: name a folder, such as public")
	}
	if filepath.Dir(at.path) == at.path {
		return errors.New("it is the root of the disk: name a folder of its own, such as public")
	}
	if home, err := os.UserHomeDir(); err == nil {
		if home, err := locate(home); err == nil && home.within(at) {
			return errors.New("it is or contains your home folder: name a folder of its own, such as public")
		}
	}
	for _, s := range f.sources {
		if err := s.refuse(at); err != nil {
			return err
		}
	}
	return nil
}

// refuse says how an output folder gets in the way of a source.
func (s source) refuse(output location) error {
	at, err := locate(s.path)
	if err != nil {
		return err
	}
	var how string
	switch {
	case at.same(output):
		how = "is"
	case at.within(output):
		how = "contains"
	case output.within(at):
		how = "lies in"
	default:
		return nil
	}
	return fmt.Errorf("it %s %s, which the site is built from: name a folder beside it, such as public", how, filepath.ToSlash(s.name))
}

// refuseForeign refuses a folder in use that is not ours. It looks at the
// contents first and at the manifest last, so that it is right also while a
// first build goes on there.
func refuseForeign(dir string) error {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return fmt.Errorf("it cannot be read: %w", cause(err))
	}
	i := slices.IndexFunc(entries, func(e fs.DirEntry) bool { return !strings.HasPrefix(e.Name(), ".") })
	if i < 0 {
		return nil
	}
	for _, mark := range []string{journalPath, manifestPath} {
		if _, err := os.Lstat(filepath.Join(dir, filepath.FromSlash(mark))); err == nil {
			return nil
		}
	}
	return fmt.Errorf("it holds %s, and no build has written there before (there is no %s): name an empty or a new folder, or empty this one", entries[i].Name(), manifestPath)
}
