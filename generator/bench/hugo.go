package main

import (
	"os"
	"path"
	"path/filepath"
	"strings"
)

// writeHugo writes the corpus as a Hugo site: the same pages, links by .md
// path resolved by Hugo's own hook, and a layout with what our pages have: the
// section's navigation with this page marked, the page's contents, previous and next.
func (c *Corpus) writeHugo(dir string) error {
	files := map[string]string{"hugo.toml": hugoConfig, "layouts/_default/single.html": hugoLayout, "layouts/_default/list.html": hugoLayout}
	for name, content := range c.Files {
		if strings.HasSuffix(name, ".md") {
			// A document's table is not Hugo's: it would be read as a page parameter.
			files[name] = strings.Replace(content, "[document]", "[params.document]", 1)
		}
	}
	files["content/_index.md"] = "+++\ntitle = \"Corpus\"\n+++\n"
	for name, content := range files {
		file := filepath.Join(dir, filepath.FromSlash(path.Clean(name)))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(file, []byte(content), 0o644); err != nil {
			return err
		}
	}
	return nil
}

const hugoConfig = `title = "Corpus"
baseURL = "https://example.org/"
disableKinds = ["taxonomy", "term", "RSS"]
[markup.highlight]
noClasses = false
[markup.goldmark.renderHooks.link]
useEmbedded = "always"
`

const hugoLayout = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{{ .Title }}</title></head><body>
<nav><ul>{{ range .CurrentSection.RegularPages }}<li><a href="{{ .RelPermalink }}"{{ if eq . $ }} aria-current="page"{{ end }}>{{ .Title }}</a></li>{{ end }}</ul></nav>
<main><h1>{{ .Title }}</h1>{{ .TableOfContents }}{{ .Content }}</main>
{{ with .PrevInSection }}<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}
{{ with .NextInSection }}<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}
</body></html>
`
