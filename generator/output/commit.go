package output

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"slices"
	"strconv"
)

// A commit carries out a journal, from its start, however far an earlier commit
// came with it. It keeps to the rules also if the journal is not one that we wrote:
// it removes only files of the old manifest, puts nothing over a foreign file,
// and follows no link.
type commit struct {
	name    string // of the output folder, for messages
	disk    disk
	old     manifest
	staged  map[int]bool    // what is in the stage still
	target  map[int]string  // number → path that it is moved to
	solid   map[string]bool // folder → whether it and those above it are folders, not links
	emptied map[string]bool // folders in which a file was removed, and those above
}

func newCommit(name string, d disk, old manifest) *commit {
	return &commit{
		name: name, disk: d, old: old,
		staged:  map[int]bool{},
		target:  map[int]string{},
		solid:   map[string]bool{".": true},
		emptied: map[string]bool{},
	}
}

func (c *commit) run(j journal) error {
	if err := c.prepare(j); err != nil {
		return err
	}
	for i, s := range j.steps {
		if s.verb == move && (i == 0 || j.steps[i-1].verb != move) {
			if err := c.prune(); err != nil { // what the moves need out of the way
				return err
			}
		}
		if err := c.do(s); err != nil {
			return fmt.Errorf("writing %s%s: %w", c.name, s.path, cause(err))
		}
	}
	if err := c.prune(); err != nil {
		return err
	}
	return c.finish()
}

// prepare finds out what the stage holds.
func (c *commit) prepare(j journal) error {
	entries, err := c.disk.List(stagePath)
	if err != nil {
		return fmt.Errorf("reading %s%s: %w", c.name, stagePath, cause(err))
	}
	for _, e := range entries {
		if n, err := strconv.Atoi(e.Name()); err == nil {
			c.staged[n] = true
		}
	}
	for _, s := range j.steps {
		if s.verb == move {
			c.target[s.number] = s.path
		}
	}
	return nil
}

// finish makes the new manifest the manifest, which ends the commit,
// and removes the journal. The flush between keeps a power cut from losing moves of which no
// journal tells any more.
func (c *commit) finish() error {
	err := c.disk.Rename(stagedManifest, manifestPath)
	if err == nil {
		err = c.disk.Flush()
	}
	if err == nil {
		err = c.disk.Remove(journalPath)
	}
	if err != nil {
		return fmt.Errorf("writing %s%s: %w", c.name, manifestPath, cause(err))
	}
	return nil
}

func (c *commit) do(s step) error {
	if s.verb == move {
		return c.move(s)
	}
	return c.remove(s)
}

// move puts a staged file in its place, unless that has been done.
func (c *commit) move(s step) error {
	if !c.staged[s.number] {
		return nil
	}
	from := stagedPath(s.number)
	if err := c.makeFolders(path.Dir(s.path)); err != nil {
		return err
	}
	if _, ours := c.old[s.path]; !ours {
		if err := c.refuseForeign(from, s.path); err != nil {
			return err
		}
	}
	err := c.disk.Rename(from, s.path)
	if errors.Is(err, errOtherDisk) {
		return c.carry(from, s.path)
	}
	return err
}

// carry moves a file to a folder in the output that is mounted from elsewhere.
func (c *commit) carry(from, to string) error {
	content, err := c.disk.Read(from)
	if err == nil {
		err = c.disk.Replace(to, content)
	}
	if err == nil {
		err = c.disk.Remove(from)
	}
	return err
}

// refuseForeign refuses a path where somebody put a file since the commit was
// planned, unless it has the same content.
func (c *commit) refuseForeign(from, to string) error {
	info, err := lstat(c.disk, to)
	if info == nil || err != nil {
		return err
	}
	if info.Mode().IsRegular() {
		have, err := c.disk.Read(to)
		if err != nil {
			return err
		}
		want, err := c.disk.Read(from)
		if err != nil || bytes.Equal(have, want) {
			return err
		}
	}
	return fmt.Errorf("%s is there that no build wrote: move it away and build again", kind(info))
}

// makeFolders makes a folder and those above it, where they are not there.
func (c *commit) makeFolders(dir string) error {
	if c.solid[dir] {
		return nil
	}
	if err := c.makeFolders(path.Dir(dir)); err != nil {
		return err
	}
	if err := makeFolder(c.disk, dir); err != nil {
		return err
	}
	c.solid[dir] = true
	return nil
}

// remove removes a file that an earlier build wrote, if it is there.
func (c *commit) remove(s step) error {
	if _, ours := c.old[s.path]; !ours {
		return nil
	}
	for dir := path.Dir(s.path); dir != "."; dir = path.Dir(dir) {
		c.emptied[dir] = true
	}
	info, err := c.find(s.path)
	if info == nil || err != nil || !info.Mode().IsRegular() {
		return err
	}
	if renewed, err := c.renewed(s, info); renewed || err != nil {
		return err
	}
	return c.disk.Remove(s.path)
}

// renewed reports whether what has the old path of a respelt file is the new
// file, in its place already.
func (c *commit) renewed(s step, info fs.FileInfo) (bool, error) {
	to, ok := c.target[s.number]
	if s.verb != respell || c.staged[s.number] || !ok {
		return false, nil
	}
	now, err := lstat(c.disk, to)
	return now != nil && os.SameFile(info, now), err
}

// find is lstat for a path that no link leads to; nil also if one does.
func (c *commit) find(p string) (fs.FileInfo, error) {
	solid, err := c.isSolid(path.Dir(p))
	if !solid || err != nil {
		return nil, err
	}
	return lstat(c.disk, p)
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

// prune removes the folders that removals left empty, those below before those
// above them.
func (c *commit) prune() error {
	for _, dir := range slices.Backward(slices.Sorted(maps.Keys(c.emptied))) {
		if err := c.pruneFolder(dir); err != nil {
			return fmt.Errorf("removing the empty folder %s%s: %w", c.name, dir, cause(err))
		}
	}
	clear(c.emptied)
	return nil
}

func (c *commit) pruneFolder(dir string) error {
	if solid, err := c.isSolid(dir); !solid || err != nil {
		return err
	}
	entries, err := c.disk.List(dir)
	if len(entries) > 0 || err != nil {
		return err
	}
	delete(c.solid, dir)
	return c.disk.Remove(dir)
}
