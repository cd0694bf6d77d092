package record

import (
	"strconv"
	"strings"
)

// located returns the places of all keys and values, by path.
func (d *document) located() map[string]place {
	d.once.Do(func() {
		if d.places == nil {
			d.places = d.locate()
		}
	})
	return d.places
}

// locate finds the place of every key and value in TOML text that has been
// parsed already, and so is known to be well formed. It runs once for a text,
// and only when a place is asked for: a site without faults never pays.
func (d *document) locate() map[string]place {
	s := &scanner{doc: d, text: d.text, places: map[string]place{}, arrays: map[string]int{}}
	for s.next() {
		switch s.text[s.at] {
		case '[':
			s.header()
		default:
			s.pair(s.table)
		}
	}
	return s.places
}

// scanner walks TOML text (toml.io, v1.1) once, from front to back.
type scanner struct {
	doc    *document
	text   string
	at     int
	table  string         // path of the table whose keys follow
	arrays map[string]int // path of an array of tables → tables seen so far
	places map[string]place
}

// next skips blanks, line ends and comments; false at the end of the text.
func (s *scanner) next() bool {
	for s.at < len(s.text) {
		switch s.text[s.at] {
		case ' ', '\t', '\r', '\n', ',':
			s.at++
		case '#':
			s.skipLine()
		default:
			return true
		}
	}
	return false
}

func (s *scanner) skipLine() {
	if i := strings.IndexByte(s.text[s.at:], '\n'); i >= 0 {
		s.at += i
		return
	}
	s.at = len(s.text)
}

func (s *scanner) blanks() {
	for s.at < len(s.text) && (s.text[s.at] == ' ' || s.text[s.at] == '\t') {
		s.at++
	}
}

// header reads [a.b] or [[a.b]] and makes it the current table.
func (s *scanner) header() {
	start, array := s.at, strings.HasPrefix(s.text[s.at:], "[[")
	for s.at < len(s.text) && s.text[s.at] == '[' {
		s.at++
	}
	from := s.at
	parts, length := s.key()
	path := ""
	for i, part := range parts {
		path = join(path, part)
		n, inArray := s.arrays[path]
		switch {
		case i == len(parts)-1 && array:
			s.arrays[path] = n + 1
			s.markParent(path, from, length)
			path = join(path, strconv.Itoa(n))
		case inArray:
			path = join(path, strconv.Itoa(n-1))
		}
		s.markParent(path, from, length)
	}
	s.table = path
	s.mark(path, from, length, start, s.at-start)
	for s.at < len(s.text) && s.text[s.at] == ']' {
		s.at++
	}
}

// pair reads key = value inside the table.
func (s *scanner) pair(table string) {
	from := s.at
	parts, length := s.key()
	path := table
	for _, part := range parts {
		path = join(path, part)
		s.markParent(path, from, length)
	}
	s.blanks()
	if s.at < len(s.text) && s.text[s.at] == '=' {
		s.at++
	}
	s.blanks()
	valueAt, valueLen := s.value(path)
	s.mark(path, from, length, valueAt, valueLen)
	if s.at == from { // not TOML after all; never loop
		s.at++
	}
}

// key reads a bare, quoted or dotted key, and tells how long it is.
func (s *scanner) key() (parts []string, length int) {
	from := s.at
	for s.at < len(s.text) {
		s.blanks()
		parts = append(parts, s.keyPart())
		length = s.at - from
		s.blanks()
		if s.at >= len(s.text) || s.text[s.at] != '.' {
			break
		}
		s.at++
	}
	return parts, max(length, 1)
}

func (s *scanner) keyPart() string {
	if s.at < len(s.text) && (s.text[s.at] == '"' || s.text[s.at] == '\'') {
		from := s.at
		s.quoted()
		return strings.Trim(s.text[from:s.at], `"'`)
	}
	from := s.at
	for s.at < len(s.text) && !strings.ContainsRune(" \t\r\n.=]#", rune(s.text[s.at])) {
		s.at++
	}
	return s.text[from:s.at]
}

