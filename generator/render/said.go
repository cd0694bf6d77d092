package render

import (
	"html/template"
	"strings"
)

// said is a word of the interface as a layout gets it: plain text, or, where the
// theme has no words in the page's language, an element that says what language
// they are in. In an attribute, only its text is written.
func (v *View) said(key, words string) any {
	in := v.inLang(v.words.LangOf(key))
	if in == "" {
		return words
	}
	return template.HTML("<span" + string(in) + ">" + template.HTMLEscapeString(words) + "</span>")
}

// inLang is an attribute that names a language, or nothing where the page is in
// that language or in a variety of it.
func (v *View) inLang(lang string) template.HTMLAttr {
	if v.foreign(lang) == "" {
		return ""
	}
	return langAttr(lang)
}

// foreign is the language, or nothing where the page is in it or in a variety of it.
func (v *View) foreign(lang string) string {
	if main, _, _ := strings.Cut(v.lang, "-"); main == lang || v.lang == lang {
		return ""
	}
	return lang
}

func langAttr(tag string) template.HTMLAttr {
	return template.HTMLAttr(` lang="` + template.HTMLEscapeString(tag) + `"`)
}

// namedLink is a link to a page that the interface names.
func (v *View) namedLink(address, key string) Link {
	return Link{Href: v.file(address), In: v.inLang(v.words.LangOf(key)), Text: v.words.T(key)}
}
