package build

import (
	"fmt"
	"slices"

	"trigpoint/generator/data"
	"trigpoint/generator/output"
	"trigpoint/generator/pack"
	"trigpoint/generator/render"
)

// CopiesDir is the folder of the off-line copies, in the site.
const CopiesDir = pack.Dir

// Copies say which off-line copies of the site a build lists.
type Copies struct {
	Formats []string // in place of [copies] formats; nil: those
	// Browser finds the browser that prints PDFs, by the name that site.toml gives
	// it, or any. Without it there are no PDFs.
	Browser func(named string) (*pack.Browser, error)
	// Keep makes the copies at once, so that pages can name their sizes and sums.
	// Without it each is made when it is asked for, and pages name neither.
	Keep func([]pack.Copy) ([]pack.Copy, error)
}

// emitters make the files that know of copies.
type emitters struct {
	pages *render.Renderer
	data  *data.Emitter
}

// complete adds the copies to the site, reports clashes between addresses, and
// makes a set of all files; nil if there are problems.
func (b *Builder) complete(res *Result, o *Copies, e emitters, in pack.Input) (*output.Set, error) {
	copies, err := o.list(res, in)
	if err != nil {
		return nil, err
	}
	set, err := b.set(res, b.offer(copies, in.Files, e))
	if err != nil || set == nil || len(copies) == 0 || o.Keep == nil {
		return set, err
	}
	if copies, err = o.Keep(copies); err != nil {
		return nil, err
	}
	return b.set(res, b.offer(copies, in.Files, e))
}

// set makes a set of the files. Where two have one path it looks for an author's
// mistake behind that.
func (b *Builder) set(res *Result, files []output.File) (*output.Set, error) {
	set, err := b.plan.NewSet(files)
	if err == nil {
		b.plan = set.Plan()
		return set, nil
	}
	if res.Diags = append(res.Diags, clashes(res.Site, files)...).Sorted(); res.Failed() {
		return nil, nil
	}
	return nil, err
}

// list lists the copies of a site, which hold the site without any.
func (o *Copies) list(res *Result, in pack.Input) (_ []pack.Copy, err error) {
	if o == nil {
		return nil, nil
	}
	in.Formats = res.Config.Copies
	if o.Formats != nil {
		in.Formats = o.Formats
	}
	if slices.Contains(in.Formats, pack.PDF) && o.Browser != nil {
		in.Browser, err = o.Browser(res.Config.Browser)
	}
	switch {
	case err != nil && o.Formats != nil:
		return nil, fmt.Errorf("no PDF can be made: %w", err)
	case err != nil:
		res.Notes = append(res.Notes, fmt.Sprintf("%s; the site has no PDFs (site.toml can name a browser: [copies] browser)", err))
	}
	return pack.List(in), nil
}

// offer adds the copies to the site, and lets its pages offer them.
func (b *Builder) offer(copies []pack.Copy, files []output.File, e emitters) []output.File {
	if len(copies) == 0 {
		return files
	}
	out := slices.Concat(e.pages.WithCopies(pack.Offers(copies)).Files(b.asset), pack.Files(copies), e.data.Sitemaps(render.DownloadsAddress))
	again := make(map[string]bool, len(out))
	for _, f := range out {
		again[f.Path] = true
	}
	for _, f := range files {
		if !again[f.Path] {
			out = append(out, f)
		}
	}
	return out
}
