package main

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"trigpoint/generator/build"
	"trigpoint/generator/config"
	"trigpoint/generator/diag"
	"trigpoint/generator/pack"
)

// copies says which off-line copies to make; they are kept on the shelf. While
// watching, only those that are asked for are made, again and again.
func (s *buildFlags) copies(ctx context.Context, shelf *pack.Shelf) (*build.Copies, error) {
	list, err := copyFormats(s.formats)
	if s.formats == "" && (s.watch || s.poll) {
		return nil, nil
	}
	return &build.Copies{Formats: list, Keep: func(l []pack.Copy) ([]pack.Copy, error) { return shelf.Keep(ctx, l) }}, err
}

// noCopies is what --formats takes for no copies at all.
const noCopies = "none"

// copyFormats reads the list of --formats. Without one it is nil.
func copyFormats(list string) ([]string, error) {
	if list == "" {
		return nil, nil
	}
	out := []string{}
	for name := range strings.SplitSeq(list, ",") {
		switch name = strings.TrimSpace(name); {
		case slices.Contains(config.CopyFormats(), name):
			out = append(out, name)
		case name != noCopies:
			hint := diag.DidYouMean(name, config.CopyFormats())
			if hint == "" {
				hint = "the formats are " + strings.Join(config.CopyFormats(), ", ") + "; or none"
			}
			return nil, fmt.Errorf("--formats: no copy format %q; %s", name, hint)
		}
	}
	return out, nil
}
