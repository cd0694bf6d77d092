package main

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"time"

	"trigpoint/generator/diag"
	"trigpoint/generator/site"
)

// An outlook is what status prints: the agenda of a site, and how many errors
// keep the site from being built at that time.
type outlook struct {
	site   *site.Site
	agenda *site.Agenda
	errors int
	ahead  bool // of another time than now
}

// writeText prints for people: a paragraph for each thing there is to say, a
// line for each page or element, its source last so that a terminal can open it.
func (o outlook) writeText(w io.Writer) error {
	a := o.agenda
	out := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintf(out, "%s, %s\n", moment(o.local(a.At)), o.site.Config.Zone)
	o.section(out, "Becomes public until then", o.dated(a.Appears, func(d site.Dated) string { return o.when(d.From) }))
	o.section(out, "Stops being public until then", o.dated(a.Vanishes, func(d site.Dated) string { return o.when(d.Until) }))
	o.section(out, "Hidden", o.dated(a.Hidden, o.why))
	o.section(out, "Public until", o.dated(a.Ends, func(d site.Dated) string { return o.when(d.Until) }))
	day := o.site.StatusDay.Format(time.DateOnly)
	o.section(out, "Overdue on "+day, elements(a.Overdue, func(e *site.Element) string {
		return fmt.Sprintf("%s, due %s, %s late", e.Progress.Status, e.Progress.Due.Format(time.DateOnly), days(e.Progress.DaysLate(o.site.StatusDay)))
	}))
	o.section(out, "Without news on "+day, elements(a.Stale, func(e *site.Element) string {
		return fmt.Sprintf("%s, since %s", e.Progress.Status, e.Progress.Since.Format(time.DateOnly))
	}))
	o.section(out, "Due for review", reviews(a.Review))
	if len(a.Hidden)+len(a.Overdue)+len(a.Stale)+len(a.Review) == 0 {
		fmt.Fprintln(out, "\nNothing is hidden, overdue, stale or due for review.")
	}
	if o.errors > 0 {
		when, how := "now", ""
		if o.ahead {
			when, how = "then", " --as-of "+o.local(a.At).Format("2006-01-02T15:04:05")
		}
		fmt.Fprintf(out, "\nThe site cannot be built %s: trigpoint check%s finds what is wrong (%s).\n", when, how, diag.Count(o.errors, "error"))
	}
	return out.Flush()
}

func (o outlook) section(w io.Writer, title string, lines []string) {
	if len(lines) > 0 {
		fmt.Fprintf(w, "\n%s:\n  %s\n", title, strings.Join(lines, "\n  "))
	}
}

func (o outlook) dated(list []site.Dated, when func(site.Dated) string) []string {
	var lines []string
	for _, d := range list {
		lines = append(lines, when(d)+"\t"+d.Title+"\t"+d.Source)
	}
	return lines
}

// why says for how long a page is hidden.
func (o outlook) why(d site.Dated) string {
	switch why := d.At(o.agenda.At); {
	case why == site.Draft:
		return "draft"
	case d.Never():
		return "for ever: it expires before it is published"
	case why == site.Expired:
		return "since " + o.when(d.Until)
	}
	return "until " + o.when(d.From)
}

func elements(list []*site.Element, how func(*site.Element) string) []string {
	var lines []string
	for _, e := range list {
		lines = append(lines, e.ID+" "+e.Title+"\t"+how(e)+"\t"+e.Page.Source())
	}
	return lines
}

func reviews(list []*site.Page) []string {
	var lines []string
	for _, p := range list {
		lines = append(lines, p.File.Meta.ReviewBy.Format(time.DateOnly)+"\t"+p.Title+"\t"+p.Source())
	}
	return lines
}

func (o outlook) local(t time.Time) time.Time { return t.In(o.site.Config.Zone) }

func (o outlook) when(t time.Time) string { return moment(o.local(t)) }

// moment leaves out a time of day that says nothing: midnight.
func moment(t time.Time) string {
	switch t.Format(time.TimeOnly) {
	case "00:00:00":
		return t.Format(time.DateOnly)
	case "23:59:59":
		return t.Format(time.DateOnly) + " to its end"
	}
	return t.Format("2006-01-02 15:04")
}

func days(n int) string {
	if n == 1 {
		return "1 day"
	}
	return fmt.Sprint(n, " days")
}

// writeJSON prints for programs. Moments are RFC 3339 in the site's zone, and
// left out where there are none.
func (o outlook) writeJSON(w io.Writer) error {
	a := o.agenda
	out := map[string]any{
		"from": o.local(a.From).Format(time.RFC3339), "at": o.local(a.At).Format(time.RFC3339),
		"status_day": o.site.StatusDay.Format(time.DateOnly), "errors": o.errors,
		"appears": o.pages(a.Appears), "vanishes": o.pages(a.Vanishes), "hidden": o.pages(a.Hidden), "ends": o.pages(a.Ends),
		"overdue": standings(a.Overdue), "stale": standings(a.Stale),
	}
	review := []map[string]string{}
	for _, p := range a.Review {
		review = append(review, map[string]string{"source": p.Source(), "title": p.Title, "by": p.File.Meta.ReviewBy.Format(time.DateOnly)})
	}
	out["review"] = review
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(out)
}

func (o outlook) pages(list []site.Dated) []map[string]string {
	out := []map[string]string{}
	for _, d := range list {
		m := map[string]string{"source": d.Source, "title": d.Title, "publication": d.At(o.agenda.At).String()}
		for key, t := range map[string]time.Time{"publish": d.From, "expire": d.Until} {
			if !t.IsZero() {
				m[key] = o.local(t).Format(time.RFC3339)
			}
		}
		out = append(out, m)
	}
	return out
}

func standings(list []*site.Element) []map[string]string {
	out := []map[string]string{}
	for _, e := range list {
		m := map[string]string{"id": e.ID, "title": e.Title, "source": e.Page.Source(), "status": e.Progress.Status}
		for key, t := range map[string]time.Time{"due": e.Progress.Due, "since": e.Progress.Since} {
			if !t.IsZero() {
				m[key] = t.Format(time.DateOnly)
			}
		}
		out = append(out, m)
	}
	return out
}
