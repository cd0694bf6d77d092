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
	"trigpoint/generator/pack"
)

func buildCommand(e *environment) *cobra.Command {
	var o build.Options
	var to, formats string
	c := &cobra.Command{
		Use:     "build",
		Short:   "Write the site to public/",
		Example: "  trigpoint build\n  trigpoint build --to /tmp/preview --drafts --as-of 2026-05-11",
		Args:    cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) (err error) {
			var shelf pack.Shelf
			defer func() { err = errors.Join(err, shelf.Close()) }()
			if o.Copies, err = copies(c.Context(), formats, &shelf); err != nil {
				return err
			}
			return e.build(c, o, to)
		},
	}
	e.buildFlags(c.Flags(), &o)
	c.Flags().StringVar(&to, "to", "", "write to this `folder` (public in the site's folder)")
	c.Flags().StringVar(&formats, "formats", "", "make these off-line `copies`: zip,html,epub,pdf or none (those of site.toml)")
	c.Flags().StringVar(&o.BaseURL, "base-url", "", "the `address` the site will have")
	c.Flags().StringVar(&o.Theme, "theme", "", "use the theme with this `name`")
	return c
}

// build builds the site and writes it, unless there are errors.
func (e *environment) build(c *cobra.Command, o build.Options, to string) error {
	started := e.now()
	b, err := e.builder()
	if err != nil {
		return err
	}
	if o.Now, err = e.clock(); err != nil {
		return err
	}
	res, err := b.Build(o)
	if err != nil {
		return err
	}
	if err := e.report(c.ErrOrStderr(), res.Diags); err != nil {
		return err
	}
	if res.Failed() {
		fmt.Fprintf(c.ErrOrStderr(), "%s; nothing was written\n", diag.Summary(res.Diags))
		return errFailed
	}
	if to == "" {
		to = filepath.Join(e.dir, "public")
	}
	changes, err := e.write(c, res.Set, to)
	if err != nil {
		return err
	}
	fmt.Fprintf(c.OutOrStdout(), "%s: %s, %d written, %d removed, in %.2f s\n", to, diag.Count(res.Set.Len(), "file"),
		len(changes.Written), len(changes.Removed), e.now().Sub(started).Seconds())
	return nil
}

// write puts the set into the output folder.
func (e *environment) write(c *cobra.Command, set *output.Set, to string) (output.Changes, error) {
	var sources []string
	for _, name := range []string{"content", "themes", "theme", "site.toml", "generator"} {
		sources = append(sources, filepath.Join(e.dir, name))
	}
	folder, err := output.Open(to, sources)
	if err != nil {
		return output.Changes{}, err
	}
	return folder.Write(c.Context(), set, runtime.GOMAXPROCS(0))
}
