package serve

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"trigpoint/generator/markdown"
	"trigpoint/generator/site"
	"trigpoint/generator/source"
)

// update tells the tabs what is new.
type update struct {
	Token   string   `json:"token"`   // of the process: another one has started since, if it differs
	Number  uint64   `json:"number"`  // of the state; one more than in the update before
	Changed []string `json:"changed"` // addresses of pages with other bytes
	Checked []string `json:"checked"` // those that were compared; a tab that shows another one asks
	Assets  []string `json:"assets"`  // addresses of images and other files with other bytes
	Scripts bool     `json:"scripts"` // a script of the theme was edited: pages have to start anew
	Follow  *spot    `json:"follow"`  // where the author is at work, if that is to be followed
	problems
}

// spot is a place in a page.
type spot struct {
	Address string `json:"address"`
	Line    int    `json:"line"` // of the source; 0: the page as a whole
}

// update compares the pages that tabs show with the new state. If some of it cannot be
// rendered, it also returns the state's problems with those faults added.
func (p *Preview) update(before, after *state, shown []*page, changes *source.Changes) (update, *problems) {
	u := update{Token: p.token, Number: after.number, Assets: assets(changes),
		Scripts: scripts(changes), problems: after.problems}
	if p.o.Follow {
		u.Follow = follow(before.edition, after.edition, changes)
	}
	if after.edition == before.edition {
		u.Checked = addresses(shown)
		return u, nil
	}
	c := p.shown.compare(after.edition, shown)
	u.Changed, u.Checked = c.changed, c.checked
	if len(c.faults) == 0 {
		return u, nil
	}
	w := writer{source: reader(p.tree), editor: newEditor(after.edition.site.Config.Editor, p.dir), problems: after.problems}
	for _, fault := range c.faults {
		w.fault(fault)
	}
	return u, &w.problems
}

// assets are the addresses of the files beside the Markdown that changed. They
// keep their names, so a page that shows one has the same bytes as before.
func assets(c *source.Changes) []string {
	var out []string
	for _, name := range c.Changed {
		if key, ok := strings.CutPrefix(name, site.ContentDir+"/"); ok && path.Ext(name) != ".md" {
			out = append(out, key)
		}
	}
	return out
}

// scripts reports whether a script of a theme was edited.
func scripts(c *source.Changes) bool {
	return slices.ContainsFunc(c.All(), func(name string) bool { return ofTheme(name) && path.Ext(name) == ".js" })
}

// themeEdited reports whether a file of a theme was edited.
func themeEdited(c *source.Changes) bool { return slices.ContainsFunc(c.All(), ofTheme) }

func ofTheme(name string) bool { return strings.HasPrefix(name, "theme") }

// follow finds the page of the one Markdown file that was edited, and the
// paragraph in it.
func follow(before, after *edition, c *source.Changes) *spot {
	var edited []string
	for _, name := range slices.Concat(c.Changed, c.Added) {
		if path.Ext(name) == ".md" {
			edited = append(edited, name)
		}
	}
	if len(edited) != 1 || after == nil {
		return nil
	}
	now := after.site.Page(edited[0])
	if now == nil {
		return nil
	}
	out := &spot{Address: now.Address}
	if before != nil {
		if old := before.site.Page(edited[0]); old != nil {
			out.Line = firstNew(old.File, now.File)
		}
	}
	return out
}

// firstNew is the line of the first paragraph whose words differ, or 0.
func firstNew(old, now *markdown.File) int {
	for i, block := range now.Prose {
		if i >= len(old.Prose) || old.Prose[i].Span().In(old.Text) != block.Span().In(now.Text) {
			return now.PositionOf(block.Span()).Line
		}
	}
	return 0
}

// join makes one update of two that a tab has not been told of. What the first
// compared, the second may have changed again.
func join(first, second update) update {
	second.Changed = union(first.Changed, second.Changed)
	second.Assets = union(first.Assets, second.Assets)
	second.Checked = intersection(first.Checked, second.Checked)
	second.Scripts = second.Scripts || first.Scripts
	if second.Follow == nil {
		second.Follow = first.Follow
	}
	return second
}

func union(a, b []string) []string {
	out := slices.Concat(a, b)
	slices.Sort(out)
	return slices.Compact(out)
}

func intersection(a, b []string) []string {
	var out []string
	for _, x := range a {
		if slices.Contains(b, x) {
			out = append(out, x)
		}
	}
	return out
}

// id names an update for the browser, which says it when it connects anew.
func (u update) id() string { return fmt.Sprintf("%s-%d", u.Token, u.Number) }
