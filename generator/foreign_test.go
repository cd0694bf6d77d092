package main

import (
	"bytes"
	"path"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/net/html"
	"trigpoint/themes"
)

// TestForeignWords builds a site in a language that no theme has words in. Its
// interface is English, and each of those words is said to be; no other is.
// Left out are what no element can hold the language of: titles, attributes,
// and the names of months.
func TestForeignWords(t *testing.T) {
	for _, theme := range themeNames(t) {
		site := sampleSite(t, "full")
		site["site.toml"].Data = append([]byte("language = \"de\"\n"), site["site.toml"].Data...)
		site["theme/i18n/en.toml"] = &fstest.MapFile{Data: []byte(shout(t))}
		said := 0
		for name, page := range renderSample(t, site, themes.FS(), theme) {
			if path.Ext(name) != ".html" {
				continue
			}
			root, err := html.Parse(strings.NewReader(string(page)))
			if err != nil {
				t.Fatal(err)
			}
			for n := range root.Descendants() {
				if n.Type != html.TextNode || within(n, "title", "time", "script", "style") {
					continue
				}
				english := strings.Contains(n.Data, "ENGLISH")
				if english && langOf(n) != "en" {
					t.Errorf("%s, %s: in <%s> of class %q, %q is said to be %q", theme, name, n.Parent.Data, attr(n.Parent, "class"), n.Data, langOf(n))
				}
				if english {
					said++
				}
			}
		}
		if said < 100 {
			t.Errorf("%s: only %d words are English", theme, said)
		}
	}
}

// TestForeignPages lists a page in another language than the page that lists
// it: its title and its summary say so, in lists, tables and contents.
func TestForeignPages(t *testing.T) {
	for _, theme := range themeNames(t) {
		site := sampleSite(t, "bare")
		site["site.toml"].Data = append(bytes.Clone(site["site.toml"].Data), "[kinds.step]\nplural = \"Steps\"\nid = \"S{n}\"\n"...)
		site["content/s1.md"] = &fstest.MapFile{Data: []byte("+++\nid = \"S1\"\ntitle = \"CYMRAEG\"\nsummary = \"CYMRAEG.\"\nlang = \"cy\"\n+++\nTestun [S2].\n")}
		site["content/s2.md"] = &fstest.MapFile{Data: []byte("+++\nid = \"S2\"\ntitle = \"Two\"\nsummary = \"Two.\"\n+++\n" +
			"```list\nkind = \"step\"\nas = \"table\"\nshow = [\"id\", \"title\", \"summary\"]\n```\n\n" +
			"```list\nkind = \"step\"\nas = \"cards\"\nshow = [\"title\", \"summary\"]\n```\n\n[S1] [words][S1]\n")}
		pages := renderSample(t, site, themes.FS(), theme)
		for _, name := range []string{"s2.html", "index.html", "all/steps.html", "index-a-z.html"} {
			root, err := html.Parse(strings.NewReader(string(pages[name])))
			if err != nil {
				t.Fatal(err)
			}
			found := 0
			for n := range root.Descendants() {
				if n.Type == html.TextNode && strings.Contains(n.Data, "CYMRAEG") && !within(n, "script") {
					found++
					if langOf(n) != "cy" {
						t.Errorf("%s, %s: in <%s> of class %q, %q is said to be %q", theme, name, n.Parent.Data, attr(n.Parent, "class"), n.Data, langOf(n))
					}
				}
			}
			if found == 0 && name != "index.html" {
				t.Errorf("%s, %s: nothing is listed", theme, name)
			}
		}
	}
}

// langOf is the language that an element of a page, or one around it, names.
func langOf(n *html.Node) string {
	for ; n != nil; n = n.Parent {
		if lang := attr(n, "lang"); lang != "" {
			return lang
		}
	}
	return ""
}

func within(n *html.Node, names ...string) bool {
	for ; n != nil; n = n.Parent {
		for _, name := range names {
			if n.Type == html.ElementNode && n.Data == name {
				return true
			}
		}
	}
	return false
}
