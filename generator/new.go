package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/spf13/cobra"

	"trigpoint/generator/build"
	"trigpoint/generator/diag"
	"trigpoint/generator/scaffold"
)

func newCommand(e *environment) *cobra.Command {
	c := &cobra.Command{
		Use:   `new KIND "TITLE" [--KEY VALUE]…`,
		Short: "Start a site, a document, a theme or an element",
		Long: "Start an element of a kind that site.toml declares, with the next free id. Each field and\n" +
			"relation of the kind can be given as a flag, with commas or more than once if it is a list.\n" +
			"Nothing that exists is ever changed.",
		Example: "  trigpoint new site strategy\n  trigpoint new document annual-report\n" +
			"  trigpoint new action \"Publish the registers\" --addresses I2 --owner R1 --due 2027-03-31",
		DisableFlagParsing: true, // the flags depend on the kind
		RunE:               func(c *cobra.Command, args []string) error { return e.newElement(c, args) },
	}
	c.AddCommand(newSiteCommand(e), newDocumentCommand(e), newThemeCommand(e))
	return c
}

func newSiteCommand(e *environment) *cobra.Command {
	var title string
	c := &cobra.Command{
		Use:     "site DIR",
		Short:   "Start a small complete site in a folder",
		Example: "  trigpoint new site harbour --title \"The harbour strategy\"",
		Args:    one("a folder"),
		RunE: func(c *cobra.Command, args []string) error {
			dir := filepath.Join(e.dir, args[0])
			if filepath.IsAbs(args[0]) {
				dir = args[0]
			}
			if title == "" {
				title = titled(filepath.Base(dir))
			}
			files, err := scaffold.Site(title)
			if err != nil {
				return err
			}
			if err := create(c, dir, files); err != nil {
				return err
			}
			fmt.Fprintf(c.ErrOrStderr(), "see it with: trigpoint serve -C %s\n", dir)
			return nil
		},
	}
	c.Flags().StringVar(&title, "title", "", "the `title` of the site (made of the folder's name)")
	return c
}

func newDocumentCommand(e *environment) *cobra.Command {
	var title string
	c := &cobra.Command{
		Use:     "document NAME",
		Short:   "Start a document of the series, as a draft",
		Example: "  trigpoint new document annual-report --title \"Annual report\"",
		Args:    one("the folder of the document"),
		RunE: func(c *cobra.Command, args []string) error {
			if title == "" {
				title = titled(args[0])
			}
			return e.create(c, args[0], func(*build.Builder) ([]scaffold.File, error) { return scaffold.Document(args[0], title) })
		},
	}
	c.Flags().StringVar(&title, "title", "", "the `title` of the document (made of its name)")
	return c
}

func newThemeCommand(e *environment) *cobra.Command {
	var extends string
	c := &cobra.Command{
		Use:     "theme NAME",
		Short:   "Start a theme that extends another",
		Example: "  trigpoint new theme harbour\n  trigpoint build --theme harbour",
		Args:    one("the folder of the theme"),
		RunE: func(c *cobra.Command, args []string) error {
			return e.create(c, args[0], func(b *build.Builder) ([]scaffold.File, error) {
				if err := b.FindTheme(extends); err != nil {
					return nil, err
				}
				return scaffold.Theme(args[0], extends)
			})
		},
	}
	c.Flags().StringVar(&extends, "extends", "fieldbook", "the `theme` it extends")
	return c
}

// folderName is what the folder of a document or theme can be called.
var folderName = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

// create makes the files of a named thing in the site's folder.
func (e *environment) create(c *cobra.Command, name string, files func(*build.Builder) ([]scaffold.File, error)) error {
	if !folderName.MatchString(name) {
		return fmt.Errorf("%q is no name for it: write small letters, digits and hyphens, such as annual-report", name)
	}
	b, err := e.builder()
	if err != nil {
		return err
	}
	list, err := files(b)
	if err != nil {
		return err
	}
	return create(c, e.dir, list)
}

// create writes files that are not there yet: all of them, or none.
func create(c *cobra.Command, dir string, files []scaffold.File) error {
	for _, f := range files {
		name := filepath.Join(dir, filepath.FromSlash(f.Path))
		if _, err := os.Lstat(name); !errors.Is(err, os.ErrNotExist) {
			return errors.Join(err, fmt.Errorf("%s is there already; nothing was written", name))
		}
	}
	for _, f := range files {
		name := filepath.Join(dir, filepath.FromSlash(f.Path))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			return err
		}
		if err := writeNew(name, f.Content); err != nil {
			return err
		}
		fmt.Fprintln(c.OutOrStdout(), name)
	}
	return nil
}

// writeNew writes a file that must not be there.
func writeNew(name string, content []byte) error {
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	_, err = f.Write(content)
	return errors.Join(err, f.Close())
}

// titled makes a title of a folder's name.
func titled(name string) string {
	text := strings.NewReplacer("-", " ", "_", " ").Replace(name)
	if text == "" || text == "." {
		return "A strategy"
	}
	return strings.ToUpper(text[:1]) + text[1:]
}

// suggestKind is a hint for the word after "new".
func suggestKind(word string, kinds []string) string {
	if hint := diag.DidYouMean(word, append(kinds, "site", "document", "theme")); hint != "" {
		return hint
	}
	return "site.toml declares " + strings.Join(kinds, ", ")
}
