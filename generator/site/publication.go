package site

import (
	"slices"
	"time"
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

// A Window is when a page is public. It lies within that of the section above,
// which holds for everything in it.
type Window struct {
	Draft bool      // never, while this is so
	From  time.Time // zero: from the beginning
	Until time.Time // the first moment at which it is public no more; zero: no end
}

// At tells how a page with the window stands at a moment. A draft stays hidden
// whatever its dates say.
func (w Window) At(now time.Time) Publication {
	switch {
	case w.Draft:
		return Draft
	case !w.Until.IsZero() && !now.Before(w.Until):
		return Expired
	case now.Before(w.From):
		return Embargoed
	}
	return Published
}

// Never tells that the window ends before it begins.
func (w Window) Never() bool { return !w.Until.IsZero() && !w.From.Before(w.Until) }

// within returns what is left of the window in the one above: of two beginnings
// the later counts, of two ends the earlier.
func (w Window) within(above Window) Window {
	w.Draft = w.Draft || above.Draft
	if above.From.After(w.From) {
		w.From = above.From
	}
	if w.Until.IsZero() || !above.Until.IsZero() && above.Until.Before(w.Until) {
		w.Until = above.Until
	}
	return w
}

// Outdated tells whether at a moment other pages are public than those that the
// site was linked with.
func (s *Site) Outdated(now time.Time) bool {
	return slices.ContainsFunc(s.Hidden, func(h Hidden) bool { return h.At(now) != h.Why }) ||
		slices.ContainsFunc(s.Pages, func(p *Page) bool { return p.Window.At(now) != p.Publication })
}
