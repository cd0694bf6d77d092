package theme

import (
	"fmt"
	"html/template"
	"io"
	"slices"
	"strings"
	"sync"

	"trigpoint/generator/diag"
)

// templates are a theme's layouts, each with the partials that it calls, parsed.
type templates struct {
	names    []string
	layouts  map[string]*template.Template
	partials *template.Template
	unread   []string // names of the partials that have a fault
	linked   sync.Map // what Linked has found, by the partials named
	stencils stencils
}

// baseName is the layout that stands around every other; it places the other
// with {{template "main" .}}.
const (
	baseName = "base"
	mainName = "main"
)

// parse parses partials once and copies them for each layout: the library
// escapes them for the places where they are called. A mistake in a template is a
// diagnostic, and leaves that template out.
func (t *Theme) parse(diags *diag.List) (*templates, error) {
	out := &templates{layouts: map[string]*template.Template{}, partials: newSet()}
	files, err := t.files("partials", ".html")
	if err != nil {
		return nil, err
	}
	for _, file := range files {
		if err := t.add(out.partials, partialName(file), file, diags); err != nil {
			return nil, err
		}
		if out.partials.Lookup(partialName(file)) == nil {
			out.unread = append(out.unread, partialName(file))
		}
	}
	if files, err = t.files("layouts", ".html"); err != nil {
		return nil, err
	}
	if !slices.Contains(files, "layouts/"+baseName+".html") {
		return nil, fmt.Errorf("theme %s has no layouts/%s.html", t.Name, baseName)
	}
	for _, file := range files {
		name := strings.TrimSuffix(strings.TrimPrefix(file, "layouts/"), ".html")
		if name == baseName {
			continue
		}
		if out.layouts[name], err = t.layout(out.partials, file, diags); err != nil {
			return nil, err
		}
		out.names = append(out.names, name)
	}
	out.checkCalls(diags)
	out.stencils, err = out.cut()
	return out, err
}

func partialName(file string) string {
	return strings.TrimSuffix(strings.TrimPrefix(file, "partials/"), ".html")
}

func newSet() *template.Template {
	return template.New("").Option("missingkey=error").Funcs(functions())
}

// layout joins base.html, a layout and the partials that they call.
func (t *Theme) layout(partials *template.Template, file string, diags *diag.List) (*template.Template, error) {
	set := newSet()
	if err := t.add(set, mainName, file, diags); err != nil {
		return nil, err
	}
	if err := t.add(set, baseName, "layouts/"+baseName+".html", diags); err != nil {
		return nil, err
	}
	for _, part := range set.Templates() {
		if err := addCalled(set, partials, part); err != nil {
			return nil, err
		}
	}
	return set, nil
}

// addCalled adds copies of the partials that a template calls, and of those that
// they call.
func addCalled(set, partials, part *template.Template) error {
	names, _ := calls(part)
	for _, name := range names {
		called := partials.Lookup(name)
		if called == nil || set.Lookup(name) != nil {
			continue
		}
		own, err := set.AddParseTree(name, called.Tree.Copy())
		if err == nil {
			err = addCalled(set, partials, own)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// add parses a file as the template of that name, under its own path for
// messages.
func (t *Theme) add(set *template.Template, name, file string, diags *diag.List) error {
	content, layer, err := t.Open(file)
	if err != nil {
		return err
	}
	own := layer + "/" + file
	checkRemote(diags, own, content)
	tree, err := template.New(own).Funcs(functions()).Parse(string(content))
	if err != nil {
		addOnce(diags, syntaxFault(own, string(content), err))
		return nil
	}
	for _, part := range tree.Templates() {
		as := part.Name()
		if as == own {
			as = name
		}
		if part.Tree == nil {
			continue
		}
		if _, err := set.AddParseTree(as, part.Tree); err != nil {
			return err
		}
	}
	return nil
}

func (t *templates) execute(w io.Writer, layout string, data any) error {
	set := t.layouts[layout]
	if set == nil {
		return fmt.Errorf("the theme has no layout %q", layout)
	}
	return fault(set.ExecuteTemplate(w, baseName, data), data)
}

func (t *templates) partial(w io.Writer, name string, data any) error {
	return fault(t.partials.ExecuteTemplate(w, name, data), data)
}

// functions are what layouts can call besides the values they are given.
func functions() template.FuncMap {
	return template.FuncMap{
		"dict": dict,
		"list": func(items ...any) []any { return items },
	}
}

// dict makes the argument of a partial out of several values.
func dict(pairs ...any) (map[string]any, error) {
	if len(pairs)%2 != 0 {
		return nil, fmt.Errorf("dict needs pairs of a name and a value")
	}
	out := make(map[string]any, len(pairs)/2)
	for i := 0; i < len(pairs); i += 2 {
		name, ok := pairs[i].(string)
		if !ok {
			return nil, fmt.Errorf("dict needs a name before each value, not %v", pairs[i])
		}
		out[name] = pairs[i+1]
	}
	return out, nil
}

// functionNames lists what {{…}} can call: ours, and those of html/template.
func functionNames() []string {
	names := strings.Fields("and call html index js len not or print printf println slice urlquery eq ge gt le lt ne")
	for name := range functions() {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}
