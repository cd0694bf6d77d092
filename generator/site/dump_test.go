package site_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/tools/txtar"

	"trigpoint/generator/config"
	"trigpoint/generator/limits"
	"trigpoint/generator/markdown"
	"trigpoint/generator/site"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// TestDump links each archive of testdata and compares all that the Site says
// with want.txt. -update rewrites that.
func TestDump(t *testing.T) {
	names, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(names) == 0 {
		t.Fatal("no archives", err)
	}
	for _, name := range names {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			a, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			got := dump(link(t, a))
			last := &a.Files[len(a.Files)-1]
			if last.Name != "want.txt" {
				a.Files = append(a.Files, txtar.File{Name: "want.txt"})
				last = &a.Files[len(a.Files)-1]
			}
			if want := string(last.Data); got == want {
				return
			} else if !*update {
				t.Fatalf("want\n%s\ngot\n%s", want, got)
			}
			last.Data = []byte(got)
			if err := os.WriteFile(name, txtar.Format(a), 0o644); err != nil {
				t.Fatal(err)
			}
		})
	}
}

// link compiles and links the files of an archive.
func link(t *testing.T, a *txtar.Archive) *site.Site {
	t.Helper()
	s, diags := site.New(input(t, a))
	if len(diags) > 0 {
		t.Fatalf("%+v", diags)
	}
	return s
}

// input compiles the files of an archive, on 30 June 2012 at noon. Of other files
// than Markdown, each is an asset.
func input(t *testing.T, a *txtar.Archive) site.Input {
	t.Helper()
	in := site.Input{Now: time.Date(2012, 6, 30, 12, 0, 0, 0, time.UTC)}
	c := markdown.NewCompiler(limits.Default())
	for _, f := range a.Files {
		switch {
		case f.Name == config.FileName:
			cfg, diags := config.Parse(f.Name, f.Data)
			if len(diags) > 0 {
				t.Fatalf("%+v", diags)
			}
			in.Config = cfg
		case strings.HasSuffix(f.Name, ".md"):
			file := c.Compile(f.Name, f.Data)
			if len(file.Diags) > 0 {
				t.Fatalf("%+v", file.Diags)
			}
			in.Files = append(in.Files, file)
		case strings.HasPrefix(f.Name, site.ContentDir+"/"):
			in.Assets = append(in.Assets, &site.Asset{Path: f.Name, Address: strings.TrimPrefix(f.Name, site.ContentDir+"/")})
		}
	}
	return in
}

// dump writes what a site says, without what is empty.
func dump(s *site.Site) string {
	var b strings.Builder
	for _, p := range s.Pages {
		dumpPage(&b, p)
	}
	for _, e := range s.Elements {
		dumpElement(&b, e)
	}
	for _, l := range s.Listings {
		fmt.Fprintf(&b, "listing %s at %s: %s\n", l.Kind.Name, l.Address, ids(l.Elements))
	}
	for _, a := range s.Assets {
		fmt.Fprintf(&b, "asset %s\n", a.Address)
	}
	for _, h := range s.Hidden {
		fmt.Fprintf(&b, "hidden %s: %s\n", h.Source, h.Why)
	}
	for _, c := range s.Coverage {
		fmt.Fprintf(&b, "coverage %s\n", c.Rule.Name)
		for _, it := range c.Items {
			fmt.Fprintf(&b, "  %s is %s", it.Element.ID, it.State)
			field(&b, "by", ids(it.By))
			b.WriteByte('\n')
		}
	}
	return b.String()
}

// field writes a name and a value, unless it is empty.
func field(b *strings.Builder, name, value string) {
	if value != "" {
		fmt.Fprintf(b, " %s %s;", name, value)
	}
}

func ids(list []*site.Element) string {
	names := make([]string, len(list))
	for i, e := range list {
		names[i] = e.ID
	}
	return strings.Join(names, " ")
}

func address(p *site.Page) string {
	if p == nil {
		return ""
	}
	return p.Address
}

func dumpPage(b *strings.Builder, p *site.Page) {
	fmt.Fprintf(b, "page %s %q:", p.Address, p.Title)
	field(b, "under", address(p.Parent))
	if p.Document != nil {
		field(b, "in", p.Document.Name)
	}
	field(b, "after", address(p.Prev))
	field(b, "before", address(p.Next))
	field(b, "aliases", strings.Join(p.Aliases, " "))
	field(b, "sources", ids(p.Sources))
	b.WriteByte('\n')
	for i, r := range p.File.Refs {
		fmt.Fprintf(b, "  [%s](%s) → %s\n", r.Label, r.Path, target(p.Refs[i]))
	}
	for i, par := range p.Paragraphs {
		fmt.Fprintf(b, "  paragraph %s at #%s: %.20q\n", par.Number, par.Anchor, p.File.Paragraphs[i].Span.In(p.File.Text))
	}
	for _, m := range p.Mentions {
		fmt.Fprintf(b, "  mentioned in %s\n", m.From.Address)
	}
	for _, r := range p.Results {
		dumpResult(b, r)
	}
}

