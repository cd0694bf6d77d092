// Package diag holds what the program says to an author: a position in a
// source file, a stable code, a message and a hint.
//
// It is the vocabulary of every other package and imports none of them. It
// leaves out errors that stop the program (those are plain errors) and the
// decision which diagnostics fail a build (that is the caller's).
package diag

import (
	"cmp"
	"fmt"
	"slices"
)

// Severity orders diagnostics by what they mean for a build.
type Severity int

// The severities. Off is what a site's settings can give a code; a diagnostic
// that is Off is dropped.
const (
	Off Severity = iota
	Info
	Warning
	Error
)

// String returns the lower-case word that is printed and that site.toml uses.
func (s Severity) String() string {
	switch s {
	case Error:
		return "error"
	case Warning:
		return "warning"
	case Info:
		return "info"
	}
	return "off"
}

// ParseSeverity is the inverse of String.
func ParseSeverity(word string) (Severity, bool) {
	for _, s := range []Severity{Off, Info, Warning, Error} {
		if s.String() == word {
			return s, true
		}
	}
	return Off, false
}

// Position is a place in a source file. Line and Col count from 1, Col in
// characters; a Line of 0 means the file as a whole. Len is the number of
// characters the caret underlines; 0 means one.
type Position struct {
	Path      string
	Line, Col int
	Len       int
}

// String returns path:line:col, shortened where a part is unknown.
func (p Position) String() string {
	switch {
	case p.Line == 0:
		return p.Path
	case p.Col == 0:
		return fmt.Sprintf("%s:%d", p.Path, p.Line)
	}
	return fmt.Sprintf("%s:%d:%d", p.Path, p.Line, p.Col)
}

// Code names a rule for good: it is printed, documented in
// docs/diagnostics.md, and is the key of the rule's severity in site.toml.
type Code string

// A Diagnostic is one message to the author.
type Diagnostic struct {
	Position Position
	Severity Severity
	Code     Code
	Message  string // lower case, no full stop
	Hint     string // what to do, or empty
	Related  []Position
}

// List is a collection of diagnostics. Passes append to it in any order;
// Sorted gives the one order that is printed.
type List []Diagnostic

// Add appends a diagnostic with the code's default severity.
func (l *List) Add(pos Position, code Code, hint, format string, args ...any) {
	*l = append(*l, Diagnostic{
		Position: pos,
		Severity: DefaultSeverity(code),
		Code:     code,
		Message:  fmt.Sprintf(format, args...),
		Hint:     hint,
	})
}

// Sorted returns a copy in order of path, line, column, code and message,
// without exact repeats.
func (l List) Sorted() List {
	out := slices.Clone(l)
	slices.SortStableFunc(out, compare)
	return slices.CompactFunc(out, func(a, b Diagnostic) bool {
		return compare(a, b) == 0
	})
}

func compare(a, b Diagnostic) int {
	return cmp.Or(
		cmp.Compare(a.Position.Path, b.Position.Path),
		cmp.Compare(a.Position.Line, b.Position.Line),
		cmp.Compare(a.Position.Col, b.Position.Col),
		cmp.Compare(a.Code, b.Code),
		cmp.Compare(a.Message, b.Message),
	)
}

// Count returns how many diagnostics have the severity.
func (l List) Count(s Severity) int {
	n := 0
	for _, d := range l {
		if d.Severity == s {
			n++
		}
	}
	return n
}

// With returns the list with the severities that a site sets for codes, less
// the diagnostics that are off. In strict mode warnings count as errors.
func (l List) With(set map[Code]Severity, strict bool) List {
	out := make(List, 0, len(l))
	for _, d := range l {
		if s, ok := set[d.Code]; ok && !Fixed(d.Code) {
			d.Severity = s
		}
		if strict && d.Severity == Warning {
			d.Severity = Error
		}
		if d.Severity != Off {
			out = append(out, d)
		}
	}
	return out
}
