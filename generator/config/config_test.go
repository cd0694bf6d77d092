package config_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"trigpoint/generator/config"
	"trigpoint/generator/diag"
)

const whole = `
title = "T"
base_url = "https://example.org/a"
status_date = 2012-06-30
[kinds.issue]
id = "I{n}"
plural = "Matters"
[kinds.action]
id = "A{n}-x"
fields.due = { type = "date", required = true }
fields.size = { type = "enum", values = ["a", "b"], default = "b" }
[kinds.action.progress]
statuses = ["open", "done"]
closed = ["done"]
due = "due"
[kinds.term]
id = "t-{slug}"
use = "glossary"
[relations.addresses]
from = "action"
to = ["issue"]
min = 1
inverse = "addressed-by"
[relations.explains]
from = "term"
to = "term"
[coverage.met]
each = "issue"
needs = ["addressed-by", "addressed-by/children"]
severity = "info"
[checks]
link-text = "off"
"coverage/met" = "error"
`

func parse(t *testing.T, src string) *config.Config {
	t.Helper()
	c, diags := config.Parse("site.toml", []byte(src))
	if len(diags) > 0 {
		t.Fatalf("%+v", diags)
	}
	return c
}

// TestParse reads a whole file: what it says, and the defaults of the rest.
func TestParse(t *testing.T) {
	c := parse(t, whole)
	due, _ := c.Kind("action").Field("due")
	size, _ := c.Kind("action").Field("size")
	for what, ok := range map[string]bool{
		"base":       c.BaseURL == "https://example.org/a/",
		"day":        c.StatusDate.Equal(time.Date(2012, 6, 30, 0, 0, 0, 0, time.UTC)),
		"defaults":   c.Theme == config.DefaultTheme && c.Language == "en-GB" && c.Zone.String() == "Europe/London" && c.Search,
		"kinds":      slices.Equal(c.KindNames(), []string{"issue", "action", "term"}),
		"labels":     c.Kind("issue").Label == "Issue" && c.Kind("issue").Plural == "Matters" && c.Kind("action").Plural == "Actions",
		"cite":       c.Kind("action").Cite == "Action {n}",
		"fields":     due.Type == config.Date && due.Required && due.Label == "Due" && size.Default == "b",
		"progress":   c.Kind("action").Progress.IsClosed("done") && !c.Kind("action").Progress.IsClosed("open"),
		"use":        c.Kind("term").Use == config.Glossary,
		"relations":  c.Relation("addresses").Leads("action") && !c.Relation("addresses").Leads("issue"),
		"inverses":   c.Inverse("addressed-by") == c.Relation("addresses") && c.Inverse("inverse-explains") == c.Relation("explains"),
		"labels too": c.Relation("addresses").InverseLabel == "Addressed by",
		"coverage":   len(c.Coverage) == 1 && len(c.Coverage[0].Needs) == 2 && c.Coverage[0].Severity == diag.Info && c.Coverage[0].Min == 1,
		"severities": c.Severities["link-text"] == diag.Off && c.Severities["coverage/met"] == diag.Error,
	} {
		if !ok {
			t.Errorf("%s: not as written", what)
		}
	}
}

// TestShapes: which ids belong to which kind.
func TestShapes(t *testing.T) {
	c := parse(t, whole)
	for id, want := range map[string]string{
		"I1": "issue", "I123": "issue", "A7-x": "action", "t-a-b": "term", "t-1": "term",
		"I": "", "i1": "", "I1x": "", "A7": "", "A-x": "", "t-": "", "t-a b": "", "": "", "I１": "", "t-é": "", "I1/..": "",
	} {
		got := ""
		if k := c.KindOf(id); k != nil {
			got = k.Name
		}
		if got != want {
			t.Errorf("%q is of kind %q, not %q", id, got, want)
		}
	}
}

// TestPath: where paths lead, and what is said of those that lead nowhere.
func TestPath(t *testing.T) {
	c := parse(t, whole)
	for path, want := range map[string]string{
		"addresses":              "issue",
		"addresses/addressed-by": "action",
		"children":               "issue action term",
		"parent/addresses":       "issue",
		"addressed-by":           `fault "addressed-by" does not lead on from action`,
		"adresses":               `fault there is no relation "adresses"`,
		"a/b/c/d":                `fault the path "a/b/c/d" has more than three steps`,
		"":                       `fault there is no relation ""`,
		"addresses/":             `fault there is no relation ""`,
	} {
		steps, fault, _ := c.Path([]string{"action"}, path)
		got := "fault " + fault
		if fault == "" {
			got = strings.Join(c.Ends([]string{"action"}, steps), " ")
		}
		if got != want {
			t.Errorf("%q: %s, want %s", path, got, want)
		}
	}
}

// TestComplete: whatever is wrong, there is a whole Config.
func TestComplete(t *testing.T) {
	for _, src := range []string{"", "title =", "kinds = 1", "[kinds]\na = 1", "[relations.a]\nfrom = \"x\"", "[coverage.a]\nneeds = 1", "[checks]\nx = 1", "language = \"xx-yy-zz-1\"", "time_zone = \"Local\""} {
		c, diags := config.Parse("site.toml", []byte(src))
		if c == nil || c.Zone == nil || c.Theme == "" || len(diags) == 0 {
			t.Errorf("%q: %+v, %+v", src, c, diags)
		}
	}
}
