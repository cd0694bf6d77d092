package output

import (
	"errors"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxPath is the longest path in bytes. It keeps every name below the 255 bytes
// that disks allow, and leaves room for a folder before the path within the 260
// characters that many Windows programs stop at.
const maxPath = 240

// checkPath says what is wrong with the path of an output file, or nil. What it
// permits can be stored on Linux, macOS and Windows, in archives and in the
// manifest, a line each, and lies inside the output folder.
func checkPath(p string) error {
	if err := pathProblem(p); err != nil {
		return fmt.Errorf("output path %q %w", p, err)
	}
	return nil
}

// CheckPath says, in words that follow a path, why some system cannot hold a
// file of that path, or nil.
func CheckPath(p string) error { return pathProblem(p) }

func pathProblem(p string) error {
	switch {
	case p == "":
		return errors.New("is empty")
	case len(p) > maxPath:
		return fmt.Errorf("is %d bytes long: the limit is %d", len(p), maxPath)
	case !utf8.ValidString(p):
		return errors.New("is not valid UTF-8")
	case p[0] == '/':
		return errors.New("is absolute: it must be relative to the output folder")
	}
	for segment := range strings.SplitSeq(p, "/") {
		if err := segmentProblem(segment); err != nil {
			return err
		}
	}
	return nil
}

func segmentProblem(s string) error {
	if plain(s) {
		return nil
	}
	if s == "" {
		return errors.New("has an empty segment")
	}
	if s == "." || s == ".." {
		return fmt.Errorf("has the segment %q: write it without", s)
	}
	if i := strings.IndexFunc(s, forbidden); i >= 0 {
		r, _ := utf8.DecodeRuneInString(s[i:])
		return fmt.Errorf("has the character %q, which not every system can store", r)
	}
	if last := s[len(s)-1]; last == '.' || last == ' ' {
		return fmt.Errorf("has the segment %q: Windows drops a dot or a space at its end", s)
	}
	if reserved(s) {
		return fmt.Errorf("has the segment %q, which Windows reserves for a device", s)
	}
	if strings.HasPrefix(fold(s), own) {
		return fmt.Errorf("has the segment %q: names that begin with %s are the generator's own", s, own)
	}
	return nil
}

// plain tells names that are good at first sight, as nearly all are: letters,
// digits and hyphens, and perhaps dots between them.
func plain(s string) bool {
	for i := range len(s) {
		c := s[i]
		dot := c == '.' && i > 0 && i < len(s)-1
		if !dot && c != '-' && (c < '0' || c > '9') && (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') {
			return false
		}
	}
	return len(s) > 2 && !deviceBegins(s[:3])
}

// deviceBegins tells the three letters that names of devices begin with.
func deviceBegins(s string) bool {
	for _, name := range [...]string{"con", "prn", "aux", "nul", "com", "lpt"} {
		if strings.EqualFold(s, name) {
			return true
		}
	}
	return false
}

// forbidden reports characters that Windows or the manifest cannot hold.
func forbidden(r rune) bool {
	return unicode.IsControl(r) || strings.ContainsRune(`\:<>"|?*`, r)
}

// reserved reports whether Windows takes the name for a device, which it does
// whatever the extension: "con", "NUL.txt", "com1.tar.gz", "LPT¹".
func reserved(segment string) bool {
	stem, _, _ := strings.Cut(strings.ToLower(segment), ".")
	stem = strings.TrimRight(stem, " ")
	switch stem {
	case "con", "prn", "aux", "nul", "conin$", "conout$":
		return true
	}
	number, ok := strings.CutPrefix(stem, "com")
	if !ok {
		number, ok = strings.CutPrefix(stem, "lpt")
	}
	return ok && utf8.RuneCountInString(number) == 1 && strings.Contains("0123456789¹²³", number)
}
