package pack_test

import (
	"encoding/xml"
	"os"
	"os/exec"
	"regexp"
	"testing"
)

// A validator asks veraPDF what keeps a PDF from being PDF/UA-1.
type validator struct {
	classes string
	failed  map[string]bool // rules, such as 7.1-8: clause and test
}

func newValidator(t *testing.T) *validator {
	t.Helper()
	return &validator{maven(t, "verapdf.xml"), map[string]bool{}}
}

// run notes the rules that a PDF does not keep to.
func (v *validator) run(t *testing.T, s site, p string) {
	t.Helper()
	cmd := exec.Command("java", "-cp", v.classes, "org.verapdf.apps.GreenfieldCliWrapper", "--flavour", "ua1", "--format", "xml", written(t, p, s[p]))
	out, err := cmd.Output() // fails where the file does
	var report struct {
		Rules []struct {
			Clause string `xml:"clause,attr"`
			Test   string `xml:"testNumber,attr"`
			Status string `xml:"status,attr"`
		} `xml:"jobs>job>validationReport>details>rule"`
	}
	if fault := xml.Unmarshal(out, &report); fault != nil || len(report.Rules) == 0 {
		t.Fatalf("veraPDF: %v, %v\n%s", err, fault, out)
	}
	for _, r := range report.Rules {
		if r.Status == "failed" {
			v.failed[r.Clause+"-"+r.Test] = true
		}
	}
}

// compare holds the guide to what was found: it names each rule that is not kept.
// Some of them only fail where a machine lacks a font.
func (v *validator) compare(t *testing.T) {
	t.Helper()
	guide, err := os.ReadFile("../../docs/copies.md")
	if err != nil {
		t.Fatal(err)
	}
	named := map[string]bool{}
	for _, row := range regexp.MustCompile("(?m)^\\| `([0-9.]+-[0-9]+)` \\|").FindAllSubmatch(guide, -1) {
		named[string(row[1])] = true
	}
	for rule := range v.failed {
		if !named[rule] {
			t.Errorf("a PDF fails the rule %s, which docs/copies.md does not name", rule)
		}
	}
}
