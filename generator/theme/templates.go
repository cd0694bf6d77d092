package theme

import (
	"fmt"
	"html/template"
	"io"
	"slices"
	"strings"
)

// templates are a theme's layouts, each with all partials, parsed.
type templates struct {
	names    []string
	layouts  map[string]*template.Template
	partials *template.Template
}

// baseName is the layout that stands around every other; it places the other
// with {{template "main" .}}.
const baseName = "base"

// parse parses partials once and clones them for each layout.
func (t *Theme) parse() (*templates, error) {
	out := &templates{layouts: map[string]*template.Template{}, partials: template.New("").Funcs(functions())}
	files, err := t.files("partials", ".html")
	if err != nil {
		return nil, err
	}
	for _, file := range files {
		if err := t.add(out.partials, strings.TrimPrefix(file, "partials/"), file); err != nil {
			return nil, err
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
		if out.layouts[name], err = t.layout(out.partials, file); err != nil {
			return nil, err
		}
		out.names = append(out.names, name)
	}
	return out, nil
}

// layout joins base.html, a layout and the partials.
func (t *Theme) layout(partials *template.Template, file string) (*template.Template, error) {
	set, err := partials.Clone()
	if err != nil {
		return nil, err
	}
	if err := t.add(set, "main.html", file); err != nil {
		return nil, err
	}
	if err := t.add(set, baseName+".html", "layouts/"+baseName+".html"); err != nil {
		return nil, err
	}
	return set, nil
}

// add parses a file as the template of that name. Its messages name the file.
func (t *Theme) add(set *template.Template, name, file string) error {
	content, layer, err := t.Open(file)
	if err != nil {
		return err
	}
	name = strings.TrimSuffix(name, ".html")
	tree, err := template.New(layer + "/" + file).Funcs(functions()).Parse(string(content))
	if err != nil {
		return fmt.Errorf("%s", strings.TrimPrefix(err.Error(), "template: "))
	}
	for _, part := range tree.Templates() {
		as := part.Name()
		if as == layer+"/"+file {
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
	return explain(set.ExecuteTemplate(w, baseName, data))
}

func (t *templates) partial(w io.Writer, name string, data any) error {
	return explain(t.partials.ExecuteTemplate(w, name, data))
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
