package main

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// arrows are the imports between our packages that the architecture permits.
// Passes never import each other; build knows them all. See ARCHITECTURE.md.
func arrows() map[string]string {
	return map[string]string{
		"":         "build config diag output pack publish scaffold serve site source ../themes",
		"card":     "",
		"diag":     "",
		"diagram":  "",
		"output":   "",
		"photo":    "",
		"publish":  "output",
		"record":   "diag",
		"limits":   "",
		"config":   "diag limits record",
		"markdown": "diag limits record",
		"site":     "config diag markdown record",
		"check":    "config diag markdown site",
		"stencil":  "",
		"theme":    "diag record stencil",
		"data":     "card config markdown output site",
		"render":   "config diagram markdown output site theme",
		"search":   "config markdown output site",
		"bench":    "",
		"scaffold": "config markdown",
		"source":   "",
		"serve":    "build config diag markdown output site source",
		"pack":     "output render site theme",
		"build":    "card check config data diag limits markdown output pack photo render search site theme",
	}
}

// outside are the packages of others that one package alone may import.
func outside() map[string]string {
	return map[string]string{
		"github.com/yuin/goldmark":            "markdown",
		"github.com/alecthomas/chroma/v2":     "markdown",
		"github.com/dlclark/regexp2/v2":       "markdown",
		"github.com/microcosm-cc/bluemonday":  "markdown",
		"github.com/BurntSushi/toml":          "record",
		"github.com/fsnotify/fsnotify":        "serve",
		"github.com/blevesearch/snowballstem": "search",
		"github.com/minio/minio-go/v7":        "publish",
		"golang.org/x/image":                  "card",
		"github.com/spf13/cobra":              "",
		"github.com/chromedp":                 "pack",
		"github.com/ledongthuc/pdf":           "pack",
		"github.com/tdewolff/minify/v2":       "theme",
		"html/template":                       "stencil theme render",
		"net/http":                            "serve publish",
	}
}

// TestArrows holds the imports between packages to the list, and the list to
// the imports: an arrow that nothing uses any more is taken off.
func TestArrows(t *testing.T) {
	permitted := arrows()
	for dir, files := range sources(t) {
		allowed, ok := permitted[dir]
		if !ok {
			t.Errorf("package %s is not in the list of arrows", dir)
			continue
		}
		used := imports(t, files, "trigpoint/generator/")
		for _, to := range used {
			if !slices.Contains(strings.Fields(allowed), to) {
				t.Errorf("%s imports %s, which the architecture does not permit", dir, to)
			}
		}
		for _, to := range strings.Fields(allowed) {
			if !strings.HasPrefix(to, "../") && !slices.Contains(used, to) {
				t.Errorf("%s may import %s and does not: take the arrow off the list", dir, to)
			}
		}
	}
}

// TestArchitecture holds the table in ARCHITECTURE.md to the list of arrows.
func TestArchitecture(t *testing.T) {
	rows := map[string]string{}
	for _, m := range regexp.MustCompile("(?m)^\\| `(\\w+)` \\|.*\\| ?(.*) \\|$").FindAllStringSubmatch(string(readFile(t, "../ARCHITECTURE.md")), -1) {
		rows[strings.TrimSuffix(m[1], "generator")] = m[2]
	}
	for name, want := range arrows() {
		if got, ok := rows[name]; !ok || got != want {
			t.Errorf("ARCHITECTURE.md: the row of %q imports %q, not %q", name, got, want)
		}
		delete(rows, name)
	}
	for name := range rows {
		if name != "compiled" {
			t.Errorf("ARCHITECTURE.md: there is no package %q", name)
		}
	}
}

// TestOutsidePackages keeps each library behind one package.
func TestOutsidePackages(t *testing.T) {
	for dir, files := range sources(t) {
		if dir == "bench" { // compares us with the libraries alone
			continue
		}
		for _, imported := range imports(t, files, "") {
			for prefix, owners := range outside() {
				within := imported == prefix || strings.HasPrefix(imported, prefix+"/")
				if within && dir != owners && !slices.Contains(strings.Fields(owners), dir) {
					t.Errorf("generator/%s imports %s, which is for %q alone", dir, imported, owners)
				}
			}
		}
	}
}

// TestPure: below build nothing reads the clock, the environment or the disk.
func TestPure(t *testing.T) {
	for dir, files := range sources(t) {
		switch dir {
		case "", "serve", "source", "publish", "output", "scaffold", "bench", "pack":
			continue
		}
		for _, file := range files {
			src, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			for _, call := range []string{"time.Now(", "os.Getenv(", "os.Open(", "os.ReadFile(", "os.Stat(", "func init()"} {
				if strings.Contains(string(src), call) {
					t.Errorf("%s uses %s", file, call)
				}
			}
		}
	}
}

// TestPackageComments: every package says what it is for.
func TestPackageComments(t *testing.T) {
	for dir, files := range sources(t) {
		said := false
		for _, file := range files {
			f, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ParseComments|parser.PackageClauseOnly)
			if err != nil {
				t.Fatal(err)
			}
			said = said || f.Doc != nil && len(f.Doc.Text()) > 80
		}
		if !said {
			t.Errorf("generator/%s has no package comment", dir)
		}
	}
}

// sources lists the Go files of each package, tests left out.
func sources(t *testing.T) map[string][]string {
	t.Helper()
	out := map[string][]string{}
	err := filepath.WalkDir(".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && d.Name() == "testdata" {
			return fs.SkipDir
		}
		if strings.HasSuffix(name, ".go") && !strings.HasSuffix(name, "_test.go") {
			dir := path.Dir(filepath.ToSlash(name))
			if dir == "." {
				dir = ""
			}
			out[dir] = append(out[dir], name)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// imports lists what the files import that begins with the prefix, which is
// cut off; sorted.
func imports(t *testing.T, files []string, prefix string) []string {
	t.Helper()
	var out []string
	for _, file := range files {
		f, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
		if err != nil {
			t.Fatal(err)
		}
		for _, spec := range f.Imports {
			p, _ := strconv.Unquote(spec.Path.Value)
			if rest, ok := strings.CutPrefix(p, prefix); ok {
				out = append(out, rest)
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}
