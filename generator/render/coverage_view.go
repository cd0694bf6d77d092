package render

import (
	"bytes"
	"fmt"

	"trigpoint/generator/site"
)

// CoverageSum says how many of the elements that rules ask are covered, how
// many gaps have a reason, and how many have none.
type CoverageSum struct {
	Link                     // to the report, or the document's part of it
	Covered, Waived, Missing int
}

// CoverageReport is what all rules found: in sum, and in parts, one for each
// document that has something that a rule asks, and one for what lies outside
// the documents.
type CoverageReport struct {
	Sum   CoverageSum
	Parts []CoveragePart
}

// CoveragePart is what the rules found in one document.
type CoveragePart struct {
	Sum      CoverageSum
	ID       string // the place of the part in the report
	Document Link   // for what lies outside the documents, the home page
	Rules    []CoverageView
}

// coverage writes the report.
func (r *Renderer) coverage(w *bytes.Buffer) error {
	v := r.view(site.CoverageAddress, nil, r.site.Config.Language)
	v.title = v.words.T("coverage.title")
	v.Coverage = &CoverageReport{Sum: v.coverageSum(r.site.Coverage, "")}
	for i, d := range r.site.Documents {
		v.coveragePart(d, partID(i), v.pageLink(d.Front))
	}
	v.coveragePart(nil, "outside", Link{Href: v.href(r.site.Home.Target()), Text: v.words.T("coverage.outside")})
	if err := r.theme.Execute(w, "coverage", v); err != nil {
		return fmt.Errorf("rendering %s: %w", site.CoverageAddress, err)
	}
	return v.err
}

// partID is the place of a document's part in the report.
func partID(document int) string { return fmt.Sprintf("document-%d", document+1) }

// coveragePart adds the part of a document, if rules ask anything of it.
func (v *View) coveragePart(d *site.Document, id string, to Link) {
	var found []*site.CoverageResult
	for _, c := range v.renderer.site.Coverage {
		if c = c.Within(d); len(c.Items) > 0 {
			found = append(found, c)
		}
	}
	if len(found) == 0 {
		return
	}
	part := CoveragePart{Sum: v.coverageSum(found, id), ID: id, Document: to, Rules: v.coverageViews(found)}
	v.Coverage.Parts = append(v.Coverage.Parts, part)
}

// coverageSum adds up what rules found and leads to a part of the report.
func (v *View) coverageSum(found []*site.CoverageResult, part string) CoverageSum {
	sum := CoverageSum{Link: v.namedLink(site.CoverageAddress, "coverage.title")}
	if part != "" {
		sum.Href += "#" + part
	}
	for _, c := range found {
		sum.Covered += c.Count(site.Covered)
		sum.Waived += c.Count(site.Waived)
		sum.Missing += c.Count(site.Missing)
	}
	return sum
}

// siteCoverage is the sum of the whole series; nil where there are no rules.
func (v *View) siteCoverage() *CoverageSum {
	if len(v.renderer.site.Coverage) == 0 {
		return nil
	}
	sum := v.coverageSum(v.renderer.site.Coverage, "")
	return &sum
}

// documentCoverage is the sum of a document; nil where no rule asks anything of
// it.
func (v *View) documentCoverage(d *site.Document, number int) *CoverageSum {
	var found []*site.CoverageResult
	for _, c := range v.renderer.site.Coverage {
		found = append(found, c.Within(d))
	}
	sum := v.coverageSum(found, partID(number))
	if sum.Covered+sum.Waived+sum.Missing == 0 {
		return nil
	}
	return &sum
}

// CoverageView is what one rule found.
type CoverageView struct {
	Rule    string // its name
	Label   string // what it is called
	Message string
	Missing []Link
	Waived  []WaivedView
	Covered []CoveredView
	Total   int
}

// WaivedView is a gap that is explained.
type WaivedView struct {
	Element Link
	Reason  string
}

// CoveredView is an element and what covers it.
type CoveredView struct {
	Element Link
	By      []Link
}

func (v *View) coverageViews(list []*site.CoverageResult) []CoverageView {
	var out []CoverageView
	for _, r := range list {
		c := CoverageView{Rule: r.Rule.Name, Label: r.Rule.Label, Message: r.Rule.Message, Total: len(r.Items)}
		for _, it := range r.Items {
			link := v.elementLink(it.Element)
			switch it.State {
			case site.Covered:
				c.Covered = append(c.Covered, CoveredView{link, v.elementLinks(it.By)})
			case site.Waived:
				c.Waived = append(c.Waived, WaivedView{link, it.Waiver.Reason})
			default:
				c.Missing = append(c.Missing, link)
			}
		}
		out = append(out, c)
	}
	return out
}
