package data

import (
	"fmt"
	"path"
	"strings"
)

// metadataPath describes all tables. The name is the one under which readers of
// CSV on the Web look for it beside a table.
const metadataPath = "data/csv-metadata.json"

// group is a table group of CSV on the Web.
type group struct {
	Context any         `json:"@context"`
	Title   string      `json:"dc:title"`
	Tables  []groupItem `json:"tables"`
}

type groupItem struct {
	URL    string      `json:"url"`
	Title  string      `json:"dc:title"`
	Schema tableSchema `json:"tableSchema"`
}

type tableSchema struct {
	Columns     []schemaColumn `json:"columns"`
	PrimaryKey  []string       `json:"primaryKey,omitempty"`
	ForeignKeys []foreignKey   `json:"foreignKeys,omitempty"`
}

type schemaColumn struct {
	Name      string `json:"name"`
	Titles    string `json:"titles"`
	About     string `json:"dc:description,omitempty"`
	Datatype  string `json:"datatype"`
	Separator string `json:"separator,omitempty"`
}

type foreignKey struct {
	Column    string    `json:"columnReference"`
	Reference reference `json:"reference"`
}

type reference struct {
	Resource string `json:"resource"`
	Column   string `json:"columnReference"`
}

func (e *Emitter) metadata(tables []table) *group {
	c := e.site.Config
	g := &group{Context: []any{"http://www.w3.org/ns/csvw", map[string]string{"@language": c.Language}}, Title: c.Title}
	for _, t := range tables {
		g.Tables = append(g.Tables, t.describe())
	}
	return g
}

func (t table) describe() groupItem {
	item := groupItem{URL: path.Base(t.path), Title: t.title}
	for _, c := range t.columns {
		s := schemaColumn{Name: variable(c.name), Titles: c.name, About: c.title, Datatype: string(c.kind)}
		if c.list {
			s.Separator = separator
		}
		item.Schema.Columns = append(item.Schema.Columns, s)
		if c.to {
			item.Schema.ForeignKeys = append(item.Schema.ForeignKeys,
				foreignKey{variable(c.name), reference{path.Base(elementsPath), "id"}})
		}
	}
	for _, k := range t.key {
		item.Schema.PrimaryKey = append(item.Schema.PrimaryKey, variable(k))
	}
	return item
}

// variable makes a column's name one that may stand in a URI template, as CSV on
// the Web wants it: letters, digits, underscores, and the rest by its bytes.
func variable(name string) string {
	var b strings.Builder
	for _, c := range []byte(name) {
		switch {
		case c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' && b.Len() > 0:
			b.WriteByte(c)
		case c == '-' && b.Len() > 0:
			b.WriteByte('_')
		default:
			fmt.Fprintf(&b, "%%%02X", c)
		}
	}
	return b.String()
}
