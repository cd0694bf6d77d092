package output

import (
	"bytes"
	"errors"
	"fmt"
	"path"
	"runtime"
	"slices"
	"strings"

	"golang.org/x/sync/errgroup"
)

// A commit leads from the old manifest to the one in the journal: it moves the
// staged files to their places, and removes what only the old one has. It can be
// done again, however far an earlier one came with it. It keeps to the rules also
// if the manifests are not what we wrote: it puts nothing over a foreign file,
// removes only files of the old manifest, and follows no link.
type commit struct {
	place
	old, now manifest
	staged   map[int]bool    // by number in now
	solid    map[string]bool // folder → whether it and those above it are folders, not links
	fresh    map[string]bool // folder → whether this commit made it, so that nothing foreign is in it
}

func newCommit(at place, old, now manifest, staged map[int]bool) *commit {
	return &commit{at, old, now, staged, map[string]bool{".": true}, map[string]bool{}}
}

// run carries out the commit. Its last step, which makes the journal the
// manifest, ends it. The flush before keeps a power cut from losing other steps
// and not that one.
func (c *commit) run() error {
	blocking, stale := c.stale()
	assets, pages := c.moves()
	if err := c.removeAll(blocking); err != nil {
		return err
	}
	if err := c.moveAll(assets); err != nil {
		return err
	}
	if err := c.moveAll(pages); err != nil {
		return err
	}
	if err := c.removeAll(stale); err != nil {
		return err
	}
	if err := c.Flush(); err != nil {
		return c.fail("writing", "", err)
	}
	return c.fail("writing", manifestPath, c.Rename(journalPath, manifestPath))
}

// stale returns the files that are only in the old manifest: those that block
// new ones, and the others.
func (c *commit) stale() (blocking, others []string) {
	for _, p := range c.old.without(c.now.names) {
		if c.now.excludes(p) {
			blocking = append(blocking, p)
		} else {
			others = append(others, p)
		}
	}
	return blocking, others
}

// moves returns the numbers of the staged files: those that are not pages, and
// the pages.
func (c *commit) moves() (assets, pages []int) {
	for number, p := range c.now.paths {
		switch {
		case !c.staged[number]:
		case isPage(p):
			pages = append(pages, number)
		default:
			assets = append(assets, number)
		}
	}
	return assets, pages
}

func isPage(p string) bool {
	switch strings.ToLower(path.Ext(p)) {
	case ".html", ".htm", ".xhtml":
		return true
	}
	return false
}

// moveAll moves the files to their places, several at once; their folders first.
func (c *commit) moveAll(numbers []int) error {
	for _, number := range numbers {
		to := c.now.paths[number]
		if err := c.makeFolders(path.Dir(to)); err != nil {
			return c.fail("writing", to, err)
		}
	}
	var group errgroup.Group
	group.SetLimit(runtime.GOMAXPROCS(0))
	for part := range slices.Chunk(numbers, movedAtOnce) {
		group.Go(func() error {
			for _, number := range part {
				to := c.now.paths[number]
				if err := c.move(stagedPath(number), to); err != nil {
					return c.fail("writing", to, err)
				}
			}
			return nil
		})
	}
	return group.Wait()
}

// movedAtOnce is how many files are moved by one worker before it asks for more.
const movedAtOnce = 64

// move puts a staged file in its place, in a folder that is there.
func (c *commit) move(from, to string) error {
	if !c.old.has(to) && !c.fresh[path.Dir(to)] {
		if err := c.refuseForeign(from, to); err != nil {
			return err
		}
	}
	err := c.Rename(from, to)
	if !errors.Is(err, errOtherDisk) {
		return err
	}
	// A folder in the output is mounted from elsewhere: the file is copied there,
	// and what is in the stage goes with the stage.
	content, err := c.Read(from)
	if err != nil {
		return err
	}
	return c.Replace(to, content)
}

// refuseForeign refuses a path where somebody put something since the folder was
// surveyed, unless it has the same content.
func (c *commit) refuseForeign(from, to string) error {
	info, err := c.look(to)
	if info == nil || err != nil {
		return err
	}
	if info.Mode().IsRegular() {
		have, err := c.Read(to)
		if err != nil {
			return err
		}
		want, err := c.Read(from)
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
	made, err := c.makeFolder(dir)
	if err != nil {
		return err
	}
	c.solid[dir], c.fresh[dir] = true, made
	return nil
}
