package main

import (
	"bytes"
	"strings"
	"testing"
	"testing/fstest"

	"trigpoint/generator/build"
	"trigpoint/generator/diag"
	"trigpoint/themes"
)

// TestReadme holds the README to what the program does: the example in it is
// without fault, a typing error in it is reported as it says, and every command
// is in its table.
func TestReadme(t *testing.T) {
	readme := string(readFile(t, "../README.md"))
	_, rest, _ := strings.Cut(readme, "```markdown\n")
	page, rest, _ := strings.Cut(rest, "```")
	_, rest, _ = strings.Cut(rest, "\n```\n")
	report, _, _ := strings.Cut(rest, "```")
	if got := readmeReport(t, page); got != "" {
		t.Errorf("the example in the README has faults:\n%s", got)
	}
	if got := readmeReport(t, strings.Replace(page, `"I4"`, `"I24"`, 1)); got != report {
		t.Errorf("the README shows\n%s\nthe program reports\n%s", report, got)
	}
	for _, c := range commands(newEnvironment()) {
		if !strings.Contains(readme, "| `trigpoint "+c.Name()) {
			t.Errorf("the README does not name the command %s", c.Name())
		}
	}
}

func readmeReport(t *testing.T, page string) string {
	t.Helper()
	site := fstest.MapFS{"content/actions/a12.md": {Data: []byte(page)}}
	for name, text := range map[string]string{
		"site.toml": "title = \"T\"\n[kinds.issue]\nid = \"I{n}\"\n[kinds.role]\nid = \"R{n}\"\n[kinds.action]\nid = \"A{n}\"\nfields.due = { type = \"date\" }\n" +
			"[relations.addresses]\nfrom = \"action\"\nto = \"issue\"\n[relations.owner]\nfrom = \"action\"\nto = \"role\"\n",
		"content/i2.md": "+++\nid = \"I2\"\ntitle = \"Digital access\"\n+++\n",
		"content/i4.md": "+++\nid = \"I4\"\ntitle = \"Information governance\"\n+++\n",
		"content/r2.md": "+++\nid = \"R2\"\ntitle = \"Owner\"\n+++\n",
	} {
		site[name] = &fstest.MapFile{Data: []byte(text)}
	}
	res, err := build.New(site, themes.FS()).Check(build.Options{Now: guideDay()})
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	source := func(name string) []byte { return site[name].Data }
	if err := diag.WriteText(&b, res.Diags, source, diag.Style{}); err != nil {
		t.Fatal(err)
	}
	return b.String()
}
