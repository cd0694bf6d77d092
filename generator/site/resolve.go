package site

import (
	"path"
	"strings"
	"unicode/utf8"

	"trigpoint/generator/diag"
	"trigpoint/generator/markdown"
)

// resolve finds the target of every reference in every page, and tells each
// target who mentions it.
func (l *linker) resolve() {
	l.assets = make(map[string]*Asset, len(l.in.Assets))
	for _, a := range l.in.Assets {
		l.assets[a.Path] = a
	}
	used := map[*Asset]bool{}
	for _, p := range l.site.Pages {
		p.Refs = l.room.list(len(p.survey.leads))
		for i, to := range p.survey.leads {
			if to != nil && to.page != nil {
				p.Refs[i].Page = to.page
				continue
			}
			t := l.target(p, &p.File.Refs[i])
			p.Refs[i] = t
			if t.Asset != nil {
				used[t.Asset] = true
			}
		}
	}
	l.mention()
	for _, a := range l.in.Assets {
		if used[a] {
			l.site.Assets = append(l.site.Assets, a)
		}
	}
}

// mention tells every target which pages refer to it. The mentions are counted
// first, so that all of them fit into one piece of memory.
func (l *linker) mention() {
	total := 0
	for _, p := range l.site.Pages {
		for i := range p.Refs {
			if _, n := p.Refs[i].mentions(p); n != nil {
				*n++
				total++
			}
		}
	}
	all := make([]Mention, total)
	for _, p := range l.site.Pages {
		for i := range p.Refs {
			list, n := p.Refs[i].mentions(p)
			if list == nil {
				continue
			}
			if *list == nil {
				*list, all = all[:0:*n], all[*n:]
			}
			*list = append(*list, Mention{p, i})
		}
	}
}

// mentions returns where a page's reference to the target is listed, and the
// number of those that are. An element's page is mentioned through the element;
// a page does not mention itself.
func (t *Target) mentions(from *Page) (*[]Mention, *int) {
	if t.Page == nil || t.Page == from {
		return nil, nil
	}
	if e := t.element(); e != nil {
		return &e.Mentions, &e.mentioned
	}
	return &t.Page.Mentions, &t.Page.mentioned
}

// element returns the element that a target is, or whose page it is.
func (t *Target) element() *Element {
	if t.Element == nil && t.Page != nil {
		return t.Page.Element
	}
	return t.Element
}

// refHiddenHint is what to do about a reference to what is not published.
const refHiddenHint = "publish it too, or take the reference out"

func (l *linker) target(p *Page, r *markdown.Ref) Target {
	if r.Label != "" {
		if t, ok := l.byLabel(p, r); ok {
			return t
		}
		if !r.Defined {
			return l.plainText(r)
		}
	}
	return l.byPath(p, r)
}

// byLabel resolves [id], [id#paragraph] and [term].
func (l *linker) byLabel(p *Page, r *markdown.Ref) (Target, bool) {
	id, anchor, _ := strings.Cut(r.Label, "#")
	e := l.site.elements[id]
	if e == nil {
		e = l.terms[foldTerm(r.Label)]
		anchor = strings.TrimPrefix(anchor, "#")
	}
	if e == nil && (l.site.was[id] != nil || l.cfg.KindOf(id) != nil || l.looksLikeID(id)) {
		e = l.elementByID(id, part(r.Position, 0, id))
	}
	if e == nil {
		return Target{}, false
	}
	l.checkAdjacent(p, r)
	t := e.Target()
	if anchor != "" {
		t = l.withAnchor(t, anchor, anchorPlace(r))
	}
	return t, true
}

// looksLikeID tells whether the label is an id but for its case, and has a
// digit; ordinary words are left alone.
func (l *linker) looksLikeID(label string) bool {
	return strings.ContainsAny(label, "0123456789") && len(l.foldedIDs()[lower(label)]) > 0
}

// plainText decides about a label that means nothing: most are ordinary
// brackets, some are mistakes.
func (l *linker) plainText(r *markdown.Ref) Target {
	id, _, _ := strings.Cut(r.Label, "#")
	switch {
	case l.cfg.KindOf(id) != nil || l.isHidden(id):
		l.unknownID(part(r.Position, 0, id), id, nil)
		return Target{Hidden: l.isHidden(id)}
	case l.isHidden(termKey(r.Label)):
		l.diags.Add(r.Position, "ref-hidden", refHiddenHint, "%s is not published", r.Label)
		return Target{Hidden: true}
	case strings.HasPrefix(r.Label, "^"):
		l.diags.Add(r.Position, "ref-unknown", "add a line ["+r.Label+"]: …", "no footnote %q", r.Label[1:])
	case !r.Shortcut:
		l.diags.Add(r.Position, "ref-unknown", l.suggestLabel(r.Label), "no element or term %q", r.Label)
	}
	return Target{}
}

// suggestLabel helps with [words][label] where the label is nothing.
func (l *linker) suggestLabel(label string) string {
	if hint := l.suggestID(label, nil); hint != "" {
		return hint
	}
	return `write \[ if the brackets are meant as text`
}

// part is the place of a part of what a reference names: it begins some
// characters behind the place of the whole.
func part(whole diag.Position, from int, words string) diag.Position {
	if n := utf8.RuneCountInString(words); from+n <= whole.Len {
		whole.Col, whole.Len = whole.Col+from, n
	}
	return whole
}

// anchorPlace is the place of what stands behind # in a reference.
func anchorPlace(r *markdown.Ref) diag.Position {
	whole := r.Label
	if whole == "" || r.Defined {
		whole = r.Path
	}
	before, behind, _ := strings.Cut(whole, "#")
	return part(r.Position, utf8.RuneCountInString(before)+1, behind)
}

