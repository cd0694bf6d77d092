package config

import (
	"strings"

	"trigpoint/generator/diag"
	"trigpoint/generator/record"
)

// StratML is the part that a kind has in a plan written in StratML
// (ISO 17469-1).
type StratML string

// The parts. A kind without one is left out of such plans.
const (
	StratValue       StratML = "Value"
	StratGoal        StratML = "Goal"
	StratObjective   StratML = "Objective"
	StratIndicator   StratML = "PerformanceIndicator"
	StratStakeholder StratML = "Stakeholder"
)

// planTypes are the types of a plan in Part 2 of StratML; the first is that of
// a stage that names none.
var planTypes = [...]string{"Strategic_Plan", "Performance_Plan", "Performance_Report"}

// PlanType is the type, in StratML, of the documents of a stage.
func (c *Config) PlanType(stage string) string { return withDefault(c.planTypes[stage], planTypes[0]) }

// readPlanTypes reads [stratml], which gives stages their types.
func readPlanTypes(r record.Reader) map[string]string {
	out := map[string]string{}
	stages := r.Sub("stages")
	for _, stage := range stages.Keys() {
		out[stage] = stages.OneOf(stage, planTypes[:]...)
	}
	r.Reject("stages")
	return out
}

func readStratML(r record.Reader) StratML {
	return StratML(r.OneOf("stratml", string(StratValue), string(StratGoal), string(StratObjective), string(StratIndicator), string(StratStakeholder)))
}

// readTerm reads a name of the schema.org vocabulary. Which names there are is
// left to whoever writes it: the vocabulary grows.
func readTerm(r record.Reader, key string) string {
	term := r.Text(key)
	if strings.Trim(term, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ") != "" {
		v, _ := r.Get(key)
		r.Diags.Add(v.Position(), "value-unknown", `write a name of that vocabulary, such as "Action"`, "%q is not a name of schema.org", term)
		return ""
	}
	return term
}

// readTerms reads a table that gives some words their names in schema.org.
func readTerms(r record.Reader, words []string) map[string]string {
	out := map[string]string{}
	sub := r.Sub("schema_org")
	for _, word := range sub.Keys() {
		out[word] = readTerm(sub, word)
	}
	for _, word := range sub.Unknown(words...) {
		sub.Diags.Add(sub.KeyPosition(word), "value-unknown", diag.DidYouMean(word, words), "nothing here is called %q", word)
	}
	return out
}

// readProperty reads the property that a relation is in schema.org: one name for
// all kinds that it leads from, or a table with a name for some.
func readProperty(r record.Reader, from []string) map[string]string {
	out := map[string]string{}
	v, ok := r.Get("schema_org")
	if !ok {
		return out
	}
	if _, table := v.Table(); !table {
		term := readTerm(r, "schema_org")
		for _, kind := range from {
			out[kind] = term
		}
		return out
	}
	return readTerms(r, from)
}
