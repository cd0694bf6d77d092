package data

import (
	"slices"
	"strings"
	"time"

	"trigpoint/generator/config"
	"trigpoint/generator/site"
)

// planner puts the elements of one document into the order of a plan: goals,
// in them objectives, in those indicators.
type planner struct {
	site       *site.Site
	document   *site.Document
	goals      map[*site.Element]*planGoal      // nil: the goal of what leads to none
	objectives map[*site.Element]*planObjective // by themselves, or by the goal whose indicators it holds
	plan       *strategicPlan
}

func (e *Emitter) plan(d *site.Document) *strategicPlan {
	p := planner{e.site, d, map[*site.Element]*planGoal{}, map[*site.Element]*planObjective{}, &strategicPlan{
		Name: plain(d.Title()), Description: plain(d.Front.Summary()), Other: origin(d.Front.File.Meta.Provenance)}}
	p.plan.Core.Organization = planOrganization{Name: plain(e.publisher()), Stakeholders: stakeholders(d.Audience, "", "")}
	p.plan.Admin.Published = day(d.Meta.Published)
	if e.base != "" {
		p.plan.Admin.Source = e.base + d.Front.Target().Address()
	}
	for _, el := range p.all(config.StratValue) {
		p.plan.Core.Values = append(p.plan.Core.Values, planValue{plain(el.Title), about(el)})
	}
	for _, el := range p.all(config.StratGoal) {
		p.goal(el)
	}
	for _, el := range p.all(config.StratObjective) {
		p.objective(el)
	}
	for _, el := range p.all(config.StratIndicator) {
		p.indicator(el)
	}
	if len(p.plan.Core.Goals) == 0 { // a plan must have one
		p.goal(nil)
	}
	return p.plan
}

// all lists the document's elements that have a part.
func (p *planner) all(part config.StratML) []*site.Element {
	var out []*site.Element
	for _, el := range p.site.Elements {
		if el.Document() == p.document && el.Kind.StratML == part {
			out = append(out, el)
		}
	}
	return out
}

// goal returns the goal that an element is, which may be one of another
// document. What leads to no goal is put into one that has the document's name.
func (p *planner) goal(el *site.Element) *planGoal {
	if g := p.goals[el]; g != nil {
		return g
	}
	g := &planGoal{Name: p.plan.Name, Description: p.plan.Description}
	if el != nil {
		g = &planGoal{Name: plain(el.Title), Description: about(el), ID: el.ID, Sequence: el.Kind.Shape.Number(el.ID),
			Stakeholders: p.asked(el), Other: p.other(el)}
	}
	if g.Description == "" {
		g.Description = g.Name
	}
	p.goals[el] = g
	p.plan.Core.Goals = append(p.plan.Core.Goals, g)
	return g
}

// objective puts an element under the first goal that it leads to.
func (p *planner) objective(el *site.Element) {
	o := &planObjective{Name: plain(el.Title), Description: about(el), ID: el.ID, Sequence: el.Kind.Shape.Number(el.ID),
		Stakeholders: p.asked(el), Other: p.other(el)}
	p.objectives[el] = o
	g := p.goal(first(el, config.StratGoal))
	g.Objectives = append(g.Objectives, o)
}

// indicator puts an element under the first objective of the document that it
// leads to, or else under one that its goal has for indicators.
func (p *planner) indicator(el *site.Element) {
	o := p.objectives[first(el, config.StratObjective)]
	if o == nil {
		of := first(el, config.StratGoal)
		if o = p.objectives[of]; o == nil {
			o = &planObjective{Name: plain(el.Kind.Plural), Description: plain(el.Kind.Plural)}
			p.objectives[of] = o
			g := p.goal(of)
			g.Objectives = append(g.Objectives, o)
		}
	}
	o.Indicators = append(o.Indicators, p.newIndicator(el))
}

// first is the first element with the part that another leads to.
func first(el *site.Element, part config.StratML) *site.Element {
	for _, g := range el.Out {
		for _, to := range g.Elements {
			if to.Kind.StratML == part {
				return to
			}
		}
	}
	return nil
}

