// Package theme loads a theme: its layouts and partials, its assets, the words
// of its interface. A theme is a folder; it can extend another and replaces
// single files of it, and a site can replace single files of its theme.
//
// What the layouts are given is decided by package render; this package does
// not look at it. The contract is written in themes/fieldbook/README.md.
package theme

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"

	"trigpoint/generator/diag"
	"trigpoint/generator/record"
	"trigpoint/generator/stencil"
)

// ContractVersion is the version of the contract between generator and theme
// that this program keeps.
const ContractVersion = 1

// maxChain is how many themes may extend each other.
const maxChain = 8

// A Theme is ready to render. It is never changed and can be used from many
// goroutines at once.
type Theme struct {
	Name   string
	Params map[string]any

	layers    []Layer // nearest first
	templates *templates
	words     map[string]Words
	assets    []Asset
	most      int // bytes that a template may write; 0: any
	methods   stencil.Methods
	slow      bool // no stencils
}

// A Layer is one folder of the chain: the site's own files, the theme, what it
// extends.
type Layer struct {
	Name string // as in messages: "themes/fieldbook"
	FS   fs.FS
}

// Finder returns the folder of a theme by its name, or an error that wraps
// fs.ErrNotExist.
type Finder func(name string) (Layer, error)

// Load loads the theme with the name and what it extends. override, if its FS
// is set, holds files of the site's own that replace the theme's; params are
// the site's [theme_params].
func Load(name string, find Finder, override Layer, params record.Table) (*Theme, diag.List, error) {
	t := &Theme{Name: name}
	if override.FS != nil {
		t.layers = append(t.layers, override)
	}
	var diags diag.List
	manifests, err := t.chain(name, find, &diags)
	if err != nil {
		return nil, diags, err
	}
	t.Params = parameters(manifests, record.Reader{Table: params, Diags: &diags})
	if t.words, err = t.readWords(&diags); err != nil {
		return nil, diags, err
	}
	if t.assets, err = t.readAssets(&diags); err != nil {
		return nil, diags, err
	}
	t.templates, err = t.parse(&diags)
	return t, diags, err
}

// chain finds the theme and all that it extends.
func (t *Theme) chain(name string, find Finder, diags *diag.List) ([]manifest, error) {
	var list []manifest
	var seen []string
	for name != "" {
		if slices.Contains(seen, name) || len(seen) == maxChain {
			return nil, fmt.Errorf("theme %s extends itself: %s", seen[0], strings.Join(append(seen, name), " → "))
		}
		seen = append(seen, name)
		layer, err := find(name)
		if err != nil && len(list) > 0 {
			return nil, fmt.Errorf("%s/theme.toml extends another: %w", t.layers[len(t.layers)-1].Name, err)
		}
		if err != nil {
			return nil, err
		}
		m, err := readManifest(layer, diags)
		if err != nil {
			return nil, err
		}
		t.layers = append(t.layers, layer)
		list = append(list, m)
		name = m.extends
	}
	return list, nil
}

// manifest is theme.toml.
type manifest struct {
	name, extends string
	params        []param
}

func readManifest(layer Layer, diags *diag.List) (manifest, error) {
	file := layer.Name + "/theme.toml"
	src, err := fs.ReadFile(layer.FS, "theme.toml")
	if err != nil {
		return manifest{}, fmt.Errorf("reading %s: %w", file, err)
	}
	table, faults := record.Parse(file, string(src), 1)
	*diags = append(*diags, faults...)
	r := record.Reader{Table: table, Diags: diags}
	m := manifest{name: r.Text("name"), extends: r.Text("extends")}
	if v := r.Int("contract", ContractVersion); v != ContractVersion {
		return m, fmt.Errorf("%s: the theme keeps version %d of the contract, this program version %d", file, v, ContractVersion)
	}
	m.params = readParams(r.Sub("params"))
	r.Reject("name", "extends", "contract", "about", "licence", "params")
	return m, nil
}

// Open opens the nearest file of that path, and tells whose it is.
func (t *Theme) Open(name string) (content []byte, layer string, err error) {
	for _, l := range t.layers {
		content, err = fs.ReadFile(l.FS, name)
		if err == nil {
			return content, l.Name, nil
		}
		if !errors.Is(err, fs.ErrNotExist) {
			return nil, "", fmt.Errorf("reading %s/%s: %w", l.Name, name, err)
		}
	}
	return nil, "", fmt.Errorf("theme %s has no file %s: %w", t.Name, name, fs.ErrNotExist)
}

// files lists the paths below a folder with an ending, over all layers, each
// once, sorted. A file hides the folder of its name in the layers behind it, and
// a folder a file.
func (t *Theme) files(dir, ending string) ([]string, error) {
	var out []string
	folder := map[string]bool{} // what a path is in the nearest layer that has it
	for _, l := range t.layers {
		err := fs.WalkDir(l.FS, dir, func(p string, d fs.DirEntry, err error) error {
			if err != nil {
				if errors.Is(err, fs.ErrNotExist) {
					return fs.SkipDir
				}
				return err
			}
			is, known := folder[p]
			folder[p] = is || !known && d.IsDir()
			switch {
			case folder[p] && !d.IsDir():
			case !folder[p] && d.IsDir():
				return fs.SkipDir
			case d.Type().IsRegular() && strings.HasSuffix(p, ending) && !strings.HasPrefix(path.Base(p), "."):
				out = append(out, p)
			}
			return nil
		})
		if err != nil {
			return nil, fmt.Errorf("reading %s/%s: %w", l.Name, dir, err)
		}
	}
	slices.Sort(out)
	return slices.Compact(out), nil
}

// Execute writes a page with the named layout inside base.html.
func (t *Theme) Execute(w io.Writer, layout string, data any) error {
	if t.fast(w, t.templates.stencils.layouts[layout], data) {
		return nil
	}
	return t.within(w, "layouts/"+layout+".html", func(w io.Writer) error { return t.templates.execute(w, layout, data) })
}

// Partial writes a partial by its name: its path below partials/, less .html.
func (t *Theme) Partial(w io.Writer, name string, data any) error {
	if t.fast(w, t.templates.stencils.partials[name], data) {
		return nil
	}
	return t.within(w, "partials/"+name+".html", func(w io.Writer) error { return t.templates.partial(w, name, data) })
}

// HasLayout tells whether there is a layout with the name.
func (t *Theme) HasLayout(name string) bool { return t.templates.layouts[name] != nil }

// Layouts lists the names of the layouts, sorted.
func (t *Theme) Layouts() []string { return t.templates.names }
