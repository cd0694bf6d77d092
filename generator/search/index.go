package search

import (
	"bytes"
	"math"
	"slices"
)

// index is all of the index but the texts.
type index struct {
	words, turned, hits []shard
}

// The two parameters of BM25, and how many steps a score is written in.
const (
	saturation = 1.2
	byLength   = 0.6
	steps      = 62 // one character holds 64: 0 stands for none, named for a name
	named      = 63
)

// merged is what all pages hold, by group, in order of the stems.
type merged struct {
	stems   []string
	hits    [][]hit
	forms   []string // in order
	groups  []int    // of the forms, or stopped
	lengths []int32  // of the records
}

// index makes the index.
func (p *plan) index() *index {
	m := merge(p.gather())
	x := &index{}
	x.hits = m.hitShards(p.hits)
	x.words = m.wordShards(p.words)
	x.turned = turnedShards(m.forms, p.turned)
	return x
}

// merge joins the runs, in their order, and orders groups and forms.
func merge(runs []*gathered) *merged {
	m := &merged{}
	numbers := map[string]int{} // group by stem
	for _, r := range runs {
		for _, stem := range r.stems {
			numbers[stem] = 0
		}
		m.lengths = append(m.lengths, r.lengths...)
	}
	m.stems = sortedKeys(numbers)
	for i, stem := range m.stems {
		numbers[stem] = i
	}
	m.hits = make([][]hit, len(m.stems))
	forms := map[string]int{}
	for _, r := range runs {
		for i, stem := range r.stems {
			n := numbers[stem]
			m.hits[n] = append(m.hits[n], r.hits[i]...)
		}
		for form, group := range r.forms {
			forms[form] = stopped
			if group != stopped {
				forms[form] = numbers[r.stems[group]]
			}
		}
	}
	m.forms = sortedKeys(forms)
	for _, form := range m.forms {
		m.groups = append(m.groups, forms[form])
	}
	return m
}

func sortedKeys(m map[string]int) []string {
	out := make([]string, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

// average is the mean length of a record.
func (m *merged) average() float64 {
	sum := 0.0
	for _, n := range m.lengths {
		sum += float64(n)
	}
	return max(1, sum/float64(max(1, len(m.lengths))))
}

// list writes the hits of one group: how many, and for each the distance from
// the one before, and a character for how much the record is about the group.
func (m *merged) list(b *bytes.Buffer, group int, average float64) {
	number(b, len(m.hits[group]))
	last := int32(-1)
	for _, h := range m.hits[group] {
		number(b, int(h.record-last-1))
		last = h.record
		b.WriteByte(digits[m.score(h, average)])
	}
}

func (m *merged) score(h hit, average float64) int {
	if h.named {
		return named
	}
	often := float64(h.weight) / inText
	bound := saturation * (1 - byLength + byLength*float64(m.lengths[h.record])/average)
	return max(1, int(math.Round(steps*often/(often+bound))))
}

// rarity is a step for how few records hold a group: 0 for one, one more for
// each doubling.
func (m *merged) rarity(group int) int {
	if group == stopped {
		return 0
	}
	return int(math.Log2(float64(max(1, len(m.hits[group])))))
}
