package data_test

import (
	"bytes"
	"encoding/csv"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

type metadata struct{ Tables []tableMetadata }

type tableMetadata struct {
	URL         string
	TableSchema struct {
		Columns     []columnMetadata
		PrimaryKey  []string
		ForeignKeys []struct {
			ColumnReference string
			Reference       struct{ Resource, ColumnReference string }
		}
	}
}

type columnMetadata struct{ Name, Titles, Datatype, Separator string }

// readCSV reads a table as strictly as RFC 4180 is written.
func readCSV(t *testing.T, f files, name string) [][]string {
	t.Helper()
	content := f[name]
	if !bytes.HasSuffix(content, []byte("\r\n")) {
		t.Errorf("%s does not end in CRLF", name)
	}
	rows, err := csv.NewReader(bytes.NewReader(content)).ReadAll()
	if err != nil {
		t.Fatalf("%s: %s", name, err)
	}
	return rows
}

// TestTables: each table is described, and is as it is described.
func TestTables(t *testing.T) {
	each(t, func(t *testing.T, f files) {
		var m metadata
		decode(t, f, "data/csv-metadata.json", &m)
		var described []string
		known := ids(t, f)
		for _, table := range m.Tables {
			described = append(described, "data/"+table.URL)
			rows := readCSV(t, f, "data/"+table.URL)
			table.checkColumns(t, rows)
			table.checkKeys(t, rows, known)
		}
		for name := range f {
			if path.Ext(name) == ".csv" && strings.HasPrefix(name, "data/") && !slices.Contains(described, name) {
				t.Errorf("%s is not described", name)
			}
		}
	})
}

// checkColumns holds the columns to their description.
func (d tableMetadata) checkColumns(t *testing.T, rows [][]string) {
	t.Helper()
	if len(rows[0]) != len(d.TableSchema.Columns) {
		t.Fatalf("%s has %d columns, %d are described", d.URL, len(rows[0]), len(d.TableSchema.Columns))
	}
	seen := map[string]bool{}
	for i, c := range d.TableSchema.Columns {
		if rows[0][i] != c.Titles {
			t.Errorf("%s: column %d is %q, described as %q", d.URL, i, rows[0][i], c.Titles)
		}
		if !variable.MatchString(c.Name) || seen[c.Name] {
			t.Errorf("%s: the name %q of a column", d.URL, c.Name)
		}
		seen[c.Name] = true
		for _, row := range rows[1:] {
			checkCell(t, d.URL, c.Datatype, c.Separator, row[i])
		}
	}
}

// variable is a name that may stand in a URI template (RFC 6570).
var variable = regexp.MustCompile(`^([A-Za-z0-9]|%[0-9A-F]{2})([A-Za-z0-9_]|%[0-9A-F]{2})*$`)

// checkKeys: keys name one row, and what refers to elements finds them.
func (d tableMetadata) checkKeys(t *testing.T, rows [][]string, known map[string]bool) {
	t.Helper()
	at := func(column string) int {
		return slices.IndexFunc(d.TableSchema.Columns, func(c columnMetadata) bool { return c.Name == column })
	}
	keys := map[string]bool{}
	for _, row := range rows[1:] {
		var key []string
		for _, k := range d.TableSchema.PrimaryKey {
			key = append(key, row[at(k)])
		}
		if joined := strings.Join(key, "\x00"); len(key) > 0 && keys[joined] {
			t.Errorf("%s: the key %q stands twice", d.URL, key)
		} else {
			keys[joined] = true
		}
		for _, fk := range d.TableSchema.ForeignKeys {
			if v := row[at(fk.ColumnReference)]; v != "" && !known[v] || fk.Reference.Resource != "elements.csv" {
				t.Errorf("%s: %s is %q, which is no element", d.URL, fk.ColumnReference, v)
			}
		}
	}
}

func ids(t *testing.T, f files) map[string]bool {
	t.Helper()
	known := map[string]bool{}
	for _, row := range readCSV(t, f, "data/elements.csv")[1:] {
		known[row[0]] = true
	}
	return known
}

func checkCell(t *testing.T, table, datatype, separator, cell string) {
	t.Helper()
	values := []string{cell}
	if separator != "" {
		values = strings.Split(cell, separator)
	}
	for _, v := range values {
		var err error
		switch {
		case v == "":
		case datatype == "date":
			_, err = time.Parse(time.DateOnly, v)
		case datatype == "gYearMonth":
			_, err = time.Parse("2006-01", v)
		case datatype == "double":
			_, err = strconv.ParseFloat(v, 64)
		case datatype == "boolean":
			_, err = strconv.ParseBool(v)
		case datatype != "string" && datatype != "anyURI":
			t.Errorf("%s: the type %q", table, datatype)
		}
		if err != nil {
			t.Errorf("%s: %s", table, err)
		}
	}
}

// TestTablesTell: what is in the graph is in the tables, word for word.
func TestTablesTell(t *testing.T) {
	each(t, func(t *testing.T, f files) {
		var g struct {
			Elements []struct{ ID, Title, Kind, Address string }
			Links    []struct{ From, Relation, To string }
			Coverage []struct{ Rule, Element, State string }
		}
		decode(t, f, "data/graph.json", &g)
		elements := readCSV(t, f, "data/elements.csv")[1:]
		if len(g.Elements) == 0 || len(g.Links) == 0 || len(g.Coverage) == 0 {
			t.Fatal("the graph is empty")
		}
		if len(elements) != len(g.Elements) {
			t.Fatalf("%d elements, %d in the table", len(g.Elements), len(elements))
		}
		for i, el := range g.Elements {
			if row := elements[i]; row[0] != el.ID || row[1] != el.Kind || row[2] != el.Title || row[6] != el.Address {
				t.Errorf("%s is %q in the table", el.ID, row)
			}
		}
		relations := readCSV(t, f, "data/relations.csv")[1:]
		if len(relations) != len(g.Links) {
			t.Fatalf("%d relations, %d in the table", len(g.Links), len(relations))
		}
		for i, l := range g.Links {
			if !slices.Equal(relations[i], []string{l.From, l.Relation, l.To}) {
				t.Errorf("%v is %q in the table", l, relations[i])
			}
		}
		if rows := readCSV(t, f, "data/coverage.csv")[1:]; len(rows) != len(g.Coverage) {
			t.Errorf("%d results, %d in the table", len(g.Coverage), len(rows))
		}
	})
}

// TestKindTables: a kind has a table under the name of its plural, with its
// fields and relations; one whose name is taken gets another.
func TestKindTables(t *testing.T) {
	f := realSite(t)
	head := readCSV(t, f, "data/actions.csv")[0]
	for _, name := range []string{"id", "title", "status", "due", "overdue", "partners", "serves", "addresses", "owner"} {
		if !slices.Contains(head, name) {
			t.Errorf("actions.csv has no column %q", name)
		}
	}
	if n := len(readCSV(t, f, "data/measures.csv")); n != 7 {
		t.Errorf("measures.csv has %d lines", n)
	}
	odd := readCSV(t, hostileSite(t), "data/kind-elements.csv")
	if odd[1][0] != "S1" || !slices.Contains(odd[1], "a/b|c,\"d\"|e") || !slices.Contains(odd[1], "G1|G2") {
		t.Errorf("kind-elements.csv: %q", odd)
	}
}
