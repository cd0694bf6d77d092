package stencil

import (
	"bytes"
	"html/template"
	"reflect"
	"strings"
	"text/template/parse"
)

// eval works a value out.
type eval func(s *state, dot reflect.Value) reflect.Value

// noValue gives up: it stands where something unknown was found.
func noValue(*state, reflect.Value) reflect.Value {
	giveUp()
	return reflect.Value{}
}

func constant(v any) eval {
	r := reflect.ValueOf(v)
	return func(*state, reflect.Value) reflect.Value { return r }
}

// pipe is a pipe of one command, which is not written. That of a call without
// an argument is nil and has no value.
func (c *cutter) pipe(p *parse.PipeNode) eval {
	if p == nil {
		return func(*state, reflect.Value) reflect.Value { return reflect.Value{} }
	}
	if len(p.Cmds) != 1 {
		c.unknown = true
		return noValue
	}
	return c.command(p.Cmds[0])
}

// written is a pipe of one command, and of what the library put behind it.
func (c *cutter) written(p *parse.PipeNode) (eval, escape) {
	var names []string
	for _, cmd := range p.Cmds[1:] {
		names = append(names, cmd.String())
	}
	return c.command(p.Cmds[0]), c.escapes[strings.Join(names, "|")]
}

func (c *cutter) command(cmd *parse.CommandNode) eval {
	if n, ok := cmd.Args[0].(*parse.IdentifierNode); ok {
		return c.function(n.Ident, cmd.Args[1:])
	}
	return c.value(cmd.Args[0], cmd.Args[1:])
}

// value is a value that is called with arguments, or stands for itself.
func (c *cutter) value(n parse.Node, args []parse.Node) eval {
	switch n := n.(type) {
	case *parse.FieldNode:
		return c.chain(c.dot(), n.Ident, args)
	case *parse.VariableNode:
		return c.chain(c.name(n.Ident[0]), n.Ident[1:], args)
	case *parse.ChainNode:
		return c.chain(c.value(n.Node, nil), n.Field, args)
	}
	if len(args) > 0 {
		c.unknown = true
		return noValue
	}
	return c.literal(n)
}

// literal is a value that takes no arguments.
func (c *cutter) literal(n parse.Node) eval {
	switch n := n.(type) {
	case *parse.DotNode:
		return c.dot()
	case *parse.PipeNode:
		if len(n.Decl) == 0 {
			return c.pipe(n)
		}
	case *parse.StringNode:
		return constant(n.Text)
	case *parse.BoolNode:
		return constant(n.True)
	case *parse.NumberNode:
		if n.IsInt && !strings.ContainsAny(n.Text, ".eExX'") {
			return constant(int(n.Int64))
		}
	}
	c.unknown = true
	return noValue
}

func (c *cutter) arguments(nodes []parse.Node) []eval {
	var out []eval
	for _, n := range nodes {
		out = append(out, c.value(n, nil))
	}
	return out
}

func (c *cutter) dot() eval { return func(_ *state, dot reflect.Value) reflect.Value { return dot } }

func (c *cutter) name(name string) eval {
	at := c.variable(name)
	return func(s *state, _ reflect.Value) reflect.Value { return s.frame[at] }
}

// chain goes from a value to its member, to the member of that, and so on. The
// last is given the arguments.
func (c *cutter) chain(from eval, names []string, args []parse.Node) eval {
	for i, name := range names {
		m := &member{name: name}
		if i == len(names)-1 {
			m.args = c.arguments(args)
		}
		of := from
		from = func(s *state, dot reflect.Value) reflect.Value { return m.of(s, dot, of(s, dot)) }
	}
	if len(names) == 0 && len(args) > 0 {
		c.unknown = true
	}
	return from
}

// unboxed takes a value out of an interface.
func unboxed(v reflect.Value) reflect.Value {
	for v.Kind() == reflect.Interface {
		v = v.Elem()
	}
	return v
}

// plain is also the text of a piece.
func plain(v reflect.Value) reflect.Value {
	if v = unboxed(v); v.Kind() != reflect.Func {
		return v
	}
	var b bytes.Buffer
	asPiece(v)(&b)
	return reflect.ValueOf(template.HTML(b.String()))
}

// A piece is HTML that is not there yet: it writes itself.
type piece func(*bytes.Buffer)

func asPiece(v reflect.Value) piece {
	p, ok := v.Interface().(piece)
	if !ok {
		giveUp()
	}
	return p
}

// truth is what {{if}} asks.
func truth(v reflect.Value) bool {
	switch v = plain(v); v.Kind() {
	case reflect.Invalid:
		return false
	case reflect.Bool:
		return v.Bool()
	case reflect.String, reflect.Slice, reflect.Map:
		return v.Len() > 0
	case reflect.Pointer:
		return !v.IsNil()
	case reflect.Int:
		return v.Int() != 0
	case reflect.Struct:
		return true
	}
	giveUp()
	return false
}

// boxed is a value as an argument of a function that takes any.
func boxed(v reflect.Value) any {
	if v = plain(v); !v.IsValid() {
		return nil
	}
	return v.Interface()
}
