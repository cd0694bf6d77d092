package check

import (
	"fmt"
	"strings"

	"trigpoint/generator/config"
	"trigpoint/generator/diag"
	"trigpoint/generator/site"
)

// counts compares the number of elements of a kind with what site.toml
// expects.
func (c *checker) counts() {
	for _, k := range c.site.Config.Kinds {
		if n := len(c.site.Kind(k.Name)); k.Expect > 0 && n != k.Expect {
			c.diags.Add(k.ExpectAt, "count", "add or remove some, or change expect", "there %s of kind %q, and site.toml expects %d", elements(n), k.Name, k.Expect)
		}
	}
}

// cardinalities compares the number of relations with min and max.
func (c *checker) cardinalities() {
	for _, rel := range c.site.Config.Relations {
		for _, e := range c.site.Elements {
			if rel.Leads(e.Kind.Name) {
				c.cardinality(rel, e)
			}
		}
	}
}

func (c *checker) cardinality(rel *config.Relation, e *site.Element) {
	n := len(e.Related(rel.Name))
	switch {
	case n < rel.Min && !c.site.Incomplete:
		c.diags.Add(e.PositionOf(rel.Name), "cardinality", e.Add(rel.Name, `["…"]`)+", of kind "+diag.Either(rel.To),
			"%s names %s as %q, and must name %d", e.ID, amount(n), rel.Name, rel.Min)
	case rel.Max > 0 && n > rel.Max:
		c.diags.Add(e.PositionOf(rel.Name), "cardinality", "take out what is too many", "%s names %d as %q, and may name %d", e.ID, n, rel.Name, rel.Max)
	}
}

func elements(n int) string {
	if n == 1 {
		return "is 1 element"
	}
	return fmt.Sprintf("are %d elements", n)
}

func amount(n int) string {
	if n == 0 {
		return "nothing"
	}
	return fmt.Sprint(n)
}

// circles reports relations that lead from an element back to it where they
// must not.
func (c *checker) circles() {
	for _, rel := range c.site.Config.Relations {
		if !rel.Acyclic {
			continue
		}
		state := map[*site.Element]visit{}
		for _, e := range c.site.Elements {
			c.walk(rel, e, state, nil)
		}
	}
}

type visit int

const (
	open visit = iota + 1
	done
)

func (c *checker) walk(rel *config.Relation, e *site.Element, state map[*site.Element]visit, path []string) {
	path = append(path, e.ID)
	switch state[e] {
	case done:
		return
	case open:
		start := 0
		for path[start] != e.ID {
			start++
		}
		c.diags.Add(e.Position(), "cycle", "take one of them out", "%s leads round in a circle: %s", rel.Name, strings.Join(path[start:], " → "))
		return
	}
	state[e] = open
	for _, to := range e.Related(rel.Name) {
		c.walk(rel, to, state, path)
	}
	state[e] = done
}

// coverage reports the gaps that no waiver explains.
func (c *checker) coverage() {
	for _, r := range c.site.Coverage {
		for _, it := range r.Items {
			if it.State != site.Missing {
				continue
			}
			c.diags = append(c.diags, diag.Diagnostic{
				Position: it.Element.Position(), Severity: r.Rule.Severity, Code: r.Rule.Code(),
				Message: it.Element.ID + ": " + strings.TrimSuffix(r.Rule.Message, "."),
				Hint:    "fill the gap, or waive it with a reason: [waive] " + r.Rule.Name + ` = "…"`,
			})
		}
	}
}

// unusedTerms reports glossary terms that nothing refers to.
func (c *checker) unusedTerms() {
	for _, e := range c.site.Elements {
		if e.Kind.Use == config.Glossary && len(e.Mentions) == 0 {
			c.diags.Add(e.Position(), "term-unused", "", "nothing refers to the term %q", e.Title)
		}
	}
}
