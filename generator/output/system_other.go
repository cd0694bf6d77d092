//go:build !windows

package output

import "syscall"

// errNotFolder is what the system says of a path below a file.
const errNotFolder = syscall.ENOTDIR

// errOtherDisk is what the system says of a rename to another disk.
const errOtherDisk = syscall.EXDEV

// patiently runs the operation. Only on Windows does a file that somebody reads
// resist being replaced.
func patiently(operation func() error) error { return operation() }
