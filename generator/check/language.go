package check

import (
	"regexp"
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

// prose reports sentences that are too long and acronyms that nothing
// explains, each acronym once a page.
func (c *checker) prose(p *site.Page) {
	seen := map[string]bool{}
	for _, block := range p.File.Prose {
		text := block.In(p.File.Text)
		at := block.Start
		for _, s := range sentences(text) {
			from := at + strings.Index(p.File.Text[at:], s)
			at = from + len(s)
			if n := len(strings.Fields(s)); n > c.site.Config.Plain.SentenceWords {
				c.diags.Add(p.File.PositionOf(markdown.Span{Start: from, End: at}), "sentence-long", "divide it", "a sentence of %d words (%s…); %d is the most",
					n, strings.Join(strings.Fields(s)[:4], " "), c.site.Config.Plain.SentenceWords)
			}
		}
		c.acronyms(p, block.Start, text, seen)
	}
}

var acronym = regexp.MustCompile(`\b[A-Z]{2,6}\b`)

func (c *checker) acronyms(p *site.Page, start int, text string, seen map[string]bool) {
	for _, m := range acronym.FindAllStringIndex(text, -1) {
		word := text[m[0]:m[1]]
		if seen[word] {
			continue
		}
		seen[word] = true
		if !c.explained(word) && !strings.Contains(p.File.Text, "("+word+")") && !strings.Contains(p.File.Text, word+" (") {
			c.diags.Add(p.File.PositionOf(markdown.Span{Start: start + m[0], End: start + m[1]}), "acronym-undefined", "write its words, or add it to the glossary", "nothing explains %s", word)
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

func (c *checker) know(name string) {
	for _, w := range acronym.FindAllString(name, -1) {
		c.known[w] = true
	}
}

// sentences divides running text at full stops, question and exclamation
// marks that a blank and a capital, digit or quotation mark follow. A stop
// behind a single letter, as in initials, divides nothing.
func sentences(text string) []string {
	var out []string
	start := 0
	runes := []rune(text)
	for i, r := range runes {
		if !strings.ContainsRune(".!?", r) || i+2 >= len(runes) {
			continue
		}
		after := i + 1
		for after < len(runes) && strings.ContainsRune(`"'”’)`, runes[after]) {
			after++
		}
		if after+1 >= len(runes) || !unicode.IsSpace(runes[after]) || !opens(runes[after+1]) || initial(runes, i) {
			continue
		}
		out = append(out, string(runes[start:after]))
		start = after + 1
	}
	return append(out, string(runes[start:]))
}

func opens(r rune) bool {
	return unicode.IsUpper(r) || unicode.IsDigit(r) || strings.ContainsRune(`"“‘'(`, r)
}

func initial(runes []rune, stop int) bool {
	return stop >= 1 && unicode.IsUpper(runes[stop-1]) && (stop == 1 || !unicode.IsLetter(runes[stop-2]))
}
