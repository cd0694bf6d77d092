package site

import (
	"strconv"

	"trigpoint/generator/diag"
	"trigpoint/generator/markdown"
)

// numbered numbers the paragraphs of a file, among elements that its headings
// declare, parallel to them. Numbers run through a page and start again in the
// section of each element, where they carry its id.
func numbered(f *markdown.File, declared []*Element) []Paragraph {
	list := make([]Paragraph, len(f.Paragraphs))
	counts := map[*Element]int{}
	for i := range f.Paragraphs {
		par := &f.Paragraphs[i]
		list[i].Anchor = par.Name
		if !par.Numbered {
			continue
		}
		e := elementAt(f, declared, par.Heading)
		counts[e]++
		number := strconv.Itoa(counts[e])
		anchor := "p" + number
		if e != nil {
			number = e.ID + "." + number
			anchor = number
		}
		if list[i].Number = number; par.Name == "" {
			list[i].Anchor = anchor
		}
	}
	return list
}

// elementAt returns the element that a heading declares, or the nearest
// heading above it that declares one; nil in the page's own text.
func elementAt(f *markdown.File, declared []*Element, heading int) *Element {
	if declared == nil {
		return nil
	}
	for h := heading; h >= 0; h = f.Headings[h].Parent {
		if declared[h] != nil {
			return declared[h]
		}
	}
	return nil
}

// checkAnchors reports anchors that a page has twice. Headings and paragraphs are
// taken in the order in which they stand, so that the later of two is reported.
func checkAnchors(f *markdown.File, faults *diag.List) {
	seen := make(map[string]diag.Position, len(f.Headings))
	next := 0
	for i := range f.Headings {
		h := &f.Headings[i]
		for ; next < len(f.Paragraphs) && f.Paragraphs[next].Heading < i; next++ {
			once(faults, seen, f.Paragraphs[next].Name, f.Paragraphs[next].Position)
		}
		once(faults, seen, h.ID, h.Position)
	}
	for ; next < len(f.Paragraphs); next++ {
		once(faults, seen, f.Paragraphs[next].Name, f.Paragraphs[next].Position)
	}
}

func once(faults *diag.List, seen map[string]diag.Position, anchor string, at diag.Position) {
	if anchor == "" {
		return
	}
	if first, ok := seen[anchor]; ok {
		*faults = append(*faults, diag.Diagnostic{Position: at, Severity: diag.Error, Code: "anchor-duplicate",
			Message: "the page has the anchor " + anchor + " already", Hint: "choose another name", Related: []diag.Position{first}})
		return
	}
	seen[anchor] = at
}
