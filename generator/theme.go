package main

import (
	"fmt"
	"path/filepath"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"trigpoint/generator/build"
	"trigpoint/generator/diag"
)

func themeCommand(e *environment) *cobra.Command {
	c := &cobra.Command{Use: "theme", Short: "Say how the theme makes a page", Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return c.Help() }}
	c.AddCommand(explainCommand(e))
	return c
}

func explainCommand(e *environment) *cobra.Command {
	var o build.Options
	c := &cobra.Command{
		Use:   "explain PAGE",
		Short: "Say which file of which theme each part of a page comes from",
		Long: "Say which file of which theme each part of a page comes from: its layout, the partials\n" +
			"that this can place, what they load, and the words of the interface.",
		Example: "  trigpoint theme explain content/glossary.md\n  trigpoint theme explain glossary.html --theme civic",
		Args:    one("the file or the address of a page"),
		RunE:    func(c *cobra.Command, args []string) error { return e.explain(c, o, args[0]) },
	}
	e.buildFlags(c.Flags(), &o)
	c.Flags().StringVar(&o.Theme, "theme", "", "as if the site had the theme with this `name`")
	return c
}

// explain prints the parts of a page as a table.
func (e *environment) explain(c *cobra.Command, o build.Options, name string) error {
	b, err := e.builder()
	if err != nil {
		return err
	}
	if o.Now, err = e.clock(); err != nil {
		return err
	}
	res, page, parts, err := b.Explain(o, filepath.ToSlash(filepath.Clean(name)))
	if err != nil {
		return err
	}
	if page == nil {
		if err := e.report(c.ErrOrStderr(), res.Diags); err != nil {
			return err
		}
		fmt.Fprintln(c.ErrOrStderr(), diag.Summary(res.Diags))
		return errFailed
	}
	fmt.Fprintf(c.OutOrStdout(), "%s, from %s, with the theme %s\n\n", page.Address, page.Source(), res.Config.Theme)
	w := tabwriter.NewWriter(c.OutOrStdout(), 0, 0, 2, ' ', 0)
	for _, p := range parts {
		fmt.Fprintf(w, "%s\t%s\t%s\n", p.Role, p.Name, p.File)
		for _, over := range p.Over {
			fmt.Fprintf(w, "\t\t  in place of %s\n", over)
		}
	}
	return w.Flush()
}
