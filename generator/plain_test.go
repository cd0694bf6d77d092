package main

import (
	"path"
	"regexp"
	"strings"
	"testing"

	"trigpoint/generator/markdown"
	"trigpoint/generator/site"
)

// TestContentIsPlain: an average sentence has 15 to 20 words in each document,
// as guidance for public bodies asks, and no page is far from that: telegrams
// are no plainer than long sentences.
func TestContentIsPlain(t *testing.T) {
	parts := map[string]*tally{}
	for _, p := range siteModel(t).Pages {
		name := "the pages beside the documents"
		if p.Document != nil {
			name = p.Document.Name
		}
		if parts[name] == nil {
			parts[name] = &tally{}
		}
		page := count(t, p)
		parts[name].add(page)
		if mean := page.mean(); mean < 13 || mean > 20 {
			t.Errorf("%s: %.1f words in an average sentence, of %d", p.Source(), mean, page.sentences)
		}
	}
	if len(parts) != 3 {
		t.Fatalf("%d parts", len(parts))
	}
	for name, part := range parts {
		t.Logf("%s: %.1f words in an average sentence, of %d", name, part.mean(), part.sentences)
		if mean := part.mean(); mean < 15 || mean > 20 {
			t.Errorf("%s: %.1f words in an average sentence", name, mean)
		}
	}
}

// A tally counts the words of sentences.
type tally struct{ words, sentences int }

func (n *tally) add(m tally)   { n.words, n.sentences = n.words+m.words, n.sentences+m.sentences }
func (n *tally) mean() float64 { return float64(n.words) / float64(max(1, n.sentences)) }

// count counts the sentences of a page: those of its paragraphs and lists that
// end as sentences do, without the bold words that such a block begins with.
func count(t *testing.T, p *site.Page) (n tally) {
	t.Helper()
	labels := map[string]bool{}
	for _, m := range label.FindAllSubmatch(readFile(t, path.Join("..", p.Source())), -1) {
		labels[linked.ReplaceAllString(string(m[1]), "$1")] = true
	}
	for _, block := range p.File.Prose {
		for _, s := range markdown.Sentences(block.Span().In(p.File.Text)) {
			s = strings.TrimPrefix(s, "Why: ")
			if !labels[s] && ends.MatchString(s) {
				n.add(tally{len(strings.Fields(s)), 1})
			}
		}
	}
	return n
}

var (
	label  = regexp.MustCompile(`\*\*([^*]+[.:?])\*\*`)
	linked = regexp.MustCompile(`\[([^\]]+)\](?:\[[^\]]*\]|\([^)]*\))?`)
	ends   = regexp.MustCompile(`[.?!]["”’)]*$`)
)