// value reads any value and returns its offset and length, without quotes.
func (s *scanner) value(path string) (at, length int) {
	at = s.at
	if at >= len(s.text) {
		return at, 0
	}
	switch s.text[at] {
	case '"', '\'':
		quotes := s.quoted()
		return at + quotes, max(s.at-at-2*quotes, 1)
	case '[':
		s.list(path)
	case '{':
		s.inline(path)
	default:
		for s.at < len(s.text) && !strings.ContainsRune(" \t\r\n,]}#", rune(s.text[s.at])) {
			s.at++
		}
		s.dateTime()
	}
	return at, s.at - at
}

// dateTime takes the time behind a date that a blank divides.
func (s *scanner) dateTime() {
	rest := s.text[s.at:]
	if len(rest) > 5 && rest[0] == ' ' && rest[1] >= '0' && rest[1] <= '9' && rest[3] == ':' {
		s.at++
		for s.at < len(s.text) && !strings.ContainsRune(" \t\r\n,]}#", rune(s.text[s.at])) {
			s.at++
		}
	}
}

func (s *scanner) list(path string) {
	s.at++
	for i := 0; s.next(); i++ {
		if s.text[s.at] == ']' {
			s.at++
			return
		}
		from := s.at
		item := join(path, strconv.Itoa(i))
		at, length := s.value(item)
		s.mark(item, at, length, at, length)
		if s.at == from {
			s.at++
		}
	}
}

func (s *scanner) inline(path string) {
	s.at++
	for s.next() {
		if s.text[s.at] == '}' {
			s.at++
			return
		}
		s.pair(path)
	}
}

// quoted skips a string of any of the four kinds and returns how many quote
// characters open it.
func (s *scanner) quoted() int {
	q := s.text[s.at : s.at+1]
	if triple := strings.Repeat(q, 3); strings.HasPrefix(s.text[s.at:], triple) {
		s.at += 3
		s.skipTo(triple, q == `"`)
		for s.at < len(s.text) && s.text[s.at] == q[0] { // up to two more belong to the text
			s.at++
		}
		return 3
	}
	s.at++
	s.skipTo(q, q == `"`)
	return 1
}

// skipTo moves behind the closing quotes; with escapes, a backslash hides the
// character behind it.
func (s *scanner) skipTo(closing string, escapes bool) {
	for s.at < len(s.text) {
		switch {
		case escapes && s.text[s.at] == '\\':
			s.at += 2
		case strings.HasPrefix(s.text[s.at:], closing):
			s.at += len(closing)
			return
		default:
			s.at++
		}
	}
	s.at = min(s.at, len(s.text))
}

func (s *scanner) mark(path string, keyAt, keyLen, valueAt, valueLen int) {
	s.places[path] = place{s.doc.position(keyAt, keyLen), s.doc.position(valueAt, valueLen)}
}

// markParent gives a table that is only implied the place of its first key.
func (s *scanner) markParent(path string, at, length int) {
	if _, ok := s.places[path]; !ok {
		s.mark(path, at, length, at, length)
	}
}

func join(path, key string) string {
	if path == "" {
		return key
	}
	return path + sep + key
}

// tooDeep finds where brackets, or the parts of a key, nest deeper than
// MaxDepth. It counts without parsing: what stands in strings and comments is
// skipped, and a string that never ends is left to the parser.
func tooDeep(text string) (offset int, deep bool) {
	s := &scanner{text: text}
	depth, dots := 0, 0
	for s.at < len(text) {
		switch c := text[s.at]; c {
		case '"', '\'':
			s.quoted()
			continue
		case '#':
			s.skipLine()
			continue
		case '[', '{':
			depth++
		case ']', '}':
			depth = max(depth-1, 0)
		case '.':
			dots++
		case '\n', ',', '=':
			dots = 0
		}
		if depth > MaxDepth || dots > MaxDepth {
			return s.at, true
		}
		s.at++
	}
	return 0, false
}
