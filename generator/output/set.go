package output

import (
	"bytes"
	"cmp"
	"fmt"
	"io"
	"slices"
)

// A File is one file of the output: a slash-separated path relative to the
// output folder, and how to make its bytes.
//
// Render writes the whole content into the buffer given, which is empty and
// may be reused after the call. It can be called from any goroutine, any number
// of times, always with the same result.
//
// A file that may be too large for memory has Stream in its place, which keeps
// the same promises. A set gives such a file a Render too.
type File struct {
	Path   string
	Render func(*bytes.Buffer) error
	Stream func(io.Writer) error
	Late   bool // it is cheaper to make when the others have been made
}

// Bytes returns a File whose content is already at hand. The content must not
// be changed afterwards.
func Bytes(path string, content []byte) File {
	return File{Path: path, Render: func(b *bytes.Buffer) error {
		_, err := b.Write(content)
		return err
	}}
}

// A Set is the output of one build: files by path, in path order, each rendered
// when asked for. It never changes and is safe for concurrent use.
type Set struct {
	files []File // sorted by path
	plan  *Plan
}

// NewSet makes a set of the files. The error joins all that is wrong, sorted:
//
//   - a path that is empty, absolute, longer than 240 bytes or not UTF-8, or
//     that has a segment which is empty, "." or "..", holds a control character
//     or one of \ : < > " | ? *, ends in a dot or a space, is a device name of
//     Windows (con, nul, com1, with any extension), or begins with ".trigpoint";
//   - two files with one path, also if the path, or a folder in it, differs only
//     in case or in Unicode normalisation, which some disks keep apart and others
//     do not; or a file and a folder with one path;
//   - a file without Render.
func NewSet(files []File) (*Set, error) { return (*Plan)(nil).NewSet(files) }

// NewSet makes a set of the files, as the function of that name does. If they
// have the paths of the plan, in the same order, there is less to do.
func (p *Plan) NewSet(files []File) (*Set, error) {
	var problems []error
	if p == nil || !p.fits(files) {
		p, problems = newPlan(files)
	}
	s := &Set{make([]File, len(files)), p}
	for i, from := range p.order {
		f := files[from]
		switch {
		case f.Render == nil && f.Stream != nil:
			f.Render = func(b *bytes.Buffer) error { return f.Stream(b) }
		case f.Render == nil:
			problems = append(problems, fmt.Errorf("output file %q has no Render function", f.Path))
		}
		s.files[i] = f
	}
	if len(problems) > 0 {
		return nil, joinSorted(problems)
	}
	return s, nil
}

// A Plan is the paths of a set, found to be good, without the files. It never
// changes.
type Plan struct {
	order []int32  // of each file, sorted by path: its place among those given
	paths []string // sorted
	names names
}

// newPlan puts the files into order, and says what is wrong with their paths.
func newPlan(files []File) (*Plan, []error) {
	p := &Plan{make([]int32, len(files)), make([]string, len(files)), make(names, len(files))}
	for i := range p.order {
		p.order[i] = int32(i)
	}
	slices.SortStableFunc(p.order, func(a, b int32) int { return cmp.Compare(files[a].Path, files[b].Path) })
	var problems []error
	for i, from := range p.order {
		p.paths[i] = files[from].Path
		err := checkPath(p.paths[i])
		if err == nil {
			err = p.names.add(p.paths[i])
		}
		if err != nil {
			problems = append(problems, err)
		}
	}
	return p, problems
}

// fits tells whether the files have the paths of the plan, in the same order.
func (p *Plan) fits(files []File) bool {
	if len(files) != len(p.paths) {
		return false
	}
	for i, from := range p.order {
		if files[from].Path != p.paths[i] {
			return false
		}
	}
	return true
}

// Files returns the files, sorted by path.
func (s *Set) Files() []File { return slices.Clone(s.files) }

// Find returns the file with exactly that path.
func (s *Set) Find(path string) (File, bool) {
	i, ok := slices.BinarySearch(s.plan.paths, path)
	if !ok {
		return File{}, false
	}
	return s.files[i], true
}

// Plan returns the paths of the set, for one that is to have the same.
func (s *Set) Plan() *Plan { return s.plan }

// Len returns the number of files.
func (s *Set) Len() int { return len(s.files) }

// NotForPublication is the name of a file that marks an output as one that shows
// what is not published.
const NotForPublication = "not-for-publication.txt"
