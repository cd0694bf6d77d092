package output

import (
	"io/fs"
	"syscall"
	"time"
)

// touched returns when the file, its name or its mode was last changed. Unlike
// the time of its content, nobody can set it, and a move changes it.
func touched(info fs.FileInfo) time.Time {
	if stat, ok := info.Sys().(*syscall.Stat_t); ok {
		return time.Unix(stat.Ctimespec.Unix())
	}
	return info.ModTime()
}
