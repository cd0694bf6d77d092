// Package record reads TOML and remembers where each key and value stands, so
// that whoever finds a fault in a value can point at it. Front matter, query
// blocks, site.toml and theme.toml are all records.
//
// It knows no key by name and decides nothing about them: that is left to the
// packages that read the records.
package record

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"github.com/BurntSushi/toml"

	"trigpoint/generator/diag"
)

// MaxDepth is how many brackets and key parts may nest. The TOML library
// spends memory by the square of the depth (40 kB of nesting took 7.9 GB), so
// the text is measured before it is parsed.
const MaxDepth = 32

// A Table is a TOML table: keys in the order they were written. A Table is
// never changed after Parse.
type Table struct {
	doc    *document
	path   string // keys from the root, joined by sep; "" is the root
	keys   []string
	values map[string]any
}

// document is what all tables of one text share.
type document struct {
	file   string
	text   string
	line   int  // line of the file on which the text starts, from 1
	commas bool // a text with commas is a list, as in heading attributes

	once   sync.Once
	places map[string]place // once they are asked for
}

// place is where the key and the value of one path stand.
type place struct{ key, value diag.Position }

// sep joins the keys of a path; no TOML key holds it unescaped.
const sep = "\x00"

// Parse reads TOML text that starts on the given line of the file. On a fault
// it returns an empty table and one diagnostic; it never fails.
func Parse(file, text string, line int) (Table, diag.List) {
	d := &document{file: file, text: text, line: line}
	empty := Table{doc: d}
	if text == "" {
		return empty, nil
	}
	if at, deep := tooDeep(text); deep {
		var l diag.List
		l.Add(d.position(at, 1), "limit", "write it flatter", "more than %d levels of nesting", MaxDepth)
		return empty, l
	}
	values := map[string]any{}
	meta, err := toml.Decode(text, &values)
	if err != nil {
		return empty, diag.List{d.syntax(err)}
	}
	t := Table{doc: d, values: values}
	for _, k := range meta.Keys() {
		if len(k) == 1 {
			t.keys = append(t.keys, k[0])
		}
	}
	t.keys = ordered(t.keys, values)
	return t, nil
}

// position converts a byte offset of the text to a place in the file: of what
// goes on over several lines, the part on its first.
func (d *document) position(offset, length int) diag.Position {
	offset = min(max(offset, 0), len(d.text))
	for offset > 0 && offset < len(d.text) && !utf8.RuneStart(d.text[offset]) { // the library counts bytes
		offset--
	}
	before := d.text[:offset]
	start := strings.LastIndexByte(before, '\n') + 1
	end := min(offset+length, len(d.text))
	if i := strings.IndexByte(d.text[offset:end], '\n'); i >= 0 {
		end = offset + i
	}
	return diag.Position{
		Path: d.file,
		Line: d.line + strings.Count(before, "\n"),
		Col:  utf8.RuneCountInString(before[start:]) + 1,
		Len:  utf8.RuneCountInString(d.text[offset:end]),
	}
}

// ordered keeps each key once, in the order first written.
func ordered(keys []string, values map[string]any) []string {
	out := keys[:0]
	seen := make(map[string]struct{}, len(keys))
	for _, k := range keys {
		if _, ok := values[k]; !ok {
			continue
		}
		if seen[k] = struct{}{}; len(seen) > len(out) {
			out = append(out, k)
		}
	}
	return out
}

// Keys returns the table's keys in the order written.
func (t Table) Keys() []string {
	if t.keys == nil && len(t.values) > 0 {
		return t.doc.keysOf(t.path, t.values)
	}
	return t.keys
}

// Unknown returns the keys that are none of those known, sorted.
func (t Table) Unknown(known ...string) []string {
	var out []string
	for k := range t.values {
		if !slices.Contains(known, k) {
			out = append(out, k)
		}
	}
	slices.Sort(out)
	return out
}

// Has tells whether the key is there.
func (t Table) Has(key string) bool { _, ok := t.values[key]; return ok }

// Get returns the value of a key.
func (t Table) Get(key string) (Value, bool) {
	v, ok := t.values[key]
	return Value{t.doc, join(t.path, key), v}, ok
}

