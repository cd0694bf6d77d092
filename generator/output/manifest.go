package output

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// A manifest lists the files that a build wrote, by path.
type manifest map[string]entry

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
	for _, p := range slices.Sorted(maps.Keys(m)) {
		fmt.Fprintf(&b, "%x %d %s\n", m[p].sum, m[p].size, p)
	}
	return b.Bytes()
}

// parseManifest reads what text returns. It takes nothing on trust: what is in
// the manifest may be removed, so each path must be one that a set can have.
func parseManifest(text []byte) (manifest, error) {
	lines, err := linesOf(text, manifestHeader)
	if err != nil {
		return nil, err
	}
	m := make(manifest, len(lines))
	taken := make(names, len(lines))
	for i, line := range lines {
		p, e, err := parseEntry(line)
		if err == nil {
			err = taken.add(p)
		}
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", i+2, err)
		}
		m[p] = e
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
