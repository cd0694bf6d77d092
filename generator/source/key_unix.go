//go:build linux || darwin

package source

import (
	"io/fs"
	"syscall"
)

// identity tells a folder or file from another one of the same name.
type identity struct{ device, inode uint64 }

func identify(info fs.FileInfo) identity {
	if s, ok := info.Sys().(*syscall.Stat_t); ok {
		return identity{uint64(s.Dev), uint64(s.Ino)} //nolint:unconvert // of other types elsewhere
	}
	return identity{}
}
