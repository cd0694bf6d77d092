package main

import (
	"errors"
	"fmt"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"trigpoint/generator/build"
	"trigpoint/generator/serve"
	"trigpoint/generator/site"
	"trigpoint/generator/source"
)

// watch builds and writes the site, and does so again whenever a source has
// changed, a new day begun or the time of a page come, until it is interrupted. A
// build with errors leaves the output as it is.
func (e *environment) watch(c *cobra.Command, o build.Options, s buildFlags) error {
	b, err := e.builder()
	if err != nil {
		return err
	}
	if _, err := e.folder(s.to); err != nil {
		return err
	}
	if err := o.CheckMoment(); err != nil {
		return err
	}
	e.garbage.preview()
	dir, err := filepath.Abs(e.dir)
	if err != nil {
		return err
	}
	var last *source.Tree
	var built *site.Site
	var day string
	write := func(tree *source.Tree, _ *source.Changes) {
		b, last, day = b.On(tree), tree, e.now().Format(time.DateOnly)
		if built, err = e.buildWith(c, b, o, s.to); err != nil && !errors.Is(err, errFailed) && c.Context().Err() == nil {
			fmt.Fprintf(c.ErrOrStderr(), "trigpoint: %s\n", err)
		}
		tree.Release(func(name string) bool { return filepath.Ext(name) == ".md" })
	}
	w := &serve.Watch{Dir: dir, Poll: s.poll, Each: write,
		Idle: func() {
			now, err := e.clock()
			due := err == nil && built != nil && o.AsOf == "" && built.Outdated(now)
			if due || day != e.now().Format(time.DateOnly) {
				write(last, nil)
			}
		},
		Say: func(line string) { fmt.Fprintf(c.ErrOrStderr(), "trigpoint: %s\n", line) }}
	fmt.Fprintln(c.ErrOrStderr(), "watching for changes (press Ctrl-C to stop)")
	w.Run(c.Context())
	return nil
}
