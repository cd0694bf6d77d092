package stencil

import (
	"cmp"
	"fmt"
	"reflect"
	"text/template/parse"
)

// function is a call of a function by its name.
func (c *cutter) function(name string, nodes []parse.Node) eval {
	args := c.arguments(nodes)
	switch own := c.functions[name]; {
	case own != nil:
		return called(own, args)
	case name == "print":
		return called(func(args ...any) (any, error) { return fmt.Sprint(args...), nil }, args)
	case name == "and" && len(args) > 0:
		return either(args, false)
	case name == "or" && len(args) > 0:
		return either(args, true)
	case len(args) == 1 && name == "not":
		return func(s *state, dot reflect.Value) reflect.Value { return reflect.ValueOf(!truth(args[0](s, dot))) }
	case len(args) == 1 && name == "len":
		return func(s *state, dot reflect.Value) reflect.Value { return reflect.ValueOf(length(args[0](s, dot))) }
	case len(args) == 2 && name == "index":
		return func(s *state, dot reflect.Value) reflect.Value { return indexed(args[0](s, dot), args[1](s, dot)) }
	case len(args) == 2 && comparisons[name] != nil:
		holds := comparisons[name]
		return func(s *state, dot reflect.Value) reflect.Value {
			return reflect.ValueOf(holds(compared(args[0](s, dot), args[1](s, dot))))
		}
	}
	c.unknown = true
	return noValue
}

func called(f func(...any) (any, error), args []eval) eval {
	return func(s *state, dot reflect.Value) reflect.Value {
		v, err := f(boxedAll(s, dot, args)...)
		if err != nil {
			giveUp()
		}
		return reflect.ValueOf(v)
	}
}

// either is the first value that is true, or is not, and else the last.
func either(args []eval, want bool) eval {
	return func(s *state, dot reflect.Value) (v reflect.Value) {
		for _, arg := range args {
			if v = plain(arg(s, dot)); truth(v) == want {
				break
			}
		}
		return v
	}
}

func length(v reflect.Value) int {
	switch v = plain(v); v.Kind() {
	case reflect.String, reflect.Slice, reflect.Map:
		return v.Len()
	}
	giveUp()
	return 0
}

func indexed(list, at reflect.Value) reflect.Value {
	list, at = plain(list), plain(at)
	if list.Kind() != reflect.Slice || at.Kind() != reflect.Int {
		giveUp()
	}
	return plain(list.Index(int(at.Int())))
}

var comparisons = map[string]func(order int) bool{
	"eq": func(order int) bool { return order == 0 },
	"ne": func(order int) bool { return order != 0 },
	"lt": func(order int) bool { return order < 0 },
	"le": func(order int) bool { return order <= 0 },
	"gt": func(order int) bool { return order > 0 },
	"ge": func(order int) bool { return order >= 0 },
}

// compared puts two texts or two whole numbers into order.
func compared(a, b reflect.Value) int {
	a, b = plain(a), plain(b)
	switch {
	case a.Kind() == reflect.String && b.Kind() == reflect.String:
		return cmp.Compare(a.String(), b.String())
	case a.Kind() == reflect.Int && b.Kind() == reflect.Int:
		return cmp.Compare(a.Int(), b.Int())
	}
	giveUp()
	return 0
}
