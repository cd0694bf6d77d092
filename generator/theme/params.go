package theme

import (
	"fmt"
	"slices"

	"trigpoint/generator/diag"
)

// parameters gives each parameter its value: the site's, or the default of the
// nearest theme that has one.
func parameters(chain []manifest, set map[string]any, diags *diag.List) map[string]any {
	out := map[string]any{}
	kinds := map[string]string{}
	for _, m := range chain {
		for _, p := range m.params {
			if _, ok := kinds[p.name]; !ok {
				out[p.name], kinds[p.name] = p.value, p.kind
			}
		}
	}
	var names []string
	for name := range kinds {
		names = append(names, name)
	}
	slices.Sort(names)
	for name, v := range set {
		at := diag.Position{Path: "site.toml"}
		switch {
		case kinds[name] == "":
			diags.Add(at, "key-unknown", diag.DidYouMean(name, names), "the theme has no parameter %q", name)
		case !fits(kinds[name], v):
			diags.Add(at, "value-type", "write a "+kinds[name], "the theme parameter %s cannot be %s", name, fmt.Sprint(v))
		default:
			out[name] = v
		}
	}
	return out
}

func fits(kind string, v any) bool {
	switch v.(type) {
	case string:
		return kind == "string"
	case bool:
		return kind == "boolean"
	case int64, float64:
		return kind == "number"
	}
	return false
}
