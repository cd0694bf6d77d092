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

type metadata struct {
	Tables []struct {
		URL         string
		TableSchema struct {
			Columns     []struct{ Name, Titles, Datatype, Separator string }
			PrimaryKey  []string
			ForeignKeys []struct {
				ColumnReference string
				Reference       struct{ Resource, ColumnReference string }
			}
		}
	}
}

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
			name := "data/" + table.URL
			described = append(described, name)
			rows := readCSV(t, f, name)
			seen := map[string]bool{}
			columns := table.TableSchema.Columns
			for i, c := range columns {
				if rows[0][i] != c.Titles {
					t.Errorf("%s: column %d is %q, described as %q", name, i, rows[0][i], c.Titles)
				}
				if !regexp.MustCompile(`^([A-Za-z0-9]|%[0-9A-F]{2})([A-Za-z0-9_]|%[0-9A-F]{2})*$`).MatchString(c.Name) || seen[c.Name] {
					t.Errorf("%s: the name %q of a column", name, c.Name)
				}
				seen[c.Name] = true
				for _, row := range rows[1:] {
					checkCell(t, name, c.Datatype, c.Separator, row[i])
				}
			}
			if len(rows[0]) != len(columns) {
				t.Errorf("%s has %d columns, %d are described", name, len(rows[0]), len(columns))
			}
			at := func(column string) int {
				return slices.IndexFunc(columns, func(c struct{ Name, Titles, Datatype, Separator string }) bool { return c.Name == column })
			}
			keys := map[string]bool{}
			for _, row := range rows[1:] {
				var key []string
				for _, k := range table.TableSchema.PrimaryKey {
					key = append(key, row[at(k)])
				}
				if joined := strings.Join(key, "\x00"); len(key) > 0 && keys[joined] {
					t.Errorf("%s: the key %q stands twice", name, key)
				} else {
					keys[joined] = true
				}
				for _, fk := range table.TableSchema.ForeignKeys {
					if v := row[at(fk.ColumnReference)]; v != "" && !known[v] {
						t.Errorf("%s: %s is %q, which is no element", name, fk.ColumnReference, v)
					}
				}
			}
		}
		for name := range f {
			if path.Ext(name) == ".csv" && !slices.Contains(described, name) {
				t.Errorf("%s is not described", name)
			}
		}
	})
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
