package output

import (
	"fmt"
	"io/fs"
	"path"
)

// A survey is what is known of the output folder before a write. Once made it
// does not change, so that files can be compared in parallel.
type survey struct {
	place
	old     manifest
	placed  fs.FileInfo        // of the old manifest; nil if dates tell nothing
	footing map[string]footing // folder → whether it is there
	removed []string           // the stale paths where a file is to be removed
}

// A footing tells whether a file can be put in a folder.
type footing struct {
	there   bool  // a real folder, in real folders
	problem error // what stands in the way of making it
}

// newSurvey surveys the folder for a set. trust says whether the files that the
// old manifest tells of were put in place before it was. The error is one of the
// disk; what stands in the way of a file comes from compare.
func newSurvey(at place, old manifest, set *Set, trust bool) (*survey, error) {
	v := &survey{place: at, old: old, footing: map[string]footing{".": {there: true}}}
	if trust {
		var err error
		if v.placed, err = v.look(manifestPath); err != nil {
			return nil, v.fail("reading", manifestPath, err)
		}
	}
	for _, f := range set.files {
		if err := v.visit(path.Dir(f.Path)); err != nil {
			return nil, err
		}
	}
	return v, v.findRemovable(old.without(set.plan.names))
}

// visit finds the footing of a folder and of those above it.
func (v *survey) visit(dir string) error {
	if _, done := v.footing[dir]; done {
		return nil
	}
	above := path.Dir(dir)
	if err := v.visit(above); err != nil {
		return err
	}
	if !v.footing[above].there {
		v.footing[dir] = v.footing[above]
		return nil
	}
	info, err := v.look(dir)
	if err != nil {
		return v.fail("reading", dir, err)
	}
	v.footing[dir] = v.judge(dir, info)
	return nil
}

func (v *survey) judge(dir string, info fs.FileInfo) footing {
	switch {
	case info == nil:
		return footing{}
	case info.IsDir():
		return footing{there: true}
	case info.Mode().IsRegular() && v.ours(dir, info):
		return footing{} // it goes before the folder is made
	}
	return footing{problem: fmt.Errorf("%s%s is %s that no build wrote, and a folder has to be there: move it away and build again", v.name, dir, kind(info))}
}

// ours reports whether what lies at a path is a file that an earlier build
// wrote, there or, on a disk that ignores case, under another spelling.
func (v *survey) ours(p string, info fs.FileInfo) bool {
	n, ok := v.old.names[fold(p)]
	if !ok || n.folder {
		return false
	}
	if n.spelling == p {
		return true
	}
	other, err := v.Lstat(n.spelling)
	return err == nil && v.Same(info, other)
}

// compare reports whether a file of the set has to be written. The error says
// what stands in its way.
func (v *survey) compare(p string, now entry) (write bool, err error) {
	if footing := v.footing[path.Dir(p)]; !footing.there {
		return true, footing.problem
	}
	info, err := v.look(p)
	switch {
	case err != nil:
		return false, v.fail("reading", p, err)
	case info == nil:
		return true, nil
	case info.IsDir():
		return true, v.vacate(p)
	}
	ours := v.ours(p, info)
	if ours && v.old.entries[p] != now {
		return true, nil
	}
	same, err := v.holds(p, info, now, ours)
	if err == nil && !same && !ours {
		err = fmt.Errorf("%s%s is %s that no build wrote: move it away and build again, or keep the build from making a file of that name", v.name, p, kind(info))
	}
	return !same, err
}

// holds reports whether the file at a path has the content and can stay.
//
// A file of ours that was not touched since the manifest was put in place is as
// the build left it, and the manifest tells its content. One that was touched
// later, or within the same tick of the clock, may have been edited by hand, also
// without a change of size: so it is read. A copy or a checkout of the whole
// folder, which touches everything, costs a reading then, but no writing.
func (v *survey) holds(p string, info fs.FileInfo, now entry, ours bool) (bool, error) {
	if !info.Mode().IsRegular() || info.Size() != now.size {
		return false, nil
	}
	if ours && v.untouched(info) {
		return true, nil
	}
	have, err := v.Read(p)
	if err != nil {
		return false, v.fail("reading", p, err)
	}
	return entryOf(have) == now, nil
}

// untouched reports whether a file is older than the manifest. Where touched is
// more than the time of the content, that time has to be older too: should the
// manifest itself be touched later, say by chmod, it still tells of an edit.
func (v *survey) untouched(info fs.FileInfo) bool {
	return v.placed != nil && touched(info).Before(touched(v.placed)) && !info.ModTime().After(v.placed.ModTime())
}

// vacate says what keeps a folder from going that stands where a file has to be.
// It goes if it holds files of ours and nothing else.
func (v *survey) vacate(dir string) error {
	p, err := v.foreign(dir)
	switch {
	case err != nil || p == "":
		return err
	case p == dir:
		return fmt.Errorf("%s%s is a folder that no build wrote, and a file has to be there: move it away and build again", v.name, dir)
	}
	return fmt.Errorf("%s%s was not written by a build, and a file has to be at %s%s: move it away and build again", v.name, p, v.name, dir)
}

// foreign returns the first thing in a folder that is not ours: a file, or a
// folder with nothing in it. It returns "" if there is none.
func (v *survey) foreign(dir string) (string, error) {
	entries, err := v.List(dir)
	if err != nil {
		return "", v.fail("reading", dir, err)
	}
	if len(entries) == 0 {
		return dir, nil
	}
	for _, e := range entries {
		found, err := v.foreignAt(path.Join(dir, e.Name()))
		if err != nil || found != "" {
			return found, err
		}
	}
	return "", nil
}

func (v *survey) foreignAt(p string) (string, error) {
	info, err := v.Lstat(p)
	switch {
	case err != nil:
		return "", v.fail("reading", p, err)
	case info.IsDir():
		return v.foreign(p)
	case info.Mode().IsRegular() && v.ours(p, info):
		return "", nil
	}
	return p, nil
}

// findRemovable finds those of the stale paths where a file is. A link or a folder
// that somebody put there instead is theirs.
func (v *survey) findRemovable(stale []string) error {
	for _, p := range stale {
		if err := v.visit(path.Dir(p)); err != nil {
			return err
		}
		if !v.footing[path.Dir(p)].there {
			continue
		}
		info, err := v.look(p)
		if err != nil {
			return v.fail("reading", p, err)
		}
		if info != nil && info.Mode().IsRegular() {
			v.removed = append(v.removed, p)
		}
	}
	return nil
}

func kind(info fs.FileInfo) string {
	switch mode := info.Mode(); {
	case mode.IsRegular():
		return "a file"
	case mode.IsDir():
		return "a folder"
	case mode&fs.ModeSymlink != 0:
		return "a link"
	}
	return "a device or the like"
}
