package markdown_test

import (
	"reflect"
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
