package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"golang.org/x/term"

	"trigpoint/generator/build"
	"trigpoint/generator/config"
	"trigpoint/generator/diag"
	"trigpoint/themes"
)

// environment is what commands take from the world outside.
type environment struct {
	dir      string // the folder with site.toml
	now      func() time.Time
	getenv   func(string) string
	terminal func(io.Writer) bool
	columns  func(io.Writer) int // of a terminal; 0: none, or it does not say
	garbage  *pacer
}

func newEnvironment() *environment {
	return &environment{now: time.Now, getenv: os.Getenv, terminal: isTerminal, columns: columns}
}

func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

func columns(w io.Writer) int {
	f, ok := w.(*os.File)
	if !ok {
		return 0
	}
	n, _, err := term.GetSize(int(f.Fd()))
	if err != nil {
		return 0
	}
	return n
}

// builder opens the site's folder.
func (e *environment) builder() (*build.Builder, error) {
	if _, err := os.Stat(filepath.Join(e.dir, config.FileName)); err != nil {
		if errors.Is(err, os.ErrNotExist) {
			return nil, fmt.Errorf("there is no %s in %s; name the site's folder with -C, or start a site with trigpoint new site", config.FileName, e.dir)
		}
		return nil, err
	}
	return build.New(os.DirFS(e.dir), themes.FS()), nil
}

// buildFlags are the flags of every command that builds.
func (e *environment) buildFlags(f *pflag.FlagSet, o *build.Options) {
	f.StringVar(&o.AsOf, "as-of", "", "build as on this `date`: what is published then, and what is overdue")
	f.BoolVar(&o.Drafts, "drafts", false, "include drafts and what is not yet, or no longer, published")
	f.BoolVar(&o.Strict, "strict", false, "count warnings as errors")
}

// clock returns the moment of the build: that of SOURCE_DATE_EPOCH
// (reproducible-builds.org), if it is set, or now.
func (e *environment) clock() (time.Time, error) {
	epoch := e.getenv("SOURCE_DATE_EPOCH")
	if epoch == "" {
		return e.now(), nil
	}
	seconds, err := strconv.ParseInt(epoch, 10, 64)
	if err != nil {
		return time.Time{}, fmt.Errorf("SOURCE_DATE_EPOCH is %q, and should be seconds since 1970", epoch)
	}
	return time.Unix(seconds, 0).UTC(), nil
}

// style says whether to print in colour, and how wide.
func (e *environment) style(w io.Writer) diag.Style {
	return diag.Style{Colour: e.getenv("NO_COLOR") == "" && e.terminal(w), Width: e.columns(w)}
}

// source reads source files for excerpts.
func (e *environment) source(path string) []byte {
	src, err := os.ReadFile(filepath.Join(e.dir, filepath.FromSlash(path)))
	if err != nil {
		return nil
	}
	return src
}

// report prints diagnostics as text.
func (e *environment) report(w io.Writer, list diag.List) error {
	return diag.WriteText(w, list, e.source, e.style(w))
}

// suggestFlag adds the flag that was probably meant.
func suggestFlag(c *cobra.Command, err error) error {
	var unknown *pflag.NotExistError
	if !errors.As(err, &unknown) {
		return err
	}
	var names []string
	c.Flags().VisitAll(func(f *pflag.Flag) { names = append(names, f.Name) })
	if hint := diag.DidYouMean(unknown.GetSpecifiedName(), names); hint != "" {
		return fmt.Errorf("%w; %s", err, hint)
	}
	return err
}

// none refuses arguments, which are most often the folder of the site.
func none(c *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	return fmt.Errorf("%s takes flags alone, and not %q; the site's folder is named with -C", c.Name(), args[0])
}

// one asks for a single argument and says what it is.
func one(what string) cobra.PositionalArgs {
	return func(c *cobra.Command, args []string) error {
		if len(args) == 1 {
			return nil
		}
		return fmt.Errorf("name %s, as in: %s", what, firstLine(c.Example))
	}
}

func firstLine(text string) string {
	line, _, _ := strings.Cut(strings.TrimSpace(text), "\n")
	return line
}
