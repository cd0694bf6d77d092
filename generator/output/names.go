package output

import (
	"fmt"
	"path"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// names holds the names that files take, their own and those of the folders
// above them, by what fold makes of them.
type names map[string]name

type name struct {
	spelling string // the path as it was first spelt
	folder   bool
	file     string // the file that has it, or the first that lies in it
}

// add takes the name of the file and of the folders above it. The error says
// which file has one of them already, in another spelling or as another kind of
// thing.
func (n names) add(file string) error {
	for p, folder := file, false; p != "."; p, folder = path.Dir(p), true {
		key := fold(p)
		have, taken := n[key]
		if taken && folder && have.folder && have.spelling == p {
			return nil // and so are the folders above it
		}
		want := name{p, folder, file}
		if taken {
			return clash(have, want)
		}
		n[key] = want
	}
	return nil
}

// has reports whether a file has exactly that path.
func (n names) has(p string) bool {
	taken := n[fold(p)]
	return taken.spelling == p && !taken.folder
}

// clash says how two names exclude each other.
func clash(a, b name) error {
	switch {
	case a.file == b.file:
		return fmt.Errorf("two output files have the path %q", a.file)
	case a.folder != b.folder && a.spelling == b.spelling:
		return fmt.Errorf("output files %q and %q: %q cannot be both a file and a folder", a.file, b.file, a.spelling)
	}
	return fmt.Errorf("output files %q and %q: the names %q and %q are one name to a disk that ignores case or Unicode normalisation",
		a.file, b.file, a.spelling, b.spelling)
}

// fold returns a key that names share if a disk that ignores case, or Unicode
// normalisation, or both, takes them for one.
func fold(name string) string {
	if isASCII(name) {
		return strings.ToLower(name)
	}
	return norm.NFD.String(strings.Map(foldRune, norm.NFD.String(name)))
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// foldRune returns one and the same letter for all those that differ in case
// only; for A to Z it is the small one.
func foldRune(r rune) rune {
	least := r
	for f := unicode.SimpleFold(r); f != r; f = unicode.SimpleFold(f) {
		least = min(least, f)
	}
	if 'A' <= least && least <= 'Z' {
		return unicode.ToLower(least)
	}
	return least
}
