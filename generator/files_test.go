package main

import (
	"flag"
	"os"
	"testing"
)

// update rewrites what tests compare with: go test ./generator -update. Read
// the difference before you commit it.
var update = flag.Bool("update", false, "rewrite golden files and generated sections")

func readFile(t *testing.T, name string) []byte {
	t.Helper()
	src, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return src
}

// golden compares a file with what it should hold, or writes it with -update.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	if *update {
		if err := os.WriteFile(name, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(name)
	if err != nil || string(want) != string(got) {
		t.Errorf("%s is not up to date (%v): run go test ./generator -update and read the difference\n%s", name, err, got)
	}
}
