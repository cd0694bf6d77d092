//go:build !linux && !darwin

package source

import "io/fs"

// identity tells a folder or file from another one of the same name. Here the
// system does not say.
type identity struct{}

func identify(fs.FileInfo) identity { return identity{} }

// touched returns the moment at which the content was last changed, in
// nanoseconds.
func touched(info fs.FileInfo) int64 { return info.ModTime().UnixNano() }
