package main

import (
	"bytes"
	"io/fs"
	"runtime"
	"strings"
	"testing"
	"time"

	"trigpoint/generator/build"
	"trigpoint/generator/output"
	"trigpoint/themes"
)

// guarded is how many pages the guards build.
const guarded = 200

// The guards fail when a page costs about half as much again as it did when they
// were written, 912 allocations of 86 kB in all, or two times the floor in place
// of 0.7. The race detector makes buffers last less long, and so its bytes are
// 129 kB. Lower them when a build gets cheaper. Were the templates run by
// html/template again, that alone would be 800 allocations.
const (
	mostAllocations = 1350
	mostBytes       = 190_000
	mostFloors      = 2
)

// TestAllocations: what a page costs in memory does not grow unseen. Counts
// depend neither on the machine nor on what else it does.
func TestAllocations(t *testing.T) {
	root := inMemory(guarded, pagesOnly)
	files := buildAll(t, root)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	again(t, root, files)
	runtime.ReadMemStats(&after)
	count := (after.Mallocs - before.Mallocs) / guarded
	size := (after.TotalAlloc - before.TotalAlloc) / guarded
	t.Logf("a page takes %d allocations of %d bytes", count, size)
	if count > mostAllocations || size > mostBytes {
		t.Errorf("a page takes %d allocations of %d bytes: more than %d of %d", count, size, mostAllocations, mostBytes)
	}
}

// TestFloor: a build takes a few times what the libraries alone take. Both are
// measured in turn in this process, by its processor time, and the least of each
// counts, so that it does not matter what else the machine does.
func TestFloor(t *testing.T) {
	if _, known := spent(); !known {
		t.Skip("the processor time of a process is not known on this system")
	}
	root := inMemory(guarded, pagesOnly)
	files := buildAll(t, root)
	whole, alone := time.Hour, time.Hour
	for range 5 {
		whole = min(whole, timed(func() { again(t, root, files) }))
		alone = min(alone, timed(func() { convertAll(t, root) }))
	}
	ratio := whole.Seconds() / alone.Seconds()
	t.Logf("a build takes %.1f times the floor", ratio)
	if ratio > mostFloors {
		t.Errorf("a build takes %.1f times the floor: more than %d", ratio, mostFloors)
	}
}

func timed(run func()) time.Duration {
	started, _ := spent()
	run()
	ended, _ := spent()
	return ended - started
}

// buildAll builds a site and renders its pages, so that what is made once for a
// process or a site is there, such as the theme.
func buildAll(t *testing.T, root fs.FS) []output.File {
	t.Helper()
	res, err := build.New(root, themes.FS()).Build(build.Options{Now: today})
	if err != nil || res.Failed() {
		t.Fatalf("the corpus cannot be built: %v", err)
	}
	files := those(res, func(path string) bool { return strings.HasPrefix(path, "doc") && strings.HasSuffix(path, ".html") })
	renderAll(t, files)
	return files
}

// again does for each page what a build does for it: it compiles, links and
// checks all, and renders the pages.
func again(t *testing.T, root fs.FS, files []output.File) {
	t.Helper()
	if res, err := build.New(root, themes.FS()).Check(build.Options{Now: today}); err != nil || res.Failed() {
		t.Fatalf("the corpus has problems: %v", err)
	}
	renderAll(t, files)
}

// convertAll does with the same pages what the floor does.
func convertAll(t *testing.T, root fs.FS) {
	t.Helper()
	md := libraries()
	err := fs.WalkDir(root, "content", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		src, err := fs.ReadFile(root, name)
		if err != nil {
			return err
		}
		var w bytes.Buffer
		return page(md, src, &w)
	})
	if err != nil {
		t.Fatal(err)
	}
}
