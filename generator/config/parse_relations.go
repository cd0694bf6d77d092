package config

import (
	"slices"
	"strings"

	"trigpoint/generator/diag"
	"trigpoint/generator/record"
)

// Parent and Children are the relation between the element of a page and the
// elements that headings of the page declare. Every site has it.
const (
	Parent   = "parent"
	Children = "children"
)

func readRelations(c *Config, r record.Reader) {
	c.relations, c.inverses = map[string]*Relation{}, map[string]*Relation{}
	for _, name := range r.Keys() {
		rel := readRelation(c, name, r.Sub(name))
		checkName(c, r, name)
		c.Relations = append(c.Relations, rel)
		c.relations[name] = rel
		if rel.Inverse != "" {
			c.inverses[rel.Inverse] = rel
		}
	}
	for _, rel := range c.Relations {
		if c.relations[rel.Inverse] != nil {
			sub := r.Sub(rel.Name)
			v, _ := sub.Get("inverse")
			sub.Diags.Add(v.Position(), "value-unknown", "choose another name", "%q is already the name of a relation", rel.Inverse)
		}
	}
}

func readRelation(c *Config, name string, r record.Reader) *Relation {
	rel := &Relation{Name: name, Label: withDefault(r.Text("label"), capital(name)),
		Inverse: withDefault(r.Text("inverse"), "inverse-"+name), InverseLabel: r.Text("inverse_label"),
		From: readKindNames(c, r, "from"), To: readKindNames(c, r, "to"),
		Min: r.Int("min", 0), Max: r.Int("max", 0), Acyclic: r.Bool("acyclic"),
	}
	rel.InverseLabel = withDefault(rel.InverseLabel, capital(rel.Inverse))
	rel.SchemaOrg = readProperty(r, rel.From)
	for key, list := range map[string][]string{"from": rel.From, "to": rel.To} {
		if len(list) == 0 && !r.Has(key) {
			r.Diags.Add(r.Position(), "key-missing", "add "+key+` = ["…"]`, "the relation %q does not say which kinds it leads %s", name, key)
		}
	}
	r.Reject("from", "to", "min", "max", "label", "inverse", "inverse_label", "acyclic", "schema_org")
	return rel
}

// checkName reports a relation that has the name of something else.
func checkName(c *Config, r record.Reader, name string) {
	taken := StandardKey(name) || name == Parent || name == Children
	for _, k := range c.Kinds {
		_, field := k.Field(name)
		taken = taken || field
	}
	if taken {
		r.Diags.Add(r.KeyPosition(name), "value-unknown", "choose another name", "the relation %q has the name of a field or standard key", name)
	}
}

func readKindNames(c *Config, r record.Reader, key string) []string {
	var out []string
	for _, v := range r.List(key) {
		name, _ := v.Text()
		if c.kinds[name] == nil {
			r.Diags.Add(v.Position(), "kind-unknown", c.SuggestKind(name), "no kind %q", name)
			continue
		}
		out = append(out, name)
	}
	return out
}

func readCoverage(c *Config, r record.Reader) {
	for _, name := range r.Keys() {
		sub := r.Sub(name)
		rule := &Coverage{Name: name, Label: withDefault(sub.Text("label"), capital(name)), Each: readKindNames(c, sub, "each"), From: readKindNames(c, sub, "from"),
			Min: sub.Int("min", 1), All: sub.Bool("all"), Message: sub.Text("message"), Severity: diag.Warning}
		rule.Needs = readPaths(c, sub, rule.Each)
		rule.Where = readWhere(sub.Sub("where"))
		if s, ok := diag.ParseSeverity(sub.OneOf("severity", "error", "warning", "info", "off")); ok {
			rule.Severity = s
		}
		for _, key := range []string{"each", "needs"} {
			if !sub.Has(key) {
				sub.Diags.Add(sub.Position(), "key-missing", "add "+key+` = ["…"]`, "the coverage rule %q has no %s", name, key)
			}
		}
		sub.Reject("each", "needs", "from", "where", "min", "all", "severity", "message", "label")
		rule.Message = withDefault(rule.Message, "Nothing here meets the rule "+name+".")
		c.Coverage = append(c.Coverage, rule)
	}
}

