package output

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"path"
	"slices"
	"strconv"
	"strings"
)

// A manifest lists the files that a build wrote. A file is known by its path,
// or by its number: its place in paths, which is also that in the set.
type manifest struct {
	paths   []string // sorted
	entries map[string]entry
	names   names
}

// An entry tells the content of a file.
type entry struct {
	sum  [sha256.Size]byte
	size int64
}

func entryOf(content []byte) entry {
	return entry{sha256.Sum256(content), int64(len(content))}
}

// The version goes up when an older generator could misread the file.
const manifestHeader = "trigpoint manifest 1"

// text returns the manifest as it is kept: the header, then "sha256hex size
// path" lines, sorted by path.
func (m manifest) text() []byte {
	var b bytes.Buffer
	fmt.Fprintln(&b, manifestHeader)
	for _, p := range m.paths {
		fmt.Fprintf(&b, "%x %d %s\n", m.entries[p].sum, m.entries[p].size, p)
	}
	return b.Bytes()
}

// parseManifest reads what text returns. It takes nothing on trust: what is in
// a manifest may be removed, so each path must be one that a set can have.
func parseManifest(text []byte) (manifest, error) {
	lines, err := linesOf(text, manifestHeader)
	if err != nil {
		return manifest{}, err
	}
	m := manifest{entries: make(map[string]entry, len(lines)), names: make(names, len(lines))}
	for i, line := range lines {
		p, e, err := parseEntry(line)
		if err == nil {
			err = m.names.add(p)
		}
		if err == nil && i > 0 && p < m.paths[i-1] {
			err = errors.New("not in the order of paths")
		}
		if err != nil {
			return manifest{}, fmt.Errorf("line %d: %w", i+2, err)
		}
		m.paths = append(m.paths, p)
		m.entries[p] = e
	}
	return m, nil
}

func parseEntry(line string) (string, entry, error) {
	digits, rest, _ := strings.Cut(line, " ")
	length, p, _ := strings.Cut(rest, " ")
	sum, err := hex.DecodeString(digits)
	if err != nil || len(sum) != sha256.Size {
		return "", entry{}, errors.New("no SHA-256 sum at its start")
	}
	size, err := strconv.ParseInt(length, 10, 64)
	if err != nil || size < 0 {
		return "", entry{}, errors.New("no size after the sum")
	}
	return p, entry{[sha256.Size]byte(sum), size}, checkPath(p)
}

// has reports whether a file is in the manifest.
func (m manifest) has(p string) bool {
	_, ok := m.entries[p]
	return ok
}

// without returns the paths of the files that are not among others, sorted.
func (m manifest) without(others names) []string {
	return slices.DeleteFunc(slices.Clone(m.paths), others.has)
}

// twin returns the number of the file whose path is a given one but for case or
// normalisation.
func (m manifest) twin(p string) (number int, ok bool) {
	n, ok := m.names[fold(p)]
	if !ok || n.folder {
		return 0, false
	}
	return slices.BinarySearch(m.paths, n.spelling)
}

// excludes reports whether a file that is not in the manifest cannot stand
// beside those that are: one of them has the name of a folder above it, or a folder
// of theirs has its name, or they have a name in another spelling, so that a disk
// that ignores case would keep the old one.
func (m manifest) excludes(old string) bool {
	for p, folder := old, false; p != "."; p, folder = path.Dir(p), true {
		n, taken := m.names[fold(p)]
		if taken && (n.spelling != p || n.folder != folder) {
			return true
		}
	}
	return false
}

// linesOf returns the lines after the header, each of which must be ended.
func linesOf(text []byte, header string) ([]string, error) {
	first, rest, ended := strings.Cut(string(text), "\n")
	if first != header || !ended {
		return nil, fmt.Errorf("line 1: expected %q", header)
	}
	if rest == "" {
		return nil, nil
	}
	if !strings.HasSuffix(rest, "\n") {
		return nil, errors.New("the last line is cut off")
	}
	return strings.Split(strings.TrimSuffix(rest, "\n"), "\n"), nil
}
