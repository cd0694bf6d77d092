package build

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"

	"trigpoint/generator/config"
	"trigpoint/generator/diag"
	"trigpoint/generator/site"
	"trigpoint/generator/theme"
)

// loaded is a theme in memory, and what it was made from.
type loaded struct {
	from  string
	theme *theme.Theme
	diags diag.List
}

// loadTheme returns the site's theme. It is loaded again when a file of any
// theme, or what the site says about its theme, has changed.
func (b *Builder) loadTheme(cfg *config.Config) (*theme.Theme, diag.List, error) {
	own, hasOwn := b.sum("theme")
	themes, hasThemes := b.sum("themes")
	settings, _ := b.sum(config.FileName)
	from := fmt.Sprintf("%q %v %v %x %x %x", cfg.Theme, hasOwn, hasThemes, own, themes, settings)
	_, remembers := b.root.(Summer)
	if remembers && b.theme != nil && b.theme.from == from {
		return b.theme.theme, b.theme.diags, nil
	}
	t, diags, err := b.findAndLoad(cfg)
	if err == nil {
		t = t.Within(cfg.Limits.Output)
	}
	if err == nil && remembers {
		b.theme = &loaded{from, t, diags}
	}
	return t, diags, err
}

// findAndLoad loads the site's theme: from themes/ of the site, or from the
// program.
func (b *Builder) findAndLoad(cfg *config.Config) (*theme.Theme, diag.List, error) {
	override, _, err := layer(b.root, "theme", "theme")
	if err != nil {
		return nil, nil, err
	}
	return theme.Load(cfg.Theme, b.findTheme, override, cfg.ThemeParams)
}

func (b *Builder) findTheme(name string) (theme.Layer, error) {
	if !fs.ValidPath(name) || name == "." {
		return theme.Layer{}, fmt.Errorf("the theme %q has no name that a folder can have", name)
	}
	if l, ok, err := layer(b.root, "themes/"+name, "themes/"+name); ok || err != nil {
		return l, err
	}
	if l, ok, err := layer(b.themes, name, "themes/"+name); ok || err != nil {
		return l, err
	}
	return theme.Layer{}, noTheme{name, b.suggestTheme(name)}
}

// noTheme is the error of a theme that is not there.
type noTheme struct{ name, hint string }

func (e noTheme) Error() string { return fmt.Sprintf("there is no theme %q; %s", e.name, e.hint) }
func (e noTheme) Unwrap() error { return fs.ErrNotExist }

// FindTheme says whether a site can have the theme, or extend it.
func (b *Builder) FindTheme(name string) error {
	_, err := b.findTheme(name)
	return err
}

// checkTheme reports a theme that site.toml names and that is not there. One that
// the command line names is an error at once.
func (b *Builder) checkTheme(cfg *config.Config, diags *diag.List) error {
	err := b.FindTheme(cfg.Theme)
	var missing noTheme
	if errors.As(err, &missing) && cfg.ThemeAt.Line > 0 {
		diags.Add(cfg.ThemeAt, "value-unknown", missing.hint, "there is no theme %q", cfg.Theme)
		return nil
	}
	return err
}

func (b *Builder) suggestTheme(name string) string {
	var names []string
	for _, in := range []struct {
		fs.FS
		dir string
	}{{b.root, "themes"}, {b.themes, "."}} {
		entries, _ := fs.ReadDir(in.FS, in.dir)
		for _, e := range entries {
			if e.IsDir() && !slices.Contains(names, e.Name()) {
				names = append(names, e.Name())
			}
		}
	}
	if hint := diag.DidYouMean(name, names); hint != "" {
		return hint
	}
	slices.Sort(names)
	return "name " + diag.Either(names) + ", or start one with trigpoint new theme"
}

// layer opens a folder as a layer of a theme, if it is there. A folder that
// cannot be looked at is not taken for one that is missing.
func layer(f fs.FS, dir, name string) (l theme.Layer, ok bool, err error) {
	info, err := fs.Stat(f, dir)
	if errors.Is(err, fs.ErrNotExist) || err == nil && !info.IsDir() {
		return theme.Layer{}, false, nil
	}
	if err != nil {
		return theme.Layer{}, false, err
	}
	own, err := fs.Sub(f, dir)
	return theme.Layer{Name: name, FS: own}, err == nil, err
}

// checkLayouts reports pages that name a layout which the theme does not have.
func checkLayouts(s *site.Site, t *theme.Theme) diag.List {
	var list diag.List
	for _, p := range s.Pages {
		name := p.File.Meta.Layout
		if name == "" || t.HasLayout(name) {
			continue
		}
		hint := diag.DidYouMean(name, t.Layouts())
		if hint == "" {
			hint = "write " + diag.Either(t.Layouts())
		}
		v, _ := p.File.Front.Get("layout")
		list.Add(v.Position(), "value-unknown", hint, "the theme %s has no layout %q", t.Name, name)
	}
	return list
}