func readPaths(c *Config, r record.Reader, each []string) [][]string {
	var out [][]string
	for _, v := range r.List("needs") {
		text, _ := v.Text()
		path, fault, hint := c.Path(each, text)
		if fault != "" {
			r.Diags.Add(v.Position(), "query-path", hint, "%s", fault)
			continue
		}
		out = append(out, path)
	}
	return out
}

func readWhere(r record.Reader) []Condition {
	var out []Condition
	for _, key := range r.Keys() {
		out = append(out, Condition{key, r.Texts(key), r.KeyPosition(key)})
	}
	return out
}

// MaxSteps is the longest path of relations.
const MaxSteps = 3

// Path reads a path of relations and inverses, divided by slashes, as seen
// from elements of the kinds. The fault and what to do about it are in words,
// or empty.
func (c *Config) Path(from []string, text string) (steps []string, fault, hint string) {
	steps = strings.Split(text, "/")
	if len(steps) > MaxSteps {
		return nil, `the path "` + text + `" has more than three steps`, "divide it, or name the far end in another way"
	}
	at := from
	for i, step := range steps {
		if len(at) == 0 {
			break // kinds that do not exist: that is reported where they are named
		}
		next, known, leads := c.step(at, step)
		if !known {
			return nil, `there is no relation "` + step + `"`, c.suggestPath(from, steps, i)
		}
		if !leads {
			return nil, `"` + step + `" does not lead on from ` + diag.Either(at), "from there you can take " + diag.Either(c.Ways(at))
		}
		at = next
	}
	return steps, "", ""
}

// suggestPath is a hint for a path whose step i is no relation: the path with
// one of nearly that name in its place, if that leads on to the end.
func (c *Config) suggestPath(from, steps []string, i int) string {
	var paths []string
	for _, name := range diag.Nearest(steps[i], c.Ways(c.Ends(from, steps[:i]))) {
		path := slices.Clone(steps)
		path[i] = name
		if _, fault, _ := c.Path(from, strings.Join(path, "/")); fault == "" {
			paths = append(paths, strings.Join(path, "/"))
		}
	}
	if len(paths) == 0 {
		return ""
	}
	return "did you mean " + diag.Either(paths) + "?"
}

// Ways lists the relations and inverses that lead on from the kinds.
func (c *Config) Ways(from []string) []string {
	var names []string
	for _, name := range c.RelationNames() {
		if _, _, leads := c.step(from, name); leads {
			names = append(names, name)
		}
	}
	return names
}

// Ends returns the kinds that a path can lead to.
func (c *Config) Ends(from []string, steps []string) []string {
	for _, s := range steps {
		from, _, _ = c.step(from, s)
	}
	return from
}

// step returns the kinds that one relation leads to, whether there is a
// relation of that name, and whether it leads on from the kinds given.
func (c *Config) step(from []string, name string) (to []string, known, leads bool) {
	if name == Parent || name == Children {
		return c.KindNames(), true, true
	}
	ends, starts := []string(nil), []string(nil)
	if rel := c.relations[name]; rel != nil {
		starts, ends = rel.From, rel.To
	} else if rel := c.inverses[name]; rel != nil {
		starts, ends = rel.To, rel.From
	} else {
		return nil, false, false
	}
	if !slices.ContainsFunc(starts, func(k string) bool { return slices.Contains(from, k) }) {
		return nil, true, false
	}
	return ends, true, true
}

// RelationNames lists relations, inverses, parent and children.
func (c *Config) RelationNames() []string {
	names := []string{Parent, Children}
	for _, r := range c.Relations {
		names = append(names, r.Name, r.Inverse)
	}
	return names
}
