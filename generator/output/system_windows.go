package output

import (
	"errors"
	"time"

	"golang.org/x/sys/windows"
)

// errNotFolder is what Windows says of a path below a file.
const errNotFolder = windows.ERROR_PATH_NOT_FOUND

// errOtherDisk is what Windows says of a rename to another disk.
const errOtherDisk = windows.ERROR_NOT_SAME_DEVICE

// patiently tries again, for about two seconds, what fails because a virus
// scanner, an indexer or an editor has the file open just now.
func patiently(operation func() error) error {
	err := operation()
	for pause := 5 * time.Millisecond; pause < 2*time.Second && inUse(err); pause *= 2 {
		time.Sleep(pause)
		err = operation()
	}
	return err
}

func inUse(err error) bool {
	return errors.Is(err, windows.ERROR_SHARING_VIOLATION) || errors.Is(err, windows.ERROR_ACCESS_DENIED)
}
