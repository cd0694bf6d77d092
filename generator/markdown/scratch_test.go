package markdown_test

import (
	"bytes"
	"reflect"
	"strings"
	"testing"

	"trigpoint/generator/limits"
	"trigpoint/generator/markdown"
)

// TestUsedCompiler: what a compiler makes of a file does not show what it has
// compiled before.
func TestUsedCompiler(t *testing.T) {
	t.Parallel()
	const full = "+++\ntitle = \"T\"\n+++\n## A\n\nSee [I2], [one](one.md) and `x`. ^here\n\n> [!NOTE]\n> Well.\n"
	for _, src := range []string{"", "+++\ntitle = \"T\"\n+++\n", "Words alone.\n", "[gone]\n", full} {
		want := bodies(markdown.NewCompiler(limits.Default()).Compile("content/x.md", []byte(src)))
		used := markdown.NewCompiler(limits.Default())
		first := used.Compile("content/first.md", []byte(full))
		for range 3 {
			if got := bodies(used.Compile("content/x.md", []byte(src))); !reflect.DeepEqual(got, want) {
				t.Errorf("%q: it is\n%+v\nwant\n%+v", src, got, want)
			}
		}
		if again := markdown.NewCompiler(limits.Default()).Compile("content/first.md", []byte(full)); !reflect.DeepEqual(bodies(first), bodies(again)) {
			t.Errorf("%q: an earlier file was changed", src)
		}
	}
}

// bodies are the parts of a file that its text below the front matter decides.
func bodies(f *markdown.File) []any {
	return []any{f.Body, f.Text, f.Headings, f.Paragraphs, f.Refs, f.Prose, f.Acronyms, f.Diags}
}

// TestKeepsNothing: a File has nothing of the bytes that it was compiled from,
// which are read into a buffer that others are read into later.
func TestKeepsNothing(t *testing.T) {
	t.Parallel()
	c := markdown.NewCompiler(limits.Default())
	for _, g := range goldenCases(t) {
		src := bytes.Clone(g.part("input.md"))
		want := c.Compile("content/x.md", bytes.Clone(src))
		got := c.Compile("content/x.md", src)
		for i := range src {
			src[i] = 'x'
		}
		if !reflect.DeepEqual(append(bodies(got), front(got)...), append(bodies(want), front(want)...)) {
			t.Errorf("%s: the file changes with the bytes that it was read from", g.name)
		}
	}
}

// front are the parts of a file that its front matter decides, and where the keys
// stand in it.
func front(f *markdown.File) []any {
	out := []any{f.Meta.Title, f.Meta.Summary, len(f.Queries)}
	for _, key := range f.Front.Keys() {
		out = append(out, key, f.Front.KeyPosition(key))
	}
	return out
}

// TestWordsOnce: words that need no escaping are kept in the text alone.
func TestWordsOnce(t *testing.T) {
	t.Parallel()
	words := strings.Repeat("Plain words. ", 20)
	f := markdown.NewCompiler(limits.Default()).Compile("content/x.md", []byte("+++\n+++\n"+words+"\n\n- "+words+"  \nand *more*, "+words+"\n"))
	if n := len(f.Body.HTML); n > 100 {
		t.Errorf("beside its text, the page has %d bytes: %s", n, f.Body.HTML)
	}
}
