package render

import (
	"bytes"
	"fmt"
	"html/template"
	"strconv"

	"trigpoint/generator/config"
	"trigpoint/generator/markdown"
	"trigpoint/generator/site"
)

// filler fills the holes of one page's body.
type filler struct {
	view   *View
	page   *site.Page
	prefix string // before the ids of the page
}

// Fill implements markdown.Filler. What is put into a hole can be larger than
// what stands in the file, and a file can have very many holes, so what a page
// becomes has a bound of its own.
func (f *filler) Fill(w *bytes.Buffer, h markdown.Hole) (skip bool) {
	if most := f.view.renderer.site.Config.Limits.Output; w.Len() > most {
		f.view.fail(fmt.Errorf("%s becomes larger than %d MB: divide it", f.page.Source(), most>>20))
		return false
	}
	n := int(h.N)
	switch h.Kind {
	case markdown.RefOpen:
		return f.openRef(w, n)
	case markdown.RefClose:
		f.closeRef(w, n)
	case markdown.ImageOpen:
		return f.image(w, n)
	case markdown.HeadingStart:
		attribute(w, "id", f.prefix+f.page.File.Headings[n].ID)
	case markdown.HeadingEnd:
		f.headingEnd(w, n)
	case markdown.ParagraphOpen:
		if a := f.page.Paragraphs[n].Anchor; a != "" {
			attribute(w, "id", f.prefix+a)
		}
	case markdown.ParagraphNumber:
		f.paragraphNumber(w, n)
	case markdown.AnchorPrefix:
		template.HTMLEscape(w, []byte(f.prefix))
	case markdown.QueryBlock:
		f.query(w, n)
	case markdown.WordHole:
		template.HTMLEscape(w, []byte(f.view.words.T(wordKeys[n])))
	}
	return false
}

// wordKeys are the keys of the words that a body can hold.
var wordKeys = [...]string{
	markdown.WordTable: "body.table", markdown.WordCode: "body.code",
	markdown.WordFootnotes: "body.footnotes", markdown.WordFootnoteBack: "body.footnote-back",
	markdown.WordNote: "alert.note", markdown.WordTip: "alert.tip", markdown.WordImportant: "alert.important",
	markdown.WordWarning: "alert.warning", markdown.WordCaution: "alert.caution",
	markdown.WordSourced: "provenance.sourced", markdown.WordInference: "provenance.inference",
	markdown.WordIllustration: "provenance.illustrative",
	markdown.WordDone:         "body.done", markdown.WordToDo: "body.todo",
}

func attribute(w *bytes.Buffer, name, value string) {
	w.WriteByte(' ')
	w.WriteString(name)
	w.WriteString(`="`)
	w.WriteString(template.HTMLEscapeString(value))
	w.WriteByte('"')
}

// openRef writes the start of a link, or of the text that a label turned out
// to be. A reference by id alone gets the target's words.
func (f *filler) openRef(w *bytes.Buffer, n int) (skip bool) {
	ref, t := &f.page.File.Refs[n], f.page.Refs[n]
	if t.Hidden {
		return false
	}
	if t.IsZero() {
		if !ref.Defined {
			w.WriteByte('[')
		}
		return false
	}
	w.WriteString("<a")
	attribute(w, "href", f.view.href(t))
	own := ref.Shortcut && ref.Label != "" && t.Element != nil
	if title := f.title(ref, t); title != "" {
		attribute(w, "title", title)
	}
	if t.Page != nil && t.Page.Lang != f.page.Lang { // the words are of this page
		attribute(w, "hreflang", t.Page.Lang)
	}
	if t.Element != nil {
		attribute(w, "class", "ref ref-"+t.Element.Kind.Name)
	}
	w.WriteByte('>')
	if own {
		words := ref.Words.In(f.page.File.Text)
		template.HTMLEscape(w, []byte(f.view.targetWords(t, words)))
		w.WriteString("</a>")
	}
	return own
}

// title is the tooltip: the author's, or the target's in full.
func (f *filler) title(ref *markdown.Ref, t site.Target) string {
	switch {
	case ref.Title != "":
		return ref.Title
	case t.Element == nil:
		return ""
	case t.Element.Kind.Use == config.Glossary && t.Element.Summary != "":
		return t.Element.Summary
	}
	return t.Element.Title
}

// targetWords is how a reference by id alone reads: the element's own words,
// and the paragraph. A glossary term keeps the author's.
func (v *View) targetWords(t site.Target, written string) string {
	if t.Element.Kind.Use == config.Glossary {
		return written
	}
	if t.Paragraph != nil && t.Paragraph.Number != "" && t.Page.Document != nil && t.Page.Document.Meta.Numbered {
		return v.words.T("cite.paragraph", t.Element.Cite, t.Paragraph.Number)
	}
	return t.Element.Cite
}

func (f *filler) closeRef(w *bytes.Buffer, n int) {
	ref, t := &f.page.File.Refs[n], f.page.Refs[n]
	switch {
	case t.Hidden:
	case !t.IsZero():
		w.WriteString("</a>")
	case !ref.Defined:
		w.WriteString("]" + ref.Suffix)
	}
}

// image writes the start of an image, or in its place the words for it.
func (f *filler) image(w *bytes.Buffer, n int) (skip bool) {
	a := f.page.Refs[n].Asset
	if a == nil {
		template.HTMLEscape(w, []byte(f.page.File.Refs[n].Words.In(f.page.File.Text)))
		return true
	}
	w.WriteString("<img")
	attribute(w, "src", f.view.file(a.Address))
	if a.Width > 0 {
		attribute(w, "width", strconv.Itoa(a.Width))
		attribute(w, "height", strconv.Itoa(a.Height))
	}
	attribute(w, "loading", "lazy")
	return false
}

// paragraphNumber writes the visible number, which links to its paragraph.
func (f *filler) paragraphNumber(w *bytes.Buffer, n int) {
	p := f.page.Paragraphs[n]
	if p.Number == "" || f.page.Document == nil || !f.page.Document.Meta.Numbered {
		return
	}
	w.WriteString(`<a class="number"`)
	attribute(w, "href", "#"+site.EscapePath(f.prefix+p.Anchor))
	attribute(w, "aria-label", f.view.words.T("body.paragraph", p.Number))
	w.WriteByte('>')
	template.HTMLEscape(w, []byte(p.Number))
	w.WriteString("</a> ")
}

// headingEnd writes what the attributes of a heading say: the element it
// declares, or where its section comes from.
func (f *filler) headingEnd(w *bytes.Buffer, n int) {
	if e := f.page.Heading(n); e != nil {
		for _, id := range e.Was { // links to it by an old id still find it here
			w.WriteString("<span")
			attribute(w, "id", f.prefix+id)
			w.WriteString("></span>")
		}
		f.partial(w, "element", PartView{View: f.view, Element: f.view.shownView(e)})
	}
	if v, ok := f.page.File.Headings[n].Attrs.Get("provenance"); ok {
		kind, _ := v.Text()
		f.partial(w, "provenance", PartView{View: f.view, Provenance: f.view.provenance(kind, nil)})
	}
}

// PartView is what the partials inside a body are given: the page, and the one
// thing the partial shows.
type PartView struct {
	*View
	Element    *ElementView
	Provenance *ProvenanceView
	Query      *QueryView
}

func (f *filler) partial(w *bytes.Buffer, name string, data any) {
	f.view.fail(f.view.renderer.theme.Partial(w, name, data))
}
