package render

import (
	"html/template"
	"strings"
)

// What a page has many of is escaped here and not in its templates, where each
// step of each value is a call by reflection: a page with ten mentions took a
// third longer. The bytes are those that html/template writes.

// linkTo is an address, escaped as such already, as the attribute of a link.
func linkTo(href string) template.HTMLAttr {
	return template.HTMLAttr(`href="` + inAttribute.Replace(href) + `"`)
}

var inAttribute = strings.NewReplacer("&", "&amp;", "+", "&#43;", `"`, "%22", "'", "%27", "(", "%28", ")", "%29", "<", "%3c", ">", "%3e")

// escapeText escapes words that stand between tags.
func escapeText(s string) string {
	if strings.IndexByte(s, '+') < 0 {
		return template.HTMLEscapeString(s)
	}
	return strings.ReplaceAll(template.HTMLEscapeString(s), "+", "&#43;")
}
