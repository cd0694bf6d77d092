package search

import (
	"sort"
	"strings"

	"trigpoint/generator/config"
	"trigpoint/generator/markdown"
	"trigpoint/generator/site"
)

// A record is what a result can lead to: the beginning of a page up to its
// first heading, or a section without the sections in it.
type record struct {
	page    *site.Page
	heading int           // index into the page's headings, or -1
	element *site.Element // that is declared here, or nil
}

// records lists the records of a page, in order.
func records(p *site.Page) []record {
	out := make([]record, 0, 1+len(p.File.Headings))
	out = append(out, record{p, -1, p.Element})
	for i := range p.File.Headings {
		out = append(out, record{p, i, p.Heading(i)})
	}
	return out
}

// title is what the record is called.
func (r record) title() string {
	switch {
	case r.heading < 0:
		return r.page.Title
	case r.element != nil:
		return r.element.Title
	}
	return r.page.File.Headings[r.heading].Text
}

// fragment is the place of the record in its page.
func (r record) fragment() string {
	if r.heading < 0 {
		return ""
	}
	return r.page.File.Headings[r.heading].ID
}

// kind is that of the element which the record is, or stands in; nil for none.
func (r record) kind() *config.Kind {
	for h := r.heading; h >= 0; h = r.page.File.Headings[h].Parent {
		if e := r.page.Heading(h); e != nil {
			return e.Kind
		}
	}
	if e := r.page.Element; e != nil {
		return e.Kind
	}
	return nil
}

// names are the words that lead straight to the record: ids, and the short
// forms of what a glossary explains.
func (r record) names() []string {
	if r.element == nil {
		return nil
	}
	names := append([]string{r.element.ID}, r.element.Was...)
	return append(names, r.element.Names...)
}

// about is what the page says in a sentence of itself, and what is said of it
// in its front matter over time.
func (r record) about() []string {
	if r.heading >= 0 {
		return nil
	}
	m := &r.page.File.Meta
	list := []string{m.Summary}
	for _, u := range m.Updates {
		list = append(list, u.Note)
	}
	for _, c := range m.Moved {
		list = append(list, c.Reason)
	}
	return list
}

// span is the record's own part of the page's text.
func (r record) span() markdown.Span {
	f := r.page.File
	own := markdown.Span{Start: 0, End: len(f.Text)}
	if r.heading >= 0 {
		own.Start = f.Headings[r.heading].Section.Start
	}
	if next := r.heading + 1; next < len(f.Headings) {
		h := &f.Headings[next]
		own.End = max(own.Start, h.Section.Start-len(h.Text)-1)
	}
	return own
}

// refs are the references in a part of the page's text: from an index up to,
// and not including, another.
func refs(p *site.Page, in markdown.Span) (from, to int) {
	list := p.File.Refs
	from = sort.Search(len(list), func(i int) bool { return list[i].Words.Start >= in.Start })
	to = sort.Search(len(list), func(i int) bool { return list[i].Words.Start >= in.End })
	return from, to
}

// readable returns a part of the page's text as readers see it: a reference by
// id alone in the words of what it leads to.
func readable(p *site.Page, in markdown.Span) string {
	text := p.File.Text
	from, to := refs(p, in)
	var b strings.Builder
	at := in.Start
	for i := from; i < to; i++ {
		ref := &p.File.Refs[i]
		e := p.Refs[i].Element
		if !ref.Shortcut || ref.Label == "" || e == nil || e.Kind.Use == config.Glossary || ref.Words.Start < at {
			continue
		}
		b.WriteString(text[at:ref.Words.Start])
		b.WriteString(e.Cite)
		at = ref.Words.End
	}
	if at == in.Start {
		return in.In(text)
	}
	b.WriteString(text[at:max(at, in.End)])
	return b.String()
}

// anchor is the place in the page of the paragraph that begins at the offset,
// or empty.
func anchor(p *site.Page, line markdown.Span) string {
	list := p.File.Paragraphs
	i := sort.Search(len(list), func(i int) bool { return list[i].Span.Start >= line.Start })
	if i < len(list) && list[i].Span.Start < line.End {
		return p.Paragraphs[i].Anchor
	}
	return ""
}
