package theme

import (
	"reflect"
	"slices"
)

// find looks for the type of that name among those that a template can reach
// from a value of type t.
func find(t reflect.Type, name string) reflect.Type {
	var found reflect.Type
	Reach(t, func(r reflect.Type) {
		if r.String() == name || "*"+r.String() == name {
			found = r
		}
	})
	return found
}

// Reach calls visit with every struct type that a template can reach from a
// value of type t, each once.
func Reach(t reflect.Type, visit func(reflect.Type)) {
	seen := map[reflect.Type]bool{}
	var walk func(reflect.Type)
	walk = func(t reflect.Type) {
		if t == nil || seen[t] {
			return
		}
		seen[t] = true
		switch t.Kind() {
		case reflect.Pointer, reflect.Slice, reflect.Array, reflect.Map:
			walk(t.Elem())
		case reflect.Struct:
			visit(t)
			for _, f := range reflect.VisibleFields(t) {
				if f.IsExported() {
					walk(f.Type)
				}
			}
		}
		if t.Kind() == reflect.Pointer {
			for m := range t.NumMethod() {
				walk(t.Method(m).Type.Out(0))
			}
		}
	}
	walk(t)
}

// Members lists the fields and methods of a struct that templates can use.
func Members(t reflect.Type) []string {
	if t == nil {
		return nil
	}
	var out []string
	for _, f := range reflect.VisibleFields(t) {
		if f.IsExported() && !f.Anonymous {
			out = append(out, f.Name)
		}
	}
	for m := range reflect.PointerTo(t).NumMethod() {
		out = append(out, reflect.PointerTo(t).Method(m).Name)
	}
	slices.Sort(out)
	return slices.Compact(out)
}
