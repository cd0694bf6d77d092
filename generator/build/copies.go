package build

import (
	"trigpoint/generator/output"
	"trigpoint/generator/pack"
	"trigpoint/generator/render"
)

// Copies say which off-line copies of the site a build lists.
type Copies struct {
	Formats []string // in place of [copies] formats; nil: those
	// Keep makes the copies at once, so that pages can name their sizes and sums.
	// Without it each is made when it is asked for, and pages name neither.
	Keep func([]pack.Copy) ([]pack.Copy, error)
}

// complete adds the copies to the site, and reports clashes between addresses.
func (b *Builder) complete(res *Result, o *Copies, r *render.Renderer, in pack.Input) ([]output.File, error) {
	copies := o.list(res, in)
	all := b.offer(copies, in.Files, r)
	res.Diags = append(res.Diags, clashes(res.Site, all)...).Sorted()
	if len(copies) == 0 || o.Keep == nil || res.Failed() {
		return all, nil
	}
	copies, err := o.Keep(copies)
	if err != nil {
		return nil, err
	}
	return b.offer(copies, in.Files, r), nil
}

// list lists the copies of a site, which hold the site without any.
func (o *Copies) list(res *Result, in pack.Input) []pack.Copy {
	if o == nil {
		return nil
	}
	in.Formats = res.Config.Copies
	if o.Formats != nil {
		in.Formats = o.Formats
	}
	return pack.List(in)
}

// offer adds the copies to the site, and lets its pages offer them.
func (b *Builder) offer(copies []pack.Copy, files []output.File, r *render.Renderer) []output.File {
	if len(copies) == 0 {
		return files
	}
	out := append(r.WithCopies(pack.Offers(copies)).Files(b.asset), pack.Files(copies)...)
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
