package output

import (
	"path"
	"slices"
	"strings"
)

// A plan is what a write has to change, and how to tell of it.
type plan struct {
	steps   []step // in the order of the commit
	changes Changes
}

// newPlan plans the way from what is in the folder to the set in the stage:
// remove what blocks the new files, move those that are not pages, then the pages, and
// remove the rest. The stale files are those that can be removed, sorted.
func newPlan(s *stage, stale []string) plan {
	p := plan{changes: Changes{Removed: stale}}
	var first, assets, pages, last []step
	for i, f := range s.set.files {
		switch {
		case !s.results[i].staged:
			p.changes.Unchanged++
			continue
		case isPage(f.Path):
			pages = append(pages, step{move, i, f.Path})
		default:
			assets = append(assets, step{move, i, f.Path})
		}
		p.changes.Written = append(p.changes.Written, f.Path)
	}
	for _, old := range stale {
		if s.set.excludes(old) {
			first = append(first, s.removal(old))
		} else {
			last = append(last, step{remove, 0, old})
		}
	}
	p.steps = slices.Concat(first, assets, pages, last)
	return p
}

func isPage(p string) bool {
	switch strings.ToLower(path.Ext(p)) {
	case ".html", ".htm", ".xhtml":
		return true
	}
	return false
}

// excludes reports whether an old file cannot stand beside the set: a file of
// the set has the name of a folder above it, or a folder of the set has its name,
// or they have a name in another spelling, so that a disk that ignores case
// would keep the old one.
func (s *Set) excludes(old string) bool {
	for p, folder := old, false; p != "."; p, folder = path.Dir(p), true {
		n, taken := s.names[fold(p)]
		if taken && (n.spelling != p || n.folder != folder) {
			return true
		}
	}
	return false
}

// removal returns the step that removes an old file before the moves.
func (s *stage) removal(old string) step {
	if n, ok := s.set.names[fold(old)]; ok && !n.folder {
		if i := s.set.index[n.spelling]; s.results[i].staged {
			return step{respell, i, old}
		}
	}
	return step{remove, 0, old}
}
