package config

import (
	"slices"

	"trigpoint/generator/diag"
)

// A Relation is a typed link between elements: [relations.NAME]. Authors write
// it in one direction; the inverse is computed.
type Relation struct {
	Name         string
	Label        string
	Inverse      string
	InverseLabel string
	From, To     []string // names of kinds
	Min, Max     int      // for each element it leads from; Max 0: any number
	Acyclic      bool
	SchemaOrg    map[string]string // property in schema.org, by kind it leads from
}

// Leads tells whether elements of the kind have the relation.
func (r *Relation) Leads(kind string) bool { return slices.Contains(r.From, kind) }

// Coverage is a rule that each element of some kinds be reached by others:
// [coverage.NAME].
type Coverage struct {
	Name     string
	Label    string     // what readers see
	Each     []string   // kinds that need it
	Needs    [][]string // alternatives, each a path of at most three relations
	From     []string   // kinds that the path must end at; none: any
	Where    []Condition
	Min      int // how many are needed
	All      bool
	Severity diag.Severity
	Message  string
}

// Code is the diagnostic code of the rule.
func (c *Coverage) Code() diag.Code { return diag.Code(diag.CoveragePrefix + c.Name) }

// A Condition holds where a field, or the status, has one of the values.
type Condition struct {
	Field  string
	Values []string
	At     diag.Position
}
