package scaffold

import (
	"fmt"
	"path"
	"slices"
	"strconv"
	"strings"

	"trigpoint/generator/config"
	"trigpoint/generator/markdown"
)

// A Value is what the author gave for a key.
type Value struct {
	Key   string
	Texts []string
}

// Keys lists what can be given for an element of the kind: the summary, its
// fields and its relations, in the order of site.toml.
func Keys(c *config.Config, k *config.Kind) []string {
	keys := []string{"summary"}
	for _, f := range k.Fields {
		if f.Type != config.Series {
			keys = append(keys, f.Name)
		}
	}
	for _, r := range c.Relations {
		if r.Leads(k.Name) {
			keys = append(keys, r.Name)
		}
	}
	return keys
}

// Several tells whether the key can hold more than one value.
func Several(c *config.Config, k *config.Kind, key string) bool {
	f, isField := k.Field(key)
	return isField && f.Type == config.List || !isField && c.Relation(key) != nil
}

// NewValue returns what the author gave for the key. Where there can be several,
// commas divide them; elsewhere a comma is part of the text.
func NewValue(c *config.Config, k *config.Kind, key string, given []string) Value {
	v := Value{Key: key, Texts: given}
	if Several(c, k, key) {
		v.Texts = nil
		for _, text := range strings.Split(strings.Join(given, ","), ",") {
			v.Texts = append(v.Texts, strings.TrimSpace(text))
		}
	}
	return v
}

// Element returns the page of a new element of the kind, in the folder. Keys
// that must be there and were not given are written as comments.
func Element(c *config.Config, k *config.Kind, id, title, folder, file string, values []Value) (File, error) {
	src, err := archetypes.ReadFile("archetypes/element.md")
	if err != nil {
		return File{}, err
	}
	content, err := execute("element.md", string(src), map[string]any{
		"ID": id, "Title": title, "Lines": lines(c, k, values), "Sections": k.Sections,
	})
	return File{path.Join(folder, file), content}, err
}

// Heading returns the heading that declares an element in a page.
func Heading(c *config.Config, k *config.Kind, id, title string, values []Value) string {
	out := "### " + title + " {#" + id
	for _, v := range values {
		out += " " + v.Key + "=" + Quote(strings.Join(v.Texts, ", "))
	}
	return out + "}"
}

// lines are the lines of front matter for the keys of a kind.
func lines(c *config.Config, k *config.Kind, values []Value) []string {
	var out []string
	for _, key := range Keys(c, k) {
		i := slices.IndexFunc(values, func(v Value) bool { return v.Key == key })
		required, about := Describe(c, k, key)
		switch {
		case i >= 0:
			out = append(out, key+" = "+literal(c, k, key, values[i].Texts))
		case required:
			out = append(out, "# "+key+" = …    (needed: "+about+")")
		}
	}
	return out
}

// Describe says whether a key must be there, and what it holds.
func Describe(c *config.Config, k *config.Kind, key string) (required bool, about string) {
	if f, ok := k.Field(key); ok {
		switch f.Type {
		case config.Enum:
			return f.Required, strings.Join(f.Values, ", ")
		case config.Text:
			return f.Required, "text"
		}
		return f.Required, "a " + string(f.Type)
	}
	if r := c.Relation(key); r != nil {
		var like []string
		for _, to := range r.To {
			like = append(like, c.Kind(to).Shape.Example())
		}
		return r.Min > 0, "an id such as " + strings.Join(like, " or ")
	}
	return false, "one sentence"
}

// literal writes a value as TOML, by the type of the key. A value of another
// form stays in quotation marks, and check says what is wrong with it.
func literal(c *config.Config, k *config.Kind, key string, texts []string) string {
	f, isField := k.Field(key)
	switch {
	case isField && f.Type == config.List, c.Relation(key) != nil && (c.Relation(key).Max != 1 || len(texts) > 1):
		quoted := make([]string, len(texts))
		for i, text := range texts {
			quoted[i] = Quote(text)
		}
		return "[" + strings.Join(quoted, ", ") + "]"
	case isField && f.Type == config.Number && isNumber(texts[0]), isField && f.Type == config.Date && isDate(texts[0]):
		return texts[0]
	}
	return Quote(texts[0])
}

func isNumber(s string) bool {
	_, err := strconv.ParseFloat(s, 64)
	return err == nil && !strings.ContainsAny(s, "xXpPnN_")
}

func isDate(s string) bool {
	var y, m, d int
	n, err := fmt.Sscanf(s, "%4d-%2d-%2d", &y, &m, &d)
	return err == nil && n == 3 && len(s) == 10
}

// Quote writes a text as TOML does.
func Quote(text string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`, "\t", `\t`).Replace(text) + `"`
}

// Word makes one word of a title, for a file's name or an id.
func Word(title string) string { return markdown.Slug(title) }

// FreeID returns an id of the kind that was never used: for a shape with a
// number, one more than the highest of those taken. It is empty for a shape
// with a word, if the word that the title makes is taken.
func FreeID(k *config.Kind, word string, taken []string) string {
	hole, free := "{slug}", word
	if strings.Contains(k.Shape.Pattern, "{n}") {
		hole, free = "{n}", strconv.Itoa(highest(k, taken)+1)
	}
	id := strings.Replace(k.Shape.Pattern, hole, free, 1)
	if slices.Contains(taken, id) || !k.Shape.Match(id) {
		return ""
	}
	return id
}

func highest(k *config.Kind, taken []string) int {
	most := 0
	for _, id := range taken {
		if k.Shape.Match(id) {
			n, _ := strconv.Atoi(k.Shape.Number(id))
			most = max(most, n)
		}
	}
	return most
}
