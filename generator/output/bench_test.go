package output_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"trigpoint/generator/output"
)

// large returns a set of n pages of 8 kB in folders of a hundred.
func large(tb testing.TB, n int, title string) *output.Set {
	tb.Helper()
	line := bytes.Repeat([]byte("All work and no play makes a dull page. "), 200)
	files := make([]output.File, n)
	for i := range files {
		files[i] = output.File{
			Path: fmt.Sprintf("document/chapter-%d/page-%d.html", i/100, i),
			Render: func(b *bytes.Buffer) error {
				fmt.Fprintf(b, "<title>%s %d</title>", title, i)
				_, err := b.Write(line)
				return err
			},
		}
	}
	s, err := output.NewSet(files)
	if err != nil {
		tb.Fatal(err)
	}
	return s
}

// BenchmarkWrite writes 10,000 files of 8 kB: into an empty folder, over ones
// that all differ, and over the same ones.
func BenchmarkWrite(b *testing.B) {
	sets := []*output.Set{large(b, 10_000, "One"), large(b, 10_000, "Two")}
	dir := filepath.Join(b.TempDir(), "public")
	write := func(s *output.Set) {
		f, err := output.Open(dir, nil)
		if err != nil {
			b.Fatal(err)
		}
		if _, err := f.Write(context.Background(), s, 2); err != nil {
			b.Fatal(err)
		}
	}
	b.Run("first", func(b *testing.B) {
		for b.Loop() {
			b.StopTimer()
			os.RemoveAll(dir)
			b.StartTimer()
			write(sets[0])
		}
	})
	b.Run("changed", func(b *testing.B) {
		for i := 0; b.Loop(); i++ {
			write(sets[(i+1)%2])
		}
	})
	b.Run("unchanged", func(b *testing.B) {
		write(sets[0])
		for b.Loop() {
			write(sets[0])
		}
	})
}
