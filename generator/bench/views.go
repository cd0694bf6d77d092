package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// benchViews reads the arguments after "views". It builds the corpus with and
// without the ways into it: the search, the map of the neighbourhood on the page of
// each element, and a page with a picture or table of all of them. What cannot be
// switched off, as the index from A to Z, is in both.
func benchViews(args []string) error {
	f := flag.NewFlagSet("views", flag.ExitOnError)
	pages := f.Int("pages", 10_000, "how many pages the site has")
	runs := f.Int("runs", 3, "how many times each is measured, after one warm-up")
	dir := f.String("dir", "", "where to put the sites")
	_ = f.Parse(args)
	work, program, err := workshop(*dir)
	defer os.RemoveAll(work) // "", if there is none
	if err != nil {
		return err
	}
	var list []*contestant
	for i, name := range []string{"without", "with search, maps, timeline, matrix and reports"} {
		site, out := filepath.Join(work, fmt.Sprint(i)), filepath.Join(work, "out")
		if err := viewed(*pages, i == 1).Write(site); err != nil {
			return err
		}
		list = append(list, &contestant{name: name, out: out, args: []string{program, "build", "-C", site, "--to", out}})
	}
	if err := turns(list, *runs); err != nil {
		return err
	}
	return table(list, *pages, *runs)
}

// viewed is the corpus with dates on its actions, with or without the views.
func viewed(pages int, views bool) *Corpus {
	c := NewCorpus(pages)
	config := strings.Replace(corpusConfig, "[kinds.action]\n", "[kinds.action]\nfields.due = { type = \"date\", label = \"Due\" }\n", 1)
	for i, name := range c.Pages {
		due := fmt.Sprintf("\ndue = 20%02d-%02d-%02d\naddresses", 26+i%5, 1+i%12, 1+i%28)
		c.Files[name] = strings.Replace(c.Files[name], "\naddresses", due, 1)
	}
	c.Files["site.toml"] = config + pagesOnly
	if views {
		c.Files["site.toml"] = strings.ReplaceAll(config, "\nid = ", "\nmap = true\nid = ") + "[data]\nenabled = false\n"
		c.Files["content/views.md"] = viewsPage
	}
	return c
}

const viewsPage = "+++\ntitle = \"Views\"\n+++\n" +
	"```map\nkinds = [\"issue\", \"action\"]\nvia = [\"addresses\"]\n```\n\n" +
	"```timeline\nkind = \"action\"\n```\n\n" +
	"```matrix\nrows = \"issue\"\ncolumns = \"action\"\nvia = \"addressed-by\"\n```\n\n" +
	"```coverage\nrule = \"issue-addressed\"\n```\n\n" +
	"```list\nkind = \"action\"\nas = \"table\"\nshow = [\"id\", \"title\", \"due\", \"addresses\"]\nfilter = [\"addresses\"]\nsortable = true\n```\n"
