//go:build unix

package markdown_test

import (
	"syscall"
	"time"
)

// spent is the time that processors have spent on this process: what else the
// machine does is not in it.
func spent() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		panic(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
