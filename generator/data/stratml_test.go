package data_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// order has, for each element of StratML, the elements that may stand in it, in
// their order; "!" marks those that must be there, "+" those that may be there
// more than once. Part 1 is ISO 17469-1, Part 2 its companion for performance in
// the form of 16 February 2016.
func order(part string) map[string]string {
	o := map[string]string{
		"StrategicPlan":             "Name! Description OtherInformation StrategicPlanCore! AdministrativeInformation",
		"PerformancePlanOrReport":   "Name! Description OtherInformation StrategicPlanCore! AdministrativeInformation Submitter",
		"StrategicPlanCore":         "Organization+ Vision Mission Value+ Goal!+",
		"Organization":              "Name Acronym Identifier Description Stakeholder+",
		"Value":                     "Name Description",
		"Goal":                      "Name! Description! Identifier SequenceIndicator Stakeholder+ OtherInformation Objective+",
		"Objective":                 "Name Description Identifier SequenceIndicator Stakeholder+ OtherInformation",
		"Stakeholder":               "Name! Description",
		"AdministrativeInformation": "StartDate EndDate PublicationDate Source Submitter",
	}
	if part == "2" {
		o["Objective"] += " PerformanceIndicator+"
		o["Stakeholder"] += " Role+"
		o["Role"] = "Name! Description RoleType+"
		o["AdministrativeInformation"] = "Identifier StartDate EndDate PublicationDate Source"
		o["PerformanceIndicator"] = "SequenceIndicator MeasurementDimension! UnitOfMeasurement! Identifier Relationship+ MeasurementInstance+ OtherInformation"
		o["Relationship"] = "Identifier ReferentIdentifier+ Name Description"
		o["MeasurementInstance"] = "TargetResult+ ActualResult+"
		o["TargetResult"] = "StartDate EndDate NumberOfUnits Descriptor Description"
		o["ActualResult"] = o["TargetResult"]
	}
	return o
}

// node is an element of XML.
type node struct {
	name     xml.Name
	attrs    []xml.Attr
	children []*node
	text     string
}

func parseXML(t *testing.T, content []byte) *node {
	t.Helper()
	d := xml.NewDecoder(bytes.NewReader(content))
	top := &node{}
	stack := []*node{top}
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return top.children[0]
		}
		if err != nil {
			t.Fatal(err)
		}
		at := stack[len(stack)-1]
		switch token := token.(type) {
		case xml.StartElement:
			n := &node{name: token.Name, attrs: token.Attr}
			at.children = append(at.children, n)
			stack = append(stack, n)
		case xml.EndElement:
			stack = stack[:len(stack)-1]
		case xml.CharData:
			at.text += string(token)
		}
	}
}

// all lists a node and what is in it.
func (n *node) all() []*node {
	out := []*node{n}
	for _, c := range n.children {
		out = append(out, c.all()...)
	}
	return out
}

func (n *node) named(name string) []*node {
	var out []*node
	for _, m := range n.all() {
		if m.name.Local == name {
			out = append(out, m)
		}
	}
	return out
}

func (n *node) child(name string) string {
	for _, c := range n.children {
		if c.name.Local == name {
			return c.text
		}
	}
	return ""
}

// checkOrder holds the children of a node to the order.
func checkOrder(t *testing.T, name string, n *node, want string) {
	t.Helper()
	allowed := strings.Fields(want)
	at, count := 0, 0
	for _, c := range n.children {
		for at < len(allowed) && strings.TrimRight(allowed[at], "!+") != c.name.Local {
			if strings.Contains(allowed[at], "!") && count == 0 {
				t.Errorf("%s: <%s> has no <%s> where it must be", name, n.name.Local, allowed[at])
			}
			at, count = at+1, 0
		}
		if at == len(allowed) {
			t.Errorf("%s: <%s> may not stand there in <%s>", name, c.name.Local, n.name.Local)
			return
		}
		if count++; count > 1 && !strings.Contains(allowed[at], "+") {
			t.Errorf("%s: <%s> stands twice in <%s>", name, c.name.Local, n.name.Local)
		}
	}
	for i := at; i < len(allowed); i++ {
		if strings.Contains(allowed[i], "!") && (i > at || count == 0) {
			t.Errorf("%s: <%s> has no <%s>", name, n.name.Local, allowed[i])
		}
	}
}

// plans lists the files in StratML, with the part of the standard each is in.
func plans(t *testing.T, f files) map[string]string {
	t.Helper()
	out := map[string]string{}
	for name := range f {
		if strings.HasPrefix(name, "data/stratml/") {
			out[name] = "2"
			if strings.HasSuffix(name, "-part-1.xml") {
				out[name] = "1"
			}
		}
	}
	if len(out) < 2 {
		t.Fatalf("%d plans", len(out))
	}
	return out
}

