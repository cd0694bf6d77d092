package stencil

import (
	"reflect"
	"slices"
	"text/template/parse"
)

// node makes the function of a node; nil, if it does nothing.
func (c *cutter) node(n parse.Node) func(*state, reflect.Value) {
	switch n := n.(type) {
	case *parse.TextNode:
		return func(s *state, _ reflect.Value) { s.Write(n.Text) }
	case *parse.ActionNode:
		return c.action(n.Pipe)
	case *parse.IfNode:
		return c.branch(&n.BranchNode, false)
	case *parse.WithNode:
		return c.branch(&n.BranchNode, true)
	case *parse.RangeNode:
		return c.loop(n)
	case *parse.TemplateNode:
		p, value := c.part(n.Name), c.pipe(n.Pipe)
		return func(s *state, dot reflect.Value) { p.call(s, value(s, dot)) }
	case *parse.CommentNode:
		return nil
	}
	c.unknown = true
	return nil
}

// action writes a value, or sets a variable.
func (c *cutter) action(p *parse.PipeNode) func(*state, reflect.Value) {
	if len(p.Decl) > 0 {
		return c.assignment(p)
	}
	value, write := c.written(p)
	if write == nil {
		c.unknown = true
		return nil
	}
	return func(s *state, dot reflect.Value) { write(s, value(s, dot)) }
}

// assignment sets the one variable of an action. What it declares is in scope
// behind it.
func (c *cutter) assignment(p *parse.PipeNode) func(*state, reflect.Value) {
	value := c.pipe(p)
	at := c.variables(p)[0]
	return func(s *state, dot reflect.Value) { s.frame[at] = value(s, dot) }
}

// variables finds the places of the variables that a pipe sets, and makes room
// for those that it declares.
func (c *cutter) variables(p *parse.PipeNode) []int {
	var out []int
	for _, v := range p.Decl {
		if p.IsAssign {
			out = append(out, c.variable(v.Ident[0]))
			continue
		}
		out = append(out, len(c.names))
		c.names = append(c.names, v.Ident[0])
		c.most = max(c.most, len(c.names))
	}
	return out
}

// variable is the place of the innermost variable of the name.
func (c *cutter) variable(name string) int {
	for i, have := range slices.Backward(c.names) {
		if have == name {
			return i
		}
	}
	c.unknown = true
	return 0
}

// branch is {{if}} and {{with}}.
func (c *cutter) branch(n *parse.BranchNode, with bool) func(*state, reflect.Value) {
	outer := len(c.names)
	value := c.pipe(n.Pipe)
	at := -1
	if len(n.Pipe.Decl) > 0 {
		at = c.variables(n.Pipe)[0]
	}
	yes := c.list(n.List)
	no := c.list(n.ElseList)
	c.names = c.names[:outer]
	return func(s *state, dot reflect.Value) {
		v := value(s, dot)
		if at >= 0 {
			s.frame[at] = v
		}
		switch {
		case !truth(v):
			no(s, dot)
		case with:
			yes(s, v)
		default:
			yes(s, dot)
		}
	}
}

// loop is {{range}}, over slices.
func (c *cutter) loop(n *parse.RangeNode) func(*state, reflect.Value) {
	outer := len(c.names)
	value := c.pipe(n.Pipe)
	index, element := -1, -1
	switch at := c.variables(n.Pipe); len(at) {
	case 1:
		element = at[0]
	case 2:
		index, element = at[0], at[1]
	}
	body := c.list(n.List)
	c.names = c.names[:outer]
	none := c.list(n.ElseList)
	return func(s *state, dot reflect.Value) {
		list := value(s, dot)
		if !list.IsValid() || list.Kind() == reflect.Slice && list.Len() == 0 {
			none(s, dot)
			return
		}
		if list.Kind() != reflect.Slice {
			giveUp()
		}
		for i := range list.Len() {
			if s.Len() > s.end {
				giveUp()
			}
			one := list.Index(i)
			if index >= 0 {
				s.frame[index] = reflect.ValueOf(i)
			}
			if element >= 0 {
				s.frame[element] = one
			}
			body(s, one)
		}
	}
}
