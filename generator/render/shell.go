package render

import (
	"bytes"
	"html/template"
	"strconv"
	"strings"
	"sync"

	"trigpoint/generator/site"
)

// shellKey names what all pages of a folder share: links from them to the same
// place are the same, so the parts around the content are rendered once for
// each folder, document and language, and not once for each page.
type shellKey struct {
	dir      string
	document *site.Document
	lang     string
	missing  bool // the 404 page, whose links are of another form
}

// shell holds those parts.
type shell struct {
	site  *SiteView
	view  *View
	mu    sync.Mutex
	parts map[string]template.HTML

	once  sync.Once
	links string             // the navigation, with no page marked
	marks map[*site.Page]int // where in it the mark of each page goes
}

func (r *Renderer) shell(v *View) *shell {
	key := shellKey{dir(v.here), v.document, v.lang, v.here == notFoundAddress}
	r.mu.Lock()
	defer r.mu.Unlock()
	s := r.shells[key]
	if s == nil {
		own := *v
		s = &shell{view: &own, parts: map[string]template.HTML{}}
		s.site = r.siteView(&own)
		own.Site = s.site
		r.shells[key] = s
	}
	return s
}

// part renders a partial once.
func (s *shell) part(name string) (template.HTML, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if html, ok := s.parts[name]; ok {
		return html, nil
	}
	var b bytes.Buffer
	err := s.view.renderer.theme.Partial(&b, name, s.view)
	html := template.HTML(b.String())
	if err == nil {
		s.parts[name] = html
	}
	return html, err
}

// NavItem is an entry of a document's contents.
type NavItem struct {
	Href     string
	In       template.HTMLAttr // goes into the link's tag, as in Link
	Text     string
	ID       string            // of the page's element
	Kind     string            // name of its kind
	Current  template.HTMLAttr // goes into the link's tag: it marks the page that is shown
	Open     bool              // the section of the page that is shown, or above it
	Children []NavItem
}

// markPrefix begins the mark that stands in the navigation where the current
// page's attribute may go. It cannot come from content: <, > and quotes in
// content are escaped.
const markPrefix = ` data-nav="`

// currentMark stands in its place on the page that is shown.
const currentMark = ` aria-current="page"`

// nav writes the navigation with the page marked. It is rendered once for the
// folder with a mark at each link; for each page its mark is put back.
func (s *shell) nav(w *bytes.Buffer, v *View) {
	s.once.Do(func() { v.fail(s.renderNav()) })
	at := 0
	if v.Page != nil {
		if mark, ok := s.marks[v.Page.page]; ok {
			w.WriteString(s.links[:mark])
			w.WriteString(currentMark)
			at = mark
		}
	}
	w.WriteString(s.links[at:])
}

// renderNav renders the navigation and takes the marks out.
func (s *shell) renderNav() error {
	s.marks = map[*site.Page]int{}
	var marked []*site.Page
	nav := *s.view
	content := NavView{View: s.view, Root: nav.navRoot(nav.document, &marked)}
	content.Items = nav.navItems(nav.document, &marked)
	var b bytes.Buffer
	if err := s.view.renderer.theme.Partial(&b, "nav", content); err != nil {
		return err
	}
	var links strings.Builder
	for rest := b.String(); ; {
		before, after, found := strings.Cut(rest, markPrefix)
		links.WriteString(before)
		if !found {
			s.links = links.String()
			return nil
		}
		number, tail, _ := strings.Cut(after, `"`)
		if n, err := strconv.Atoi(number); err == nil && n < len(marked) {
			s.marks[marked[n]] = links.Len()
		}
		rest = tail
	}
}

// NavView is what the partial "nav" is given.
type NavView struct {
	*View
	Root  *NavItem // the front page of the document; nil outside documents
	Items []NavItem
}

// wholeDocument is the number of pages up to which the contents of a document
// are shown whole; in a larger one, only the open branch is.
const wholeDocument = 120

// navItems lists the contents of a document, or of the pages outside any.
func (v *View) navItems(d *site.Document, marked *[]*site.Page) []NavItem {
	root := v.renderer.site.Home
	if d != nil {
		root = d.Front
	}
	var items []NavItem
	for _, p := range root.Children {
		if d == nil && p.Kind == site.DocumentFront {
			continue
		}
		items = append(items, v.navItem(p, d, marked))
	}
	return items
}

// navRoot is the entry of the document's front page, without what is below it.
func (v *View) navRoot(d *site.Document, marked *[]*site.Page) *NavItem {
	if d == nil {
		return nil
	}
	item := v.navEntry(d.Front, marked)
	return &item
}

// navEntry is the entry of one page, with the mark that shows where it is.
func (v *View) navEntry(p *site.Page, marked *[]*site.Page) NavItem {
	item := NavItem{Href: v.href(p.Target()), In: v.in(p), Text: p.Title,
		Current: template.HTMLAttr(markPrefix + strconv.Itoa(len(*marked)) + `"`)}
	*marked = append(*marked, p)
	if p.Element != nil {
		item.ID, item.Kind = p.Element.ID, p.Element.Kind.Name
	}
	return item
}

func (v *View) navItem(p *site.Page, d *site.Document, marked *[]*site.Page) NavItem {
	item := v.navEntry(p, marked)
	item.Open = p.Kind == site.Section && strings.HasPrefix(v.here, dir(p.Address)+"/")
	if item.Open || d != nil && len(d.Pages) <= wholeDocument {
		for _, c := range p.Children {
			item.Children = append(item.Children, v.navItem(c, d, marked))
		}
	}
	return item
}
