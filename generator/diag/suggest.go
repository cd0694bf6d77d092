package diag

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// Nearest returns the candidates that a writer of word may have meant, best
// first, at most three: those within a third of the word's length in edits
// (insert, delete, change, swap of neighbours; Damerau 1964, the restricted
// form), never more than three. Of a word that short that one edit is more, half
// of it stays. Ties keep alphabetical order, so a suggestion is the same on every
// run.
func Nearest(word string, candidates []string) []string {
	type scored struct {
		name string
		d    int
	}
	length := utf8.RuneCountInString(word)
	limit := min(3, max(1, (length+1)/3))
	fold := strings.ToLower(word)
	var near []scored
	for _, c := range candidates {
		if diff := len(c) - len(word); diff > 4*limit || -diff > 4*limit {
			continue
		}
		if d := distance(fold, strings.ToLower(c)); d <= limit && 2*d <= max(length, utf8.RuneCountInString(c)) && c != word {
			near = append(near, scored{c, d})
		}
	}
	slices.SortFunc(near, func(a, b scored) int {
		if a.d != b.d {
			return a.d - b.d
		}
		return strings.Compare(a.name, b.name)
	})
	var out []string
	for _, s := range near {
		if len(out) == 3 {
			break
		}
		if !slices.Contains(out, s.name) {
			out = append(out, s.name)
		}
	}
	return out
}

// DidYouMean turns Nearest into a hint, or "" where nothing is near.
func DidYouMean(word string, candidates []string) string {
	near := Nearest(word, candidates)
	if len(near) == 0 {
		return ""
	}
	return "did you mean " + Either(near) + "?"
}

// Choice is DidYouMean of a few words that all can be named where nothing is near.
func Choice(word string, candidates []string) string {
	if hint := DidYouMean(word, candidates); hint != "" {
		return hint
	}
	return "write " + Either(candidates)
}

// Either joins words as English does: "a", "a or b", "a, b or c".
func Either(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	last := len(words) - 1
	return strings.Join(words[:last], ", ") + " or " + words[last]
}

// distance is the optimal string alignment distance between a and b.
func distance(a, b string) int {
	x, y := []rune(a), []rune(b)
	before, prev, cur := make([]int, len(y)+1), make([]int, len(y)+1), make([]int, len(y)+1)
	for j := range prev {
		prev[j] = j
	}
	for i := 1; i <= len(x); i++ {
		cur[0] = i
		for j := 1; j <= len(y); j++ {
			cost := 1
			if x[i-1] == y[j-1] {
				cost = 0
			}
			cur[j] = min(prev[j]+1, cur[j-1]+1, prev[j-1]+cost)
			if i > 1 && j > 1 && x[i-1] == y[j-2] && x[i-2] == y[j-1] {
				cur[j] = min(cur[j], before[j-2]+1)
			}
		}
		before, prev, cur = prev, cur, before
	}
	return prev[len(y)]
}
