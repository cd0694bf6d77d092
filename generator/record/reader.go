package record

import (
	"strings"
	"time"

	"golang.org/x/text/language"

	"trigpoint/generator/diag"
)

// A Reader takes typed values from a table and reports those of another type.
// A value that is not there, or not right, is the type's zero value.
type Reader struct {
	Table
	Diags *diag.List
}

// Text returns a text; blanks at its ends are dropped.
func (r Reader) Text(key string) string {
	v, ok := r.Get(key)
	if !ok {
		return ""
	}
	s, ok := v.Text()
	if !ok {
		r.wrong(key, v, "a text in quotation marks")
	}
	return strings.TrimSpace(s)
}

// Language returns a language tag (BCP 47).
func (r Reader) Language(key string) string {
	tag := r.Text(key)
	if tag == "" {
		return ""
	}
	if _, err := language.Parse(tag); err != nil || strings.Contains(tag, "_") {
		v, _ := r.Get(key)
		r.Diags.Add(v.Position(), "value-unknown", `write a tag such as "en-GB" or "cy"`, "language %q is not known", tag)
		return ""
	}
	return tag
}

// Bool returns true or false.
func (r Reader) Bool(key string) bool {
	v, ok := r.Get(key)
	if !ok {
		return false
	}
	b, ok := v.Bool()
	if !ok {
		r.wrong(key, v, "true or false")
	}
	return b
}

// Int returns a whole number, or the default where there is none.
func (r Reader) Int(key string, def int) int {
	v, ok := r.Get(key)
	if !ok {
		return def
	}
	n, ok := v.Int()
	if !ok {
		r.wrong(key, v, "a whole number")
		return def
	}
	return n
}

// Date returns a calendar day as midnight UTC.
func (r Reader) Date(key string) time.Time {
	v, ok := r.Get(key)
	if !ok {
		return time.Time{}
	}
	d, ok := v.Date()
	if !ok {
		r.wrong(key, v, "a date, such as 2026-05-11")
	}
	return d
}

// Instant returns a moment; see Value.Instant.
func (r Reader) Instant(key string, zone *time.Location) time.Time {
	v, ok := r.Get(key)
	if !ok {
		return time.Time{}
	}
	d, ok := v.Instant(zone)
	if !ok {
		r.wrong(key, v, "a date or a date and time, such as 2026-05-11 or 2026-05-11T09:30:00")
	}
	return d
}

// List returns the values of a list whose entries are texts, or one text.
func (r Reader) List(key string) []Value {
	v, ok := r.Get(key)
	if !ok {
		return nil
	}
	items := v.Items()
	if items == nil {
		r.wrong(key, v, "a list of texts")
	}
	out := items[:0:0]
	for _, item := range items {
		if _, ok := item.Text(); ok {
			out = append(out, item)
			continue
		}
		r.wrong(key, item, "a text in quotation marks")
	}
	return out
}

// Texts is List as plain strings.
func (r Reader) Texts(key string) []string {
	var out []string
	for _, v := range r.List(key) {
		s, _ := v.Text()
		out = append(out, strings.TrimSpace(s))
	}
	return out
}

// Sub returns the reader of a nested table, empty where there is none.
func (r Reader) Sub(key string) Reader {
	v, ok := r.Get(key)
	if !ok {
		return Reader{Diags: r.Diags}
	}
	t, ok := v.Table()
	if !ok {
		r.wrong(key, v, "it as a table: ["+key+"]")
	}
	return Reader{t, r.Diags}
}

// Subs returns the readers of a list of tables.
func (r Reader) Subs(key string) []Reader {
	v, ok := r.Get(key)
	if !ok {
		return nil
	}
	var out []Reader
	for _, item := range v.Items() {
		t, ok := item.Table()
		if !ok {
			r.wrong(key, item, "it as a list of tables, each begun by [["+key+"]]")
			continue
		}
		out = append(out, Reader{t, r.Diags})
	}
	if _, single := v.Table(); single {
		r.wrong(key, v, "it as a list of tables, each begun by [["+key+"]]")
	}
	return out
}

// OneOf returns a text that must be one of the words.
func (r Reader) OneOf(key string, words ...string) string {
	s := r.Text(key)
	if s == "" {
		return ""
	}
	for _, w := range words {
		if s == w {
			return s
		}
	}
	v, _ := r.Get(key)
	hint := diag.DidYouMean(s, words)
	if hint == "" {
		hint = "write " + diag.Either(words)
	}
	r.Diags.Add(v.Position(), "value-unknown", hint, "%s cannot be %q", key, s)
	return ""
}

// Reject reports every key that is none of those known.
func (r Reader) Reject(known ...string) {
	for _, k := range r.Unknown(known...) {
		r.Diags.Add(r.KeyPosition(k), "key-unknown", diag.DidYouMean(k, known), "nothing reads the key %q", k)
	}
}

func (r Reader) wrong(key string, v Value, want string) {
	r.Diags.Add(v.Position(), "value-type", "write "+want, "%s is %s", key, v.Type())
}
