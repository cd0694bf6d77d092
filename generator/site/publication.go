package site

import (
	"time"

	"trigpoint/generator/record"
)

// Publication says whether a page is public, and if not, why.
type Publication int

// The reasons, in the order in which they are looked for.
const (
	Published Publication = iota
	Draft                 // the page, its document or a section above is a draft
	Embargoed             // its time has not come
	Expired               // its time is over
)

// String is the word used in messages and shown on marked pages.
func (p Publication) String() string {
	return [...]string{"published", "draft", "embargoed", "expired"}[p]
}

// publication decides about one page; above is the decision for its section,
// which holds for everything in it. A draft stays hidden whatever its dates
// say, and of two embargoes the later one counts.
func (l *linker) publication(p *Page, above Hidden) Hidden {
	m := &p.File.Meta
	h := Hidden{Source: p.Source(), Title: p.Title, Why: above.Why, From: above.From}
	from, until := l.instant(m.Publish), l.instant(m.Expire)
	switch {
	case above.Why == Draft || m.Draft || m.Document != nil && m.Document.State == "draft":
		h.Why, h.From = Draft, time.Time{}
	case above.Why == Expired || !until.IsZero() && !l.in.Now.Before(until):
		h.Why, h.From = Expired, time.Time{}
	case l.in.Now.Before(from) && from.After(h.From):
		h.Why, h.From = Embargoed, from
	}
	return h
}

// instant reads a moment of front matter in the site's zone.
func (l *linker) instant(v record.Value) time.Time {
	t, _ := v.Instant(l.cfg.Zone)
	return t
}
