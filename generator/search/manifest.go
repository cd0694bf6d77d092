package search

import (
	"bytes"

	"trigpoint/generator/site"
)

// manifest writes the file that says how the records lie in the site and where
// the shards begin.
func (p *plan) manifest(w *bytes.Buffer, x *index) {
	writeShard(w, "index", 0, func(b *bytes.Buffer) { p.describe(b, x, p.textShards()) })
}

// textShards are the shards of texts, without their data. Those that were not
// made yet are made for their checks.
func (p *plan) textShards() []shard {
	var room bytes.Buffer
	out := make([]shard, len(p.texts))
	for i, first := range p.texts {
		if p.checks[i].Load() == nil {
			room.Reset()
			p.text(&room, i)
		}
		out[i] = shard{sort: "text", n: i, first: first, check: *p.checks[i].Load()}
	}
	return out
}

func (p *plan) describe(b *bytes.Buffer, x *index, texts []shard) {
	kinds, documents := p.kinds(), p.documents()
	b.WriteString(`{"records":`)
	var counts bytes.Buffer
	for i := range p.site.Pages {
		number(&counts, p.records[i+1]-p.records[i])
	}
	quote(b, counts.String())
	write := func(key string, values []string) {
		b.WriteString(`,"` + key + `":`)
		list(b, values, func(s string) { quote(b, s) })
	}
	write("kinds", kinds.names)
	write("documents", documents.names)
	b.WriteString(`,"kindOf":"` + kinds.runs() + `","documentOf":"` + documents.runs() + `"`)
	write("words", firstWords(x.words))
	if len(x.turned) > 0 {
		write("turned", firstWords(x.turned))
	}
	b.WriteString(`,"hits":"` + firstNumbers(x.hits) + `","text":"` + firstNumbers(texts) + `","checks":{`)
	for i, part := range [][]shard{x.words, x.hits, texts, x.turned} {
		if len(part) == 0 {
			continue
		}
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(`"` + part[0].sort + `":"` + checks(part) + `"`)
	}
	b.WriteString("}}")
}

func firstWords(part []shard) []string {
	var out []string
	for _, s := range part {
		out = append(out, s.word)
	}
	return out
}

// firstNumbers writes for each shard how much later than the one before it begins.
func firstNumbers(part []shard) string {
	var b bytes.Buffer
	last := 0
	for _, s := range part {
		number(&b, s.first-last)
		last = s.first
	}
	return b.String()
}

// checks writes the checks of shards, which are all of one length, in a row.
func checks(part []shard) string {
	var b bytes.Buffer
	for _, s := range part {
		b.WriteString(s.check)
	}
	return b.String()
}

// A sorting says of each record which of some names it goes by: 0 is none, n
// the nth name.
type sorting struct {
	names []string
	of    []int
}

func (s *sorting) number(name string) int {
	for i, n := range s.names {
		if n == name {
			return i + 1
		}
	}
	s.names = append(s.names, name)
	return len(s.names)
}

// runs writes the numbers of the records: for each run of one number that
// number and how long the run is.
func (s *sorting) runs() string {
	var b bytes.Buffer
	for i := 0; i < len(s.of); {
		n := 1
		for i+n < len(s.of) && s.of[i+n] == s.of[i] {
			n++
		}
		number(&b, s.of[i])
		number(&b, n)
		i += n
	}
	return b.String()
}

// kinds sorts the records by the kind of element they are or stand in.
func (p *plan) kinds() *sorting {
	s := &sorting{}
	p.each(func(r record) {
		if k := r.kind(); k != nil {
			s.of = append(s.of, s.number(k.Plural))
			return
		}
		s.of = append(s.of, 0)
	})
	return s
}

// documents sorts the records by the document they stand in.
func (p *plan) documents() *sorting {
	s := &sorting{}
	numbers := map[*site.Document]int{}
	for i, d := range p.site.Documents {
		numbers[d] = i + 1
		s.names = append(s.names, d.Title())
	}
	p.each(func(r record) { s.of = append(s.of, numbers[r.page.Document]) })
	return s
}

func (p *plan) each(visit func(record)) {
	for _, page := range p.site.Pages {
		for _, r := range records(page) {
			visit(r)
		}
	}
}
