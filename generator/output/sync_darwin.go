package output

import (
	"os"

	"golang.org/x/sys/unix"
)

// settle hands the file to the drive. It leaves to flush to empty the drive's
// own cache, which os.File.Sync would do each time and takes milliseconds.
func settle(file *os.File) error { return unix.Fsync(int(file.Fd())) }

// flush empties the cache of the drive: Sync is F_FULLFSYNC here, which does
// that for the whole drive.
func flush(root *os.Root) error { return syncFolder(root, ".") }
