//go:build !darwin && !dragonfly && !freebsd && !illumos && !linux && !netbsd && !openbsd

package output

import "os"

// folders keeps no folder open: on Windows, one that is open cannot be removed.
type folders struct{}

func (*folders) create(root *os.Root, to string) (*os.File, error) {
	return root.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
}

func (*folders) rename(root *os.Root, from, to string) error { return root.Rename(from, to) }

func (*folders) forget() error { return nil }
