package site

import (
	"slices"
	"strings"

	"trigpoint/generator/config"
	"trigpoint/generator/diag"
	"trigpoint/generator/record"
)

// relate reads the fields, relations and status of every element, and turns
// relations round.
func (l *linker) relate() {
	for _, p := range l.site.Pages {
		l.checkKeys(p)
		p.Sources = l.sources(p)
	}
	for _, e := range l.site.Elements {
		l.readFields(e)
		l.readRelations(e)
		l.readProgress(e)
	}
	for _, e := range l.site.Elements {
		l.invert(e)
	}
	for _, d := range l.site.Documents {
		l.relateDocument(d)
	}
}

// checkKeys reports keys of front matter and heading attributes that nothing
// reads.
func (l *linker) checkKeys(p *Page) {
	var kind *config.Kind
	if p.Element != nil {
		kind = p.Element.Kind
	}
	l.rejectKeys(p.File.Front, kind, true)
	for _, e := range p.Declared {
		l.rejectKeys(e.table, e.Kind, false)
	}
}

// knownKeys lists the keys that a page, or a heading, of a kind can have; kind is
// nil for pages without an element.
func (l *linker) knownKeys(kind *config.Kind, page bool) []string {
	at := known{kind, page}
	keys, ok := l.keys[at]
	if !ok {
		keys = []string{"summary", "was", "aliases", provenanceKey}
		if page {
			keys = config.StandardKeys()
		}
		if kind != nil {
			keys = append(keys, l.keysOf(kind)...)
		}
		l.keys[at] = keys
	}
	return keys
}

type known struct {
	kind *config.Kind
	page bool
}

func (l *linker) rejectKeys(t record.Table, kind *config.Kind, page bool) {
	known := l.knownKeys(kind, page)
	for _, key := range t.Unknown(known...) {
		at := t.KeyPosition(key)
		rel := l.cfg.Inverse(key)
		switch {
		case kind == nil:
			l.diags.Add(at, "key-unknown", l.keyHint(key, known), "nothing reads the key %q", key)
		case rel != nil:
			l.diags.Add(at, "relation-inverse", "write "+rel.Name+" on the other element", "%q is computed from %q and never written", key, rel.Name)
		default:
			l.diags.Add(at, "field-unknown", l.fieldHint(key, known, kind), "kind %q has no field or relation %q", kind.Name, key)
		}
	}
}

// fieldHint names what was probably meant, or what the kind has at all.
func (l *linker) fieldHint(key string, known []string, kind *config.Kind) string {
	if hint := diag.DidYouMean(key, known); hint != "" {
		return hint
	}
	if has := l.keysOf(kind); len(has) > 0 {
		return "it has " + strings.Join(has, ", ")
	}
	return "declare it in site.toml, under [kinds." + kind.Name + "]"
}

// keyHint says where a key would be read that a page without an element has.
func (l *linker) keyHint(key string, known []string) string {
	if hint := diag.DidYouMean(key, known); hint != "" {
		return hint
	}
	for _, k := range l.cfg.Kinds {
		if slices.Contains(l.keysOf(k), key) {
			return "only elements have it: add an id, such as " + k.Shape.Example()
		}
	}
	return ""
}

// keysOf lists the fields and relations of a kind.
func (l *linker) keysOf(k *config.Kind) []string {
	var keys []string
	for _, f := range k.Fields {
		keys = append(keys, f.Name)
	}
	for _, r := range l.cfg.Relations {
		if r.Leads(k.Name) {
			keys = append(keys, r.Name)
		}
	}
	return keys
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
	r := record.Reader{Table: e.table, Diags: &l.diags}
	for _, rel := range l.cfg.Relations {
		if !rel.Leads(e.Kind.Name) || !r.Has(rel.Name) {
			continue
		}
		g := Group{Relation: rel}
		for _, v := range r.List(rel.Name) {
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
	e := l.elementByID(id, v.Position())
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
	if l.lost[id] {
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
