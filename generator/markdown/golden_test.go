package markdown_test

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"trigpoint/generator/limits"
	"trigpoint/generator/markdown"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// golden is one archive of testdata: input.md, then want.html (the body, its
// holes written as «…») and want.txt (all else that the file says).
type golden struct {
	name    string
	archive *txtar.Archive
}

func goldenCases(t testing.TB) []golden {
	t.Helper()
	names, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(names) == 0 {
		t.Fatal("no cases", err)
	}
	var out []golden
	for _, name := range names {
		a, err := txtar.ParseFile(name)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, golden{name, a})
	}
	return out
}

func (g golden) part(name string) []byte {
	for _, f := range g.archive.Files {
		if f.Name == name {
			return f.Data
		}
	}
	return nil
}

// TestGolden compiles each case; -update rewrites what is wanted.
func TestGolden(t *testing.T) {
	c := markdown.NewCompiler(limits.Default())
	for _, g := range goldenCases(t) {
		t.Run(strings.TrimSuffix(filepath.Base(g.name), ".txtar"), func(t *testing.T) {
			f := c.Compile("content/page.md", g.part("input.md"))
			var body bytes.Buffer
			f.Body.Fill(&body, marks{})
			html, text := ensureLine(body.Bytes()), dump(f)
			if *update {
				g.archive.Files = []txtar.File{{Name: "input.md", Data: g.part("input.md")}, {Name: "want.html", Data: html}, {Name: "want.txt", Data: text}}
				if err := os.WriteFile(g.name, txtar.Format(g.archive), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			if got, want := string(html), string(g.part("want.html")); got != want {
				t.Errorf("want.html is\n%s\ngot\n%s", want, got)
			}
			if got, want := string(text), string(g.part("want.txt")); got != want {
				t.Errorf("want.txt is\n%s\ngot\n%s", want, got)
			}
		})
	}
}

func ensureLine(b []byte) []byte {
	if len(b) > 0 && b[len(b)-1] != '\n' {
		b = append(b, '\n')
	}
	return b
}

// marks writes each hole as what it is for.
type marks struct{}

func (marks) Fill(w *bytes.Buffer, h markdown.Hole) bool {
	fmt.Fprintf(w, "«%s %d»", [...]string{"ref", "/ref", "image", "/image", "heading", "/heading", "paragraph", "number", "prefix", "query", "word"}[h.Kind], h.N)
	return false
}

// dump writes what a file says besides its body, a line each.
func dump(f *markdown.File) []byte {
	var b bytes.Buffer
	for i, h := range f.Headings {
		fmt.Fprintf(&b, "heading %d: level %d, id %q, explicit %t, under %d, at %s+%d: %q", i, h.Level, h.ID, h.Explicit, h.Parent, h.Position, h.Position.Len, h.Text)
		for _, key := range h.Attrs.Keys() {
			v, _ := h.Attrs.Get(key)
			s, _ := v.Text()
			fmt.Fprintf(&b, " %s=%q", key, s)
		}
		b.WriteByte('\n')
	}
	for i, p := range f.Paragraphs {
		fmt.Fprintf(&b, "paragraph %d: name %q, numbered %t, under %d: %q\n", i, p.Name, p.Numbered, p.Heading, p.Span.In(f.Text))
	}
	for i, r := range f.Refs {
		fmt.Fprintf(&b, "ref %d: label %q, path %q, source %q, anchor %q, title %q, shortcut %t, image %t, at %s+%d: %q\n",
			i, r.Label, r.Path, r.Source, r.Anchor, r.Title, r.Shortcut, r.Image, r.Position, r.Position.Len, r.Words.In(f.Text))
	}
	for i, q := range f.Queries {
		fmt.Fprintf(&b, "query %d: %s, under %d, at %s+%d: %s\n", i, q.Kind, q.Heading, q.Position, q.Position.Len, strings.Join(q.Table.Keys(), " "))
	}
	for _, a := range f.Acronyms {
		fmt.Fprintf(&b, "acronym %s: explained %t, at %s\n", a.Word, a.Explained, f.PositionOf(a.Span))
	}
	for _, p := range f.Prose {
		sentence, words := p.Longest()
		fmt.Fprintf(&b, "prose, longest of %d words: %q\n", words, sentence.In(f.Text))
	}
	for _, d := range f.Diags.Sorted() {
		fmt.Fprintf(&b, "%s+%d: %s: %s [%s]\n", d.Position, d.Position.Len, d.Severity, d.Message, d.Code)
	}
	if f.HasCode {
		b.WriteString("has highlighted code\n")
	}
	fmt.Fprintf(&b, "text:\n%s", f.Text)
	return ensureLine(b.Bytes())
}
