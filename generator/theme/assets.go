package theme

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/tdewolff/minify/v2"
	"github.com/tdewolff/minify/v2/css"
	"github.com/tdewolff/minify/v2/js"
	"github.com/tdewolff/minify/v2/svg"

	"trigpoint/generator/diag"
)

// An Asset is a file that pages load, under a name that carries a hash of its
// content: what changes has a new name, so caches can keep the rest for good.
type Asset struct {
	Name    string // below assets/
	Path    string // in the site: assets/style.1a2b3c4d.css
	Content []byte
}

// readAssets reads, joins and minifies the assets. A folder assets/x.css/ is a
// bundle: its files, in order of their names, are one asset x.css.
func (t *Theme) readAssets(diags *diag.List) ([]Asset, error) {
	names, err := t.files("assets", "")
	if err != nil {
		return nil, err
	}
	bundles := map[string]*bytes.Buffer{}
	var order []string
	for _, name := range names {
		content, layer, err := t.Open(name)
		if err != nil {
			return nil, err
		}
		checkRemote(diags, layer+"/"+name, content)
		key := bundle(strings.TrimPrefix(name, "assets/"))
		if bundles[key] == nil {
			bundles[key] = new(bytes.Buffer)
			order = append(order, key)
		}
		bundles[key].Write(content)
		if key != strings.TrimPrefix(name, "assets/") {
			bundles[key].WriteByte('\n')
		}
	}
	var out []Asset
	for _, key := range order {
		small, err := shrink(key, bundles[key].Bytes())
		if err != nil {
			return nil, fmt.Errorf("minifying assets/%s of theme %s: %w", key, t.Name, err)
		}
		out = append(out, NewAsset(key, small))
	}
	return out, nil
}

// bundle returns the name of the asset that a file is part of.
func bundle(name string) string {
	if dir := path.Dir(name); strings.Contains(path.Base(dir), ".") && dir != "." {
		return dir
	}
	return name
}

// NewAsset names content by its hash.
func NewAsset(name string, content []byte) Asset {
	sum := sha256.Sum256(content)
	ext := path.Ext(name)
	hashed := strings.TrimSuffix(name, ext) + "." + hex.EncodeToString(sum[:4]) + ext
	return Asset{Name: name, Path: "assets/" + hashed, Content: content}
}

// shrink minifies style sheets, scripts and drawings.
func shrink(name string, content []byte) ([]byte, error) {
	m := minify.New()
	m.AddFunc("css", css.Minify)
	m.AddFunc("js", js.Minify)
	m.AddFunc("svg", svg.Minify)
	kind := strings.TrimPrefix(path.Ext(name), ".")
	switch kind {
	case "css", "js", "svg":
		return m.Bytes(kind, content)
	}
	return content, nil
}

// Linked lists the assets that layouts ask for, and the partials named, with
// all that these call; sorted by name. A theme has files of the one that it
// extends which none of its pages loads. Where a template works a name out, it
// lists all.
func (t *Theme) Linked(partials []string) []Asset {
	key := strings.Join(partials, " ")
	found, ok := t.templates.linked.Load(key)
	if !ok {
		found, _ = t.templates.linked.LoadOrStore(key, t.link(partials))
	}
	return slices.Clone(found.([]Asset))
}

// link looks for what Linked lists.
func (t *Theme) link(partials []string) []Asset {
	wanted := map[string]bool{}
	for _, set := range t.templates.layouts {
		_, names := t.templates.reached(set, partials)
		for _, name := range names {
			wanted[name] = true
		}
	}
	if wanted[anyAsset] {
		return t.assets
	}
	return slices.DeleteFunc(slices.Clone(t.assets), func(a Asset) bool { return !wanted[a.Name] })
}

// Asset returns the asset with the name.
func (t *Theme) Asset(name string) (Asset, bool) {
	for _, a := range t.assets {
		if a.Name == name {
			return a, true
		}
	}
	return Asset{}, false
}
