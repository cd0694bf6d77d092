package theme

import (
	"slices"

	"trigpoint/generator/diag"
	"trigpoint/generator/record"
)

// param is one parameter of a theme: [params.NAME].
type param struct {
	name, kind string
	values     []string // what a string can be; none: anything
	value      any      // the default
}

// readParams reads the declarations of a theme's parameters.
func readParams(r record.Reader) []param {
	var list []param
	for _, name := range r.Keys() {
		sub := r.Sub(name)
		p := param{name: name, kind: sub.OneOf("type", "string", "number", "boolean"), values: sub.Texts("values")}
		v, ok := sub.Get("default")
		switch {
		case !sub.Has("type") || !ok:
			r.Diags.Add(r.KeyPosition(name), "key-missing", "give it a type and a default", "the parameter %s has no type or no default", name)
		case p.kind != "":
			p.value = p.read(v, r.Diags)
		}
		sub.Reject("type", "default", "values", "about")
		list = append(list, p)
	}
	return list
}

// read returns the value if the parameter can have it, and else its default.
func (p param) read(v record.Value, diags *diag.List) any {
	got := plainValue(v)
	switch {
	case !fits(p.kind, got):
		diags.Add(v.Position(), "value-type", "write a "+p.kind, "the theme's parameter %s is %s", p.name, v.Type())
	case len(p.values) > 0 && !slices.Contains(p.values, got.(string)):
		diags.Add(v.Position(), "value-unknown", "write "+diag.Either(p.values), "the theme's parameter %s cannot be %q", p.name, got)
	default:
		return got
	}
	return p.value
}

// parameters gives each parameter its value: the site's, or the default of the
// nearest theme that has one.
func parameters(chain []manifest, set record.Reader) map[string]any {
	out := map[string]any{}
	var names []string
	for _, m := range chain {
		for _, p := range m.params {
			if slices.Contains(names, p.name) {
				continue
			}
			names = append(names, p.name)
			out[p.name] = p.value
			if v, ok := set.Get(p.name); ok {
				out[p.name] = p.read(v, set.Diags)
			}
		}
	}
	set.Reject(slices.Sorted(slices.Values(names))...)
	return out
}

func plainValue(v record.Value) any {
	if s, ok := v.Text(); ok {
		return s
	}
	if b, ok := v.Bool(); ok {
		return b
	}
	if n, ok := v.Number(); ok {
		return n
	}
	return nil
}

func fits(kind string, v any) bool {
	switch v.(type) {
	case string:
		return kind == "string"
	case bool:
		return kind == "boolean"
	case float64:
		return kind == "number"
	}
	return false
}
