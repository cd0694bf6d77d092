package pack_test

import (
	"encoding/xml"
	"os"
	"os/exec"
	"regexp"
	"testing"
)

// validate asks veraPDF what keeps PDFs from being PDF/UA-1, and returns the rules
// that they do not keep to, such as 7.1-8: clause and test.
func validate(t *testing.T, files []string) map[string]bool {
	t.Helper()
	args := append([]string{"-cp", maven(t, "verapdf.xml"), "org.verapdf.apps.GreenfieldCliWrapper", "--flavour", "ua1", "--format", "xml"}, files...)
	out, err := exec.Command("java", args...).Output() // fails where a file does
	var report struct {
		Jobs []struct {
			Rules []struct {
				Clause string `xml:"clause,attr"`
				Test   string `xml:"testNumber,attr"`
				Status string `xml:"status,attr"`
			} `xml:"validationReport>details>rule"`
		} `xml:"jobs>job"`
	}
	if fault := xml.Unmarshal(out, &report); fault != nil || len(report.Jobs) != len(files) {
		t.Fatalf("veraPDF: %v, %v\n%s", err, fault, out)
	}
	failed := map[string]bool{}
	for i, job := range report.Jobs {
		if len(job.Rules) == 0 {
			t.Errorf("veraPDF says nothing of file %d", i)
		}
		for _, r := range job.Rules {
			if r.Status == "failed" {
				failed[r.Clause+"-"+r.Test] = true
			}
		}
	}
	return failed
}

// checkGuide holds the guide to what was found: it names each rule that is not kept.
// Some of them only fail where a machine lacks a font.
func checkGuide(t *testing.T, failed map[string]bool) {
	t.Helper()
	guide, err := os.ReadFile("../../docs/copies.md")
	if err != nil {
		t.Fatal(err)
	}
	named := map[string]bool{}
	for _, row := range regexp.MustCompile("(?m)^\\| `([0-9.]+-[0-9]+)` \\|").FindAllSubmatch(guide, -1) {
		named[string(row[1])] = true
	}
	for rule := range failed {
		if !named[rule] {
			t.Errorf("a PDF fails the rule %s, which docs/copies.md does not name", rule)
		}
	}
}
