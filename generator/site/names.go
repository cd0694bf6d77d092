package site

import (
	"fmt"
	"iter"
	"strings"

	"trigpoint/generator/config"
)

// A Name is what a page or an element is called, or is called as well.
type Name struct {
	Text   string
	Of     string // the title, where Text is another name
	Target Target
}

// Names lists the names of everything that has one, in no useful order.
func (s *Site) Names() []Name {
	names := make([]Name, 0, s.CountNames())
	for _, p := range s.Pages {
		if p.Element == nil {
			names = append(names, Name{Text: p.Title, Target: p.Target()})
		}
	}
	for _, e := range s.Elements {
		names = append(names, Name{Text: e.Title, Target: e.Target()})
		for other := range e.otherNames() {
			names = append(names, Name{Text: other, Of: e.Title, Target: e.Target()})
		}
	}
	return names
}

// CountNames is how many names there are.
func (s *Site) CountNames() int {
	n := len(s.Elements)
	for _, p := range s.Pages {
		if p.Element == nil {
			n++
		}
	}
	for _, e := range s.Elements {
		for range e.otherNames() {
			n++
		}
	}
	return n
}

// otherNames are the names of an element besides its title.
func (e *Element) otherNames() iter.Seq[string] {
	return func(yield func(string) bool) {
		for _, name := range e.Names {
			if !strings.EqualFold(name, e.Title) && !yield(name) {
				return
			}
		}
	}
}

// ID is the id that stands beside the name; words of a glossary have none.
func (n Name) ID() string {
	if e := n.Target.Element; e != nil && e.Kind.Use != config.Glossary {
		return e.ID
	}
	return ""
}

// AZAddress is the address of the A–Z index.
const AZAddress = "index-a-z.html"

// An AZPage is a page of the A–Z index, which lists the names from one number
// to another.
type AZPage struct {
	Address  string
	From, To int
}

const (
	azWhole = 1000 // names that one page can list
	azPart  = 500  // names on each page of a longer index
)

// AZ divides so many names between the pages of the A–Z index. The first page
// lists all, or none if there are others.
func AZ(names int) []AZPage {
	pages := []AZPage{{AZAddress, 0, names}}
	if names <= azWhole {
		return pages
	}
	pages[0].To = 0
	for from := 0; from < names; from += azPart {
		pages = append(pages, AZPage{fmt.Sprintf("index-a-z/%d.html", len(pages)), from, min(from+azPart, names)})
	}
	return pages
}