func (p *planner) newIndicator(el *site.Element) planIndicator {
	out := planIndicator{Type: "Quantitative", Sequence: el.Kind.Shape.Number(el.ID), Dimension: plain(el.Title), ID: el.ID,
		Unit: "1", Other: p.other(el)}
	for _, g := range el.Out {
		for _, to := range g.Elements {
			if to.Kind.StratML != "" && to.Kind.StratML != config.StratStakeholder {
				out.Relations = append(out.Relations, planRelation{to.ID, plain(g.Label()), plain(to.Title)})
			}
		}
	}
	for _, f := range el.Fields {
		switch {
		case f.Field.Unit:
			out.Unit = plain(f.Text)
		case f.Field.Type == config.Enum && slices.Contains([]string{"input", "output", "outcome"}, f.Text):
			out.Stage = strings.ToUpper(f.Text[:1]) + f.Text[1:]
		}
	}
	out.Instances = instances(el)
	return out
}

// instances lists what was to be reached and what was, by day.
func instances(el *site.Element) []planInstance {
	byDay := map[time.Time]*planInstance{}
	var days []time.Time
	for _, f := range el.Fields {
		for _, v := range f.Series {
			at := byDay[v.Date]
			if at == nil {
				at = &planInstance{}
				byDay[v.Date] = at
				days = append(days, v.Date)
			}
			r := planResult{day(v.Date), decimal(v.Value), plain(f.Field.Label + ": " + v.Note)}
			if v.Note == "" {
				r.Description = plain(f.Field.Label)
			}
			if f.Field.Goal {
				at.Targets = append(at.Targets, r)
			} else {
				at.Actuals = append(at.Actuals, r)
			}
		}
	}
	slices.SortFunc(days, time.Time.Compare)
	var out []planInstance
	for _, d := range days {
		out = append(out, *byDay[d])
	}
	return out
}

// asked lists the stakeholders that an element, or a part of it, leads to.
func (p *planner) asked(el *site.Element) []planStakeholder {
	var out []planStakeholder
	seen := map[*site.Element]bool{}
	for _, from := range append([]*site.Element{el}, el.Children...) {
		for _, g := range from.Out {
			for _, to := range g.Elements {
				if to.Kind.StratML == config.StratStakeholder && !seen[to] {
					seen[to] = true
					out = append(out, stakeholders([]*site.Element{to}, g.Label(), "Performer")...)
				}
			}
		}
	}
	return out
}

// stakeholders describes elements in a role; its name is the relation's, or
// else that of their kind.
func stakeholders(list []*site.Element, role, roleType string) []planStakeholder {
	var out []planStakeholder
	for _, el := range list {
		name := role
		if name == "" {
			name = el.Kind.Label
		}
		out = append(out, planStakeholder{plain(el.Title), plain(el.Summary), []planRole{{plain(name), roleType}}})
	}
	return out
}

// other tells what the standard has no element for: status, fields, relations,
// and where the text comes from.
func (p *planner) other(el *site.Element) string {
	var parts []string
	add := func(label string, values ...string) {
		if text := plain(strings.Join(values, "; ")); text != "" {
			parts = append(parts, plain(label)+": "+text)
		}
	}
	if s := el.Progress; s != nil {
		add(site.StatusField, strings.TrimSpace(s.Status+" "+day(s.Since)), s.Note)
	}
	for _, f := range el.Fields {
		if !f.Field.Unit {
			add(f.Field.Label, strings.ReplaceAll(cell(el, f.Field.Name), separator, "; "))
		}
	}
	for _, g := range el.Out {
		var to []string
		for _, other := range g.Elements {
			to = append(to, other.ID+" "+other.Title)
		}
		add(g.Label(), to...)
	}
	if from := origin(provenance(el)); from != "" {
		parts = append(parts, from)
	}
	return strings.Join(parts, "\n")
}

// origin says where a text comes from: what is illustrative must not pass for a
// plan that somebody made.
func origin(provenance string) string {
	if provenance == "" {
		return ""
	}
	return "provenance: " + provenance
}

// about is the summary of an element, or its title: some descriptions must not
// be empty.
func about(el *site.Element) string {
	if s := plain(el.Summary); s != "" {
		return s
	}
	return plain(el.Title)
}
