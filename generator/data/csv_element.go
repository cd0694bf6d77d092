package data

import (
	"path"
	"slices"
	"strconv"
	"strings"

	"trigpoint/generator/config"
	"trigpoint/generator/site"
)

// A property is a column with a value for each element.
type property struct {
	column
	of func(*site.Element) string
}

// elementsPath is the table that others refer to.
const elementsPath = "data/elements.csv"

func (e *Emitter) elementTable() table {
	return e.tableOf(elementsPath, "Every element", slices.Concat(common(), standing()), e.site.Elements)
}

// kindTable has a column for each field and each relation of the kind.
func (e *Emitter) kindTable(l *site.Listing) table {
	columns := common()
	columns = slices.DeleteFunc(columns, func(p property) bool { return p.name == "kind" })
	if l.Kind.Progress != nil {
		columns = append(columns, standing()...)
	}
	taken := map[string]bool{}
	for _, p := range columns {
		taken[p.name] = true
	}
	for _, p := range slices.Concat(fields(l.Kind), e.relations(l.Kind)) {
		if !taken[p.name] {
			taken[p.name] = true
			columns = append(columns, p)
		}
	}
	return e.tableOf(kindPath(l), l.Kind.Plural, columns, l.Elements)
}

// kindPath has the name of the kind's listing; a kind whose name is that of a
// table that every site has gets a longer one.
func kindPath(l *site.Listing) string {
	name := strings.TrimSuffix(path.Base(l.Address), ".html")
	if slices.Contains([]string{"elements", "relations", "coverage", "updates", "due-dates", "values"}, name) {
		name = "kind-" + name
	}
	return "data/" + name + ".csv"
}

func (e *Emitter) tableOf(path, title string, properties []property, list []*site.Element) table {
	t := table{path: path, title: title, key: []string{"id"}}
	for _, p := range properties {
		t.columns = append(t.columns, p.column)
	}
	t.rows = func(add func(...string)) {
		cells := make([]string, len(properties))
		for _, el := range list {
			for i, p := range properties {
				cells[i] = p.of(el)
			}
			add(cells...)
		}
	}
	return t
}

// common are the columns that every element has.
func common() []property {
	return []property{
		{column{name: "id", title: "Id", kind: text}, func(el *site.Element) string { return el.ID }},
		{column{name: "kind", title: "Kind", kind: text}, func(el *site.Element) string { return el.Kind.Name }},
		{column{name: "title", title: "Title", kind: text}, func(el *site.Element) string { return el.Title }},
		{column{name: "summary", title: "Summary", kind: text}, func(el *site.Element) string { return el.Summary }},
		{column{name: "document", title: "Document", kind: text}, func(el *site.Element) string { return newElement(el).Document }},
		{column{name: "parent", title: "Part of", kind: text, to: true}, func(el *site.Element) string { return newElement(el).Parent }},
		{column{name: "address", title: "Address, from the root of the site", kind: uri}, func(el *site.Element) string { return el.Target().Address() }},
		{column{name: "permanent", title: "Permanent address, from the root of the site", kind: uri}, (*site.Element).Address},
		{column{name: "was", title: "Ids it had before", kind: text, list: true}, func(el *site.Element) string { return join(el.Was) }},
		{column{name: "provenance", title: "Where the text comes from", kind: text}, provenance},
	}
}

// standing are the columns of elements that have a status; they are empty for
// the others.
func standing() []property {
	of := func(read func(*site.Progress) string) func(*site.Element) string {
		return func(el *site.Element) string {
			if el.Progress == nil {
				return ""
			}
			return read(el.Progress)
		}
	}
	return []property{
		{column{name: "status", title: "Status", kind: text}, of(func(p *site.Progress) string { return p.Status })},
		{column{name: "since", title: "Day of the update that says so", kind: date}, of(func(p *site.Progress) string { return day(p.Since) })},
		{column{name: "closed", title: "Nothing more is awaited", kind: boolean}, of(func(p *site.Progress) string { return strconv.FormatBool(p.Closed) })},
		{column{name: "due", title: "Due", kind: date}, of(func(p *site.Progress) string { return day(p.Due) })},
		{column{name: "overdue", title: "Due before the status day", kind: boolean}, of(func(p *site.Progress) string { return strconv.FormatBool(p.Overdue) })},
		{column{name: "stale", title: "Without recent news", kind: boolean}, of(func(p *site.Progress) string { return strconv.FormatBool(p.Stale) })},
	}
}

// fields are the columns of a kind's own fields. Series have a table of their
// own.
func fields(k *config.Kind) []property {
	types := map[config.FieldType]datatype{config.Date: date, config.Month: month, config.Number: number}
	var out []property
	for _, f := range k.Fields {
		if f.Type == config.Series {
			continue
		}
		kind := types[f.Type]
		if kind == "" {
			kind = text
		}
		out = append(out, property{column{name: f.Name, title: f.Label, kind: kind, list: f.Type == config.List},
			func(el *site.Element) string { return cell(el, f.Name) }})
	}
	return out
}

func cell(el *site.Element, name string) string {
	v, ok := el.Field(name)
	switch {
	case !ok:
		return ""
	case v.Field.Type == config.Date:
		return day(v.Date)
	case v.Field.Type == config.Number:
		return decimal(v.Number)
	case v.Field.Type == config.List:
		return join(v.List)
	}
	return v.Text
}

func decimal(n float64) string { return strconv.FormatFloat(n, 'f', -1, 64) }

// relations are the columns of what the kind's elements lead to.
func (e *Emitter) relations(k *config.Kind) []property {
	var out []property
	for _, r := range e.site.Config.Relations {
		if r.Leads(k.Name) {
			out = append(out, property{column{name: r.Name, title: r.Label, kind: text, list: r.Max != 1, to: r.Max == 1},
				func(el *site.Element) string { return join(ids(el.Related(r.Name))) }})
		}
	}
	return out
}
