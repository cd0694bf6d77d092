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
		Args:    none,
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
	if err := replaceFile(name, res.Site.Record()); err != nil {
		return err
	}
	fmt.Fprintf(c.OutOrStdout(), "%s: %s\n", name, diag.Count(len(res.Site.Elements), "element"))
	return nil
}

// replaceFile makes or replaces a file in one step: when the disk is full, the
// old one stays.
func replaceFile(name string, content []byte) error {
	file, err := os.CreateTemp(filepath.Dir(name), ".trigpoint-*")
	if err != nil {
		return err
	}
	_, err = file.Write(content)
	if err == nil {
		err = file.Sync()
	}
	if closing := file.Close(); err == nil {
		err = closing
	}
	if err == nil {
		err = os.Chmod(file.Name(), 0o644)
	}
	if err == nil {
		err = os.Rename(file.Name(), name)
	}
	if err != nil {
		return errors.Join(err, os.Remove(file.Name()))
	}
	return nil
}
