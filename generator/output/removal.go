package output

import (
	"io/fs"
	"maps"
	"path"
	"slices"
)

// removeAll removes files of the old manifest, and the folders that this leaves
// empty, those below before those above them.
func (c *commit) removeAll(paths []string) error {
	emptied := map[string]bool{}
	for _, p := range paths {
		if err := c.remove(p); err != nil {
			return c.fail("removing", p, err)
		}
		for dir := path.Dir(p); dir != "."; dir = path.Dir(dir) {
			emptied[dir] = true
		}
	}
	for _, dir := range slices.Backward(slices.Sorted(maps.Keys(emptied))) {
		if err := c.prune(dir); err != nil {
			return c.fail("removing the empty folder", dir, err)
		}
	}
	return nil
}

// remove removes a file, if it is there and is one.
func (c *commit) remove(p string) error {
	info, err := c.find(p)
	if info == nil || err != nil || !info.Mode().IsRegular() {
		return err
	}
	if renewed, err := c.renewed(p, info); renewed || err != nil {
		return err
	}
	return c.Remove(p)
}

// renewed reports whether what a disk that ignores case has for an old path is
// the new file of that name, in its place already.
func (c *commit) renewed(p string, info fs.FileInfo) (bool, error) {
	number, ok := c.now.twin(p)
	if !ok || c.staged[number] {
		return false, nil
	}
	now, err := c.look(c.now.paths[number])
	return now != nil && c.Same(info, now), err
}

// prune removes a folder if it is empty.
func (c *commit) prune(dir string) error {
	if solid, err := c.isSolid(dir); !solid || err != nil {
		return err
	}
	entries, err := c.List(dir)
	if len(entries) > 0 || err != nil {
		return err
	}
	delete(c.solid, dir)
	return c.Remove(dir)
}

// find is lstat for a path to which no link leads; it gives nil also if one does.
func (c *commit) find(p string) (fs.FileInfo, error) {
	solid, err := c.isSolid(path.Dir(p))
	if !solid || err != nil {
		return nil, err
	}
	return c.look(p)
}

func (c *commit) isSolid(dir string) (bool, error) {
	if solid, known := c.solid[dir]; known {
		return solid, nil
	}
	info, err := c.find(dir)
	if err != nil {
		return false, err
	}
	c.solid[dir] = info != nil && info.IsDir()
	return c.solid[dir], nil
}
