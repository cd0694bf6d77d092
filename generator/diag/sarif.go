package diag

import (
	"io"
	"maps"
	"net/url"
	"slices"
)

// The types below are the part of SARIF 2.1.0 (OASIS, 2020) that code hosts
// read: one run, its rules, and a result with one location for each
// diagnostic.
type (
	sarifText struct {
		Text string `json:"text"`
	}
	sarifRule struct {
		ID    Code      `json:"id"`
		Short sarifText `json:"shortDescription"`
	}
	sarifRegion struct {
		StartLine   int `json:"startLine"`
		StartColumn int `json:"startColumn,omitempty"`
		EndColumn   int `json:"endColumn,omitempty"`
	}
	sarifArtifact struct {
		URI string `json:"uri"`
	}
	sarifPhysical struct {
		Artifact sarifArtifact `json:"artifactLocation"`
		Region   *sarifRegion  `json:"region,omitempty"`
	}
	sarifLocation struct {
		Physical sarifPhysical `json:"physicalLocation"`
	}
	sarifResult struct {
		RuleID    Code            `json:"ruleId"`
		Level     string          `json:"level"`
		Message   sarifText       `json:"message"`
		Locations []sarifLocation `json:"locations"`
		Related   []sarifLocation `json:"relatedLocations,omitempty"`
	}
	sarifDriver struct {
		Name  string      `json:"name"`
		Rules []sarifRule `json:"rules"`
	}
	sarifTool struct {
		Driver sarifDriver `json:"driver"`
	}
	sarifRun struct {
		Tool       sarifTool     `json:"tool"`
		ColumnKind string        `json:"columnKind"`
		Results    []sarifResult `json:"results"`
	}
	sarifLog struct {
		Schema  string     `json:"$schema"`
		Version string     `json:"version"`
		Runs    []sarifRun `json:"runs"`
	}
)

const sarifSchema = "https://json.schemastore.org/sarif-2.1.0.json"

// WriteSARIF prints the list as a SARIF 2.1.0 log.
func WriteSARIF(w io.Writer, l List) error {
	run := sarifRun{ColumnKind: "unicodeCodePoints", Results: []sarifResult{}}
	run.Tool.Driver = sarifDriver{Name: "trigpoint", Rules: sarifRules(l)}
	for _, d := range l {
		run.Results = append(run.Results, sarifResult{
			RuleID: d.Code, Level: sarifLevel(d.Severity), Message: sarifText{inOneLine(d)},
			Locations: sarifLocations(d.Position), Related: sarifLocations(d.Related...),
		})
	}
	return encode(w, sarifLog{sarifSchema, "2.1.0", []sarifRun{run}})
}

// sarifRules lists the codes in use, in the order of Codes, then the coverage
// rules.
func sarifRules(l List) []sarifRule {
	used := map[Code]bool{}
	for _, d := range l {
		used[d.Code] = true
	}
	rules := []sarifRule{}
	for _, c := range Codes() {
		if used[c.Code] {
			rules = append(rules, sarifRule{c.Code, sarifText{c.Meaning}})
			delete(used, c.Code)
		}
	}
	for _, code := range slices.Sorted(maps.Keys(used)) {
		rules = append(rules, sarifRule{code, sarifText{"a coverage rule of site.toml"}})
	}
	return rules
}

func sarifLocations(places ...Position) []sarifLocation {
	var out []sarifLocation
	for _, p := range places {
		out = append(out, sarifLocation{sarifPhysical{sarifArtifact{escapePath(p.Path)}, sarifPlace(p)}})
	}
	return out
}

func sarifLevel(s Severity) string {
	if s == Info {
		return "note"
	}
	return s.String()
}

func sarifPlace(p Position) *sarifRegion {
	if p.Line == 0 {
		return nil
	}
	r := &sarifRegion{StartLine: p.Line, StartColumn: p.Col}
	if p.Col > 0 && p.Len > 0 {
		r.EndColumn = p.Col + p.Len
	}
	return r
}

func escapePath(path string) string { return (&url.URL{Path: path}).EscapedPath() }
