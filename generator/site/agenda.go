package site

import (
	"cmp"
	"slices"
	"strings"
	"time"
)

// An Agenda is what the dates of a site ask of its publisher.
type Agenda struct {
	From, At time.Time // from one moment to the one that the site is linked for

	Appears  []Dated // becomes public in that time, by its date
	Vanishes []Dated // stops being public in that time, by its date
	Hidden   []Dated // at its end: what has a date first, then drafts, then what has expired
	Ends     []Dated // public at its end, with an end of its own; by that

	Overdue, Stale []*Element // on the status day, the longest first
	Review         []*Page    // to be reviewed by the day of the build, the longest due first
}

// Dated is a page, or a change of a document, and when it is public.
type Dated struct {
	Source, Title string
	Window
}

// Agenda looks from a moment to the one that the site is linked for.
func (s *Site) Agenda(from time.Time) *Agenda {
	a := &Agenda{From: from, At: s.Now}
	for _, d := range s.dated() {
		a.enter(d)
	}
	slices.SortStableFunc(a.Appears, func(x, y Dated) int { return x.From.Compare(y.From) })
	slices.SortStableFunc(a.Vanishes, func(x, y Dated) int { return x.Until.Compare(y.Until) })
	slices.SortStableFunc(a.Ends, func(x, y Dated) int { return x.Until.Compare(y.Until) })
	slices.SortStableFunc(a.Hidden, a.compareHidden)
	for _, e := range s.Elements {
		switch {
		case e.Progress.Is("overdue"):
			a.Overdue = append(a.Overdue, e)
		case e.Progress.Is("stale"):
			a.Stale = append(a.Stale, e)
		}
	}
	slices.SortStableFunc(a.Overdue, func(x, y *Element) int { return x.Progress.Due.Compare(y.Progress.Due) })
	slices.SortStableFunc(a.Stale, func(x, y *Element) int { return x.Progress.Since.Compare(y.Progress.Since) })
	a.Review = s.toReview()
	return a
}

// dated lists all pages, the hidden ones too, and the changes of documents, by their
// sources.
func (s *Site) dated() []Dated {
	list := make([]Dated, 0, len(s.Pages)+len(s.Hidden))
	for _, p := range s.Pages {
		list = append(list, Dated{p.Source(), p.Title, p.Window})
	}
	for _, h := range s.Hidden {
		list = append(list, Dated{h.Source, h.Title, h.Window})
	}
	for _, d := range s.Documents {
		for _, c := range d.Front.survey.document.Changes {
			list = append(list, Dated{d.Front.Source(), c.Note, Window{From: dayBegins(c, s.Config)}})
		}
	}
	slices.SortStableFunc(list, func(x, y Dated) int { return strings.Compare(x.Source, y.Source) })
	return list
}

// enter puts a page where it belongs.
func (a *Agenda) enter(d Dated) {
	within := func(t time.Time) bool { return t.After(a.From) && !t.After(a.At) }
	shown := !d.Draft && !d.Never()
	if shown && within(d.From) {
		a.Appears = append(a.Appears, d)
	}
	if shown && within(d.Until) {
		a.Vanishes = append(a.Vanishes, d)
	}
	switch {
	case d.At(a.At) != Published:
		a.Hidden = append(a.Hidden, d)
	case !d.Until.IsZero():
		a.Ends = append(a.Ends, d)
	}
}

func (a *Agenda) compareHidden(x, y Dated) int {
	order := map[Publication]int{Embargoed: 0, Draft: 1, Expired: 2}
	return cmp.Or(
		order[x.At(a.At)]-order[y.At(a.At)],
		x.From.Compare(y.From),
		x.Until.Compare(y.Until),
	)
}

// toReview lists the public pages whose review is due on the day of the build,
// which a status_date of the past does not hold up.
func (s *Site) toReview() []*Page {
	y, m, d := s.Now.In(s.Config.Zone).Date()
	tomorrow := time.Date(y, m, d+1, 0, 0, 0, 0, time.UTC)
	var list []*Page
	for _, p := range s.Pages {
		if by := p.File.Meta.ReviewBy; !by.IsZero() && by.Before(tomorrow) {
			list = append(list, p)
		}
	}
	slices.SortStableFunc(list, func(x, y *Page) int { return x.File.Meta.ReviewBy.Compare(y.File.Meta.ReviewBy) })
	return list
}
