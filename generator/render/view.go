package render

import (
	"bytes"
	"html/template"
	"time"

	"trigpoint/generator/site"
	"trigpoint/generator/theme"
)

// View is what every layout is given. Page, Listing, Changes, AZ and Coverage are set on
// their own kinds of page alone.
type View struct {
	Site     *SiteView
	Page     *PageView
	Listing  *ListingView
	Changes  []ChangeView
	Data     []DataView // the files for programs
	AZ       *AZView
	Coverage *CoverageReport

	renderer *Renderer
	words    theme.Words
	lang     string // BCP 47
	here     string // address of the file
	document *site.Document
	title    string
	err      error // the first fault inside a body
}

func (r *Renderer) view(here string, d *site.Document, lang string) *View {
	v := &View{renderer: r, words: r.theme.Words(lang), lang: lang, here: here, document: d}
	v.Site = r.shell(v).site
	return v
}

// T is a word of the interface, as described under "Words".
func (v *View) T(key string, args ...any) any { return v.said(key, v.words.T(key, args...)) }

// WordsIn goes into the tag around words of the interface that are not T's,
// such as a status: it says what language they are in, unless it is the page's.
func (v *View) WordsIn() template.HTMLAttr { return v.inLang(v.words.Lang) }

// Lang is the language of the page, as a BCP 47 tag.
func (v *View) Lang() string { return v.lang }

// Dir is the direction of the page's writing: ltr or rtl.
func (v *View) Dir() string { return theme.Direction(v.lang) }

// Title is the title of the page, whatever its kind.
func (v *View) Title() string {
	if v.Page != nil {
		return v.Page.Title
	}
	return v.title
}

// Document is the document that the page belongs to, or nil outside documents.
func (v *View) Document() *DocumentView { return v.documentOf(v.document) }

// Asset is the link to an asset of the theme, by its name.
func (v *View) Asset(name string) string {
	if a, ok := v.renderer.theme.Asset(name); ok {
		return v.file(a.Path)
	}
	return ""
}

// Search is the link to the first file of the search index, or empty where the
// site has none.
func (v *View) Search() string {
	if !v.renderer.site.Config.Search {
		return ""
	}
	return v.file(site.SearchIndex)
}

// CodeStyles are the links to the style sheets of highlighted code, light and
// dark; none on a page without any.
func (v *View) CodeStyles() []string {
	if v.Page == nil || !v.Page.HasCode {
		return nil
	}
	var out []string
	for _, a := range v.renderer.code {
		out = append(out, v.file(a.Path))
	}
	return out
}

// Header is the partial "header", rendered once for each folder.
func (v *View) Header() template.HTML { return v.part("header") }

// Footer is the partial "footer", rendered once for each folder.
func (v *View) Footer() template.HTML { return v.part("footer") }

// Nav is the partial "nav": the contents of the document, with the page marked.
func (v *View) Nav() template.HTML { return written(v.writeNav) }

func (v *View) writeNav(w *bytes.Buffer) { v.renderer.shell(v).nav(w, v) }

func (v *View) part(name string) template.HTML {
	html, err := v.renderer.shell(v).part(name)
	v.fail(err)
	return html
}

func (v *View) fail(err error) {
	if v.err == nil {
		v.err = err
	}
}

func (v *View) file(address string) string { return v.renderer.format.File(v.here, address) }

// href is the link from here to a target.
func (v *View) href(t site.Target) string { return v.renderer.format.Href(v.here, t) }

// Link leads to a page, an element or a paragraph.
type Link struct {
	Href    string
	In      template.HTMLAttr // goes into the link's tag: the language of what it leads to, where it is another than the page's
	InWords template.HTMLAttr // goes into the tag around other words of it, such as its summary
	Text    string
	Title   string // the target in full, where Text is short
	Summary string
	ID      string // of an element
	Kind    string // name of the element's kind
	Status  *StatusView
}

// in says in the tag of a link to a page, in the words of that page, what
// language they are in, unless it is that of this page.
func (v *View) in(p *site.Page) template.HTMLAttr {
	if p == nil || p.Lang == v.lang {
		return ""
	}
	return template.HTMLAttr(` hreflang="`+template.HTMLEscapeString(p.Lang)+`"`) + v.inWords(p)
}

// inWords does the same for words that are not a link.
func (v *View) inWords(p *site.Page) template.HTMLAttr {
	if p == nil || p.Lang == v.lang {
		return ""
	}
	return langAttr(p.Lang)
}

func (v *View) pageLink(p *site.Page) Link {
	l := Link{Href: v.href(p.Target()), Text: p.Title, In: v.in(p), InWords: v.inWords(p), Summary: p.Summary()}
	if e := p.Element; e != nil {
		l.ID, l.Kind, l.Status = e.ID, e.Kind.Name, v.statusView(e)
	}
	return l
}

func (v *View) elementLink(e *site.Element) Link {
	return Link{Href: v.href(e.Target()), In: v.in(e.Page), InWords: v.inWords(e.Page), Text: e.Title, Title: e.Cite, Summary: e.Summary,
		ID: e.ID, Kind: e.Kind.Name, Status: v.statusView(e)}
}

func (v *View) elementLinks(list []*site.Element) []Link {
	out := make([]Link, len(list))
	for i, e := range list {
		out[i] = v.elementLink(e)
	}
	return out
}

// DateView is a day, as machines and as people read it.
type DateView struct {
	ISO  string            // 2011-05-11, or empty where there is none
	Text string            // 11 May 2011
	In   template.HTMLAttr // goes into the tag around Text: its language, unless it is the page's
}

func (v *View) date(d time.Time) DateView {
	if d.IsZero() {
		return DateView{}
	}
	return DateView{d.Format(time.DateOnly), v.words.Date(d), v.WordsIn()}
}