// TestPlanOrder holds each plan to the order of elements, to the words that
// attributes may have, and to ids that are names and stand once.
func TestPlanOrder(t *testing.T) {
	each(t, func(t *testing.T, f files) {
		for name, part := range plans(t, f) {
			root := parseXML(t, f[name])
			space := map[string]string{"1": "urn:ISO:std:iso:17469:tech:xsd:stratml_core", "2": "urn:ISO:std:iso:17469:tech:xsd:PerformancePlanOrReport"}[part]
			ids := map[string]bool{}
			for _, n := range root.all() {
				if n.name.Space != space {
					t.Errorf("%s: <%s> is in %q", name, n.name.Local, n.name.Space)
				}
				if len(n.children) > 0 {
					checkOrder(t, name, n, order(part)[n.name.Local])
				}
				checkWords(t, name, n, ids)
			}
		}
	})
}

func checkWords(t *testing.T, name string, n *node, ids map[string]bool) {
	t.Helper()
	patterns := map[string]string{
		"Identifier": `^[A-Za-z_][A-Za-z0-9_.-]*$`, "RoleType": `^(Performer|Beneficiary)$`, "Name": `.`,
		"EndDate": `^\d{4}-\d\d-\d\d$`, "PublicationDate": `^\d{4}-\d\d-\d\d$`, "NumberOfUnits": `^[+-]?\d+(\.\d+)?$`,
	}
	if p := patterns[n.name.Local]; p != "" && !regexp.MustCompile(p).MatchString(n.text) {
		t.Errorf("%s: <%s>%s", name, n.name.Local, n.text)
	}
	if n.name.Local == "Identifier" {
		if ids[n.text] {
			t.Errorf("%s: the id %s stands twice", name, n.text)
		}
		ids[n.text] = true
	}
	for _, a := range n.attrs {
		words := map[string][]string{"Type": {"Strategic_Plan", "Performance_Plan", "Performance_Report"},
			"ValueChainStage":          {"Outcome", "Output_Processing", "Output", "Input_Processing", "Input"},
			"PerformanceIndicatorType": {"Quantitative", "Qualitative"}}[a.Name.Local]
		if words != nil && !slices.Contains(words, a.Value) {
			t.Errorf("%s: %s=%q", name, a.Name.Local, a.Value)
		}
	}
}

// TestOrderBites: the check of the order finds what stands wrong.
func TestOrderBites(t *testing.T) {
	for _, wrong := range []string{
		"<Goal><Description/><Name/></Goal>", "<Goal><Name/></Goal>", "<Goal><Name/><Name/><Description/></Goal>",
		"<Goal><Name/><Description/><Extra/></Goal>", "<Goal><Name/><Description/><Objective/><Identifier/></Goal>",
	} {
		probe := &testing.T{}
		checkOrder(probe, "probe", parseXML(t, []byte(wrong)), order("1")["Goal"])
		if !probe.Failed() {
			t.Errorf("%s passes", wrong)
		}
	}
}

// TestPlanTells: the plans of this repository's site hold what the mapping of
// site.toml says, each element once and in its place.
func TestPlanTells(t *testing.T) {
	f := realSite(t)
	flag := parseXML(t, f["data/stratml/planting-the-flag.xml"])
	if got := flag.attrs[len(flag.attrs)-1].Value; got != "Strategic_Plan" {
		t.Errorf("the type is %s", got)
	}
	if v, g, o := len(flag.named("Value")), len(flag.named("Goal")), len(flag.named("Objective")); v != rows(t, f, "principles") || g != rows(t, f, "issues")+rows(t, f, "capabilities") || o != 0 {
		t.Errorf("%d values, %d goals, %d objectives", v, g, o)
	}
	route := parseXML(t, f["data/stratml/planning-the-route.xml"])
	if got := route.attrs[len(route.attrs)-1].Value; got != "Performance_Plan" {
		t.Errorf("the type is %s", got)
	}
	var objectives, indicators []string
	for _, goal := range route.named("Goal") {
		for _, o := range goal.named("Objective") {
			if id := o.child("Identifier"); id != "" {
				objectives = append(objectives, id)
				if !strings.Contains(o.child("OtherInformation"), "Addresses: "+goal.child("Identifier")+" ") {
					t.Errorf("%s is under %s, which it does not address first", id, goal.child("Identifier"))
				}
				if !strings.Contains(o.child("OtherInformation"), "provenance: illustrative") {
					t.Errorf("%s does not say that it is an illustration", id)
				}
			}
		}
	}
	for _, n := range route.named("PerformanceIndicator") {
		indicators = append(indicators, n.child("Identifier"))
		if len(n.named("TargetResult")) == 0 || len(n.named("ActualResult")) == 0 {
			t.Errorf("%s has no targets or no results", n.child("Identifier"))
		}
	}
	if len(objectives) != rows(t, f, "actions") || len(indicators) != rows(t, f, "measures") {
		t.Errorf("objectives %s, indicators %s", objectives, indicators)
	}
	if one := parseXML(t, f["data/stratml/planning-the-route-part-1.xml"]); len(one.named("Objective")) == 0 || len(one.named("PerformanceIndicator"))+len(one.named("Role")) > 0 {
		t.Error("Part 1 has what it does not know")
	}
}

// rows is how many elements the table of a kind has.
func rows(t *testing.T, f files, kind string) int {
	t.Helper()
	return len(readCSV(t, f, "data/"+kind+".csv")) - 1
}
