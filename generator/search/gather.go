package search

import (
	"runtime"
	"sync"

	"trigpoint/generator/site"
)

// How much a word counts by where it stands, in twentieths of a word of text.
const (
	inText    = 20
	inSummary = 40
	inHeading = 100
	inTitle   = 120 // of a page or an element
	ofPage    = 30  // in the title of the page that the section is part of
	asRef     = 10  // the id of something that the text refers to
)

// A hit is one record that holds a group of words.
type hit struct {
	record int32
	weight int32 // of all places together
	named  bool  // the group is a name of the record
}

// gathered is what a run of pages holds.
type gathered struct {
	stems   []string         // by group
	forms   map[string]int32 // to groups, or stopped
	hits    [][]hit          // by group, in order of the records
	lengths []int32          // of the records, in words
}

const stopped = -1

// gatherer reads pages.
type gatherer struct {
	*gathered
	stemmer stemmer
	groups  map[string]int32 // by stem
	weight  []int32          // of the record being read, by group
	named   []bool
	touched []int32 // the groups that the record being read has so far
	length  int32
	scanner scanner
}

// gather reads all pages, in as many runs as there are cores. What is made of
// the runs does not depend on where one ends.
func (p *plan) gather() []*gathered {
	n := min(runtime.GOMAXPROCS(0), len(p.site.Pages))
	out := make([]*gathered, n)
	stemmer := newStemmer(p.site.Config.Language)
	var wait sync.WaitGroup
	for i := range n {
		wait.Go(func() {
			g := &gatherer{gathered: &gathered{forms: map[string]int32{}}, stemmer: stemmer, groups: map[string]int32{}}
			for j := i * len(p.site.Pages) / n; j < (i+1)*len(p.site.Pages)/n; j++ {
				g.page(p.site.Pages[j], int32(p.records[j]))
			}
			out[i] = g.gathered
		})
	}
	wait.Wait()
	return out
}

func (g *gatherer) page(p *site.Page, first int32) {
	for i, r := range records(p) {
		g.record(r)
		g.finish(first + int32(i))
	}
}

// record adds up what the words of a record weigh.
func (g *gatherer) record(r record) {
	span := r.span()
	g.add(readable(r.page, span), inText)
	for _, line := range r.about() {
		g.add(line, inSummary)
	}
	from, to := refs(r.page, span)
	for i := from; i < to; i++ {
		if e := r.page.Refs[i].Element; e != nil {
			g.add(e.ID, asRef)
		}
	}
	title := int32(inHeading)
	if r.heading < 0 || r.element != nil {
		title = inTitle
	}
	g.add(r.title(), title)
	if r.heading >= 0 {
		g.add(r.page.Title, ofPage)
	}
	g.names(r)
}

// names adds the names of an element, and marks those of one word.
func (g *gatherer) names(r record) {
	for _, name := range r.names() {
		g.add(name, inTitle)
		if word := single(name); word != "" && g.forms[word] != stopped {
			g.named[g.forms[word]] = true
		}
	}
	if word := single(r.title()); word != "" && r.element != nil && g.forms[word] != stopped {
		g.named[g.forms[word]] = true
	}
}

func (g *gatherer) add(text string, weight int32) {
	g.scanner.text, g.scanner.at = text, 0
	for word := g.scanner.next(); word != nil; word = g.scanner.next() {
		group, known := g.forms[string(word)]
		if !known {
			group = g.form(string(word))
		}
		if group == stopped {
			continue
		}
		if g.weight[group] == 0 {
			g.touched = append(g.touched, group)
		}
		g.weight[group] += weight
		g.length++
	}
}

// form puts a word that was not seen before in its group.
func (g *gatherer) form(word string) int32 {
	if g.stemmer.stops[word] {
		g.forms[word] = stopped
		return stopped
	}
	stem := g.stemmer.of(word)
	group, known := g.groups[stem]
	if !known {
		group = int32(len(g.stems))
		g.groups[stem] = group
		g.stems, g.hits = append(g.stems, stem), append(g.hits, nil)
		g.weight, g.named = append(g.weight, 0), append(g.named, false)
	}
	g.forms[word] = group
	return group
}

// finish turns the weights of a record into hits.
func (g *gatherer) finish(record int32) {
	for _, group := range g.touched {
		g.hits[group] = append(g.hits[group], hit{record, g.weight[group], g.named[group]})
		g.weight[group], g.named[group] = 0, false
	}
	g.lengths = append(g.lengths, g.length)
	g.touched, g.length = g.touched[:0], 0
}
