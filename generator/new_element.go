package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"trigpoint/generator/build"
	"trigpoint/generator/config"
	"trigpoint/generator/diag"
	"trigpoint/generator/scaffold"
	"trigpoint/generator/site"
)

// order is what the author asks for: an element of a kind.
type order struct {
	kind     *config.Kind
	title    string
	document string // in which to put it
	values   []scaffold.Value
}

// newElement starts an element. The first word is its kind, on which the flags
// depend, so the flags are read in two steps.
func (e *environment) newElement(c *cobra.Command, args []string) error {
	first := pflag.NewFlagSet("new", pflag.ContinueOnError)
	first.ParseErrorsAllowlist.UnknownFlags = true
	help := first.BoolP("help", "h", false, "")
	first.StringVarP(&e.dir, "directory", "C", e.dir, "")
	if err := first.Parse(args); err != nil {
		return err
	}
	if first.NArg() == 0 {
		return c.Help()
	}
	res, err := e.whole()
	if *help && err != nil { // no site says what the kind has
		return c.Help()
	}
	if err != nil {
		return err
	}
	kind := res.Config.Kind(first.Arg(0))
	if kind == nil {
		return fmt.Errorf("nothing new is called %q; %s", first.Arg(0), suggestKind(first.Arg(0), res.Config.KindNames()))
	}
	if *help {
		return explainKind(c.OutOrStdout(), res.Config, kind)
	}
	o, err := e.readOrder(c, res.Config, kind, args)
	if err != nil {
		return err
	}
	return e.place(c, res, o)
}

// whole links the site, drafts included, whatever is wrong with it: an id that
// only a draft has is taken too.
func (e *environment) whole() (*build.Result, error) {
	b, err := e.builder()
	if err != nil {
		return nil, err
	}
	now, err := e.clock()
	if err != nil {
		return nil, err
	}
	return b.Check(build.Options{Now: now, Drafts: true})
}

// explainKind prints what can be given for an element of the kind.
func explainKind(w io.Writer, cfg *config.Config, k *config.Kind) error {
	fmt.Fprintf(w, "Start an element of kind %q, with the next free id. Where there can be several\n"+
		"values, commas divide them.\n\nUsage:\n  trigpoint new %s \"TITLE\" [--KEY VALUE]…\n\nKeys:\n", k.Name, k.Name)
	out := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, key := range scaffold.Keys(cfg, k) {
		if key == "directory" || key == "document" { // flags of ours: see readOrder
			continue
		}
		required, about := scaffold.Describe(cfg, k, key)
		if required {
			about += " (needed)"
		}
		fmt.Fprintf(out, "  --%s\t%s\n", key, about)
	}
	fmt.Fprintf(out, "  --document\tthe folder of the document to put it into, where there is a choice\n")
	return out.Flush()
}

// readOrder reads the arguments once more, now that the keys are known.
func (e *environment) readOrder(c *cobra.Command, cfg *config.Config, k *config.Kind, args []string) (order, error) {
	o := order{kind: k}
	f := pflag.NewFlagSet("new "+k.Name, pflag.ContinueOnError)
	f.StringVarP(&e.dir, "directory", "C", e.dir, "")
	f.StringVar(&o.document, "document", "", "")
	given := map[string]*[]string{}
	for _, key := range scaffold.Keys(cfg, k) {
		given[key] = new([]string)
		if f.Lookup(key) == nil { // what a flag of ours is called is written into the file
			f.StringArrayVar(given[key], key, nil, "")
		}
	}
	if err := f.Parse(args); err != nil {
		known := &cobra.Command{}
		known.Flags().AddFlagSet(f)
		return o, suggestFlag(known, err)
	}
	if f.NArg() != 2 || strings.TrimSpace(f.Arg(1)) == "" {
		return o, fmt.Errorf("write one title, in quotation marks: trigpoint new %s \"Title\"", k.Name)
	}
	o.title = f.Arg(1)
	for _, key := range scaffold.Keys(cfg, k) {
		texts := *given[key]
		if len(texts) > 1 && !scaffold.Several(cfg, k, key) {
			return o, fmt.Errorf("--%s holds one value, and is there %d times", key, len(texts))
		}
		if len(texts) > 0 {
			o.values = append(o.values, scaffold.NewValue(cfg, k, key, texts))
		}
	}
	return o, nil
}

