// Package search makes the index that readers search in their browser, where
// there is no server: classic scripts that each hand one part of the index to
// one function, so that it works from a disk too.
//
// What a result can lead to is a record: the beginning of a page, or one of
// its sections. Four sorts of file are made, each divided into shards, so that
// a search loads little even of a large site:
//
//	index.js      how the records lie in the site, and where each shard begins
//	words-N.js    the words as they are written, and the group of each
//	turned-N.js   the same words spelt backwards, to find those with a wrong beginning
//	hits-N.js     for each group the records that hold it, and how much they are about it
//	text-N.js     titles and texts of pages, for the results that are shown
//
// Words of one stem are one group, so the browser needs no stemmer. How much a
// record is about a group is BM25 with weights for titles and headings, worked
// out here. What is typed is matched by the client, search.js of the theme;
// docs/search.md describes what the shards hold.
//
// Only the published site is read, so no word of a hidden page is in a shard.
package search

import (
	"bytes"
	"fmt"
	"math"
	"path"
	"sync"
	"sync/atomic"

	"trigpoint/generator/output"
	"trigpoint/generator/site"
)

// Files lists the files of the index of a site, which is made when the first
// of them is asked for. How many there are follows from the length of the text.
func Files(s *site.Site) []output.File {
	p := newPlan(s)
	made := sync.OnceValue(p.index)
	files := []output.File{{Path: site.SearchIndex, Late: true, Render: func(w *bytes.Buffer) error {
		p.manifest(w, made())
		return nil
	}}}
	for i := range p.texts {
		files = append(files, output.File{Path: shardPath("text", i), Render: func(w *bytes.Buffer) error {
			p.text(w, i)
			return nil
		}})
	}
	add := func(sort string, n int, shards func(*index) []shard) {
		for i := range n {
			files = append(files, output.File{Path: shardPath(sort, i), Render: func(w *bytes.Buffer) error {
				w.Write(shards(made())[i].file)
				return nil
			}})
		}
	}
	add("words", p.words, func(x *index) []shard { return x.words })
	add("turned", p.turned, func(x *index) []shard { return x.turned })
	add("hits", p.hits, func(x *index) []shard { return x.hits })
	return files
}

func shardPath(sort string, n int) string {
	return fmt.Sprintf("%s/%s-%d.js", path.Dir(site.SearchIndex), sort, n)
}

// plan says how the index is divided. It follows from the pages alone, before
// any of it is made.
type plan struct {
	site    *site.Site
	records []int                    // number of each page's first record, and at the end of all
	texts   []int                    // number of each text shard's first page, and nothing at the end
	checks  []atomic.Pointer[string] // of those text shards that were made
	words   int
	turned  int
	hits    int
}

// The sizes, in bytes, from which the numbers of shards follow. All grow with
// the square root of the text, so that a larger site has both more and larger
// shards.
const (
	leastText    = 6 << 10   // of a text shard
	textGrowth   = 20        // text shards of a site of n bytes hold √(n·textGrowth)
	wordsDivisor = 256 << 10 // a site of n bytes has √(n/wordsDivisor) shards of words
	hitsDivisor  = 3 << 10
)

func newPlan(s *site.Site) *plan {
	p := &plan{site: s}
	total, records := 0, 0
	for _, page := range s.Pages {
		p.records = append(p.records, records)
		records += 1 + len(page.File.Headings)
		total += len(page.File.Text)
	}
	p.records = append(p.records, records)
	most := max(leastText, root(total*textGrowth))
	held := 0
	for i, page := range s.Pages {
		if held += len(page.File.Text); i == 0 || held > most {
			p.texts, held = append(p.texts, i), len(page.File.Text)
		}
	}
	p.checks = make([]atomic.Pointer[string], len(p.texts))
	p.words, p.hits = max(1, root(total/wordsDivisor)), max(1, root(total/hitsDivisor))
	if p.words > 1 {
		p.turned = p.words
	}
	return p
}

func root(n int) int { return int(math.Round(math.Sqrt(float64(n)))) }

// pages are those of one text shard.
func (p *plan) pages(shard int) (from, to int) {
	to = len(p.site.Pages)
	if shard+1 < len(p.texts) {
		to = p.texts[shard+1]
	}
	return p.texts[shard], to
}
