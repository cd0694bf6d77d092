package pack

import (
	"os"
	"path/filepath"
	"strings"

	"trigpoint/generator/output"
)

const (
	shelfPrefix = "trigpoint-copies-"
	lockName    = "lock"
)

// newShelf makes a folder among the system's temporary files, and the file in it
// that is locked for as long as this process needs the folder. What stands in the
// file says that it has been locked: before that, nobody else takes it for one
// that was left behind.
func newShelf() (dir string, lock *os.File, err error) {
	if dir, err = os.MkdirTemp("", shelfPrefix); err != nil {
		return "", nil, err
	}
	lock, err = os.OpenFile(filepath.Join(dir, lockName), os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	if err == nil && output.Lock(lock) == nil { // on the few disks without locks, it is not said
		_, err = lock.WriteString("This folder is in use for as long as this file is locked.\n")
	}
	return dir, lock, err
}

// removeLeft removes the folders of processes that were killed: nobody has the
// lock any more. What cannot be removed stays, such as that of another user.
func removeLeft() {
	entries, _ := os.ReadDir(os.TempDir())
	for _, e := range entries {
		if dir := filepath.Join(os.TempDir(), e.Name()); e.IsDir() && strings.HasPrefix(e.Name(), shelfPrefix) && isLeft(dir) {
			_ = os.RemoveAll(dir)
		}
	}
}

// isLeft tells whether the folder was in use, and is no more.
func isLeft(dir string) bool {
	name := filepath.Join(dir, lockName)
	info, err := os.Lstat(name)
	if err != nil || !info.Mode().IsRegular() || info.Size() == 0 {
		return false
	}
	lock, err := os.OpenFile(name, os.O_RDWR, 0)
	if err != nil {
		return false
	}
	defer lock.Close()
	return output.Lock(lock) == nil
}
