package site

import (
	"path"
	"slices"
	"strings"
	"time"

	"trigpoint/generator/config"
	"trigpoint/generator/markdown"
)

const indexName = "_index.md"

// arrange makes a page of every file, finds its section and document, and
// leaves out what is not published.
func (l *linker) arrange() {
	l.hidden = map[string]Publication{}
	l.folders = map[string]*Page{}
	l.documents = map[string]*Document{}
	pages := make([]*Page, 0, len(l.in.Files)+1)
	for i, v := range l.in.Memory.read(l.in.Files, l.surveyor) {
		l.diags = append(l.diags, v.always...)
		p := l.room.page(v)
		p.place = i
		pages = append(pages, p)
		if v.base == indexName {
			l.folders[v.dir] = p
		}
	}
	l.site.places, l.site.byPlace = l.in.Memory.places, make([]*Page, len(l.in.Files))
	if l.folders[ContentDir] == nil {
		l.folders[ContentDir] = l.plainHome()
		pages = append([]*Page{l.folders[ContentDir]}, pages...)
	}
	l.site.Home = l.folders[ContentDir]
	decided := map[*Page]Window{}
	for _, p := range pages {
		l.place(p)
		p.Window = l.window(p, decided)
		p.Publication = p.Window.At(l.in.Now)
		if p.Publication == Published || l.in.Drafts {
			l.keep(p)
		} else {
			l.hidden[p.Source()] = p.Publication
			l.site.Hidden = append(l.site.Hidden, Hidden{p.Source(), p.Title, p.Publication, p.Window})
		}
	}
	if l.isHidden(l.site.Home.Source()) { // and with it all others
		l.site.Home = l.plainHome()
		l.keep(l.site.Home)
	}
	l.hideAssets(decided)
}

// plainHome stands in for a home page that nobody wrote, or that is hidden: a
// site has one.
func (l *linker) plainHome() *Page {
	f := &markdown.File{Path: ContentDir + "/" + indexName}
	p := l.room.page(&survey{file: f, dir: ContentDir, base: indexName, address: "index.html", title: l.cfg.Title, lang: l.cfg.Language})
	p.place = -1
	return p
}

// address turns a source path into the path of the page in the site.
func address(source string) string {
	rel := strings.TrimPrefix(source, ContentDir+"/")
	if dir, base := path.Split(rel); base == indexName {
		return dir + "index.html"
	}
	return strings.TrimSuffix(rel, ".md") + ".html"
}

// place finds the section and the document of a page.
func (l *linker) place(p *Page) {
	dir := p.survey.dir
	switch {
	case p == l.site.Home:
		p.Kind = HomePage
	case l.folders[dir] == p:
		p.Parent = l.section(path.Dir(dir))
		p.Kind = Section
	default:
		p.Parent = l.section(dir)
	}
	if p.survey.document == nil {
		return
	}
	if p.Kind != Section || p.Parent != l.site.Home || path.Dir(dir) != ContentDir {
		l.diags.Add(p.File.Front.KeyPosition("document"), "value-unknown",
			"put it into the _index.md of a folder directly below "+ContentDir, "a document is a top-level folder")
		return
	}
	p.Kind = DocumentFront
	l.documents[path.Base(dir)] = &Document{Name: path.Base(dir), Front: p, Meta: l.soFar(p.survey.document)}
}

// soFar leaves out the changes whose day has not come: what they tell of may be
// hidden until then.
func (l *linker) soFar(d *markdown.Document) *markdown.Document {
	ahead := func(c markdown.Change) bool { return l.in.Now.Before(dayBegins(c, l.cfg)) }
	if l.in.Drafts || !slices.ContainsFunc(d.Changes, ahead) {
		return d
	}
	out := *d
	out.Changes = slices.DeleteFunc(slices.Clone(d.Changes), ahead)
	return &out
}

// dayBegins is the moment from which a change is told, in the site's zone.
func dayBegins(c markdown.Change, cfg *config.Config) time.Time {
	y, m, d := c.Date.Date()
	return time.Date(y, m, d, 0, 0, 0, 0, cfg.Zone)
}

// section returns the nearest section page at or above the folder.
func (l *linker) section(dir string) *Page {
	for l.folders[dir] == nil && dir != "." {
		dir = path.Dir(dir)
	}
	if p := l.folders[dir]; p != nil {
		return p
	}
	return l.site.Home
}

// window finds out when a page is public, its sections first.
func (l *linker) window(p *Page, decided map[*Page]Window) Window {
	if w, ok := decided[p]; ok {
		return w
	}
	w := p.survey.window
	if up := l.above(p); up != nil {
		w = w.within(l.window(up, decided))
	}
	if p.survey.base == indexName { // others are asked about once
		decided[p] = w
	}
	return w
}

// above is the section that decides about a page; place may not have run for
// it yet.
func (l *linker) above(p *Page) *Page {
	dir := p.survey.dir
	if p == l.site.Home {
		return nil
	}
	if l.folders[dir] == p {
		return l.section(path.Dir(dir))
	}
	return l.section(dir)
}

// keep takes a page into the site.
func (l *linker) keep(p *Page) {
	l.site.Pages = append(l.site.Pages, p)
	if p.place >= 0 {
		l.site.byPlace[p.place] = p
	}
	for _, to := range p.survey.at {
		to.page = p
	}
	if p.Parent != nil {
		p.Parent.Children = append(p.Parent.Children, p)
	}
	for _, v := range p.File.Meta.Aliases {
		l.keepAlias(v, p.Target())
	}
}

// aliasAddress is the file that answers for an address that a page had: of a
// folder, its index.html.
func aliasAddress(s string) string {
	address := strings.TrimPrefix(path.Clean("/"+s), "/")
	if address == "" || strings.HasSuffix(s, "/") || path.Ext(address) == "" {
		return path.Join(address, "index.html")
	}
	return address
}
