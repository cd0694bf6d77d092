package publish

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"time"
)

// folder is a folder as a store: a mounted share, a branch that is checked out.
// Tags are hashes of the content. os.Root sees to it that no link leads out.
type folder struct {
	root *os.Root
	name string // for messages, with a slash at its end
}

// OpenFolder returns the folder as a store, and makes it if it is not there. A
// folder that a build writes to is refused: it has its own record of what is its.
func OpenFolder(dir string) (Store, error) {
	name := strings.TrimSuffix(filepath.ToSlash(filepath.Clean(dir)), "/") + "/"
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, fmt.Errorf("publishing to %s: %w", name, err)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, fmt.Errorf("publishing to %s: %w", name, err)
	}
	for _, mark := range []string{own + "/manifest", own + "/journal"} {
		if _, err := root.Lstat(mark); err == nil {
			return nil, fmt.Errorf("%s is the output of a build: publish to another folder", name)
		}
	}
	return &folder{root, name}, nil
}

func (f *folder) Workers() int { return 4 }

func (f *folder) Tag(content []byte) string {
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:])
}

func (f *folder) List(ctx context.Context, wanted map[string]bool) (map[string]Object, error) {
	there := map[string]Object{}
	for name := range wanted {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		info, err := f.root.Lstat(name)
		if absent(err) {
			continue
		}
		if err != nil {
			return nil, f.fail("reading", name, err)
		}
		if info.IsDir() && f.within(name, wanted) {
			continue // it goes with what is in it
		}
		if !info.Mode().IsRegular() {
			there[name] = Object{Tag: "not a file"}
			continue
		}
		content, err := f.root.ReadFile(name)
		if err != nil {
			return nil, f.fail("reading", name, err)
		}
		there[name] = Object{int64(len(content)), f.Tag(content)}
	}
	return there, nil
}

// within tells whether a folder holds only files of those.
func (f *folder) within(dir string, wanted map[string]bool) bool {
	err := fs.WalkDir(f.root.FS(), dir, func(name string, e fs.DirEntry, err error) error {
		if err == nil && !e.IsDir() && !wanted[name] {
			err = fs.ErrExist
		}
		return err
	})
	return err == nil
}

// absent tells of an error that nothing is there, or that what would hold it is
// no folder.
func absent(err error) bool {
	return errors.Is(err, fs.ErrNotExist) || err != nil && strings.HasSuffix(err.Error(), "not a directory")
}

func (f *folder) Read(_ context.Context, name string) ([]byte, string, error) {
	content, err := f.root.ReadFile(name)
	if err != nil {
		return nil, "", f.fail("reading", name, err)
	}
	return content, f.Tag(content), nil
}

func (f *folder) Put(ctx context.Context, name string, content []byte, _ Headers, m Match) (string, error) {
	if err := ctx.Err(); err != nil {
		return "", err
	}
	if err := f.root.MkdirAll(path.Dir(name), 0o755); err != nil {
		return "", f.fail("writing", name, err)
	}
	var err error
	if m == Nothing {
		err = f.create(name, content)
	} else if err = f.match(name, m); err == nil {
		err = f.replace(name, content)
	}
	if errors.Is(err, fs.ErrExist) {
		err = ErrChanged
	}
	if err != nil {
		return "", f.fail("writing", name, err)
	}
	return f.Tag(content), nil
}

// match compares what is there. Folders have no step that compares and writes in
// one; what is written under a condition is small, and the lock is made by
// create, which is one step.
func (f *folder) match(name string, m Match) error {
	if m == Anything {
		return nil
	}
	now, err := f.root.ReadFile(name)
	if err == nil && f.Tag(now) != string(m) || errors.Is(err, fs.ErrNotExist) {
		return ErrChanged
	}
	return err
}

// create writes a new file.
func (f *folder) create(name string, content []byte) error {
	file, err := f.root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	_, err = file.Write(content)
	return errors.Join(err, file.Close())
}

// replace puts a file into its place whole, by way of another name.
func (f *folder) replace(name string, content []byte) error {
	if err := f.root.MkdirAll(own, 0o755); err != nil {
		return err
	}
	temporary := own + "/" + incoming + rand.Text()
	err := f.create(temporary, content)
	if err == nil {
		err = f.root.Rename(temporary, name)
	}
	if err != nil {
		_ = f.root.Remove(temporary)
	}
	return err
}

// incoming begins the names of files on their way to their places.
const incoming = "incoming-"

func (f *folder) Remove(_ context.Context, name string) error {
	if err := f.root.Remove(name); err != nil && !absent(err) {
		return f.fail("removing", name, err)
	}
	for dir := path.Dir(name); dir != "."; dir = path.Dir(dir) {
		if f.root.Remove(dir) != nil { // something else is in it
			break
		}
	}
	if name == lockPath {
		f.tidy()
	}
	return nil
}

// tidy removes what a publish that was killed left on the way, long ago.
func (f *folder) tidy() {
	entries, _ := fs.ReadDir(f.root.FS(), own)
	for _, e := range entries {
		info, err := e.Info()
		if err == nil && strings.HasPrefix(e.Name(), incoming) && time.Since(info.ModTime()) > time.Hour {
			_ = f.root.Remove(own + "/" + e.Name())
		}
	}
}

func (f *folder) fail(doing, name string, err error) error {
	var at *fs.PathError
	if errors.As(err, &at) {
		err = at.Err
	}
	return fmt.Errorf("%s %s%s: %w", doing, f.name, name, err)
}
