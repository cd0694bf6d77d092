package site

import (
	"slices"
	"time"

	"trigpoint/generator/diag"
	"trigpoint/generator/markdown"
)

// Progress is how an element stands on the site's status day. It is derived
// from dated updates and never written by an author.
type Progress struct {
	Status  string
	Since   time.Time // the day of the update that says so; zero before any
	Note    string
	Closed  bool
	Due     time.Time         // zero where there is none
	Overdue bool              // open, and due before the status day
	Stale   bool              // open, and not updated for longer than the kind allows
	Updates []markdown.Update // by date, those up to the status day
	Moved   []markdown.Moved  // by date: the due dates it had
}

// DaysLate is how many days the due date has passed on the day.
func (p *Progress) DaysLate(day time.Time) int {
	if !p.Overdue {
		return 0
	}
	return int(day.Sub(p.Due).Hours() / 24)
}

// readProgress derives the status of an element from its page's updates.
func (s *surveyor) readProgress(e *outline, file *markdown.File) {
	rule := e.Kind.Progress
	updates, moved := file.Meta.Updates, file.Meta.Moved
	if e.Heading >= 0 {
		updates, moved = nil, nil
	}
	if rule == nil {
		if len(updates) > 0 {
			e.faults.Add(e.table.KeyPosition("updates"), "field-unknown", "add [kinds."+e.Kind.Name+".progress] to site.toml",
				"kind %q has no status", e.Kind.Name)
		}
		return
	}
	p := &Progress{Status: rule.Statuses[0], Moved: slices.Clone(moved)}
	slices.SortStableFunc(p.Moved, func(a, b markdown.Moved) int { return a.On.Compare(b.On) })
	for _, u := range updates {
		if !slices.Contains(rule.Statuses, u.Status) {
			e.faults.Add(u.At.Position(), "value-unknown", diag.DidYouMean(u.Status, rule.Statuses), "no status %q", u.Status)
			continue
		}
		if !u.Date.After(s.day) {
			p.Updates = append(p.Updates, u)
		}
	}
	slices.SortStableFunc(p.Updates, func(a, b markdown.Update) int { return a.Date.Compare(b.Date) })
	if n := len(p.Updates); n > 0 {
		last := p.Updates[n-1]
		p.Status, p.Since, p.Note = last.Status, last.Date, last.Note
	}
	if due, ok := e.Field(rule.Due); ok {
		p.Due = due.Date
	}
	p.Closed = rule.IsClosed(p.Status)
	p.Overdue = !p.Closed && !p.Due.IsZero() && p.Due.Before(s.day)
	p.Stale = !p.Closed && rule.StaleAfter > 0 && !p.Since.IsZero() &&
		p.Since.AddDate(0, 0, rule.StaleAfter).Before(s.day)
	e.Progress = p
}
