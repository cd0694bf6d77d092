package site

import (
	"slices"

	"trigpoint/generator/config"
	"trigpoint/generator/diag"
	"trigpoint/generator/record"
)

// relate resolves the relations of every element, and the sources of every page,
// and turns relations round.
func (l *linker) relate() {
	for _, p := range l.site.Pages {
		p.Sources = l.sources(p)
	}
	for _, e := range l.site.Elements {
		l.readRelations(e)
	}
	for _, e := range l.site.Elements {
		l.invert(e)
	}
	for _, d := range l.site.Documents {
		l.relateDocument(d)
	}
}

// sources resolves the ids in `sources`.
func (l *linker) sources(p *Page) []*Element {
	var out []*Element
	for _, v := range p.File.Meta.Sources {
		e := l.lookUp(v, l.kindsUsed(config.Source))
		if e != nil && !slices.Contains(out, e) {
			out = append(out, e)
		}
	}
	return out
}

func (l *linker) kindsUsed(use config.Use) []string {
	var names []string
	for _, k := range l.cfg.Kinds {
		if k.Use == use {
			names = append(names, k.Name)
		}
	}
	return names
}

// readRelations resolves the ids that an element's relations name.
func (l *linker) readRelations(e *Element) {
	for _, rel := range e.outline.relates {
		g := Group{Relation: rel.Relation}
		for _, v := range rel.ids {
			if to := l.lookUp(v, rel.To); to != nil && !slices.Contains(g.Elements, to) {
				g.Elements = append(g.Elements, to)
			}
		}
		if len(g.Elements) > 0 {
			e.Out = append(e.Out, g)
		}
	}
}

// invert adds the element to the inverse groups of what it leads to. Elements
// come in order, so groups fill in order.
func (l *linker) invert(e *Element) {
	for _, g := range e.Out {
		for _, to := range g.Elements {
			to.addInverse(l.cfg, g.Relation, e)
		}
	}
}

func (e *Element) addInverse(cfg *config.Config, rel *config.Relation, from *Element) {
	for i := range e.In {
		if e.In[i].Relation == rel {
			e.In[i].Elements = append(e.In[i].Elements, from)
			return
		}
	}
	e.In = append(e.In, Group{Relation: rel, Inverse: true, Elements: []*Element{from}})
	slices.SortFunc(e.In, func(a, b Group) int {
		return slices.Index(cfg.Relations, a.Relation) - slices.Index(cfg.Relations, b.Relation)
	})
}

// lookUp resolves an id that a relation, or another key, names.
func (l *linker) lookUp(v record.Value, kinds []string) *Element {
	id, _ := v.Text()
	e := l.site.elements[id]
	if e == nil { // where it stands is found out only then
		e = l.elementByID(id, v.Position())
	}
	switch {
	case e == nil:
		l.unknownID(v.Position(), id, kinds)
		return nil
	case len(kinds) > 0 && !slices.Contains(kinds, e.Kind.Name):
		l.diags.Add(v.Position(), "ref-kind", "name an element of kind "+diag.Either(kinds), "%s is of kind %q", id, e.Kind.Name)
		return nil
	}
	return e
}

// elementByID finds an element by its id, an id it had before, or one that
// differs in case; the latter two are reported.
func (l *linker) elementByID(id string, at diag.Position) *Element {
	if e := l.site.elements[id]; e != nil {
		return e
	}
	if e := l.site.was[id]; e != nil {
		l.diags.Add(at, "ref-renamed", "write "+e.ID, "%s is now %s", id, e.ID)
		return e
	}
	if same := l.foldedIDs()[lower(id)]; len(same) == 1 {
		l.diags.Add(at, "ref-case", "write "+same[0], "the id is %s, not %s", same[0], id)
		return l.site.elements[same[0]]
	}
	return nil
}

// suggestionBudget is how many ids and paths suggestions may be compared with
// in one linking: a site with thousands of faults is not made to wait for
// hints that nobody reads.
const suggestionBudget = 200_000

// afford tells whether a suggestion among n candidates is still worth its
// price.
func (l *linker) afford(n int) bool {
	l.budget -= n
	return l.budget >= 0
}

// unknownID reports an id that leads nowhere, with suggestions that resolve.
func (l *linker) unknownID(at diag.Position, id string, kinds []string) {
	if l.site.lost[id] {
		return // its page is reported
	}
	if l.isHidden(id) {
		l.diags.Add(at, "ref-hidden", refHiddenHint, "%s is not published", id)
		return
	}
	l.diags.Add(at, "ref-unknown", l.suggestID(id, kinds), "no element %q", id)
}

// suggestID names the ids nearest to one that does not exist: by edits of the
// id, then by the words of a title. An id of a kind's shape is not taken for
// one of another kind.
func (l *linker) suggestID(id string, kinds []string) string {
	if !l.afford(len(l.site.Elements)) {
		return ""
	}
	if k := l.cfg.KindOf(id); k != nil && (len(kinds) == 0 || slices.Contains(kinds, k.Name)) {
		kinds = []string{k.Name}
	}
	var ids, titles []string
	byTitle := map[string]string{}
	for _, e := range l.site.Elements {
		if len(kinds) == 0 || slices.Contains(kinds, e.Kind.Name) {
			ids = append(ids, e.ID)
			titles = append(titles, e.Title)
			byTitle[e.Title] = e.ID
		}
	}
	near := diag.Nearest(id, ids)
	if len(near) == 0 {
		for _, t := range diag.Nearest(id, titles) {
			near = append(near, byTitle[t])
		}
	}
	if len(near) == 0 {
		return ""
	}
	for i, n := range near {
		near[i] = n + " (" + l.site.elements[n].Title + ")"
	}
	return "did you mean " + diag.Either(near) + "?"
}

// relateDocument resolves what a document says of others, and of its readers.
func (l *linker) relateDocument(d *Document) {
	for _, v := range d.Meta.Audience {
		if e := l.lookUp(v, nil); e != nil {
			d.Audience = append(d.Audience, e)
		}
	}
	for _, v := range d.Meta.Implements {
		if to := l.document(v); to != nil {
			d.Implements = append(d.Implements, to)
			to.ImplementedBy = append(to.ImplementedBy, d)
		}
	}
	for _, v := range d.Meta.Supersedes {
		if to := l.document(v); to != nil {
			d.Supersedes = append(d.Supersedes, to)
			to.SupersededBy = append(to.SupersededBy, d)
		}
	}
}

func (l *linker) document(v record.Value) *Document {
	name, _ := v.Text()
	var names []string
	for _, d := range l.site.Documents {
		if d.Name == name {
			return d
		}
		names = append(names, d.Name)
	}
	if l.isHidden(ContentDir + "/" + name + "/" + indexName) {
		l.diags.Add(v.Position(), "ref-hidden", refHiddenHint, "the document %s is not published", name)
	} else {
		l.diags.Add(v.Position(), "ref-unknown", diag.DidYouMean(name, names), "no document %q", name)
	}
	return nil
}