// checkAdjacent reports [I2][C3], which reads as one link.
func (l *linker) checkAdjacent(p *Page, r *markdown.Ref) {
	if r.Shortcut {
		return
	}
	words := r.Words.In(p.File.Text)
	if l.site.elements[words] != nil {
		l.diags.Add(r.Position, "ref-adjacent", "put words or a comma between them",
			"[%s][%s] is one link, to %s", words, r.Label, r.Label)
	}
}

// byPath resolves a link or image by its path.
func (l *linker) byPath(p *Page, r *markdown.Ref) Target {
	to := Target{Page: p}
	if r.Source != "" {
		if to = l.atPath(r.Source); to.IsZero() {
			return l.unknownPath(p, r, r.Source)
		}
	}
	if r.Anchor != "" && to.Page != nil {
		to = l.withAnchor(to, r.Anchor, anchorPlace(r))
	}
	if r.Image && !to.IsZero() && !isImage(to.Asset) {
		l.diags.Add(r.Position, "image-unknown", "link to it without the exclamation mark", "%s is no image", r.Path)
		return Target{}
	}
	return to
}

// isImage tells the files that browsers show as images.
func isImage(a *Asset) bool {
	return a != nil && strings.Contains(" .png .jpg .jpeg .gif .svg .webp .avif ", " "+lower(path.Ext(a.Path))+" ")
}

// atPath returns what lies at a source path: a page, a folder's page or a file.
func (l *linker) atPath(source string) Target {
	if t := l.site.Page(source); t != nil {
		return Target{Page: t}
	}
	if t := l.site.Page(path.Join(source, indexName)); t != nil {
		return Target{Page: t}
	}
	if a := l.assets[source]; a != nil && !l.isHidden(source) {
		return Target{Asset: a}
	}
	return Target{}
}

// unknownPath reports a path that leads to nothing, and returns what the
// reference then is.
func (l *linker) unknownPath(p *Page, r *markdown.Ref, source string) Target {
	code, what := diag.Code("path-unknown"), "no file"
	if r.Image {
		code, what = "image-unknown", "no image"
	}
	same, folded := l.foldedPaths()[lower(source)]
	switch {
	case l.isHidden(source) || l.isHidden(path.Join(source, indexName)):
		l.diags.Add(r.Position, "ref-hidden", refHiddenHint, "%s is not published", r.Path)
		return Target{Hidden: true}
	case !strings.HasPrefix(source, ContentDir+"/") && source != ContentDir:
		l.diags.Add(r.Position, code, "files outside "+ContentDir+" are not published", "%s leads out of the content", r.Path)
	case folded:
		l.diags.Add(r.Position, "path-case", "write "+relativeTo(p, same), "the file is called %s", path.Base(same))
	default:
		l.diags.Add(r.Position, code, l.suggestPath(p, source), "%s %q", what, r.Path)
	}
	return Target{}
}

// foldedPaths finds source paths by their lower-case form. It is made when
// the first path leads nowhere: a site without faults never pays.
func (l *linker) foldedPaths() map[string]string {
	if l.folded == nil {
		l.folded = make(map[string]string, len(l.in.Files)+len(l.in.Assets))
		for _, f := range l.in.Files {
			l.folded[lower(f.Path)] = f.Path
		}
		for _, a := range l.in.Assets {
			l.folded[lower(a.Path)] = a.Path
		}
	}
	return l.folded
}

// foldedIDs finds ids by their lower-case form, and is made likewise.
func (l *linker) foldedIDs() map[string][]string {
	if l.ids == nil {
		l.ids = make(map[string][]string, len(l.site.Elements))
		for _, e := range l.site.Elements {
			l.ids[lower(e.ID)] = append(l.ids[lower(e.ID)], e.ID)
		}
	}
	return l.ids
}

// suggestPath offers a file of nearly that name, or the Markdown behind a link
// to an HTML page.
func (l *linker) suggestPath(p *Page, source string) string {
	if md := strings.TrimSuffix(source, ".html") + ".md"; l.site.Page(md) != nil {
		return "write " + relativeTo(p, md)
	}
	if md := path.Join(path.Dir(source), indexName); path.Base(source) == "index.html" && l.site.Page(md) != nil {
		return "write " + relativeTo(p, md)
	}
	if !l.afford(len(l.foldedPaths())) {
		return ""
	}
	var same, all []string
	for _, s := range l.foldedPaths() {
		if strings.HasPrefix(s, source+"/") {
			return "the folder has no page of its own: add " + relativeTo(p, path.Join(source, indexName))
		}
		if s == p.Source() || l.isHidden(s) {
			continue
		}
		all = append(all, relativeTo(p, s))
		if path.Base(s) == path.Base(source) && path.Base(s) != indexName {
			same = append(same, relativeTo(p, s))
		}
	}
	if len(same) == 1 {
		return "did you mean " + same[0] + "?"
	}
	return diag.DidYouMean(relativeTo(p, source), all)
}

// relativeTo writes a source path as a link in page p would.
func relativeTo(p *Page, source string) string {
	return Relative(path.Dir(p.Source()), source)
}

// Relative returns the path that leads from a folder to a file, both
// slash-separated and from the same root.
func Relative(dir, file string) string {
	if dir == "." || dir == "" {
		return file
	}
	for {
		first, rest, _ := strings.Cut(dir, "/")
		below, ok := strings.CutPrefix(file, first+"/")
		if !ok {
			return strings.Repeat("../", strings.Count(dir, "/")+1) + file
		}
		if file = below; rest == "" {
			return file
		}
		dir = rest
	}
}
