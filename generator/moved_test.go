package main

import (
	"bytes"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"trigpoint/generator/build"
)

const moved = `
-- site.toml --
title = "Moved"
[kinds.ask]
id = "K{n}"
-- content/_index.md --
+++
title = "Moved"
+++
See [the old page](old.md) and [the new](new.md).
-- content/old.md --
+++
title = "Old"
+++
Still here.
-- content/new.md --
+++
title = "New"
aliases = ["gone.html", "gone.html#a-part", "old.html#a-part", "never/was.html#x"]
+++
## Do it {#K2 was="K1" aliases="old.html#K9, gone.html#do-it"}

Now.
`

// TestMovedPlaces: a link to a place that has moved finds, without script, where
// it is now: in the page that it was in, or in a small page at that address.
func TestMovedPlaces(t *testing.T) {
	files := filesOf(t, mapOf(txtar.Parse([]byte(moved))), build.Options{})
	pages := pagesOf(t, files)
	for name, p := range pages {
		for _, link := range p.links {
			checkLink(t, name, link, files, pages)
		}
	}
	for place, to := range map[string]string{
		"old.html#a-part": "new.html", "old.html#K9": "new.html#K2", "gone.html#a-part": "new.html", "gone.html#do-it": "new.html#K2",
		"never/was.html#x": "../new.html", "new.html#K1": "",
	} {
		name, id, _ := strings.Cut(place, "#")
		p := pages[name]
		if p == nil || p.ids[id] != 1 {
			t.Errorf("there is no place %s", place)
			continue
		}
		if want := `<li id="` + id + `"><a href="` + to + `">`; to != "" && !bytes.Contains(files[name], []byte(want)) {
			t.Errorf("%s does not lead to %s", place, to)
		}
	}
	for _, name := range []string{"gone.html", "never/was.html"} {
		if bytes.Contains(files[name], []byte(`http-equiv="refresh"`)) {
			t.Errorf("%s leads on before a reader could see where its places are", name)
		}
	}
	if got := files["_redirects"]; bytes.Contains(got, []byte("gone")) || !bytes.Contains(got, []byte("/id/K1.html /new.html#K2 301")) {
		t.Errorf("_redirects: %s", got)
	}
}
