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
// runs the themes or their stencils do, and stencils do run the layouts: where one
// is left to html/template while it runs, nothing but the allocations tell.
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
			if got, want := bytesOf(t, f), bytesOf(t, slow[i]); !bytes.Equal(got, want) {
				t.Errorf("%s: %s differs", name, f.Path)
			}
		}
		quick := testing.AllocsPerRun(1, func() { renderFiles(t, fast) })
		whole := testing.AllocsPerRun(1, func() { renderFiles(t, slow) })
		t.Logf("%s: stencils take %.2f of the allocations", name, quick/whole)
		if quick > 0.5*whole {
			t.Errorf("%s: pages are rendered with %.2f of the allocations: some are left to html/template", name, quick/whole)
		}
	}
}

func renderFiles(t *testing.T, files []output.File) {
	for _, f := range files {
		bytesOf(t, f)
	}
}

func bytesOf(t *testing.T, f output.File) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := f.Render(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
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
