package stencil

import (
	"bytes"
	"html/template"
	"reflect"
	"sync/atomic"
)

// A member is .Name in a template: a field, a method, an entry of a map. How it
// is found is kept for the type that it was last asked of.
type member struct {
	name  string
	args  []eval
	found atomic.Pointer[way]
}

// way leads from a value of a type to the member.
type way struct {
	of      reflect.Type
	inPlace bool  // the value can be addressed
	field   []int // nil for a method
	method  int
}

// of returns the member of a value.
func (m *member) of(s *state, dot, v reflect.Value) reflect.Value {
	v = plain(v)
	if v.Kind() == reflect.Map {
		return m.entry(v)
	}
	if v.Kind() == reflect.Pointer {
		v = v.Elem() // no value, if there is nothing; what follows fails
	}
	w := m.found.Load()
	if t := v.Type(); w == nil || w.of != t || w.inPlace != v.CanAddr() {
		w = m.find(t, v.CanAddr())
		m.found.Store(w)
	}
	if w.field == nil {
		if v.CanAddr() {
			v = v.Addr()
		}
		return unboxed(m.call(s, dot, v, w.method))
	}
	if len(w.field) == 1 {
		return plain(v.Field(w.field[0]))
	}
	return plain(v.FieldByIndex(w.field))
}

// entry is that of a map as "dict" makes them.
func (m *member) entry(v reflect.Value) reflect.Value {
	entries, ok := v.Interface().(map[string]any)
	if !ok || len(m.args) > 0 {
		giveUp()
	}
	entry, ok := entries[m.name]
	if !ok {
		giveUp()
	}
	return reflect.ValueOf(entry)
}

// find looks for a method first, as the library does.
func (m *member) find(t reflect.Type, inPlace bool) *way {
	with := t
	if inPlace {
		with = reflect.PointerTo(t)
	}
	if method, ok := with.MethodByName(m.name); ok {
		return &way{of: t, inPlace: inPlace, method: method.Index}
	}
	if t.Kind() != reflect.Struct {
		giveUp()
	}
	field, ok := t.FieldByName(m.name)
	if !ok || !field.IsExported() || len(m.args) > 0 {
		giveUp()
	}
	return &way{of: t, inPlace: inPlace, field: field.Index}
}

// call calls a method.
func (m *member) call(s *state, dot, v reflect.Value, method int) reflect.Value {
	if s.methods != nil {
		if known := s.methods(v.Interface(), m.name); known != nil {
			return m.quick(s, dot, known)
		}
	}
	if f := v.Method(method); len(m.args) > 0 {
		return m.quick(s, dot, f.Interface())
	} else if f.Type().NumIn() == 0 && f.Type().NumOut() == 1 {
		return f.Call(nil)[0]
	}
	giveUp()
	return reflect.Value{}
}

// quick calls a method of one of the types that Methods lists.
func (m *member) quick(s *state, dot reflect.Value, method any) reflect.Value {
	switch call := method.(type) {
	case func() string:
		if len(m.args) == 0 {
			return reflect.ValueOf(call())
		}
	case func() bool:
		if len(m.args) == 0 {
			return reflect.ValueOf(call())
		}
	case func() template.HTML:
		if len(m.args) == 0 {
			return reflect.ValueOf(call())
		}
	case func() template.HTMLAttr:
		if len(m.args) == 0 {
			return reflect.ValueOf(call())
		}
	case func(*bytes.Buffer):
		if len(m.args) == 0 {
			return reflect.ValueOf(piece(call))
		}
	case func(string) string:
		if len(m.args) == 1 {
			return reflect.ValueOf(call(m.first(s, dot)))
		}
	case func(string, ...any) any:
		if len(m.args) > 0 {
			return reflect.ValueOf(call(m.first(s, dot), m.rest(s, dot)...))
		}
	}
	giveUp()
	return reflect.Value{}
}

// first is an argument that has to be a text.
func (m *member) first(s *state, dot reflect.Value) string {
	v := plain(m.args[0](s, dot))
	if v.Kind() != reflect.String {
		giveUp()
	}
	return v.String()
}

func (m *member) rest(s *state, dot reflect.Value) []any {
	return boxedAll(s, dot, m.args[1:])
}

func boxedAll(s *state, dot reflect.Value, args []eval) []any {
	if len(args) == 0 {
		return nil
	}
	out := make([]any, len(args))
	for i, arg := range args {
		out[i] = boxed(arg(s, dot))
	}
	return out
}
