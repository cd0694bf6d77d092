package build

import (
	"errors"
	"fmt"
	"io/fs"

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
	return theme.Layer{}, fmt.Errorf("there is no theme %q, neither in themes/ nor in the program: %w", name, fs.ErrNotExist)
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
