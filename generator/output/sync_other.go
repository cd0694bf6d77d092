//go:build !linux && !darwin

package output

import (
	"errors"
	"os"
)

// settle writes a new file to the disk.
func settle(file *os.File) error { return file.Sync() }

// flush writes the names in the folders that a commit begins and ends in.
// Those in others are in the disk's own journal, in the order they were made.
func flush(root *os.Root) error {
	return errors.Join(syncFolder(root, "."), syncFolder(root, own), syncFolder(root, stagePath))
}
