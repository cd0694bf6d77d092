package render

import "trigpoint/generator/site"

// TallyView says how all elements of a kind stand: how many have each status.
type TallyView struct {
	Listing  ListingLink
	Statuses []StatusCount // in the order of site.toml; those that occur
	Overdue  int
	Stale    int

	Provenance *ProvenanceView // of the pages of all, where they agree
}

// StatusCount is a status and how many elements have it.
type StatusCount struct {
	Status StatusView
	Count  int
}

// Tallies has one entry for each kind whose elements have a status.
func (v *View) Tallies() []TallyView {
	var out []TallyView
	for _, l := range v.renderer.site.Listings {
		if l.Kind.Progress != nil && len(l.Elements) > 0 {
			out = append(out, v.tally(l))
		}
	}
	return out
}

func (v *View) tally(l *site.Listing) TallyView {
	out := TallyView{Listing: v.listingLink(l), Provenance: v.agreed(l.Elements)}
	counts := map[string]int{}
	for _, e := range l.Elements {
		counts[e.Progress.Status]++
		if e.Progress.Overdue {
			out.Overdue++
		}
		if e.Progress.Stale {
			out.Stale++
		}
	}
	for _, name := range l.Kind.Progress.Statuses {
		if counts[name] > 0 {
			s := StatusView{Name: name, Label: v.words.Or("status", name)}
			out.Statuses = append(out.Statuses, StatusCount{s, counts[name]})
		}
	}
	return out
}
