//go:build !linux && !darwin

package output

import (
	"errors"
	"os"
	"runtime"
)

// settle writes a new file to the disk.
func settle(file *os.File) error { return file.Sync() }

// flush writes the names in the folders that a commit begins and ends in.
// Those in others are in the disk's own journal, in the order they were made.
// Windows can flush no folder, and needs not.
func flush(root *os.Root) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	return errors.Join(syncFolder(root, "."), syncFolder(root, own), syncFolder(root, stagePath))
}

func syncFolder(root *os.Root, path string) error {
	folder, err := root.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(folder.Sync(), folder.Close())
}
