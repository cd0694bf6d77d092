package theme

import (
	"bytes"
	"html/template"
	"io"
	"slices"
	"sync"

	"trigpoint/generator/stencil"
)

// stencils are the layouts and the partials, made to run fast when they are
// first asked for; nil for one that only html/template can run.
type stencils struct {
	layouts, partials map[string]func() *stencil.Stencil
}

func (t *templates) cut() (stencils, error) {
	out := stencils{map[string]func() *stencil.Stencil{}, map[string]func() *stencil.Stencil{}}
	for name, set := range t.layouts {
		out.layouts[name] = cut(set, baseName)
		if err := stencil.Prepare(set, baseName); err != nil {
			return out, err
		}
	}
	names := t.partialNames()
	for _, name := range names {
		out.partials[name] = cut(t.partials, name)
	}
	return out, stencil.Prepare(t.partials, names...)
}

func cut(set *template.Template, name string) func() *stencil.Stencil {
	return sync.OnceValue(func() *stencil.Stencil {
		return stencil.Cut(set, name, stencil.Functions{
			"dict": func(pairs ...any) (any, error) { return dict(pairs...) },
			"list": func(items ...any) (any, error) { return items, nil },
		})
	})
}

// WithMethods returns the theme with methods of what its layouts are given,
// which are then called without reflection.
func (t *Theme) WithMethods(m stencil.Methods) *Theme {
	own := *t
	own.methods = m
	return &own
}

// Slow returns the theme run by html/template alone, to compare.
func (t *Theme) Slow() *Theme {
	own := *t
	own.slow = true
	return &own
}

// fast runs a template by its stencil, or tells that html/template has to.
func (t *Theme) fast(w io.Writer, cut func() *stencil.Stencil, data any) bool {
	b, ok := w.(*bytes.Buffer)
	if !ok || cut == nil || t.slow {
		return false
	}
	s := cut()
	return s != nil && s.Run(b, data, t.methods, t.most)
}

// Left lists the layouts and partials that html/template has to run, sorted.
func (t *Theme) Left() []string {
	var out []string
	for folder, cuts := range map[string]map[string]func() *stencil.Stencil{
		"layouts/": t.templates.stencils.layouts, "partials/": t.templates.stencils.partials} {
		for name, cut := range cuts {
			if cut() == nil {
				out = append(out, folder+name)
			}
		}
	}
	slices.Sort(out)
	return out
}
