//go:build !windows

package output

import (
	"errors"
	"os"
	"syscall"
)

// errOtherDisk is what the system says of a rename to another disk.
const errOtherDisk = syscall.EXDEV

// patiently runs the operation. Only on Windows does a file that somebody reads
// resist being replaced.
func patiently(operation func() error) error { return operation() }

// syncFolder writes the names in a folder to the disk.
func syncFolder(root *os.Root, path string) error {
	folder, err := root.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(folder.Sync(), folder.Close())
}
