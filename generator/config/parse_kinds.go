package config

import (
	"slices"
	"strings"

	"trigpoint/generator/diag"
	"trigpoint/generator/record"
)

func readKinds(c *Config, r record.Reader) {
	c.kinds = map[string]*Kind{}
	for _, name := range r.Keys() {
		k := readKind(name, r.Sub(name))
		checkShape(c, k, r.Sub(name))
		c.Kinds = append(c.Kinds, k)
		c.kinds[name] = k
	}
}

func readKind(name string, r record.Reader) *Kind {
	k := &Kind{Name: name, Label: withDefault(r.Text("label"), capital(name)), Cite: r.Text("cite"),
		Folder: r.Text("folder"), Expect: r.Int("expect", 0), Sections: r.Texts("sections"),
		StratML: readStratML(r), SchemaOrg: readTerm(r, "schema_org"),
		Map: r.Bool("map"), Use: Use(r.OneOf("use", string(Glossary), string(Source))),
	}
	if v, ok := r.Get("expect"); ok {
		k.ExpectAt = v.Position()
	}
	k.Plural, k.PluralAt = withDefault(r.Text("plural"), k.Label+"s"), r.Position()
	if v, ok := r.Get("plural"); ok {
		k.PluralAt = v.Position()
	}
	k.Cite = withDefault(k.Cite, k.Label+" {n}")
	fields := r.Sub("fields")
	for _, f := range fields.Keys() {
		k.Fields = append(k.Fields, readField(f, fields))
	}
	if r.Has("progress") {
		k.Progress = readProgress(k, r.Sub("progress"))
	}
	r.Reject("label", "plural", "id", "cite", "folder", "expect", "use", "sections", "fields", "progress", "map", "stratml", "schema_org")
	return k
}

// checkShape reads the id shape, which must be there and differ from others.
func checkShape(c *Config, k *Kind, r record.Reader) {
	pattern := r.Text("id")
	if pattern == "" {
		r.Diags.Add(r.Position(), "key-missing", `add id = "`+strings.ToUpper(k.Name[:1])+`{n}"`, "kind %q has no id shape", k.Name)
		return
	}
	shape, ok := newShape(pattern)
	v, _ := r.Get("id")
	if !ok {
		r.Diags.Add(v.Position(), "value-unknown", `write letters and one {n} or {slug}, as in "A{n}"`, "the id shape %q cannot be read", pattern)
		return
	}
	for _, other := range c.Kinds {
		if other.Shape.Pattern == "" {
			continue
		}
		if other.Shape.Match(shape.Example()) || shape.Match(other.Shape.Example()) {
			r.Diags.Add(v.Position(), "value-unknown", "give each kind a shape of its own", "ids of the shape %q could also be of kind %q", pattern, other.Name)
		}
	}
	k.Shape = shape
}

func readField(name string, fields record.Reader) Field {
	r := fields.Sub(name)
	f := Field{Name: name, Label: withDefault(r.Text("label"), capital(name)), Values: r.Texts("values"),
		Default: r.Text("default"), Required: r.Bool("required"), Names: r.Bool("names"),
		SchemaOrg: readTerm(r, "schema_org"), Closes: r.Bool("closes"), Goal: r.Bool("goal"), Unit: r.Bool("unit"),
		Type: FieldType(r.OneOf("type", string(Text), string(Date), string(Month), string(Number), string(Enum), string(List), string(Series))),
	}
	if StandardKey(name) {
		fields.Diags.Add(fields.KeyPosition(name), "value-unknown", "choose another name", "the field %q has the name of a standard key", name)
	}
	if f.Type == "" {
		f.Type = Text
	}
	if f.Type == Enum && len(f.Values) == 0 {
		r.Diags.Add(r.Position(), "key-missing", `add values = ["…", "…"]`, "the field %q has no values to choose from", name)
	}
	r.Reject("type", "label", "values", "default", "required", "names", "closes", "goal", "unit", "schema_org")
	return f
}

func readProgress(k *Kind, r record.Reader) *Progress {
	p := &Progress{Statuses: r.Texts("statuses"), Due: r.Text("due"), StaleAfter: r.Int("stale_after_days", 0)}
	p.SchemaOrg = readTerms(r, p.Statuses)
	for _, v := range r.List("closed") {
		status, _ := v.Text()
		if !slices.Contains(p.Statuses, status) {
			r.Diags.Add(v.Position(), "value-unknown", diag.DidYouMean(status, p.Statuses), "no status %q", status)
		}
		p.Closed = append(p.Closed, status)
	}
	if len(p.Statuses) == 0 {
		r.Diags.Add(r.Position(), "key-missing", `add statuses = ["…", "…"]`, "progress of kind %q has no statuses", k.Name)
		return nil
	}
	if f, ok := k.Field(p.Due); p.Due != "" && (!ok || f.Type != Date) {
		v, _ := r.Get("due")
		r.Diags.Add(v.Position(), "value-unknown", "name a field of type date", "kind %q has no date field %q", k.Name, p.Due)
	}
	r.Reject("statuses", "closed", "due", "stale_after_days", "schema_org")
	return p
}

// standardKeys are the front-matter keys that every page has.
var standardKeys = [...]string{"title", "summary", "weight", "id", "kind", "was", "aliases", "lang",
	"draft", "publish", "expire", "updated", "review_by", "provenance", "sources", "waive", "layout",
	"document", "updates", "moved"}

// StandardKey tells whether front matter gives the key a meaning of its own.
func StandardKey(key string) bool { return slices.Contains(standardKeys[:], key) }

// StandardKeys lists the keys that every page may have.
func StandardKeys() []string { return slices.Clone(standardKeys[:]) }

func capital(name string) string {
	if name == "" {
		return name
	}
	return strings.ToUpper(name[:1]) + strings.ReplaceAll(name[1:], "-", " ")
}
