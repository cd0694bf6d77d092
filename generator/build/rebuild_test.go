package build_test

import (
	"bytes"
	"flag"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"trigpoint/generator/build"
	"trigpoint/generator/diag"
	"trigpoint/generator/source"
	"trigpoint/themes"
)

var (
	sequences = flag.Int("sequences", 50, "how many random sequences of edits are made")
	seed      = flag.Uint64("seed", 0, "make this sequence alone")
)

const editsEach = 8

// TestRebuildEqualsCleanBuild is the law of the preview: whatever was edited
// before, a build that remembers comes to the same files, byte for byte, and to
// the same problems as a build that remembers nothing.
func TestRebuildEqualsCleanBuild(t *testing.T) {
	t.Parallel()
	first, last := uint64(1), uint64(*sequences)
	if *seed != 0 {
		first, last = *seed, *seed
	}
	built := 0
	for n := first; n <= last; n++ {
		list := randomEdits(rand.New(rand.NewPCG(n, 1)), editsEach)
		sets, difference := play(t, list)
		built += sets
		if difference != "" {
			list, difference = shrink(t, list, difference)
			t.Fatalf("sequence %d (-seed %d): after %v\n%s", n, n, list, difference)
		}
	}
	t.Logf("%d states could be built", built)
	if steps := int(last-first+1) * editsEach; *seed == 0 && built < steps/5 {
		t.Errorf("of %d states, only %d could be built: the edits are too wild to prove anything", steps, built)
	}
}

// shrink leaves out what the difference does not need.
func shrink(t *testing.T, list []edit, difference string) ([]edit, string) {
	for i := 0; i < len(list); {
		shorter := slices.Delete(slices.Clone(list), i, i+1)
		if _, d := play(t, shorter); d != "" {
			list, difference = shorter, d
		} else {
			i++
		}
	}
	return list, difference
}

// play makes the edits one after the other, builds after each in both ways, and
// returns how many states could be built and the first difference.
func play(t *testing.T, list []edit) (sets int, difference string) {
	dir := t.TempDir()
	defer os.RemoveAll(dir)
	d := firstDraft()
	s := &source.Scanner{Dir: dir, Names: build.Sources(), Ignore: build.Ignored}
	save(t, dir, draft{}, d)
	b := build.New(nil, themes.FS()).On(s.All())
	if _, err := b.Build(options(0)); err != nil {
		t.Fatal(err)
	}
	for i, e := range list {
		before := maps.Clone(d)
		e.apply(d)
		folders := save(t, dir, before, d)
		tree, _ := s.Again(folders)
		if i%3 == 2 {
			tree = s.All()
		}
		b = b.On(tree)
		again := outcome(b, options(e.seed))
		clean := outcome(build.New(os.DirFS(dir), themes.FS()), options(e.seed))
		tree.Release(func(name string) bool { return path.Ext(name) == ".md" })
		if difference := compare(again, clean); difference != "" {
			return sets, fmt.Sprintf("after %v: %s", e, difference)
		}
		if len(clean.files) > 0 {
			sets++
		}
	}
	return sets, ""
}

// options vary what is published.
func options(seed uint64) build.Options {
	return build.Options{Now: time.Date(2026, 11, 1+int(seed%3), 12, 0, 0, 0, time.UTC), Drafts: seed%2 == 0}
}

// save brings the disk from one draft to another and returns the folders in
// which something changed.
func save(t *testing.T, dir string, before, after draft) (folders []string) {
	t.Helper()
	must := func(err error) {
		if err != nil {
			t.Fatal(err)
		}
	}
	for name := range before {
		if _, ok := after[name]; ok {
			continue
		}
		folders = append(folders, path.Dir(name))
		must(os.Remove(filepath.Join(dir, name)))
		for up := path.Dir(name); up != "content" && up != "." && os.Remove(filepath.Join(dir, up)) == nil; up = path.Dir(up) {
			folders = append(folders, path.Dir(up))
		}
	}
	for name, text := range after {
		if old, ok := before[name]; ok && old == text {
			continue
		}
		folders = append(folders, path.Dir(name))
		must(os.MkdirAll(filepath.Join(dir, path.Dir(name)), 0o755))
		must(os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644))
	}
	return folders
}

// made is what a build came to.
type made struct {
	files map[string]string
	diags string
	err   string
}

func outcome(b *build.Builder, o build.Options) made {
	var m made
	res, err := b.Build(o)
	if err != nil {
		m.err = err.Error()
		return m
	}
	var text strings.Builder
	_ = diag.WriteText(&text, res.Diags, func(string) []byte { return nil }, diag.Style{})
	m.diags = text.String()
	if res.Set == nil {
		return m
	}
	m.files = map[string]string{}
	for _, f := range res.Set.Files() {
		var w bytes.Buffer
		if err := f.Render(&w); err != nil {
			m.files[f.Path] = "error: " + err.Error()
			continue
		}
		if _, found := res.Set.Find(f.Path); !found {
			w.WriteString(" (it is not found by its path)")
		}
		m.files[f.Path] = w.String()
	}
	return m
}

// compare says how a rebuild differs from a clean build; "" if it does not.
func compare(again, clean made) string {
	if again.err != clean.err {
		return fmt.Sprintf("the rebuild stops with %q, a clean build with %q", again.err, clean.err)
	}
	if again.diags != clean.diags {
		return fmt.Sprintf("the rebuild reports\n%s\nand a clean build\n%s", again.diags, clean.diags)
	}
	a, c := slices.Sorted(maps.Keys(again.files)), slices.Sorted(maps.Keys(clean.files))
	if !slices.Equal(a, c) {
		return fmt.Sprintf("the rebuild has the files %q, a clean build %q", a, c)
	}
	for _, name := range a {
		if again.files[name] != clean.files[name] {
			return fmt.Sprintf("%s differs:\n%s\n---- a clean build:\n%s", name, again.files[name], clean.files[name])
		}
	}
	return ""
}
