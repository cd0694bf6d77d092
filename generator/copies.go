package main

import (
	"context"
	"fmt"
	"io"
	"runtime/debug"
	"runtime/metrics"
	"slices"
	"strings"

	"trigpoint/generator/build"
	"trigpoint/generator/config"
	"trigpoint/generator/diag"
	"trigpoint/generator/pack"
)

// A press makes the off-line copies of one run of the program.
type press struct {
	ctx      context.Context
	shelf    pack.Shelf
	browsers map[string]*pack.Browser // by the names they are asked for
	progress io.Writer                // nil: nobody watches
}

func newPress(ctx context.Context) *press {
	return &press{ctx: ctx, browsers: map[string]*pack.Browser{}}
}

// browser finds a browser, once.
func (p *press) browser(named string) (*pack.Browser, error) {
	if b := p.browsers[named]; b != nil {
		return b, nil
	}
	b, err := pack.FindBrowser(p.ctx, named)
	if err == nil {
		p.browsers[named] = b
	}
	return b, err
}

// keep makes copies. Printing takes seconds: whoever waits is told.
func (p *press) keep(copies []pack.Copy) ([]pack.Copy, error) {
	if slices.ContainsFunc(copies, func(c pack.Copy) bool { return c.Format == pack.PDF }) && p.progress != nil {
		fmt.Fprintln(p.progress, "printing PDFs")
	}
	spare()
	return p.shelf.Keep(p.ctx, copies)
}

// packingLimit is what a site of 10,000 pages and its copies fit in, in bytes.
const packingLimit = 360 << 20

// spare keeps memory small from now on, unless the user has said how much there
// is. A page is bound, written and forgotten, so that little is gained by leaving
// what it took for later; a limit near to what is in use would cost much.
func spare() {
	if debug.SetMemoryLimit(-1) != memoryLimit {
		return
	}
	live := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(live)
	debug.SetMemoryLimit(max(packingLimit, int64(live[0].Value.Uint64())*3/2))
}

// close ends the browsers and removes what is on the shelf.
func (p *press) close() error {
	for _, b := range p.browsers {
		b.Close()
	}
	return p.shelf.Close()
}

// copies says which off-line copies a build makes before its pages. While
// watching, only those that are asked for are made, again and again.
func (s *buildFlags) copies(p *press) (*build.Copies, error) {
	list, err := copyFormats(s.formats)
	if s.formats == "" && (s.watch || s.poll) {
		return nil, nil
	}
	return &build.Copies{Formats: list, Browser: p.browser, Keep: p.keep}, err
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
