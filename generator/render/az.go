package render

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"strings"
	"sync"
	"unicode"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"

	"trigpoint/generator/output"
	"trigpoint/generator/site"
)

// azIndex is the A–Z index, which serves those who cannot search, and those who
// look rather than ask. The names are put in order when the first of its pages
// is asked for.
type azIndex struct {
	language language.Tag
	names    func() []site.Name // sorted
	pages    []site.AZPage
}

// azFiles are the pages of the index.
func (r *Renderer) azFiles() []output.File {
	tag, _ := language.Parse(r.site.Config.Language)
	x := &azIndex{tag, sync.OnceValue(func() []site.Name { return inOrder(r.site.Names(), tag) }), site.AZ(r.site.CountNames())}
	var files []output.File
	for _, p := range x.pages {
		files = append(files, output.File{Path: p.Address, Render: func(w *bytes.Buffer) error { return r.azPage(w, x, p) }})
	}
	return files
}

func (r *Renderer) azPage(w *bytes.Buffer, x *azIndex, p site.AZPage) error {
	v := r.view(p.Address, nil, r.site.Config.Language)
	v.AZ = x.view(v, p)
	v.title = v.words.T("az.title")
	if p.From < p.To && len(x.pages) > 1 {
		v.title = v.words.T("az.title-part", x.names()[p.From].Text)
	}
	if err := r.theme.Execute(w, "az", v); err != nil {
		return fmt.Errorf("rendering %s: %w", p.Address, err)
	}
	return v.err
}

// alphabetical returns elements in the order of their titles.
func (r *Renderer) alphabetical(list []*site.Element) []*site.Element {
	tag, _ := language.Parse(r.site.Config.Language)
	order := collate.New(tag, collate.Loose, collate.Numeric)
	return slices.SortedStableFunc(slices.Values(list), func(a, b *site.Element) int { return order.CompareString(a.Title, b.Title) })
}

// inOrder sorts names as a dictionary of the language does: signs before the
// first letter or digit do not count.
func inOrder(names []site.Name, tag language.Tag) []site.Name {
	order := collate.New(tag, collate.Loose, collate.Numeric)
	var keys collate.Buffer
	type keyed struct {
		key  []byte
		name site.Name
	}
	list := make([]keyed, len(names))
	for i, n := range names {
		text := strings.TrimLeftFunc(n.Text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
		list[i] = keyed{order.KeyFromString(&keys, text), n}
	}
	slices.SortStableFunc(list, func(a, b keyed) int {
		return cmp.Or(bytes.Compare(a.key, b.key), strings.Compare(a.name.Text, b.name.Text))
	})
	out := make([]site.Name, len(list))
	for i, k := range list {
		out[i] = k.name
	}
	return out
}