// place picks an id and a file, and writes the element; of a kind that has no
// folder, it prints the heading that declares one.
func (e *environment) place(c *cobra.Command, res *build.Result, o order) error {
	word := scaffold.Word(o.title)
	id := scaffold.FreeID(o.kind, word, e.taken(res.Site))
	if id == "" {
		return fmt.Errorf("the id that %q would have is taken; write another title", o.title)
	}
	if o.kind.Folder == "" {
		fmt.Fprintf(c.ErrOrStderr(), "put this into the page that it is part of:\n")
		fmt.Fprintln(c.OutOrStdout(), scaffold.Heading(res.Config, o.kind, id, o.title, o.values))
		return nil
	}
	folder, err := folderFor(res.Site, o)
	if err != nil {
		return err
	}
	file := word + ".md"
	if _, err := os.Lstat(filepath.Join(e.dir, filepath.FromSlash(folder), file)); err == nil {
		file = word + "-" + scaffold.Word(id) + ".md"
	}
	f, err := scaffold.Element(res.Config, o.kind, id, o.title, folder, file, o.values)
	if err != nil {
		return err
	}
	if err := create(c, e.dir, []scaffold.File{f}); err != nil {
		return err
	}
	return e.remarks(c, f.Path)
}

// remarks prints what check has to say about a new file; it is there to be
// written, so nothing of it is a failure.
func (e *environment) remarks(c *cobra.Command, file string) error {
	res, err := e.whole()
	if err != nil {
		return err
	}
	list := res.Diags[:0:0]
	for _, d := range res.Diags {
		if d.Position.Path == file {
			list = append(list, d)
		}
	}
	return e.report(c.ErrOrStderr(), list)
}

// taken lists every id that is or was in use, as far as pages can be read.
func (e *environment) taken(s *site.Site) []string {
	ids := s.LostIDs()
	for _, el := range s.Elements {
		ids = append(append(ids, el.ID), el.Was...)
	}
	if src, err := os.ReadFile(filepath.Join(e.dir, site.LockName)); err == nil {
		for _, entry := range site.ParseLock(src).Entries {
			id, _, _ := bytes.Cut([]byte(entry.Name), []byte("#"))
			ids = append(ids, string(id))
		}
	}
	return ids
}

// folderFor finds the folder of the kind: where others of it are, or below the
// document.
func folderFor(s *site.Site, o order) (string, error) {
	var folders []string
	for _, p := range s.Pages {
		dir := path.Dir(p.Source())
		if path.Base(dir) == o.kind.Folder && (o.document == "" || p.Document != nil && p.Document.Name == o.document) {
			folders = append(folders, dir)
		}
	}
	slices.Sort(folders)
	folders = slices.Compact(folders)
	switch {
	case len(folders) == 1:
		return folders[0], nil
	case len(folders) > 1:
		return "", fmt.Errorf("there are %d folders %s; say which with --document NAME", len(folders), o.kind.Folder)
	case o.document != "" && !slices.Contains(documents(s), o.document):
		return "", errors.New("there is no document " + strconv.Quote(o.document) + "; " + suggestDocument(o.document, documents(s)))
	case o.document != "":
		return path.Join(site.ContentDir, o.document, o.kind.Folder), nil
	case len(s.Documents) == 1:
		return path.Join(site.ContentDir, s.Documents[0].Name, o.kind.Folder), nil
	}
	return "", errors.New("no folder is called " + o.kind.Folder + "; say which document it belongs to with --document NAME")
}

// documents lists the folders of the documents.
func documents(s *site.Site) []string {
	var names []string
	for _, d := range s.Documents {
		names = append(names, d.Name)
	}
	return names
}

func suggestDocument(name string, names []string) string {
	if hint := diag.DidYouMean(name, names); hint != "" {
		return hint
	}
	return "start it with trigpoint new document " + name
}
