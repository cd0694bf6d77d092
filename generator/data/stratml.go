package data

import (
	"encoding/xml"

	"trigpoint/generator/output"
	"trigpoint/generator/site"
)

// Where the plans of a document lie, and in what namespaces they are.
const (
	planFolder = "data/stratml/"
	partOne    = "urn:ISO:std:iso:17469:tech:xsd:stratml_core"
	partTwo    = "urn:ISO:std:iso:17469:tech:xsd:PerformancePlanOrReport"
)

// The types below follow the schemas of StratML, Part 1 (ISO 17469-1) and Part 2
// (in its form of 16 February 2016): their fields stand in the order in which
// the schemas want the elements. What Part 1 does not have is left empty there.

type strategicPlan struct {
	XMLName     xml.Name
	Type        string    `xml:"Type,attr,omitempty"`
	Name        string    `xml:"Name"`
	Description string    `xml:"Description,omitempty"`
	Other       string    `xml:"OtherInformation,omitempty"`
	Core        planCore  `xml:"StrategicPlanCore"`
	Admin       planAdmin `xml:"AdministrativeInformation"`
}

type planCore struct {
	Organization planOrganization `xml:"Organization"`
	Values       []planValue      `xml:"Value"`
	Goals        []*planGoal      `xml:"Goal"`
}

type planOrganization struct {
	Name         string            `xml:"Name"`
	Stakeholders []planStakeholder `xml:"Stakeholder"`
}

type planValue struct {
	Name        string `xml:"Name"`
	Description string `xml:"Description"`
}

type planGoal struct {
	Name         string            `xml:"Name"`
	Description  string            `xml:"Description"`
	ID           string            `xml:"Identifier,omitempty"`
	Sequence     string            `xml:"SequenceIndicator,omitempty"`
	Stakeholders []planStakeholder `xml:"Stakeholder"`
	Other        string            `xml:"OtherInformation,omitempty"`
	Objectives   []*planObjective  `xml:"Objective"`
}

type planObjective struct {
	Name         string            `xml:"Name"`
	Description  string            `xml:"Description"`
	ID           string            `xml:"Identifier,omitempty"`
	Sequence     string            `xml:"SequenceIndicator,omitempty"`
	Stakeholders []planStakeholder `xml:"Stakeholder"`
	Other        string            `xml:"OtherInformation,omitempty"`
	Indicators   []planIndicator   `xml:"PerformanceIndicator"`
}

type planStakeholder struct {
	Name        string     `xml:"Name"`
	Description string     `xml:"Description,omitempty"`
	Roles       []planRole `xml:"Role"`
}

type planRole struct {
	Name string `xml:"Name"`
	Type string `xml:"RoleType,omitempty"`
}

type planIndicator struct {
	Stage     string         `xml:"ValueChainStage,attr,omitempty"`
	Type      string         `xml:"PerformanceIndicatorType,attr"`
	Sequence  string         `xml:"SequenceIndicator,omitempty"`
	Dimension string         `xml:"MeasurementDimension"`
	Unit      string         `xml:"UnitOfMeasurement"`
	ID        string         `xml:"Identifier,omitempty"`
	Relations []planRelation `xml:"Relationship"`
	Instances []planInstance `xml:"MeasurementInstance"`
	Other     string         `xml:"OtherInformation,omitempty"`
}

type planRelation struct {
	Referent    string `xml:"ReferentIdentifier"`
	Name        string `xml:"Name"`
	Description string `xml:"Description"`
}

type planInstance struct {
	Targets []planResult `xml:"TargetResult"`
	Actuals []planResult `xml:"ActualResult"`
}

type planResult struct {
	End         string `xml:"EndDate"`
	Number      string `xml:"NumberOfUnits"`
	Description string `xml:"Description"`
}

type planAdmin struct {
	Published string `xml:"PublicationDate,omitempty"`
	Source    string `xml:"Source,omitempty"`
}

// plans lists two files for each document that holds something of a plan: one
// for each part of the standard.
func (e *Emitter) plans() []output.File {
	var files []output.File
	for _, d := range e.site.Documents {
		if !planned(e.site, d) {
			continue
		}
		files = append(files,
			marked(planPath(d), func() any { return e.planTwo(d) }),
			marked(planOnePath(d), func() any { return e.planOne(d) }))
	}
	return files
}

func planPath(d *site.Document) string    { return planFolder + d.Name + ".xml" }
func planOnePath(d *site.Document) string { return planFolder + d.Name + "-part-1.xml" }

// planned tells whether an element of the document has a part in a plan.
func planned(s *site.Site, d *site.Document) bool {
	for _, el := range s.Elements {
		if el.Document() == d && el.Kind.StratML != "" {
			return true
		}
	}
	return false
}

// planTwo is the document in Part 2, which knows indicators, roles and types.
func (e *Emitter) planTwo(d *site.Document) *strategicPlan {
	p := e.plan(d)
	p.XMLName = xml.Name{Space: partTwo, Local: "PerformancePlanOrReport"}
	p.Type = e.site.Config.PlanType(d.Meta.Stage)
	return p
}

// planOne is the document in Part 1: the same without them.
func (e *Emitter) planOne(d *site.Document) *strategicPlan {
	p := e.plan(d)
	p.XMLName = xml.Name{Space: partOne, Local: "StrategicPlan"}
	bare := func(list []planStakeholder) {
		for i := range list {
			list[i].Roles = nil
		}
	}
	bare(p.Core.Organization.Stakeholders)
	for _, g := range p.Core.Goals {
		bare(g.Stakeholders)
		for _, o := range g.Objectives {
			bare(o.Stakeholders)
			o.Indicators = nil
		}
	}
	return p
}
