package check

import (
	"slices"
	"strings"
	"unicode"

	"trigpoint/generator/config"
	"trigpoint/generator/markdown"
	"trigpoint/generator/site"
)

// title reports a title that speaks in pictures and has no plain words beside
// it.
func (c *checker) title(p *site.Page) {
	if p.Summary() != "" {
		return
	}
	for _, word := range strings.FieldsFunc(strings.ToLower(p.Title), func(r rune) bool { return !unicode.IsLetter(r) }) {
		if slices.Contains(c.site.Config.Plain.Metaphors, word) {
			at, _ := p.File.Front.Get("title")
			c.diags.Add(at.Position(), "metaphor-title", "add a summary in plain words", "the title speaks of a %q", word)
			return
		}
	}
}

// prose reports sentences that are too long, one for each paragraph, and
// acronyms that nothing explains.
func (c *checker) prose(p *site.Page) {
	most := c.site.Config.Plain.SentenceWords
	for i := range p.File.Prose {
		if b := &p.File.Prose[i]; b.Words > most {
			first := strings.Join(strings.Fields(b.Longest.In(p.File.Text))[:4], " ")
			c.diags.Add(p.File.PositionOf(b.Longest), "sentence-long", "divide it", "a sentence of %d words (%s…); %d is the most", b.Words, first, most)
		}
	}
	for _, a := range p.File.Acronyms {
		if !a.Explained && !c.explained(a.Word) {
			c.diags.Add(p.File.PositionOf(a.Span), "acronym-undefined", "write its words, or add it to the glossary", "nothing explains %s", a.Word)
		}
	}
}

// explained tells whether the glossary, or site.toml, knows the acronym.
func (c *checker) explained(word string) bool {
	if c.known == nil {
		c.known = map[string]bool{}
		for _, w := range c.site.Config.Plain.Acronyms {
			c.known[w] = true
		}
		for _, e := range c.site.Elements {
			if e.Kind.Use == config.Glossary {
				for _, name := range e.Names {
					c.know(name)
				}
			}
		}
	}
	return c.known[word]
}

// know adds the acronyms in a name.
func (c *checker) know(name string) {
	for _, w := range markdown.Acronyms(name) {
		c.known[w] = true
	}
}
