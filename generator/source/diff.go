package source

import "slices"

// Changes are the paths of files by what became of them, each list sorted.
type Changes struct {
	Added, Removed, Changed []string
	Emptied                 []string // those of Changed that have no content now, and had some
}

// None reports that there are no changes.
func (c *Changes) None() bool { return len(c.Added)+len(c.Removed)+len(c.Changed) == 0 }

// Doubtful reports changes that an editor makes in the middle of a save, to
// take them back a moment later: the file is gone, or empty.
func (c *Changes) Doubtful() bool { return len(c.Removed)+len(c.Emptied) > 0 }

// All lists every path, sorted.
func (c *Changes) All() []string {
	all := slices.Concat(c.Added, c.Removed, c.Changed)
	slices.Sort(all)
	return all
}

// Diff compares two snapshots by content; before may be nil. A file that was
// only touched, or replaced by its like, is no change.
func Diff(before, after *Tree) *Changes {
	c := &Changes{}
	if before == nil {
		before = &Tree{}
	}
	for p, d := range after.folders {
		if old := before.folders[p]; old != d {
			c.folder(old, d)
			if (old != nil && old.err != nil) != (d.err != nil) {
				c.Changed = append(c.Changed, p)
			}
		}
	}
	for p, d := range before.folders {
		if after.folders[p] == nil {
			c.folder(d, nil)
		}
	}
	slices.Sort(c.Added)
	slices.Sort(c.Removed)
	slices.Sort(c.Changed)
	slices.Sort(c.Emptied)
	return c
}

// folder compares two states of one folder; one of them may be nil.
func (c *Changes) folder(before, after *folder) {
	if before == nil {
		before = &folder{}
	}
	if after == nil {
		after = &folder{}
	}
	i, j := 0, 0
	for i < len(before.files) || j < len(after.files) {
		switch {
		case j == len(after.files) || i < len(before.files) && before.files[i].path < after.files[j].path:
			c.Removed = appendFile(c.Removed, before.files[i])
			i++
		case i == len(before.files) || before.files[i].path > after.files[j].path:
			c.Added = appendFile(c.Added, after.files[j])
			j++
		default:
			c.file(before.files[i], after.files[j])
			i++
			j++
		}
	}
}

func appendFile(list []string, f *file) []string {
	if f.info.IsDir() {
		return list
	}
	return append(list, f.path)
}

func (c *Changes) file(a, b *file) {
	kind := a.info.Mode().Type() == b.info.Mode().Type()
	if kind && a.sum == b.sum && (a.err == nil) == (b.err == nil) {
		return
	}
	c.Changed = append(c.Changed, b.path)
	if a.key.size > 0 && b.key.size == 0 && b.err == nil {
		c.Emptied = append(c.Emptied, b.path)
	}
}
