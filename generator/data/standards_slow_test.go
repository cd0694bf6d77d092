package data_test

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strings"
	"testing"
)

// A standard is a form that some files are held to by a program that is not ours:
// CSV on the Web by the validator of the Python package csvw, what is XML by jing
// and a grammar of testdata.
type standard struct {
	name    string
	files   func(name string) bool
	command []string // the file comes last
}

func standards() []standard {
	grammar := func(name string) []string { return []string{"jing", "-c", filepath.Join("testdata", name+".rnc")} }
	plan := func(first bool) func(string) bool {
		return func(name string) bool {
			return strings.HasPrefix(name, "data/stratml/") && strings.HasSuffix(name, "-part-1.xml") == first
		}
	}
	return []standard{
		{"CSV on the Web", func(name string) bool { return name == "data/csv-metadata.json" },
			[]string{"csvwvalidate", "--lax", "--verbose"}}, // lax: what has no parent has an empty cell
		{"Atom", func(name string) bool { return path.Base(name) == "feed.xml" }, grammar("atom")},
		{"sitemap", func(name string) bool { return path.Base(name) == "sitemap.xml" }, grammar("sitemap")},
		{"StratML Part 1", plan(true), grammar("stratml-part-1")},
		{"StratML Part 2", plan(false), grammar("stratml-part-2")},
	}
}

// judge returns what the program says of a file, which is nothing of a good one.
func (s standard) judge(t *testing.T, file string) string {
	t.Helper()
	var said bytes.Buffer
	c := exec.Command(s.command[0], append(s.command[1:], file)...)
	c.Stdout, c.Stderr = &said, &said
	err := c.Run()
	if _, ended := err.(*exec.ExitError); err != nil && !ended {
		t.Fatalf("%s is needed for this test, which .ci/run installs: %s", s.command[0], err)
	}
	if err == nil {
		return ""
	}
	return fmt.Sprintf("%s\n%s", err, said.Bytes())
}

func slow(t *testing.T) {
	t.Helper()
	if os.Getenv("TRIGPOINT_SLOW") == "" {
		t.Skip("needs csvwvalidate and jing; TRIGPOINT_SLOW=1 runs it")
	}
}

func writeAll(t *testing.T, f files) string {
	t.Helper()
	dir := t.TempDir()
	for name, content := range f {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		writeFile(t, file, content)
	}
	return dir
}

// TestSlowStandards: programs of others find nothing wrong, in this repository's
// site and in one whose words are hostile.
func TestSlowStandards(t *testing.T) {
	slow(t)
	each(t, func(t *testing.T, f files) {
		dir := writeAll(t, f)
		for _, s := range standards() {
			n := 0
			for name := range f {
				if !s.files(name) {
					continue
				}
				n++
				if said := s.judge(t, filepath.Join(dir, name)); said != "" {
					t.Errorf("%s, %s: %s", s.name, name, said)
				}
			}
			if n == 0 {
				t.Errorf("no file is in the form of %s", s.name)
			}
		}
	})
}

// A fault is something right in a file, and what makes it wrong.
type fault struct{ file, right, wrong string }

// faults lists some against each standard.
func faults() map[string][]fault {
	return map[string][]fault{
		"CSV on the Web": {
			{"data/actions.csv", "2012-03-31", "31 March"},
			{"data/relations.csv", "\r\nA1,", "\r\nA999,"},
			{"data/elements.csv", "\r\nA2,", "\r\nA1,"},
			{"data/csv-metadata.json", `"datatype": "date"`, `"datatype": "dte"`},
		},
		"Atom": {
			{"feed.xml", " <id>https", " <other>x</other><id>https"},
			{"feed.xml", "T00:00:00Z</updated>", "</updated>"},
			{"feed.xml", `<link rel="alternate" type="text/html" href="https://www.example.org/strategy/planning`, `<link rel="alternate" type="text/html" href="planning`},
			{"feed.xml", " <author>\n  <name>The Trigpoint project</name>\n </author>", ""},
			{"feed.xml", "  <summary>", "  <title>Two</title><summary>"},
		},
		"sitemap": {
			{"sitemap.xml", "<loc>https://www.example.org/strategy/index.html", "<loc>index.html"},
			{"sitemap.xml", "<lastmod>2026", "<lastmod>26"},
			{"sitemap.xml", "</loc>\n </url>", "</loc><loc>https://www.example.org/a.html</loc></url>"},
		},
		"StratML Part 1": {
			{"data/stratml/planning-the-route-part-1.xml", "<SequenceIndicator>", "<PerformanceIndicator/><SequenceIndicator>"},
			{"data/stratml/planning-the-route-part-1.xml", "<Goal>\n   <Name>", "<Goal>\n   <Description>Too early</Description><Name>"},
		},
		"StratML Part 2": {
			{"data/stratml/planning-the-route.xml", `Type="Performance_Plan"`, `Type="Plan"`},
			{"data/stratml/planning-the-route.xml", "<Identifier>I4<", "<Identifier>4<"},
			{"data/stratml/planning-the-route.xml", "<NumberOfUnits>", "<NumberOfUnits>about "},
		},
	}
}

// TestSlowStandardsBite: the same programs find what is made wrong on purpose.
func TestSlowStandardsBite(t *testing.T) {
	slow(t)
	dir := writeAll(t, realSite(t))
	for _, s := range standards() {
		for _, fault := range faults()[s.name] {
			file := filepath.Join(dir, fault.file)
			good, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			bad := bytes.Replace(good, []byte(fault.right), []byte(fault.wrong), 1)
			if bytes.Equal(good, bad) {
				t.Errorf("%s: there is no %q to make wrong", fault.file, fault.right)
				continue
			}
			writeFile(t, file, bad)
			if s.judge(t, s.of(dir, file)) == "" {
				t.Errorf("%s: %q in place of %q passes in %s", s.name, fault.wrong, fault.right, fault.file)
			}
			writeFile(t, file, good)
		}
	}
}

// of is the file that is judged when another is made wrong: of tables, what
// describes them.
func (s standard) of(dir, file string) string {
	if filepath.Ext(file) == ".csv" {
		return filepath.Join(dir, "data/csv-metadata.json")
	}
	return file
}

func writeFile(t *testing.T, file string, content []byte) {
	t.Helper()
	if err := os.WriteFile(file, content, 0o644); err != nil {
		t.Fatal(err)
	}
}
