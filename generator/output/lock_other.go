//go:build !darwin && !dragonfly && !freebsd && !illumos && !linux && !netbsd && !openbsd && !windows

package output

import (
	"errors"
	"os"
)

// lock takes no lock: these systems have none that the end of a process, and
// nothing else, drops.
func lock(*os.File) error { return errors.ErrUnsupported }
