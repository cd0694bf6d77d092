package output

import (
	"bytes"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"slices"
)

// A survey is what is known of the output folder before a write. Once made it
// does not change, so that files can be compared in parallel.
type survey struct {
	name    string // of the output folder, for messages
	disk    disk
	old     manifest
	placed  fs.FileInfo        // of the old manifest; nil if there is none
	stale   []string           // paths of the old manifest that the set does not have, sorted
	respelt map[string]string  // fold of a stale path → the path
	footing map[string]footing // folder → whether it is there
}

// A footing tells whether a file can be put in a folder.
type footing struct {
	there   bool  // a real folder, in real folders
	problem error // what stands in the way of making it
}

// newSurvey surveys the folder for a set. The error is one of the disk; what
// stands in the way of a file comes from compare.
func newSurvey(name string, d disk, old manifest, set *Set) (*survey, error) {
	v := &survey{name: name, disk: d, old: old, respelt: map[string]string{}, footing: map[string]footing{".": {there: true}}}
	var err error
	if v.placed, err = lstat(d, manifestPath); err != nil {
		return nil, fmt.Errorf("reading %s%s: %w", name, manifestPath, cause(err))
	}
	for _, p := range slices.Sorted(maps.Keys(old)) {
		if _, ok := set.index[p]; !ok {
			v.stale = append(v.stale, p)
			v.respelt[fold(p)] = p
		}
	}
	for _, f := range set.files {
		if err := v.visit(path.Dir(f.Path)); err != nil {
			return nil, err
		}
	}
	for _, p := range v.stale {
		if err := v.visit(path.Dir(p)); err != nil {
			return nil, err
		}
	}
	return v, nil
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
	info, err := lstat(v.disk, dir)
	if err != nil {
		return v.unreadable(dir, err)
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

// ours reports whether what lies at a path is where an earlier build wrote a
// file, under this spelling or another.
func (v *survey) ours(p string, info fs.FileInfo) bool {
	if _, ok := v.old[p]; ok {
		return true
	}
	q, ok := v.respelt[fold(p)]
	if !ok {
		return false
	}
	other, err := v.disk.Lstat(q)
	return err == nil && os.SameFile(info, other)
}

// compare reports whether a file of the set has to be written. The error says
// what stands in its way.
func (v *survey) compare(p string, content []byte, now entry) (write bool, err error) {
	if footing := v.footing[path.Dir(p)]; !footing.there {
		return true, footing.problem
	}
	info, err := lstat(v.disk, p)
	switch {
	case err != nil:
		return false, v.unreadable(p, err)
	case info == nil:
		return true, nil
	case info.IsDir():
		return true, v.vacate(p)
	}
	ours := v.ours(p, info)
	if ours && v.old[p] != now {
		return true, nil
	}
	same, err := v.holds(p, info, content, ours)
	if err == nil && !same && !ours {
		err = fmt.Errorf("%s%s is %s that no build wrote: move it away and build again, or keep the build from making a file of that name", v.name, p, kind(info))
	}
	return !same, err
}

// holds reports whether the file at a path has the content and can stay.
//
// A file of ours that was touched before the manifest was put in place is as
// the build left it, and the manifest tells its content. One that was touched
// later, or within the same tick of the clock, may have been edited by hand, also
// without a change of size: so it is read. A copy or a checkout of the whole
// folder, which touches everything, costs a reading then, but no writing.
func (v *survey) holds(p string, info fs.FileInfo, content []byte, ours bool) (bool, error) {
	if !info.Mode().IsRegular() || info.Size() != int64(len(content)) {
		return false, nil
	}
	if ours && v.placed != nil && touched(info).Before(touched(v.placed)) {
		return true, nil
	}
	have, err := v.disk.Read(p)
	if err != nil {
		return false, v.unreadable(p, err)
	}
	return bytes.Equal(have, content), nil
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
	entries, err := v.disk.List(dir)
	if err != nil {
		return "", v.unreadable(dir, err)
	}
	if len(entries) == 0 {
		return dir, nil
	}
	for _, e := range entries {
		p := path.Join(dir, e.Name())
		if e.IsDir() {
			if found, err := v.foreign(p); err != nil || found != "" {
				return found, err
			}
		} else if _, ours := v.old[p]; !ours || !e.Type().IsRegular() {
			return p, nil
		}
	}
	return "", nil
}

// removable returns the stale paths where a file is still to be removed, sorted.
// A link or a folder that somebody put there instead is theirs.
func (v *survey) removable() ([]string, error) {
	var paths []string
	for _, p := range v.stale {
		if !v.footing[path.Dir(p)].there {
			continue
		}
		info, err := lstat(v.disk, p)
		if err != nil {
			return nil, v.unreadable(p, err)
		}
		if info != nil && info.Mode().IsRegular() {
			paths = append(paths, p)
		}
	}
	return paths, nil
}

func (v *survey) unreadable(p string, err error) error {
	return fmt.Errorf("reading %s%s: %w", v.name, p, cause(err))
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
