package output

import (
	"io/fs"
	"time"
)

// Disk lets tests put something between a write and the disk.
type Disk = disk

// Wrap lets later writes go through what wrap makes of the disk.
func (f *Folder) Wrap(wrap func(Disk) Disk) {
	open := f.open
	f.open = func(dir string) (disk, error) {
		d, err := open(dir)
		if err != nil {
			return nil, err
		}
		return wrap(d), nil
	}
}

// Virtual returns a Folder on another disk.
func Virtual(d Disk) *Folder {
	return &Folder{name: "public/", dir: "/nowhere/public", open: func(string) (disk, error) { return d, nil }}
}

// ErrOtherDisk is what a disk says of a rename to another one.
const ErrOtherDisk = errOtherDisk

// Touched returns when a file was last changed, as a write sees it.
func Touched(info fs.FileInfo) time.Time { return touched(info) }
