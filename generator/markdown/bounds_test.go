package markdown_test

import (
	"slices"
	"strings"
	"testing"

	"trigpoint/generator/diag"
	"trigpoint/generator/limits"
	"trigpoint/generator/markdown"
)

// bound is the most that a page of so many bytes may become: each byte a tag
// of ours around it, and what links may name together.
func bound(source int) int { return 100*source + 5<<20 }

// TestBounded compiles short texts that other programs make gigabytes of.
func TestBounded(t *testing.T) {
	long := strings.Repeat("x", 100_000)
	c := markdown.NewCompiler(limits.Default())
	for name, test := range map[string]struct {
		body    string
		limited bool
	}{
		"an address used often":      {"[a]: https://example.org/" + long + "\n\n" + strings.Repeat("[a] ", 10_000), true},
		"a title used often":         {"[a]: b.md \"" + long + "\"\n\n" + strings.Repeat("[a] ", 10_000), true},
		"an image used often":        {"[a]: b" + long + ".png\n\n" + strings.Repeat("![a] ", 10_000), true},
		"a table of short rows":      {strings.Repeat("|a", 2000) + "|\n" + strings.Repeat("|-", 2000) + "|\n" + strings.Repeat("|x|\n", 2000), true},
		"a table in a quote":         {"> " + strings.Repeat("|a", 500) + "|\n> " + strings.Repeat("|-", 500) + "|\n" + strings.Repeat("> |x|\n", 2000), true},
		"many small wide tables":     {strings.Repeat(strings.Repeat("|a", 200)+"|\n"+strings.Repeat("|-", 200)+"|\n"+strings.Repeat("|x|\n", 200)+"\n", 20), true},
		"lists in lists":             {strings.Repeat("- ", 5000) + "\n\n\n", true},
		"quotes in quotes":           {strings.Repeat(">", 5000) + "\n", true},
		"brackets in brackets":       {strings.Repeat("[", 5000) + "\n", true},
		"a table that people write":  {"|a|b|c|d|\n|-|-|-|-|\n" + strings.Repeat("|1|2|3|4|\n", 2000), false},
		"addresses that people name": {strings.Repeat("[a](https://example.org/a/long/path/to/something) ", 10_000), false},
		"footnotes":                  {strings.Repeat("[^1] ", 3000) + "\n\n[^1]: x\n", false},
		"headings of one name":       {strings.Repeat("## a\n", 5000), false},
		"code that is not closed":    {strings.Repeat("`a``b```", 3000), false},
	} {
		src := "+++\n+++\n" + test.body
		f := c.Compile("x.md", []byte(src))
		if n := len(f.Body.HTML) + len(f.Text); n > bound(len(src)) {
			t.Errorf("%s: %d bytes become %d", name, len(src), n)
		}
		limited := slices.ContainsFunc(f.Diags, func(d diag.Diagnostic) bool { return d.Code == "limit" })
		if limited != test.limited {
			t.Errorf("%s: a limit is reported: %t", name, limited)
		}
	}
}
