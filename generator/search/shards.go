package search

import (
	"bytes"
	"slices"
	"strings"
	"unicode/utf8"

	"trigpoint/generator/config"
	"trigpoint/generator/markdown"
	"trigpoint/generator/site"
)

// wordShards divides the forms evenly.
func (m *merged) wordShards(n int) []shard {
	out := make([]shard, n)
	for i := range n {
		from, to := i*len(m.forms)/n, (i+1)*len(m.forms)/n
		var groups bytes.Buffer
		last := 0
		for j := from; j < to; j++ {
			g := m.groups[j]
			if g == stopped {
				number(&groups, 0)
				continue
			}
			var step bytes.Buffer
			signed(&step, g-last)
			number(&groups, 1+m.rarity(g))
			groups.WriteString(step.String())
			last = g
		}
		out[i] = wordShard("words", i, m.forms, from, to, groups.String())
	}
	return out
}

// wordShard holds some of the words. One that is empty begins where the next
// one does, so that the beginnings are in order.
func wordShard(sort string, n int, words []string, from, to int, groups string) shard {
	s := newShard(sort, n, func(b *bytes.Buffer) {
		var coded bytes.Buffer
		frontCoded(&coded, words[from:to])
		b.WriteByte('[')
		quote(b, coded.String())
		b.WriteByte(',')
		quote(b, groups)
		b.WriteByte(']')
	})
	if len(words) > 0 {
		s.word = words[min(from, len(words)-1)]
	}
	return s
}

// turnedShards divides the forms, spelt backwards.
func turnedShards(forms []string, n int) []shard {
	if n == 0 {
		return nil
	}
	turned := make([]string, len(forms))
	for i, f := range forms {
		turned[i] = turn(f)
	}
	slices.Sort(turned)
	out := make([]shard, n)
	for i := range n {
		out[i] = wordShard("turned", i, turned, i*len(turned)/n, (i+1)*len(turned)/n, "")
	}
	return out
}

// hitShards divides the groups so that the shards hold about as many hits.
func (m *merged) hitShards(n int) []shard {
	total := 0
	for _, h := range m.hits {
		total += len(h)
	}
	average := m.average()
	out := make([]shard, 0, n)
	from, held := 0, 0
	for g := range m.hits {
		held += len(m.hits[g])
		if len(out) < n-1 && held*n >= total*(len(out)+1) {
			out = append(out, m.hitShard(len(out), from, g+1, average))
			from = g + 1
		}
	}
	for len(out) < n {
		out = append(out, m.hitShard(len(out), from, len(m.hits), average))
		from = len(m.hits)
	}
	return out
}

func (m *merged) hitShard(n, from, to int, average float64) shard {
	s := newShard("hits", n, func(b *bytes.Buffer) {
		b.WriteByte('[')
		for g := from; g < to; g++ {
			if g > from {
				b.WriteByte(',')
			}
			b.WriteByte('"')
			m.list(b, g, average)
			b.WriteByte('"')
		}
		b.WriteByte(']')
	})
	s.first = from
	return s
}

// text writes the shard with the texts of some pages. Its check is remembered
// for the manifest, so that it need not be made twice.
func (p *plan) text(w *bytes.Buffer, n int) {
	check := writeShard(w, "text", n, func(b *bytes.Buffer) {
		from, to := p.pages(n)
		t := &textWriter{Buffer: b}
		list(b, p.site.Pages[from:to], func(page *site.Page) {
			b.WriteByte('[')
			quote(b, site.EscapePath(page.Address))
			b.WriteByte(',')
			quote(b, page.Title)
			b.WriteByte(',')
			list(b, records(page), t.record)
			b.WriteByte(']')
		})
	})
	p.checks[n].Store(&check)
}

// textWriter writes records; its lists serve one after the other.
type textWriter struct {
	*bytes.Buffer
	lines, anchors []string
}

// record writes the title of a record, its place in the page, its lines,
// the places of the lines that are paragraphs, and its id.
func (b *textWriter) record(r record) {
	lines, anchors := b.lines[:0], b.anchors[:0]
	for _, line := range r.about() {
		if line != "" {
			lines, anchors = append(lines, oneLine(line)), append(anchors, "")
		}
	}
	text := r.page.File.Text
	for span, at := r.span(), r.span().Start; at < span.End; {
		end := span.End
		if i := strings.IndexByte(text[at:span.End], '\n'); i >= 0 {
			end = at + i
		}
		line := markdown.Span{Start: at, End: end}
		if at = end + 1; strings.TrimSpace(line.In(text)) != "" {
			lines, anchors = append(lines, oneLine(readable(r.page, line))), append(anchors, anchor(r.page, line))
		}
	}
	b.lines, b.anchors = lines, anchors
	for len(anchors) > 0 && anchors[len(anchors)-1] == "" {
		anchors = anchors[:len(anchors)-1]
	}
	b.WriteByte('[')
	quote(b.Buffer, r.title())
	b.WriteByte(',')
	quote(b.Buffer, site.EscapePath(r.fragment()))
	b.WriteByte(',')
	quote(b.Buffer, lines...)
	b.WriteByte(',')
	quote(b.Buffer, anchors...)
	if e := r.element; e != nil {
		id := e.ID
		if e.Kind.Use == config.Glossary {
			id = "" // readers never see it
		}
		b.WriteByte(',')
		quote(b.Buffer, id)
	}
	b.WriteByte(']')
}

// oneLine makes one blank of each run of blanks; most texts have none.
func oneLine(s string) string {
	blank := true // before the first letter, and behind the last
	for i := range len(s) {
		c := s[i]
		if c < ' ' || c == ' ' && blank {
			return strings.Join(strings.Fields(s), " ")
		}
		blank = c == ' '
	}
	if blank || s[0] >= utf8.RuneSelf || s[len(s)-1] >= utf8.RuneSelf {
		return strings.Join(strings.Fields(s), " ")
	}
	return s
}
