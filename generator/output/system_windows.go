package output

import (
	"errors"
	"os"
	"time"

	"golang.org/x/sys/windows"
)

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

// syncFolder does nothing: Windows can flush no folder, and needs not.
func syncFolder(*os.Root, string) error { return nil }
