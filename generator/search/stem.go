package search

import (
	"strings"

	"github.com/blevesearch/snowballstem"
	"github.com/blevesearch/snowballstem/danish"
	"github.com/blevesearch/snowballstem/dutch"
	"github.com/blevesearch/snowballstem/english"
	"github.com/blevesearch/snowballstem/finnish"
	"github.com/blevesearch/snowballstem/french"
	"github.com/blevesearch/snowballstem/german"
	"github.com/blevesearch/snowballstem/norwegian"
	"github.com/blevesearch/snowballstem/swedish"
)

// A stemmer finds what the forms of a word share. Words in stops say nothing by
// themselves and are not searched for.
type stemmer struct {
	stem  func(*snowballstem.Env) bool // nil: every form is a word of its own
	stops map[string]bool
}

// newStemmer returns the stemmer of a language, by its BCP 47 tag. English has
// a list of stops; in other languages the weight of common words is all that
// keeps them down.
func newStemmer(language string) stemmer {
	switch main, _, _ := strings.Cut(language, "-"); main {
	case "en":
		return stemmer{english.Stem, set(englishStops)}
	case "da":
		return stemmer{stem: danish.Stem}
	case "de":
		return stemmer{stem: german.Stem}
	case "fi":
		return stemmer{stem: finnish.Stem}
	case "fr":
		return stemmer{stem: french.Stem}
	case "nb", "nn", "no":
		return stemmer{stem: norwegian.Stem}
	case "nl":
		return stemmer{stem: dutch.Stem}
	case "sv":
		return stemmer{stem: swedish.Stem}
	}
	return stemmer{}
}

// of returns the stem of a word.
func (s stemmer) of(word string) string {
	if s.stem == nil || word[0] <= '9' {
		return word
	}
	env := snowballstem.NewEnv(word)
	s.stem(env)
	return env.Current()
}

const englishStops = `a about all also an and any are as at be because been but by can could did do does each for
from had has have he her his how i if in into is it its may me more most must my no not of on one only or other our
should so some such than that the their them then there these they this those to us was we were what when where
which who why will with would you your`

func set(words string) map[string]bool {
	out := map[string]bool{}
	for _, w := range strings.Fields(words) {
		out[w] = true
	}
	return out
}
