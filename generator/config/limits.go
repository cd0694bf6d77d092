package config

import (
	"trigpoint/generator/limits"
	"trigpoint/generator/record"
)

// readLimits reads [limits]: the bounds that differ from the defaults.
func readLimits(r record.Reader) limits.Limits {
	l := limits.Default()
	for key, bound := range map[string]struct {
		value *int
		unit  int
	}{
		"page_kb":          {&l.Page, 1 << 10},
		"front_matter_kb":  {&l.FrontMatter, 1 << 10},
		"nesting":          {&l.Nesting, 1},
		"brackets":         {&l.Brackets, 1},
		"marks":            {&l.Marks, 1},
		"cells":            {&l.Cells, 1},
		"code_kb":          {&l.Code, 1 << 10},
		"links_kb":         {&l.Links, 1 << 10},
		"queries":          {&l.Queries, 1},
		"output_mb":        {&l.Output, 1 << 20},
		"image_megapixels": {&l.Pixels, 1_000_000},
		"files":            {&l.Files, 1},
	} {
		if n, ok := readLimit(r, key); ok {
			*bound.value = n * bound.unit
		}
	}
	r.Reject("page_kb", "front_matter_kb", "nesting", "brackets", "marks", "cells", "code_kb", "links_kb", "queries",
		"output_mb", "image_megapixels", "files")
	return l
}

// mostLimit keeps a bound, in its unit, within what a number can hold.
const mostLimit = 1_000_000

func readLimit(r record.Reader, key string) (n int, ok bool) {
	if !r.Has(key) {
		return 0, false
	}
	n = r.Int(key, 0)
	if v, _ := r.Get(key); v.Type() == "a number" && (n < 1 || n > mostLimit) {
		r.Diags.Add(v.Position(), "value-unknown", "", "%s is a number from 1 to %d", key, mostLimit)
	}
	return n, n >= 1 && n <= mostLimit
}
