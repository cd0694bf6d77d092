package data

import (
	"bytes"
	"encoding/csv"
	"strings"

	"trigpoint/generator/output"
	"trigpoint/generator/site"
)

// A table is one CSV file.
type table struct {
	path    string
	title   string
	key     []string // columns that together name a row
	columns []column
	rows    func(add func(cells ...string)) // a cell for each column
}

// A column is one column of a table.
type column struct {
	name  string // in the first line
	title string // for people
	kind  datatype
	to    bool // the values are ids of elements
	list  bool // a cell holds several values, with separators between them
}

// A datatype is one of those of CSV on the Web.
type datatype string

const (
	text    datatype = "string"
	number  datatype = "double"
	boolean datatype = "boolean"
	date    datatype = "date"
	month   datatype = "gYearMonth"
	uri     datatype = "anyURI"
)

// separator stands between the values of a cell. Where it stands in a value, a
// slash takes its place: the JSON has the value as it is.
const separator = "|"

// join makes one cell of several values.
func join(values []string) string {
	var b strings.Builder
	for i, v := range values {
		if i > 0 {
			b.WriteString(separator)
		}
		b.WriteString(strings.ReplaceAll(v, separator, "/"))
	}
	return b.String()
}

// tables lists the CSV files and their metadata.
func (e *Emitter) tables() []output.File {
	all := e.general()
	for _, l := range e.site.Listings {
		all = append(all, e.kindTable(l))
	}
	var files []output.File
	for _, t := range all {
		files = append(files, output.File{Path: t.path, Render: t.write})
	}
	return append(files, encoded(metadataPath, func() any { return e.metadata(all) }))
}

// general lists the tables that every site has.
func (e *Emitter) general() []table {
	return []table{e.elementTable(), e.relationTable(), e.coverageTable(), e.updateTable(), e.movedTable(), e.valueTable()}
}

// write writes the table as RFC 4180 has it: in UTF-8, with a line of names and
// CRLF at each line's end.
func (t table) write(b *bytes.Buffer) error {
	w := csv.NewWriter(b)
	w.UseCRLF = true
	var head []string
	for _, c := range t.columns {
		head = append(head, c.name)
	}
	err := w.Write(head)
	t.rows(func(cells ...string) {
		if err == nil {
			err = w.Write(cells)
		}
	})
	w.Flush()
	if err != nil {
		return err
	}
	return w.Error()
}

func (e *Emitter) relationTable() table {
	return table{path: "data/relations.csv", title: "Relations, as they were written", key: []string{"from", "relation", "to"},
		columns: []column{{name: "from", title: "From", kind: text, to: true}, {name: "relation", title: "Relation", kind: text},
			{name: "to", title: "To", kind: text, to: true}},
		rows: func(add func(...string)) {
			for _, el := range e.site.Elements {
				for _, l := range links(el) {
					add(l.From, l.Relation, l.To)
				}
			}
		}}
}

func (e *Emitter) coverageTable() table {
	return table{path: "data/coverage.csv", title: "What each rule of coverage found", key: []string{"rule", "element"},
		columns: []column{{name: "rule", title: "Rule", kind: text}, {name: "element", title: "Element", kind: text, to: true},
			{name: "state", title: "State", kind: text}, {name: "by", title: "Covered by", kind: text, list: true},
			{name: "reason", title: "Reason of a waiver", kind: text}},
		rows: func(add func(...string)) {
			for _, r := range e.site.Coverage {
				for _, item := range r.Items {
					c := newCoverage(r, item)
					add(c.Rule, c.Element, c.State, join(c.By), c.Reason)
				}
			}
		}}
}

func (e *Emitter) updateTable() table {
	return table{path: "data/updates.csv", title: "Updates of status, by element and day",
		columns: []column{{name: "element", title: "Element", kind: text, to: true}, {name: "date", title: "Date", kind: date},
			{name: "status", title: "Status", kind: text}, {name: "note", title: "Note", kind: text}},
		rows: func(add func(...string)) {
			e.withProgress(func(el *site.Element) {
				for _, u := range el.Progress.Updates {
					add(el.ID, day(u.Date), u.Status, u.Note)
				}
			})
		}}
}

func (e *Emitter) movedTable() table {
	return table{path: "data/due-dates.csv", title: "Due dates that were moved",
		columns: []column{{name: "element", title: "Element", kind: text, to: true}, {name: "was", title: "Due before", kind: date},
			{name: "on", title: "Changed on", kind: date}, {name: "reason", title: "Reason", kind: text}},
		rows: func(add func(...string)) {
			e.withProgress(func(el *site.Element) {
				for _, m := range el.Progress.Moved {
					add(el.ID, day(m.Was), day(m.On), m.Reason)
				}
			})
		}}
}

func (e *Emitter) withProgress(visit func(*site.Element)) {
	for _, el := range e.site.Elements {
		if el.Progress != nil {
			visit(el)
		}
	}
}

func (e *Emitter) valueTable() table {
	return table{path: "data/values.csv", title: "Values over time, by element, field and day",
		columns: []column{{name: "element", title: "Element", kind: text, to: true}, {name: "field", title: "Field", kind: text},
			{name: "date", title: "Date", kind: date}, {name: "value", title: "Value", kind: number},
			{name: "note", title: "Note", kind: text}},
		rows: func(add func(...string)) {
			for _, el := range e.site.Elements {
				for _, f := range el.Fields {
					for _, p := range f.Series {
						add(el.ID, f.Field.Name, day(p.Date), decimal(p.Value), p.Note)
					}
				}
			}
		}}
}
