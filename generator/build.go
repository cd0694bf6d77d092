package main

import (
	"errors"
	"fmt"
	"path/filepath"
	"runtime"

	"github.com/spf13/cobra"

	"trigpoint/generator/build"
	"trigpoint/generator/diag"
	"trigpoint/generator/output"
	"trigpoint/generator/site"
)

// buildFlags are the flags of build besides those of every command that builds.
type buildFlags struct {
	to, formats string
	watch, poll bool
}

func buildCommand(e *environment) *cobra.Command {
	var o build.Options
	var s buildFlags
	c := &cobra.Command{
		Use:     "build",
		Short:   "Write the site to public/",
		Example: "  trigpoint build\n  trigpoint build --to /tmp/preview --drafts --as-of 2026-05-11",
		Args:    none,
		RunE: func(c *cobra.Command, _ []string) (err error) {
			if s.to == "" {
				s.to = filepath.Join(e.dir, "public")
			}
			p := newPress(c.Context())
			if e.terminal(c.ErrOrStderr()) {
				p.progress = c.ErrOrStderr()
			}
			defer func() { err = errors.Join(err, p.close()) }()
			if o.Copies, err = s.copies(p); err != nil {
				return err
			}
			if s.watch || s.poll {
				return e.watch(c, o, s)
			}
			return e.build(c, o, s.to)
		},
	}
	f := c.Flags()
	e.buildFlags(f, &o)
	f.StringVar(&s.to, "to", "", "write to this `folder` (public in the site's folder)")
	f.StringVar(&s.formats, "formats", "", "make these off-line `copies`: zip,html,epub,pdf or none (those of site.toml)")
	f.StringVar(&o.BaseURL, "base-url", "", "the `address` the site will have")
	f.StringVar(&o.Theme, "theme", "", "use the theme with this `name`")
	f.BoolVar(&s.watch, "watch", false, "write the site again whenever a source changes, until interrupted")
	f.BoolVar(&s.poll, "poll", false, "watch by looking for changes again and again; for mounts that report none")
	return c
}

// build builds the site and writes it, unless there are errors.
func (e *environment) build(c *cobra.Command, o build.Options, to string) error {
	b, err := e.builder()
	if err != nil {
		return err
	}
	_, err = e.buildWith(c, b, o, to)
	return err
}

// buildWith builds and writes the site with this builder. The site is there too
// where it has faults and was not written.
func (e *environment) buildWith(c *cobra.Command, b *build.Builder, o build.Options, to string) (s *site.Site, err error) {
	started := e.now()
	if o.Now, err = e.clock(); err != nil {
		return nil, err
	}
	res, err := b.Build(o)
	if err != nil {
		return nil, err
	}
	if err := e.report(c.ErrOrStderr(), res.Diags); err != nil {
		return res.Site, err
	}
	if res.Failed() {
		fmt.Fprintf(c.ErrOrStderr(), "%s; nothing was written\n", diag.Summary(res.Diags))
		return res.Site, errFailed
	}
	for _, note := range res.Notes {
		fmt.Fprintf(c.ErrOrStderr(), "trigpoint: %s\n", note)
	}
	e.garbage.write()
	changes, err := e.write(c, res.Set, to)
	if err != nil {
		return res.Site, err
	}
	fmt.Fprintf(c.OutOrStdout(), "%s: %s, %d written, %d removed, in %.2f s\n", to, diag.Count(res.Set.Len(), "file"),
		len(changes.Written), len(changes.Removed), e.now().Sub(started).Seconds())
	return res.Site, nil
}

// write puts the set into the output folder.
func (e *environment) write(c *cobra.Command, set *output.Set, to string) (output.Changes, error) {
	folder, err := e.folder(to)
	if err != nil {
		return output.Changes{}, err
	}
	return folder.Write(c.Context(), set, runtime.GOMAXPROCS(0))
}

// folder is the output folder, unless it must not be written to.
func (e *environment) folder(to string) (*output.Folder, error) {
	return output.Open(to, e.sources())
}

// sources are what a site is built from, which nothing may be written over.
func (e *environment) sources() []string {
	var sources []string
	for _, name := range []string{"content", "themes", "theme", "site.toml", "generator"} {
		sources = append(sources, filepath.Join(e.dir, name))
	}
	return sources
}
