package site_test

import (
	"fmt"
	"path/filepath"
	"slices"
	"testing"

	"golang.org/x/tools/txtar"

	"trigpoint/generator/site"
)

// TestMemory takes each file away and puts it back, with a memory that goes
// through all of that: what it makes of the rest is what linking without a memory
// makes of it.
func TestMemory(t *testing.T) {
	t.Parallel()
	names, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(names) == 0 {
		t.Fatal("no archives", err)
	}
	for _, name := range names {
		a, err := txtar.ParseFile(name)
		if err != nil {
			t.Fatal(err)
		}
		in := input(t, a)
		memory, whole := &site.Memory{}, in.Files
		for i := range whole {
			for _, files := range [][]int{{i, i + 1}, {i, i}} { // without file i, and with it
				in.Files, in.Memory = slices.Delete(slices.Clone(whole), files[0], files[1]), memory
				got := linked(in)
				in.Memory = nil
				if want := linked(in); got != want {
					t.Fatalf("%s, file %d (%s): without a memory\n%s\nwith one\n%s", name, i, whole[i].Path, want, got)
				}
			}
		}
	}
}

// linked is all that linking says.
func linked(in site.Input) string {
	s, diags := site.New(in)
	return fmt.Sprintf("%s%+v", dump(s), diags.Sorted())
}
