package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"trigpoint/generator/diag"
)

const diagnosticsDoc = "../docs/diagnostics.md"

// TestDiagnosticsDoc holds docs/diagnostics.md to the table of codes and to the
// fixtures: a section for each code, in order; its severity and its meaning from
// the table; what a fixture really reports, as it is printed; and words on what
// to do. All but the words is rewritten by -update.
func TestDiagnosticsDoc(t *testing.T) {
	src := string(readFile(t, diagnosticsDoc))
	chunks := splitSections(src)
	var order []string
	for i, c := range chunks {
		code, ok := strings.CutPrefix(c, "### ")
		if !ok {
			continue
		}
		code, _, _ = strings.Cut(code, "\n")
		order = append(order, code)
		words := wordsOf(c)
		if len(strings.Fields(words)) < 4 {
			t.Errorf("%s: the section %s does not say what to do", diagnosticsDoc, code)
		}
		chunks[i] = "### " + code + "\n\n" + factsOf(t, code) + words
	}
	checkOrder(t, order)
	want := strings.Join(chunks, "")
	if want == src {
		return
	}
	if *update {
		if err := os.WriteFile(diagnosticsDoc, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	t.Errorf("%s does not say what the program does; run\n  go test ./generator -run DiagnosticsDoc -update\nand read the difference", diagnosticsDoc)
}

// splitSections cuts the text before each heading of the second and third level.
func splitSections(src string) []string {
	chunks := []string{""}
	code := false
	for line := range strings.Lines(src) {
		code = code != strings.HasPrefix(line, "```")
		if !code && (strings.HasPrefix(line, "## ") || strings.HasPrefix(line, "### ")) {
			chunks = append(chunks, "")
		}
		chunks[len(chunks)-1] += line
	}
	return chunks
}

// checkOrder wants every code once, in the order of the table.
func checkOrder(t *testing.T, got []string) {
	t.Helper()
	var want []string
	for _, c := range diag.Codes() {
		want = append(want, string(c.Code))
	}
	want = append(want, diag.CoveragePrefix+"NAME")
	for _, code := range want {
		if !slices.Contains(got, code) {
			t.Errorf("%s: add a section ### %s that says what to do; -update writes its facts", diagnosticsDoc, code)
		}
	}
	for _, code := range got {
		if !slices.Contains(want, code) {
			t.Errorf("%s: there is no code %s", diagnosticsDoc, code)
		}
	}
	if !t.Failed() && !slices.Equal(got, want) {
		t.Errorf("%s: the order is not that of the table:\n%s", diagnosticsDoc, strings.Join(want, "\n"))
	}
}

// wordsOf is what a person wrote in a section: all behind its facts.
func wordsOf(section string) string {
	if _, words, ok := strings.Cut(section, "\n```\n\n"); ok {
		return words
	}
	_, words, _ := strings.Cut(section, "\n\n")
	return words
}

// factsOf is the part of a section that the table and a fixture give.
func factsOf(t *testing.T, code string) string {
	t.Helper()
	meaning := "**A rule of coverage that an element does not meet.** As the rule says; a warning, unless it says otherwise."
	for _, c := range diag.Codes() {
		if string(c.Code) == code {
			meaning = fmt.Sprintf("**%s%s.** %s.", strings.ToUpper(c.Meaning[:1]), c.Meaning[1:], severityWords(c))
		}
	}
	return meaning + "\n\n```text\n" + example(t, code) + "```\n\n"
}

func severityWords(c diag.CodeInfo) string {
	word := map[diag.Severity]string{diag.Error: "Error", diag.Warning: "Warning", diag.Info: "Info", diag.Off: "Off"}[c.Default]
	if c.Fixed {
		return word + ", fixed"
	}
	return word
}

// example is the first report with the code in the first fixture for it, as
// it is printed.
func example(t *testing.T, code string) string {
	t.Helper()
	stem := strings.ReplaceAll(strings.TrimSuffix(code, "NAME"), "/", "-")
	names, err := filepath.Glob("testdata/faults/" + stem + "*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		f := readFixture(t, readFile(t, name))
		list, _ := f.got(t)
		for _, d := range list {
			if string(d.Code) == code || strings.HasSuffix(code, "NAME") && strings.HasPrefix(string(d.Code), diag.CoveragePrefix) {
				return printed(t, f, d)
			}
		}
	}
	t.Errorf("no fixture reports %s", code)
	return ""
}

func printed(t *testing.T, f *fixture, d diag.Diagnostic) string {
	t.Helper()
	source := func(name string) []byte {
		if file := f.site[name]; file != nil {
			return file.Data
		}
		return nil
	}
	var b bytes.Buffer
	if err := diag.WriteText(&b, diag.List{d}, source, diag.Style{}); err != nil {
		t.Fatal(err)
	}
	return b.String()
}
