package data_test

import (
	"bytes"
	"path"
	"strings"
	"testing"
	"testing/fstest"

	"trigpoint/generator/build"
)

// TestWithoutData: a site that switches its data off has none of it, and no
// page that leads to it.
func TestWithoutData(t *testing.T) {
	root := fstest.MapFS{
		"site.toml":              {Data: []byte("title = \"S\"\nbase_url = \"https://www.example.org/\"\n[kinds.goal]\nid = \"G{n}\"\n[data]\nenabled = false\n")},
		"content/plan/_index.md": {Data: []byte("+++\ntitle = \"Plan\"\n[document]\npublished = 2026-01-02\n+++\nWords.\n")},
		"content/plan/one.md":    {Data: []byte("+++\ntitle = \"One\"\nid = \"G1\"\n+++\nWords.\n")},
	}
	gone := []string{"data/graph.json", "data/elements.csv", "id/G1.json", "feed.xml", "plan/feed.xml", "sitemap.xml", "open-data.html"}
	f := buildFS(t, root, build.Options{})
	for name, content := range f {
		for _, g := range gone {
			if name == g || strings.HasPrefix(name, "data/") {
				t.Errorf("there is a file %s", name)
			}
			if strings.HasSuffix(name, ".html") && bytes.Contains(content, []byte(path.Base(g)+`"`)) {
				t.Errorf("%s leads to %s", name, g)
			}
		}
		if strings.Contains(string(content), "Sitemap:") {
			t.Errorf("%s names a sitemap", name)
		}
	}
	root["site.toml"].Data = bytes.ReplaceAll(root["site.toml"].Data, []byte("false"), []byte("true"))
	f = buildFS(t, root, build.Options{})
	for _, g := range gone {
		if f[g] == nil {
			t.Errorf("a site with data has no %s", g)
		}
	}
}
