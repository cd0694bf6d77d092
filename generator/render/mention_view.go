package render

import (
	"html/template"
	"strings"

	"trigpoint/generator/markdown"
	"trigpoint/generator/site"
)

// MentionView is a page that refers to this one, once for each of its
// sections that do.
type MentionView struct {
	Section string
	Label   string            // the page's title, and the section behind a colon
	Href    string            // of the section
	To      template.HTMLAttr // the same as an attribute, href="…" and the like, which long lists are written with faster
	Snippet Snippet

	view *View
	from *site.Page
}

// Page is the page that refers to this one.
func (m MentionView) Page() Link { return m.view.pageLink(m.from) }

// Snippet is the text around a reference.
type Snippet struct {
	Before, Words, After string
	HTML                 template.HTML // all three, the words in a mark element
}

func (v *View) mentions(list []site.Mention) []MentionView {
	if len(list) == 0 {
		return nil
	}
	out := make([]MentionView, 0, len(list))
	type place struct {
		page    *site.Page
		heading int
	}
	var last place
	for _, m := range list {
		ref := &m.From.File.Refs[m.Ref]
		here := place{m.From, ref.Heading}
		if here == last {
			continue
		}
		last = here
		out = append(out, v.mention(m, ref))
	}
	return out
}

func (v *View) mention(m site.Mention, ref *markdown.Ref) MentionView {
	t := m.From.Target()
	view := MentionView{Label: m.From.Title, Snippet: v.snippet(m.From, m.Ref), view: v, from: m.From}
	if ref.Heading >= 0 {
		h := &m.From.File.Headings[ref.Heading]
		view.Section, t.Anchor = h.Text, h.ID
	}
	if view.Section != "" {
		view.Label += ": " + view.Section
	}
	view.Href = v.href(t)
	view.To = linkTo(view.Href) + v.in(m.From)
	return view
}

// snippetWidth is how many bytes of text are shown on each side of a reference.
const snippetWidth = 90

// snippet cuts the text around a reference at word ends, within its block.
func (v *View) snippet(p *site.Page, n int) Snippet {
	ref, text := &p.File.Refs[n], p.File.Text
	before, after := wordsBefore(text[:ref.Words.Start]), wordsAfter(text[ref.Words.End:])
	words := ref.Words.In(text)
	if ref.Shortcut && ref.Label != "" && p.Refs[n].Element != nil {
		words = v.targetWords(p.Refs[n], words)
	}
	html := escapeText(before) + "<mark>" + escapeText(words) + "</mark>" + escapeText(after)
	if lang := v.inWords(p); lang != "" {
		html = "<span" + string(lang) + ">" + html + "</span>"
	}
	return Snippet{before, words, after, template.HTML(html)}
}

// wordsBefore is the end of a text, from a line's start or a word's.
func wordsBefore(text string) string {
	near := text[max(0, len(text)-snippetWidth-1):]
	if i := strings.LastIndexByte(near, '\n'); i >= 0 {
		return near[i+1:]
	}
	if len(near) <= snippetWidth {
		return near
	}
	_, words, _ := strings.Cut(near[1:], " ")
	return "…" + words
}

// wordsAfter is the beginning of a text, to a line's end or a word's.
func wordsAfter(text string) string {
	near := text[:min(len(text), snippetWidth+1)]
	if i := strings.IndexByte(near, '\n'); i >= 0 {
		return near[:i]
	}
	if len(near) <= snippetWidth {
		return near
	}
	return near[:strings.LastIndexByte(near[:snippetWidth], ' ')+1] + "…"
}
