package main

import (
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"trigpoint/generator/build"
	"trigpoint/generator/diag"
)

func statusCommand(e *environment) *cobra.Command {
	var asOf, format string
	c := &cobra.Command{
		Use:   "status",
		Short: "Tell what is hidden and until when, what is overdue, stale or due for review",
		Long: "Tell what is hidden and until when, what is overdue, stale or due for review.\n\n" +
			"With --as-of DATE, tell it for that day, and what becomes public until then. A date\n" +
			"alone means the day to its end.",
		Example: "  trigpoint status\n  trigpoint status --as-of 2026-05-11",
		Args:    none,
		RunE:    func(c *cobra.Command, _ []string) error { return e.status(c, asOf, format) },
	}
	c.Flags().StringVar(&asOf, "as-of", "", "look ahead to this `date`, or to 2026-05-11T09:30")
	c.Flags().StringVar(&format, "format", "text", "how to print: text or json")
	return c
}

// status prints what the dates of the site ask of its publisher.
func (e *environment) status(c *cobra.Command, asOf, format string) error {
	b, err := e.builder()
	if err != nil {
		return err
	}
	now, err := e.clock()
	if err != nil {
		return err
	}
	if _, err := time.Parse(time.DateOnly, asOf); err == nil {
		asOf += "T23:59:59" // the whole day
	}
	res, err := b.Check(build.Options{Now: now, AsOf: asOf})
	if err != nil {
		return err
	}
	outlook := outlook{res.Site, res.Site.Agenda(now), res.Diags.Count(diag.Error), asOf != ""}
	switch format {
	case "text":
		return outlook.writeText(c.OutOrStdout())
	case "json":
		return outlook.writeJSON(c.OutOrStdout())
	}
	return fmt.Errorf("--format %s: write text or json", format)
}
