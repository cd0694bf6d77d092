package config

import (
	"slices"
	"strings"

	"trigpoint/generator/diag"
)

// A Kind is one kind of element: [kinds.NAME].
type Kind struct {
	Name      string
	Label     string // one of them
	Plural    string // all of them
	PluralAt  diag.Position
	Shape     Shape  // of its ids
	Cite      string // how a reference reads: {n}, {id} and {title} are filled in
	Folder    string // pages in a folder of this name are of this kind
	Expect    int    // how many there must be; 0: any number
	ExpectAt  diag.Position
	Use       Use
	Sections  []string // headings that each page of the kind must have
	Fields    []Field
	Progress  *Progress // nil: the kind has no status
	StratML   StratML
	SchemaOrg string // type in schema.org, or empty
	Map       bool   // the pages of its elements show what is around them
}

// Use gives a kind one of the two parts that Markdown and front matter know.
type Use string

// The uses. A glossary kind's titles can be written in brackets; a source
// kind's ids can stand in `sources`.
const (
	Plain    Use = ""
	Glossary Use = "glossary"
	Source   Use = "source"
)

// Field returns the field with the name.
func (k *Kind) Field(name string) (Field, bool) {
	i := slices.IndexFunc(k.Fields, func(f Field) bool { return f.Name == name })
	if i < 0 {
		return Field{}, false
	}
	return k.Fields[i], true
}

// A Field is one property of a kind's elements: fields.NAME.
type Field struct {
	Name      string
	Label     string
	Type      FieldType
	Values    []string // of an enum
	Default   string   // of an enum or text
	Required  bool
	Names     bool   // the value is another name of a glossary term
	Closes    bool   // a date on which the element was done
	Unit      bool   // the unit of the element's numbers
	Goal      bool   // a series of what is to be reached
	SchemaOrg string // property in schema.org, or empty
}

// FieldType is what a field holds.
type FieldType string

// The field types. A series is a list of tables with date and value.
const (
	Text   FieldType = "string"
	Date   FieldType = "date"
	Month  FieldType = "month"
	Number FieldType = "number"
	Enum   FieldType = "enum"
	List   FieldType = "list"
	Series FieldType = "series"
)

// Progress says how the status of a kind's elements is kept: by dated updates.
type Progress struct {
	Statuses   []string          // the first is the status before any update
	Closed     []string          // those after which nothing is awaited
	Due        string            // the field that holds the due date
	StaleAfter int               // days without an update; 0: never stale
	SchemaOrg  map[string]string // what statuses are called in schema.org
}

// IsClosed tells whether nothing more is awaited at this status.
func (p *Progress) IsClosed(status string) bool { return slices.Contains(p.Closed, status) }

// A Shape is the pattern of a kind's ids: fixed text around one {n} (digits)
// or {slug} (letters, digits and hyphens).
type Shape struct {
	Pattern        string
	prefix, suffix string
	digits         bool
}

func newShape(pattern string) (Shape, bool) {
	for _, hole := range []string{"{n}", "{slug}"} {
		if prefix, suffix, ok := strings.Cut(pattern, hole); ok {
			plain := strings.IndexFunc(prefix+suffix, func(r rune) bool { return !idRune(r) }) < 0
			return Shape{pattern, prefix, suffix, hole == "{n}"}, plain && startsWithLetter(pattern)
		}
	}
	return Shape{Pattern: pattern}, false
}

// startsWithLetter: an id is an HTML id, an XML name and a file name too.
func startsWithLetter(s string) bool {
	return s != "" && (s[0] >= 'A' && s[0] <= 'Z' || s[0] >= 'a' && s[0] <= 'z')
}

func idRune(r rune) bool {
	return r == '-' || r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z'
}

// Match tells whether the id has the shape.
func (s Shape) Match(id string) bool {
	n := s.Number(id)
	if n == "" || s.Pattern == "" {
		return false
	}
	for _, r := range n {
		if s.digits && (r < '0' || r > '9') || !idRune(r) {
			return false
		}
	}
	return true
}

// Number returns what stands in the place of {n} or {slug}, or "".
func (s Shape) Number(id string) string {
	if len(id) <= len(s.prefix)+len(s.suffix) ||
		!strings.HasPrefix(id, s.prefix) || !strings.HasSuffix(id, s.suffix) {
		return ""
	}
	return id[len(s.prefix) : len(id)-len(s.suffix)]
}

// Example returns an id of the shape, for messages.
func (s Shape) Example() string {
	return strings.NewReplacer("{n}", "1", "{slug}", "name").Replace(s.Pattern)
}
