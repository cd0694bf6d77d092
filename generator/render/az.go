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

	"trigpoint/generator/config"
	"trigpoint/generator/output"
	"trigpoint/generator/site"
)

// azAddress is the address of the A–Z index, which serves those who cannot
// search, and those who look rather than ask.
const azAddress = "index-a-z.html"

const (
	azWhole = 1000 // names that one page can list
	azPart  = 500  // names on each page of a longer index
)

// azIndex is the index of names. They are put in order when the first of its
// pages is asked for.
type azIndex struct {
	language language.Tag
	sorted   func() []azName
	count    int
	parts    int // pages besides the first; 0 where that holds all
}

// azName is a name of a page or an element.
type azName struct {
	text, see string
	id        string
	kind      *config.Kind
	target    site.Target
}

// azFiles are the pages of the index.
func (r *Renderer) azFiles() []output.File {
	names := r.azNames()
	tag, _ := language.Parse(r.site.Config.Language)
	x := &azIndex{language: tag, count: len(names), sorted: sync.OnceValue(func() []azName { return inOrder(names, tag) })}
	if x.count <= azWhole {
		return []output.File{r.azFile(x, azAddress, 0, x.count)}
	}
	x.parts = (x.count + azPart - 1) / azPart
	files := []output.File{r.azFile(x, azAddress, 0, 0)}
	for i := range x.parts {
		from, to := x.part(i)
		files = append(files, r.azFile(x, azPartAddress(i), from, to))
	}
	return files
}

func (x *azIndex) part(i int) (from, to int) { return i * azPart, min((i+1)*azPart, x.count) }

func azPartAddress(i int) string { return fmt.Sprintf("index-a-z/%d.html", i+1) }

// azFile is one page of the index, with the names from one number to another.
func (r *Renderer) azFile(x *azIndex, address string, from, to int) output.File {
	return output.File{Path: address, Render: func(w *bytes.Buffer) error {
		v := r.view(address, nil, r.site.Config.Language)
		v.AZ = x.azView(v, from, to)
		v.title = v.T("az.title")
		if to > from && x.parts > 0 {
			v.title = v.T("az.title-part", v.AZ.Letters[0].Entries[0].Text)
		}
		if err := r.theme.Execute(w, "az", v); err != nil {
			return fmt.Errorf("rendering %s: %w", address, err)
		}
		return v.err
	}}
}

// azNames lists the titles of pages and elements and their other names, in no
// order.
func (r *Renderer) azNames() []azName {
	var names []azName
	for _, p := range r.site.Pages {
		if p.Element == nil {
			names = append(names, azName{text: p.Title, target: p.Target()})
		}
	}
	for _, e := range r.site.Elements {
		n := azName{text: e.Title, kind: e.Kind, target: e.Target()}
		if e.Kind.Use != config.Glossary {
			n.id = e.ID
		}
		names = append(names, n)
		for _, other := range e.Names {
			if !strings.EqualFold(other, e.Title) {
				names = append(names, azName{text: other, see: e.Title, kind: e.Kind, target: e.Target()})
			}
		}
	}
	return names
}

// inOrder sorts names as a dictionary of the language does: signs before the
// first letter or digit do not count.
func inOrder(names []azName, tag language.Tag) []azName {
	order := collate.New(tag, collate.Loose, collate.Numeric)
	var keys collate.Buffer
	type keyed struct {
		key  []byte
		name azName
	}
	list := make([]keyed, len(names))
	for i, n := range names {
		text := strings.TrimLeftFunc(n.text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
		list[i] = keyed{order.KeyFromString(&keys, text), n}
	}
	slices.SortStableFunc(list, func(a, b keyed) int {
		return cmp.Or(bytes.Compare(a.key, b.key), strings.Compare(a.name.text, b.name.text))
	})
	out := make([]azName, len(list))
	for i, k := range list {
		out[i] = k.name
	}
	return out
}
