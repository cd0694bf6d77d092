package pack

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"

	"trigpoint/generator/site"
)

// names are the names of the copies, without their endings. They tell readers
// what they hold, and stay the same for as long as the edition does.
type names map[*site.Document]string

// maxName is the longest name, in bytes, before the edition.
const maxName = 80

func newNames(s *site.Site) names {
	out := names{}
	taken := map[string]bool{}
	give := func(d *site.Document, name string) {
		for n := 2; taken[name]; n++ {
			name = fmt.Sprintf("%s-%d", strings.TrimSuffix(name, fmt.Sprintf("-%d", n-1)), n)
		}
		taken[name], out[d] = true, name
	}
	for _, d := range s.Documents {
		give(d, documentName(d))
	}
	give(nil, slug(s.Config.Title, "series"))
	return out
}

func (n names) of(d *site.Document) string { return n[d] }

// documentName is such as planting-the-flag-2011-edition-1.
func documentName(d *site.Document) string {
	parts := []string{slug(d.Name, "document")}
	if !d.Meta.Published.IsZero() {
		parts = append(parts, strconv.Itoa(d.Meta.Published.Year()))
	}
	if e := slug(d.Meta.Edition, ""); e != "" {
		if strings.IndexFunc(e, unicode.IsLetter) < 0 {
			e = "edition-" + e
		}
		parts = append(parts, e)
	}
	return strings.Join(parts, "-")
}

// slug keeps letters and digits and joins the words they make.
func slug(text, fallback string) string {
	words := strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	out := ""
	for _, w := range words {
		if len(out)+len(w) >= maxName {
			break
		}
		out += "-" + w
	}
	if out == "" {
		return fallback
	}
	return out[1:]
}
