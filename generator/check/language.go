package check

import (
	"slices"
	"strings"
	"unicode"

	"trigpoint/generator/config"
	"trigpoint/generator/diag"
	"trigpoint/generator/markdown"
	"trigpoint/generator/site"
)

// title reports a title that speaks in pictures and has no plain words beside
// it.
func (r *reading) title(p *site.Page) {
	if p.Summary() != "" {
		return
	}
	for _, word := range strings.FieldsFunc(strings.ToLower(p.Title), func(r rune) bool { return !unicode.IsLetter(r) }) {
		if r.metaphor(word) {
			r.diags.Add(front(p, "title"), "metaphor-title", "add a summary in plain words", "the title speaks of a %q", word)
			return
		}
	}
}

func (r *reading) metaphor(word string) bool {
	list := r.cfg.Plain.Metaphors
	return slices.Contains(list, word) || slices.Contains(list, strings.TrimSuffix(word, "s"))
}

// front is the place of a value of the page's front matter.
func front(p *site.Page, key string) diag.Position {
	v, _ := p.File.Front.Get(key)
	return v.Position()
}

// prose reports sentences that are too long, one for each paragraph, and
// acronyms that the text does not explain. The summary is prose too, and so is what
// the title says.
func (r *reading) prose(p *site.Page) {
	if s, n := markdown.Longest(p.Summary()); n > r.cfg.Plain.SentenceWords {
		r.long(front(p, "summary"), s, n)
	}
	for _, b := range p.File.Prose {
		if sentence, words := b.Longest(); words > r.cfg.Plain.SentenceWords {
			r.long(p.File.PositionOf(sentence), sentence.In(p.File.Text), words)
		}
	}
	explained := map[string]bool{}
	for _, a := range p.File.Acronyms {
		if explained[a.Word] = a.Explained; !a.Explained {
			r.acronyms = append(r.acronyms, acronym{p.File.PositionOf(a.Span), a.Word})
		}
	}
	for _, key := range []string{"title", "summary"} {
		v, _ := p.File.Front.Get(key)
		text, _ := v.Text()
		for _, word := range markdown.Acronyms(text) {
			if _, seen := explained[word]; !seen {
				explained[word] = true
				r.acronyms = append(r.acronyms, acronym{v.Position(), word})
			}
		}
	}
}

func (r *reading) long(at diag.Position, sentence string, words int) {
	first := strings.Join(strings.Fields(sentence)[:min(4, words)], " ")
	r.diags.Add(at, "sentence-long", "divide it", "a sentence of %d words (%s…); %d is the most", words, first, r.cfg.Plain.SentenceWords)
}

func (c *checker) acronym(at diag.Position, word string) {
	if !c.explained(word) {
		c.diags.Add(at, "acronym-undefined", "write its words, or add it to the glossary", "nothing explains %s", word)
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