// KeyPosition returns where the key itself stands.
func (t Table) KeyPosition(key string) diag.Position {
	if t.doc == nil {
		return diag.Position{}
	}
	if p, ok := t.doc.located()[join(t.path, key)]; ok {
		return p.key
	}
	return t.Position()
}

// Position returns where the table starts.
func (t Table) Position() diag.Position {
	if t.doc == nil {
		return diag.Position{}
	}
	return t.doc.at(t.path).key
}

// at returns the place of a path, or the start of the text.
func (d *document) at(path string) place {
	if p, ok := d.located()[path]; ok {
		return p
	}
	start := diag.Position{Path: d.file, Line: d.line}
	return place{start, start}
}

// A Value is one TOML value and its place.
type Value struct {
	doc  *document
	path string
	raw  any
}

// Position returns where the value stands; a string's quotes are left out.
func (v Value) Position() diag.Position {
	if v.doc == nil {
		return diag.Position{}
	}
	return v.doc.at(v.path).value
}

// Type names the value's TOML type in plain words, with its article.
func (v Value) Type() string {
	switch v.raw.(type) {
	case string:
		return "a text"
	case int64, float64:
		return "a number"
	case bool:
		return "true or false"
	case time.Time:
		if v.raw.(time.Time).Location().String() == zoneTime {
			return "a time of day"
		}
		return "a date"
	case []any, []map[string]any:
		return "a list"
	}
	return "a table"
}

// Text returns a string value.
func (v Value) Text() (string, bool) { s, ok := v.raw.(string); return printable(s), ok }

// printable leaves out the characters that XML cannot hold (XML 1.0, 2.2): feeds
// and books are made of these texts.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' && r != '\t' && r != '\n' && r != '\r' || r == 0xFFFE || r == 0xFFFF {
			return -1
		}
		return r
	}, s)
}

// Bool returns a boolean value.
func (v Value) Bool() (bool, bool) { b, ok := v.raw.(bool); return b, ok }

// Int returns a whole number.
func (v Value) Int() (int, bool) {
	n, ok := v.raw.(int64)
	if !ok || n > math.MaxInt32 || n < math.MinInt32 {
		return 0, false
	}
	return int(n), true
}

// Number returns a finite number.
func (v Value) Number() (float64, bool) {
	switch n := v.raw.(type) {
	case int64:
		return float64(n), true
	case float64:
		return n, !math.IsNaN(n) && !math.IsInf(n, 0)
	}
	return 0, false
}

// Items returns the values of a list; a single value that is no table is a
// list of one, so that `owner = "R2"` and `owner = ["R2"]` say the same.
func (v Value) Items() []Value {
	switch list := v.raw.(type) {
	case []any:
		return items(v, list)
	case []map[string]any:
		return items(v, list)
	case map[string]any:
		return nil
	case string:
		if v.doc.commas && strings.Contains(list, ",") {
			return v.split(list)
		}
	}
	return []Value{v}
}

func items[T any](v Value, list []T) []Value {
	out := make([]Value, len(list))
	for i, raw := range list {
		out[i] = Value{v.doc, fmt.Sprintf("%s%s%d", v.path, sep, i), raw}
	}
	return out
}

// split makes a list of a text with commas; each part keeps the whole's place.
func (v Value) split(text string) []Value {
	var out []Value
	for part := range strings.SplitSeq(text, ",") {
		if part = strings.TrimSpace(part); part != "" {
			out = append(out, Value{v.doc, v.path, part})
		}
	}
	return out
}

// Table returns a table value, its keys in the order written.
func (v Value) Table() (Table, bool) {
	values, ok := v.raw.(map[string]any)
	if !ok {
		return Table{}, false
	}
	return Table{v.doc, v.path, nil, values}, true
}

// keysOf puts the keys of a nested table in the order written.
func (d *document) keysOf(path string, values map[string]any) []string {
	places := d.located()
	return slices.SortedFunc(maps.Keys(values), func(a, b string) int {
		p, q := places[path+sep+a].key, places[path+sep+b].key
		return cmp.Or(p.Line-q.Line, p.Col-q.Col, strings.Compare(a, b))
	})
}
