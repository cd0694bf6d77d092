package serve

import (
	"errors"
	"path/filepath"
	"slices"
	"strings"
	"syscall"

	"github.com/fsnotify/fsnotify"

	"trigpoint/generator/build"
)

// native passes on what the system reports as hints.
type native struct {
	dir     string
	watcher *fsnotify.Watcher
	done    chan struct{}
}

// newNative makes a watcher that watches nothing yet. A deaf one never will.
func newNative(dir string, h *hints, system func() (*fsnotify.Watcher, error), deaf bool) (*native, error) {
	watcher, err := system()
	if err != nil {
		return nil, err
	}
	n := &native{dir, watcher, make(chan struct{})}
	go n.pass(h, deaf)
	return n, nil
}

// pass turns events into hints until the watcher is closed.
func (n *native) pass(h *hints, deaf bool) {
	defer close(n.done)
	for {
		select {
		case e, open := <-n.watcher.Events:
			if !open {
				return
			}
			if p, ok := n.relevant(e.Name); ok && !deaf {
				h.path(p)
			}
		case _, open := <-n.watcher.Errors:
			if !open {
				return
			}
			h.lost()
		}
	}
}

// relevant returns the path, in the site's folder, of something that a build
// may read.
func (n *native) relevant(name string) (string, bool) {
	rel, err := filepath.Rel(n.dir, name)
	if err != nil {
		return "", false
	}
	p := filepath.ToSlash(rel)
	if p == "." {
		return p, true
	}
	top, _, _ := strings.Cut(p, "/")
	return p, slices.Contains(build.Sources(), top) && !build.Ignored(p)
}

// add watches a folder. One that is gone in the meantime is no error: the
// folder above will have told.
func (n *native) add(p string) error {
	err := n.watcher.Add(filepath.Join(n.dir, filepath.FromSlash(p)))
	if err != nil && isLimit(err) {
		return err
	}
	return nil
}

// close ends the watcher and waits for the last hint to be passed on.
func (n *native) close() {
	_ = n.watcher.Close()
	<-n.done
}

// isLimit tells the errors of a system that has no watches left.
func isLimit(err error) bool {
	return errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EMFILE) || errors.Is(err, syscall.ENFILE)
}

// explainLimit names the limit that was met and how it is raised.
func explainLimit(err error) string {
	switch {
	case errors.Is(err, syscall.ENOSPC):
		return "the system's limit of watched folders is reached: raise it with " +
			"“sudo sysctl fs.inotify.max_user_watches=524288”"
	case errors.Is(err, syscall.EMFILE):
		return "the system's limit of watchers or of open files is reached: raise it with " +
			"“sudo sysctl fs.inotify.max_user_instances=1024” or “ulimit -n 10240”"
	}
	return "the system cannot report changes here (" + err.Error() + ")"
}
