package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"trigpoint/generator/build"
	"trigpoint/generator/diag"
	"trigpoint/generator/site"
)

func lockCommand(e *environment) *cobra.Command {
	return &cobra.Command{
		Use:   "lock",
		Short: "Record the ids and named paragraphs that are published",
		Long: "Record the ids and named paragraphs that are published in " + site.LockName + ".\n" +
			"From then on, check reports one that is gone without a trace.",
		Example: "  trigpoint lock && git add " + site.LockName,
		Args:    cobra.NoArgs,
		RunE:    func(c *cobra.Command, _ []string) error { return e.lock(c) },
	}
}

// lock writes the record, unless something recorded earlier is gone: then the
// author decides first.
func (e *environment) lock(c *cobra.Command) error {
	b, err := e.builder()
	if err != nil {
		return err
	}
	now, err := e.clock()
	if err != nil {
		return err
	}
	res, err := b.Check(build.Options{Now: now})
	if err != nil {
		return err
	}
	if res.Failed() {
		return errors.Join(e.report(c.ErrOrStderr(), res.Diags), errFailed)
	}
	name := filepath.Join(e.dir, site.LockName)
	if err := os.WriteFile(name, res.Site.Record(), 0o644); err != nil {
		return err
	}
	fmt.Fprintf(c.OutOrStdout(), "%s: %s\n", name, diag.Count(len(res.Site.Elements), "element"))
	return nil
}
