package markdown

import (
	"time"

	"trigpoint/generator/diag"
	"trigpoint/generator/record"
)

// Meta is what the standard keys of front matter say. Keys that site.toml
// declares for a kind stay in File.Front, since their types are known only
// when the site is linked.
type Meta struct {
	Title, Summary  string
	ID, Kind        string
	Lang, Layout    string
	Provenance      string // sourced, inference, illustrative or empty
	Weight          int    // 0: none given
	Draft           bool
	Publish, Expire record.Value // an instant in the site's time zone
	Updated         time.Time
	ReviewBy        time.Time
	Was, Aliases    []record.Value
	Sources         []record.Value
	Waivers         []Waiver
	Updates         []Update
	Moved           []Moved
	Document        *Document
}

// A Waiver excuses the page from a rule.
type Waiver struct {
	Rule, Reason string
	Table        record.Table // holds the waiver under its rule
}

// Position is where the waiver stands.
func (w Waiver) Position() diag.Position { return w.Table.KeyPosition(w.Rule) }

// An Update says how an element stood on a day.
type Update struct {
	Date         time.Time
	Status, Note string
	At           record.Value // the status
}

// Moved keeps a due date that was changed.
type Moved struct {
	Was, On time.Time
	Reason  string
}

// Document is the [document] table of a document's _index.md.
type Document struct {
	Stage, State, Edition string
	Published             time.Time
	Authors               []string
	Audience              []record.Value // element ids
	Implements            []record.Value // names of documents
	Supersedes            []record.Value
	Numbered              bool
	Changes               []Change
}

// A Change is an entry of a document's change log.
type Change struct {
	Date  time.Time
	Major bool
	Note  string
}

// Provenances are the values that say where a text comes from.
func Provenances() []string { return []string{"sourced", "inference", "illustrative"} }

// States are the states of a document.
func States() []string {
	return []string{"draft", "consultation", "published", "superseded", "withdrawn"}
}

// readMeta reads the standard keys from the front matter.
func (f *File) readMeta() {
	r := record.Reader{Table: f.Front, Diags: &f.Diags}
	f.Meta = Meta{
		Title: r.Text("title"), Summary: r.Text("summary"), ID: r.Text("id"), Kind: r.Text("kind"),
		Lang: r.Language("lang"), Layout: r.Text("layout"), Provenance: r.OneOf("provenance", Provenances()...),
		Weight: r.Int("weight", 0), Draft: r.Bool("draft"),
		Updated: r.Date("updated"), ReviewBy: r.Date("review_by"),
		Was: r.List("was"), Aliases: r.List("aliases"), Sources: r.List("sources"),
		Waivers: readWaivers(r.Sub("waive")),
	}
	f.Meta.Publish, _ = r.Get("publish")
	f.Meta.Expire, _ = r.Get("expire")
	for _, key := range []string{"publish", "expire"} {
		r.Instant(key, time.UTC) // the type is checked here, the zone comes later
	}
	for _, u := range r.Subs("updates") {
		f.Meta.Updates = append(f.Meta.Updates, readUpdate(u))
	}
	for _, m := range r.Subs("moved") {
		f.Meta.Moved = append(f.Meta.Moved, Moved{Was: m.Date("was"), On: m.Date("on"), Reason: m.Text("reason")})
		need(m, "was", "reason")
		m.Reject("was", "on", "reason")
	}
	if r.Has("document") {
		f.Meta.Document = readDocument(r.Sub("document"))
	}
}

func readWaivers(r record.Reader) []Waiver {
	var list []Waiver
	for _, rule := range r.Unknown() {
		list = append(list, Waiver{rule, r.Text(rule), r.Table})
	}
	return list
}

func readUpdate(r record.Reader) Update {
	need(r, "date", "status")
	r.Reject("date", "status", "note")
	v, _ := r.Get("status")
	return Update{Date: r.Date("date"), Status: r.Text("status"), Note: r.Text("note"), At: v}
}

func readDocument(r record.Reader) *Document {
	d := &Document{Stage: r.Text("stage"), State: r.OneOf("state", States()...), Edition: r.Text("edition"),
		Published: r.Date("published"), Authors: r.Texts("authors"), Audience: r.List("audience"),
		Implements: r.List("implements"), Supersedes: r.List("supersedes"), Numbered: r.Bool("numbered"),
	}
	for _, c := range r.Subs("changes") {
		d.Changes = append(d.Changes, Change{c.Date("date"), c.Bool("major"), c.Text("note")})
		need(c, "date", "note")
		c.Reject("date", "major", "note")
	}
	r.Reject("stage", "state", "edition", "published", "authors", "audience", "implements", "supersedes",
		"numbered", "changes")
	return d
}

// need reports keys that an entry must have.
func need(r record.Reader, keys ...string) {
	for _, k := range keys {
		if !r.Has(k) {
			r.Diags.Add(r.Position(), "key-missing", "add "+k+" = …", "the entry has no %s", k)
		}
	}
}
