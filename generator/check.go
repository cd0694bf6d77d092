package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"trigpoint/generator/build"
	"trigpoint/generator/diag"
)

// formats are the ways in which check can print.
var formats = []string{"text", "json", "github", "sarif"}

func checkCommand(e *environment) *cobra.Command {
	var o build.Options
	var format string
	c := &cobra.Command{
		Use:     "check",
		Short:   "Report every problem in content/ and site.toml",
		Example: "  trigpoint check\n  trigpoint check --strict --format github",
		Args:    none,
		RunE:    func(c *cobra.Command, _ []string) error { return e.check(c, o, format) },
	}
	e.buildFlags(c.Flags(), &o)
	c.Flags().StringVar(&format, "format", "text", "how to print: text, json, github or sarif")
	return c
}

// check prints what is wrong and fails if any of it is an error.
func (e *environment) check(c *cobra.Command, o build.Options, format string) error {
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
	if err := e.print(c, res, format); err != nil {
		return err
	}
	if res.Failed() {
		return errFailed
	}
	return nil
}

func (e *environment) print(c *cobra.Command, res *build.Result, format string) error {
	w := c.OutOrStdout()
	switch format {
	case "json":
		return diag.WriteJSON(w, res.Diags)
	case "github":
		return diag.WriteGitHub(w, res.Diags)
	case "sarif":
		return diag.WriteSARIF(w, res.Diags)
	case "text":
		if err := e.report(w, res.Diags); err != nil {
			return err
		}
		_, err := fmt.Fprintf(c.ErrOrStderr(), "%s, %s: %s\n",
			diag.Count(len(res.Site.Pages), "page"), diag.Count(len(res.Site.Elements), "element"), diag.Summary(res.Diags))
		return err
	}
	return fmt.Errorf("--format %s: write %s", format, diag.Either(formats))
}
