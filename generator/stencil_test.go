package main

import (
	"bytes"
	"io/fs"
	"os"
	"testing"

	"trigpoint/generator/build"
	"trigpoint/generator/output"
	"trigpoint/generator/record"
	"trigpoint/generator/render"
	"trigpoint/generator/site"
	"trigpoint/generator/theme"
	"trigpoint/themes"
)

// TestStencils: the pages of this site are the same bytes whether html/template
// runs the themes or their stencils do, and stencils can run all layouts.
func TestStencils(t *testing.T) {
	res, err := build.New(os.DirFS(".."), themes.FS()).Check(build.Options{Now: siteDay()})
	if err != nil || res.Failed() {
		t.Fatal(err, res.Diags)
	}
	for _, name := range []string{"fieldbook", "civic"} {
		own := loadTheme(t, name)
		for _, left := range own.Left() {
			if left != "partials/copy/frame" && left != "partials/copy/page" { // hold a style and scripts
				t.Errorf("%s: %s can be run by html/template alone", name, left)
			}
		}
		fast, slow := pagesWith(t, res.Site, own), pagesWith(t, res.Site, own.Slow())
		for i, f := range fast {
			var got, want bytes.Buffer
			if err := f.Render(&got); err != nil {
				t.Fatal(err)
			}
			if err := slow[i].Render(&want); err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(got.Bytes(), want.Bytes()) {
				t.Errorf("%s: %s differs", name, f.Path)
			}
		}
	}
}

func loadTheme(t *testing.T, name string) *theme.Theme {
	t.Helper()
	find := func(name string) (theme.Layer, error) {
		dir, err := fs.Sub(themes.FS(), name)
		return theme.Layer{Name: "themes/" + name, FS: dir}, err
	}
	own, diags, err := theme.Load(name, find, theme.Layer{}, record.Table{})
	if err != nil || len(diags) > 0 {
		t.Fatal(err, diags)
	}
	return own
}

func pagesWith(t *testing.T, s *site.Site, own *theme.Theme) []output.File {
	t.Helper()
	r, err := render.New(s, own, render.Web{})
	if err != nil {
		t.Fatal(err)
	}
	return r.Files(func(*site.Asset) ([]byte, error) { return nil, nil })
}