func target(t site.Target) string {
	switch {
	case t.IsZero():
		return "text"
	case t.Asset != nil:
		return "asset " + t.Asset.Address
	}
	out := t.Page.Address
	if t.Element != nil {
		out = t.Element.ID + " " + t.Element.Cite
	}
	if t.Paragraph != nil {
		out += " paragraph " + t.Paragraph.Anchor
	}
	if t.Anchor != "" {
		out += " heading " + t.Anchor
	}
	return out
}

func dumpElement(b *strings.Builder, e *site.Element) {
	fmt.Fprintf(b, "element %s %q: %s, %q, on %s;", e.ID, e.Title, e.Kind.Name, e.Cite, e.Page.Address)
	if e.Parent != nil {
		field(b, "parent", e.Parent.ID)
	}
	field(b, "children", ids(e.Children))
	field(b, "was", strings.Join(e.Was, " "))
	field(b, "names", strings.Join(e.Names, ", "))
	field(b, "summary", e.Summary)
	b.WriteByte('\n')
	for _, f := range e.Fields {
		fmt.Fprintf(b, "  %s = %q%v%v%v", f.Field.Label, f.Text, f.List, f.Number, f.Series)
		if !f.Date.IsZero() {
			b.WriteString(" " + f.Date.Format(time.DateOnly))
		}
		b.WriteByte('\n')
	}
	for _, g := range append(append([]site.Group(nil), e.Out...), e.In...) {
		fmt.Fprintf(b, "  %s: %s\n", g.Label(), ids(g.Elements))
	}
	if p := e.Progress; p != nil {
		fmt.Fprintf(b, "  %s: overdue %t, stale %t, closed %t, late by %d days;", p.Status, p.Overdue, p.Stale, p.Closed, p.DaysLate(time.Date(2012, 6, 30, 0, 0, 0, 0, time.UTC)))
		if !p.Since.IsZero() {
			field(b, "since", p.Since.Format(time.DateOnly)+" "+p.Note)
		}
		for _, m := range p.Moved {
			field(b, "moved from", m.Was.Format(time.DateOnly)+" "+m.Reason)
		}
		b.WriteByte('\n')
	}
	for _, m := range e.Mentions {
		fmt.Fprintf(b, "  mentioned in %s\n", m.From.Address)
	}
}

func dumpResult(b *strings.Builder, r *site.Result) {
	switch {
	case r == nil:
		b.WriteString("  query: faulty\n")
	case r.List != nil:
		for _, g := range r.List.Groups {
			fmt.Fprintf(b, "  list as %s %q: %s of %d\n", r.List.As, g.Title, ids(g.Elements), r.List.Total)
		}
	case r.Matrix != nil:
		for i, row := range r.Matrix.Rows {
			for j, column := range r.Matrix.Columns {
				c := r.Matrix.Cells[i][j]
				fmt.Fprintf(b, "  matrix %s × %s: %t, through %q\n", row.ID, column.ID, c.Related, ids(c.Through))
			}
		}
	case r.Map != nil:
		for i, layer := range r.Map.Layers {
			for _, g := range layer.Groups {
				fmt.Fprintf(b, "  map layer %d %q: %s\n", i, g.Title, ids(g.Elements))
			}
		}
		for _, l := range r.Map.Links {
			fmt.Fprintf(b, "  map link %s → %s\n", l.From.ID, l.To.ID)
		}
	case r.Timeline != nil:
		for _, row := range r.Timeline.Rows {
			fmt.Fprintf(b, "  timeline %s from %s to %s, late %t, with %d parts\n", row.Element.ID, row.Start.Format(time.DateOnly), row.End.Format(time.DateOnly), row.Late, len(row.Parts))
		}
	default:
		for _, c := range r.Coverage {
			fmt.Fprintf(b, "  coverage %s: %d covered, %d waived, %d missing\n", c.Rule.Name, c.Count(site.Covered), c.Count(site.Waived), c.Count(site.Missing))
		}
	}
}
