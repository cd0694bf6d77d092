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
	files []File         // sorted by path
	index map[string]int // path to place in files
	names names
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
func NewSet(files []File) (*Set, error) {
	s := &Set{
		files: slices.Clone(files),
		index: make(map[string]int, len(files)),
		names: make(names, len(files)),
	}
	slices.SortStableFunc(s.files, func(a, b File) int { return cmp.Compare(a.Path, b.Path) })
	var problems []error
	for i, f := range s.files {
		s.index[f.Path] = i
		if f.Render == nil && f.Stream != nil {
			f.Render = func(b *bytes.Buffer) error { return f.Stream(b) }
			s.files[i] = f
		}
		if err := s.add(f); err != nil {
			problems = append(problems, err)
		}
	}
	if len(problems) > 0 {
		return nil, joinSorted(problems)
	}
	return s, nil
}

func (s *Set) add(f File) error {
	if err := checkPath(f.Path); err != nil {
		return err
	}
	if f.Render == nil {
		return fmt.Errorf("output file %q has no Render function", f.Path)
	}
	return s.names.add(f.Path)
}

// Files returns the files, sorted by path.
func (s *Set) Files() []File { return slices.Clone(s.files) }

// Find returns the file with exactly that path.
func (s *Set) Find(path string) (File, bool) {
	i, ok := s.index[path]
	if !ok {
		return File{}, false
	}
	return s.files[i], true
}

// Len returns the number of files.
func (s *Set) Len() int { return len(s.files) }

// NotForPublication is the name of a file that marks an output as one that shows
// what is not published.
const NotForPublication = "not-for-publication.txt"
