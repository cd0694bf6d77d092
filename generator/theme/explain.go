package theme

import (
	"cmp"
	"html/template"
	"io/fs"
	"slices"
	"strings"
)

// A Part is one of the things that a page is made of.
type Part struct {
	Role string   // layout, partial, asset or words
	Name string   // as layouts ask for it; of words, the language
	File string   // that it comes from; an asset that is joined of several has a part for each
	Over []string // the files of the same path that it replaces, nearest first
}

// Parts lists what a page can be made of that has the layout and the language:
// the layout, base.html, the partials named and all that these call, the
// assets that they load, and the files of words.
func (t *Theme) Parts(layout, lang string, partials []string) []Part {
	set := t.templates.layouts[layout]
	if set == nil {
		return nil
	}
	called, assets := t.templates.reached(set, partials)
	out := []Part{t.part("layout", baseName, "layouts/"+baseName+".html"), t.part("layout", layout, "layouts/"+layout+".html")}
	for _, name := range called {
		if name != baseName && name != mainName {
			out = append(out, t.part("partial", name, "partials/"+name+".html"))
		}
	}
	for _, name := range assets {
		out = append(out, t.assetParts(name)...)
	}
	return append(out, t.wordParts(lang)...)
}

// reached follows the calls from a layout, and from the partials named, which it
// need not call, to templates; both lists are sorted.
func (t *templates) reached(layout *template.Template, partials []string) (called, assets []string) {
	names := append([]string{baseName, mainName}, partials...)
	for len(names) > 0 {
		name := names[0]
		names = names[1:]
		part := cmp.Or(layout.Lookup(name), t.partials.Lookup(name))
		if slices.Contains(called, name) || part == nil {
			continue
		}
		called = append(called, name)
		more, loads := calls(part)
		names = append(names, more...)
		assets = append(assets, loads...)
	}
	slices.Sort(called)
	slices.Sort(assets)
	return called, slices.Compact(assets)
}

// part finds the file of a path, and those of the same path behind it.
func (t *Theme) part(role, name, file string) Part {
	p := Part{Role: role, Name: name}
	for _, l := range t.layers {
		if _, err := fs.Stat(l.FS, file); err != nil {
			continue
		}
		if own := l.Name + "/" + file; p.File == "" {
			p.File = own
		} else {
			p.Over = append(p.Over, own)
		}
	}
	return p
}

// assetParts lists the file of an asset, or the files that are joined to it.
func (t *Theme) assetParts(name string) []Part {
	files, err := t.files("assets", "")
	if err != nil {
		return nil
	}
	var out []Part
	for _, file := range files {
		if bundle(strings.TrimPrefix(file, "assets/")) == name {
			out = append(out, t.part("asset", name, file))
		}
	}
	return out
}

// wordParts lists the files that words of a language are taken from one by one.
func (t *Theme) wordParts(lang string) []Part {
	var out []Part
	for _, name := range slices.Compact([]string{t.Words(lang).Lang, fallback}) {
		for _, l := range t.layers {
			file := "i18n/" + name + ".toml"
			if _, err := fs.Stat(l.FS, file); err == nil {
				out = append(out, Part{Role: "words", Name: name, File: l.Name + "/" + file})
			}
		}
	}
	return out
}
