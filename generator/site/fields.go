package site

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"trigpoint/generator/config"
	"trigpoint/generator/markdown"
	"trigpoint/generator/record"
)

// readFields reads the values of an element's fields, each by its type.
func (s *surveyor) readFields(e *outline, file *markdown.File) {
	r := record.Reader{Table: e.table, Diags: &e.faults}
	for _, f := range e.Kind.Fields {
		v, ok := readField(r, f)
		switch {
		case ok:
			e.Fields = append(e.Fields, v)
		case f.Default != "":
			e.Fields = append(e.Fields, FieldValue{Field: f, Text: f.Default})
		case f.Required && !r.Has(f.Name):
			e.faults.Add(e.at(file), "field-missing", e.Add(f.Name, example(f)), "%s has no %s", e.ID, f.Name)
		}
	}
}

func readField(r record.Reader, f config.Field) (v FieldValue, ok bool) {
	if !r.Has(f.Name) {
		return v, false
	}
	v.Field = f
	switch f.Type {
	case config.Date:
		v.Date = r.Date(f.Name)
		return v, !v.Date.IsZero()
	case config.Month:
		v.Text = readMonth(r, f.Name)
	case config.Number:
		v.Number, ok = readNumber(r, f.Name)
		return v, ok
	case config.Enum:
		v.Text = r.OneOf(f.Name, f.Values...)
	case config.List:
		v.List = r.Texts(f.Name)
		return v, len(v.List) > 0
	case config.Series:
		v.Series = readSeries(r, f.Name)
		return v, len(v.Series) > 0
	default:
		v.Text = r.Text(f.Name)
	}
	return v, v.Text != ""
}

// Add is a hint that shows how an author gives the element a key: in its
// front matter, or in the braces of its heading. The value is as in TOML.
func (e *Element) Add(key, value string) string {
	if e.Heading < 0 {
		return "add a line such as " + key + " = " + value
	}
	return "write in the heading's braces, such as " + key + `="` + strings.Trim(value, `["]`) + `"`
}

// example shows how a value of the field is written.
func example(f config.Field) string {
	switch f.Type {
	case config.Date:
		return "2026-05-11"
	case config.Month:
		return `"2026-05"`
	case config.Number:
		return "1"
	case config.Enum:
		return strconv.Quote(strings.Join(f.Values[:min(1, len(f.Values))], ""))
	case config.List:
		return `["…"]`
	case config.Series:
		return "[{date = 2026-05-11, value = 1}]"
	}
	return `"…"`
}

func readMonth(r record.Reader, key string) string {
	text := r.Text(key)
	if _, err := time.Parse("2006-01", text); err != nil && text != "" {
		v, _ := r.Get(key)
		r.Diags.Add(v.Position(), "value-type", `write a month, such as "2026-05"`, "%s is not a month", key)
		return ""
	}
	return text
}

// readNumber reads a number; a heading attribute gives it as text.
func readNumber(r record.Reader, key string) (float64, bool) {
	v, _ := r.Get(key)
	if n, ok := v.Number(); ok {
		return n, true
	}
	if s, ok := v.Text(); ok {
		if n, err := strconv.ParseFloat(s, 64); err == nil && n-n == 0 {
			return n, true
		}
	}
	r.Diags.Add(v.Position(), "value-type", "write a number", "%s is %s", key, v.Type())
	return 0, false
}

func readSeries(r record.Reader, key string) []Point {
	var out []Point
	for _, s := range r.Subs(key) {
		n, ok := 0.0, false
		if s.Has("value") {
			n, ok = readNumber(s, "value")
		}
		p := Point{Date: s.Date("date"), Value: n, Note: s.Text("note")}
		s.Reject("date", "value", "note")
		if !s.Has("value") || !s.Has("date") {
			r.Diags.Add(s.Position(), "key-missing", "write date = 2026-05-11 and value = 1", "an entry of %s has no date or no value", key)
		}
		if !ok || p.Date.IsZero() {
			continue
		}
		out = append(out, p)
	}
	slices.SortStableFunc(out, func(a, b Point) int { return a.Date.Compare(b.Date) })
	return out
}

func lower(s string) string { return strings.ToLower(s) }
