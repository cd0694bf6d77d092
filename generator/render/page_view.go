package render

import (
	"bytes"
	"html/template"

	"trigpoint/generator/markdown"
	"trigpoint/generator/site"
)

// PageView is the page of a Markdown file.
type PageView struct {
	Title       string
	Summary     string
	Lang        string
	Kind        string         // home, document, section or page
	Contents    []ContentsItem // the headings of the page
	Breadcrumb  []Link         // the pages above, the home page first
	Prev, Next  *Link          // in the document; nil at its ends
	Children    []Link         // of a section
	Document    *DocumentView  // nil outside documents
	Element     *ElementView   // nil on pages that declare none
	Mentions    []MentionView  // who refers to the page
	Provenance  *ProvenanceView
	Edit        string // link to the source file, where the site says where that is
	Updated     DateView
	ReviewBy    DateView
	Publication string // draft, embargoed or expired; empty on public pages
	HasCode     bool
	Numbered    bool // paragraphs show their numbers
	Tables      bool // the body has a table that a script lets readers narrow or sort

	page *site.Page
	view *View
	body template.HTML // where it was needed before its place: see pageView
}

func (r *Renderer) pageView(v *View, p *site.Page) *PageView {
	m := &p.File.Meta
	out := &PageView{page: p, view: v, Title: p.Title, Summary: m.Summary, Lang: p.Lang, Kind: pageKind(p), HasCode: p.File.HasCode,
		Contents: contents(p.File, r.format.Anchor(p)), Updated: v.date(m.Updated), ReviewBy: v.date(m.ReviewBy),
		Provenance: v.provenance(m.Provenance, p.Sources), Edit: r.edit(p)}
	if p.Publication != site.Published {
		out.Publication = p.Publication.String()
	}
	for _, a := range p.Ancestors() {
		out.Breadcrumb = append(out.Breadcrumb, v.pageLink(a))
	}
	out.Prev, out.Next = v.neighbour(p.Prev), v.neighbour(p.Next)
	if d := p.Document; d != nil {
		out.Numbered = d.Meta.Numbered
		out.Document = v.documentOf(d)
	}
	for _, c := range p.Children {
		out.Children = append(out.Children, v.pageLink(c))
	}
	v.Page = out
	if p.Element != nil {
		out.Element = v.shownView(p.Element)
	}
	out.Mentions = v.mentions(p.Mentions)
	if len(p.File.Queries) > 0 { // what they show says which scripts the page has
		out.body = written(out.fill)
	}
	return out
}

// Body is the text of the page.
func (p *PageView) Body() template.HTML { return written(p.writeBody) }

func (p *PageView) writeBody(w *bytes.Buffer) {
	if p.body != "" {
		w.WriteString(string(p.body))
		return
	}
	p.fill(w)
}

// fill writes the compiled body with its holes filled.
func (p *PageView) fill(w *bytes.Buffer) {
	v, r := p.view, p.view.renderer
	p.page.File.Body.Fill(w, &filler{v, p.page, r.format.Anchor(p.page)})
	if moved := r.site.PlacesAt(p.page.Address); len(moved) > 0 {
		v.fail(r.theme.Partial(w, "moved", AwayView{v, v.oldPlaces(moved, r.format.Anchor(p.page))}))
	}
}

func (v *View) neighbour(p *site.Page) *Link {
	if p == nil {
		return nil
	}
	l := v.pageLink(p)
	return &l
}

// documentOf finds the document's view among those of the folder's shell.
func (v *View) documentOf(d *site.Document) *DocumentView {
	for i, other := range v.renderer.site.Documents {
		if other == d {
			return v.Site.Documents[i]
		}
	}
	return nil
}

// edit is the address of the source file on the code host.
func (r *Renderer) edit(p *site.Page) string {
	if r.site.Config.RepoURL == "" {
		return ""
	}
	return r.site.Config.RepoURL + site.EscapePath(p.Source())
}

// ContentsItem is a heading of the page.
type ContentsItem struct {
	Level    int
	Text     string
	Href     string
	To       template.HTMLAttr // the same as an attribute, href="…"
	Children []ContentsItem
}

// contents nests the headings of levels 2 and 3.
func contents(f *markdown.File, prefix string) []ContentsItem {
	var out []ContentsItem
	for i := range f.Headings {
		h := &f.Headings[i]
		item := ContentsItem{Level: h.Level, Text: h.Text, Href: "#" + site.EscapePath(prefix+h.ID)}
		item.To = linkTo(item.Href)
		switch {
		case h.Level <= 2:
			out = append(out, item)
		case h.Level == 3 && len(out) > 0:
			last := &out[len(out)-1]
			last.Children = append(last.Children, item)
		}
	}
	return out
}

// ProvenanceView says where a text comes from.
type ProvenanceView struct {
	In      template.HTMLAttr // goes into the tag around Label and About: their language, unless it is the page's
	Kind    string            // sourced, inference or illustrative
	Label   string
	About   string // a sentence that explains the label
	Sources []Link
}

func (v *View) provenance(kind string, sources []*site.Element) *ProvenanceView {
	if kind == "" && len(sources) == 0 {
		return nil
	}
	return &ProvenanceView{v.WordsIn(), kind, v.words.T("provenance." + kind), v.words.T("provenance." + kind + "-about"), v.elementLinks(sources)}
}

// agreed says where elements come from, if their pages say the same of all.
func (v *View) agreed(elements []*site.Element) *ProvenanceView {
	kind := ""
	for i, e := range elements {
		if own := e.Page.File.Meta.Provenance; i == 0 {
			kind = own
		} else if own != kind {
			return nil
		}
	}
	return v.provenance(kind, nil)
}
