package main

import (
	"bytes"
	"context"
	"maps"
	"runtime"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"trigpoint/generator/build"
	"trigpoint/generator/config"
	"trigpoint/generator/limits"
	"trigpoint/generator/markdown"
	"trigpoint/generator/output"
	"trigpoint/generator/site"
	"trigpoint/themes"
)

// measured is how many pages the phases are measured on.
const measured = 500

// The benchmarks of phases count a page as one operation, so that their figures
// can be added and do not depend on the size of the site.

func BenchmarkCompile(b *testing.B) {
	c := NewCorpus(50)
	compiler := markdown.NewCompiler(limits.Default())
	name := c.Pages[7]
	src := []byte(c.Files[name])
	b.ReportAllocs()
	for b.Loop() {
		compiler.Compile(name, src)
	}
}

func BenchmarkFloor(b *testing.B) {
	c, md := NewCorpus(50), libraries()
	src := []byte(c.Files[c.Pages[7]])
	b.ReportAllocs()
	for b.Loop() {
		var w bytes.Buffer
		_ = page(md, src, &w)
	}
}

func BenchmarkLink(b *testing.B) {
	res := built(b, pagesOnly, nil)
	in := site.Input{Config: res.Config, Files: compiled(b, res.Config), Now: today}
	perPage(b, func() { _, _ = site.New(in) })
}

func BenchmarkRender(b *testing.B) {
	files := those(built(b, pagesOnly, nil), func(p string) bool { return strings.HasPrefix(p, "doc") })
	perPage(b, func() { renderAll(b, files) })
}

func BenchmarkWrite(b *testing.B) {
	var files []output.File
	for _, f := range built(b, pagesOnly, nil).Set.Files() {
		var w bytes.Buffer
		if err := f.Render(&w); err != nil {
			b.Fatal(err)
		}
		files = append(files, output.Bytes(f.Path, w.Bytes()))
	}
	set, err := output.NewSet(files)
	if err != nil {
		b.Fatal(err)
	}
	perPage(b, func() {
		folder, err := output.Open(b.TempDir(), nil)
		if err == nil {
			_, err = folder.Write(context.Background(), set, runtime.GOMAXPROCS(0))
		}
		if err != nil {
			b.Fatal(err)
		}
	})
}

func BenchmarkSearch(b *testing.B) {
	perPage(b, func() {
		renderAll(b, those(built(b, everything, nil), func(p string) bool { return strings.HasPrefix(p, "search") }))
	})
}

func BenchmarkData(b *testing.B) {
	perPage(b, func() {
		renderAll(b, those(built(b, everything, nil), func(p string) bool {
			return strings.HasPrefix(p, "data/") || strings.HasSuffix(p, ".xml") || strings.HasSuffix(p, ".json")
		}))
	})
}

func BenchmarkPack(b *testing.B) {
	files := those(built(b, everything, &build.Copies{Formats: []string{"zip", "html", "epub"}}), func(p string) bool {
		return strings.HasPrefix(p, build.CopiesDir+"/")
	})
	perPage(b, func() { renderAll(b, files) })
}

var today = time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)

// built builds the corpus, without rendering anything.
func built(b testing.TB, parts string, copies *build.Copies) *build.Result {
	b.Helper()
	if clock, ok := b.(*testing.B); ok {
		clock.StopTimer()
		defer clock.StartTimer()
	}
	res, err := build.New(inMemory(measured, parts), themes.FS()).Build(build.Options{Now: today, Copies: copies})
	if err != nil || res.Failed() {
		b.Fatalf("the corpus cannot be built: %v %v", err, res.Diags)
	}
	return res
}

// inMemory is a corpus as a file system.
func inMemory(pages int, parts string) fstest.MapFS {
	root := fstest.MapFS{}
	for name, content := range NewCorpus(pages).Files {
		root[name] = &fstest.MapFile{Data: []byte(content)}
	}
	root["site.toml"] = &fstest.MapFile{Data: []byte(corpusConfig + parts)}
	return root
}

func compiled(b *testing.B, cfg *config.Config) []*markdown.File {
	compiler, root := markdown.NewCompiler(cfg.Limits), inMemory(measured, pagesOnly)
	var files []*markdown.File
	for _, name := range slices.Sorted(maps.Keys(root)) {
		if strings.HasSuffix(name, ".md") {
			files = append(files, compiler.Compile(name, root[name].Data))
		}
	}
	return files
}

func those(res *build.Result, want func(path string) bool) []output.File {
	var files []output.File
	for _, f := range res.Set.Files() {
		if want(f.Path) {
			files = append(files, f)
		}
	}
	return files
}

func renderAll(b testing.TB, files []output.File) {
	var w bytes.Buffer
	for _, f := range files {
		w.Reset()
		if err := f.Render(&w); err != nil {
			b.Fatal(err)
		}
	}
	if len(files) == 0 || w.Len() == 0 {
		b.Fatal("nothing was rendered")
	}
}

// perPage runs a phase of the whole corpus for each so many operations.
func perPage(b *testing.B, run func()) {
	b.ReportAllocs()
	for n := 0; n < b.N; n += measured {
		run()
	}
}
