// Package stencil runs templates of html/template faster than that library
// does, where it can, and leaves the rest to it.
//
// The library reads a template's tree again for each page, and each step of each
// value is a call by reflection. A Stencil is the tree made into functions once,
// after the library has put its escaping into it. It knows most of what templates
// hold, and reports nothing: where there is anything else (a construct it does
// not know, a value that is not there, a method that fails) it writes nothing
// and says so, and the library runs the template and words the fault. What has
// to be escaped is escaped by the library too, in the same place of a template.
package stencil

import (
	"bytes"
	"html/template"
	"io"
	"reflect"
	"strconv"
	"text/template/parse"
)

// A Stencil is a template and those it calls. It can be used from many
// goroutines at once.
type Stencil struct {
	run func(*state, reflect.Value)
}

// Functions are what templates can call besides what the library has.
type Functions map[string]func(args ...any) (any, error)

// Methods returns a method of a value, or nil: the method would then be called
// by reflection. Known are those of the types func() string, func() bool,
// func() template.HTML, func() template.HTMLAttr, func(string) string,
// func(string, ...any) any, and func(*bytes.Buffer): that writes its HTML where the
// template has it, and need not make a text of it first.
type Methods func(receiver any, name string) any

// Prepare adds to a set what Cut needs of it, before any of its templates runs:
// the library escapes a template when it first runs it, and a theme's may do
// anything then. So one is run that calls it, but does not get that far.
func Prepare(set *template.Template, names ...string) error {
	for _, name := range names {
		if _, err := set.New(caller(name)).Parse("{{if .}}{{template " + strconv.Quote(name) + " .}}{{end}}"); err != nil {
			return err
		}
	}
	return nil
}

func caller(name string) string { return "calls " + name }

// Cut makes a stencil of the named template of a set that Prepare was given. It
// returns nil where the template holds what it does not know, or has a fault.
func Cut(set *template.Template, name string, functions Functions) *Stencil {
	if err := set.ExecuteTemplate(io.Discard, caller(name), nil); err != nil {
		return nil
	}
	c := &cutter{set: set, functions: functions, parts: map[string]*part{}, escapes: escapes()}
	p := c.part(name)
	if c.unknown {
		return nil
	}
	return &Stencil{func(s *state, dot reflect.Value) { p.call(s, dot) }}
}

// Run writes the template, or returns false and leaves the buffer as it was.
// It writes no more than so many bytes; 0: any.
func (t *Stencil) Run(b *bytes.Buffer, data any, methods Methods, most int) (done bool) {
	before := b.Len()
	defer func() {
		if recover() != nil { // what it is shows again when the library runs the template
			b.Truncate(before)
			done = false
		}
	}()
	s := &state{Buffer: b, methods: methods, end: before + most}
	if most == 0 {
		s.end = int(^uint(0) >> 1)
	}
	t.run(s, reflect.ValueOf(data))
	return true
}

// state is one run.
type state struct {
	*bytes.Buffer
	methods Methods
	end     int // of what may be written
	depth   int
	frame   []reflect.Value // the variables of the template that runs, $ first
	room    []reflect.Value // for the frames of others
}

// giveUp ends a run.
func giveUp() { panic("stencil: left to the library") }

// part is a template that others can call, also before it is complete.
type part struct {
	body      func(*state, reflect.Value)
	variables int
}

// deepest is how many calls of templates may nest.
const deepest = 200

func (p *part) call(s *state, dot reflect.Value) {
	if s.depth++; s.depth > deepest || s.Len() > s.end {
		giveUp()
	}
	if len(s.room) < p.variables {
		s.room = make([]reflect.Value, 64+p.variables)
	}
	frame, room := s.frame, s.room
	s.frame, s.room = room[:p.variables], room[p.variables:]
	s.frame[0] = dot
	p.body(s, dot)
	s.frame, s.room = frame, room
	s.depth--
}

// A cutter makes functions of trees.
type cutter struct {
	set       *template.Template
	functions Functions
	escapes   map[string]escape // by the names of what the library put behind a value
	parts     map[string]*part
	unknown   bool // something was found that it does not know

	names []string // of the variables in scope, by their place in the frame
	most  int      // variables at once
}

// part makes the function of a template, once.
func (c *cutter) part(name string) *part {
	if p := c.parts[name]; p != nil {
		return p
	}
	p := &part{}
	c.parts[name] = p
	t := c.set.Lookup(name)
	if t == nil || t.Tree == nil {
		c.unknown = true
		return p
	}
	own := &cutter{set: c.set, functions: c.functions, escapes: c.escapes, parts: c.parts, names: []string{"$"}, most: 1}
	p.body = own.list(t.Tree.Root)
	p.variables = own.most
	c.unknown = c.unknown || own.unknown
	return p
}

// list makes the function of nodes in a row.
func (c *cutter) list(l *parse.ListNode) func(*state, reflect.Value) {
	if l == nil {
		return func(*state, reflect.Value) {}
	}
	var steps []func(*state, reflect.Value)
	for _, n := range l.Nodes {
		if step := c.node(n); step != nil {
			steps = append(steps, step)
		}
	}
	if len(steps) == 1 {
		return steps[0]
	}
	return func(s *state, dot reflect.Value) {
		for _, step := range steps {
			step(s, dot)
		}
	}
}
