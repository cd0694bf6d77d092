package build_test

import (
	"bytes"
	"strings"
	"testing"
	"testing/fstest"

	"trigpoint/generator/build"
	"trigpoint/themes"
)

// TestBoundsAreNotRemembered: when the limits change, or whether HTML is allowed,
// files that stay the same are compiled anew.
func TestBoundsAreNotRemembered(t *testing.T) {
	site := func(settings string) fstest.MapFS {
		return fstest.MapFS{
			"site.toml":         {Data: []byte("title = \"T\"\n" + settings)},
			"content/_index.md": {Data: []byte("+++\ntitle = \"Home\"\n+++\n> > A <kbd>key</kbd>.\n")},
		}
	}
	first := build.New(site(""), themes.FS())
	for _, c := range []struct{ settings, want string }{
		{"", "raw-html"}, {"[limits]\nnesting = 1\n", "limit"}, {"", "raw-html"},
		{"raw_html = true\n", "<kbd>key</kbd>"}, {"raw_html = true\n[limits]\nnesting = 1\n", "limit"}, {"raw_html = true\n", "<kbd>key</kbd>"},
		{"raw_html = false\n", "raw-html"}, {"[checks]\nraw-html = \"off\"\n", "&lt;kbd&gt;key"},
	} {
		res, err := first.On(site(c.settings)).Build(build.Options{})
		if err != nil {
			t.Fatal(err)
		}
		var got strings.Builder
		for _, d := range res.Diags {
			got.WriteString(string(d.Code) + "\n")
		}
		if res.Set != nil {
			home, _ := res.Set.Find("index.html")
			var b bytes.Buffer
			if err := home.Render(&b); err != nil {
				t.Fatal(err)
			}
			got.Write(b.Bytes())
		}
		if !strings.Contains(got.String(), c.want) {
			t.Errorf("with %q there is no %q, but: %.300s", c.settings, c.want, got.String())
		}
	}
}
