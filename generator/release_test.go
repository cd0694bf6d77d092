package main

import (
	"bytes"
	"crypto/sha256"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestSlowSameProgram: the program that is built from the same sources in two
// folders, by two users, in two time zones, is the same to the byte.
func TestSlowSameProgram(t *testing.T) {
	if os.Getenv("TRIGPOINT_SLOW") == "" {
		t.Skip("TRIGPOINT_SLOW=1 runs this test; it compiles the program from scratch, twice")
	}
	var sums [][sha256.Size]byte
	for _, zone := range []string{"UTC", "Pacific/Auckland"} {
		dir := filepath.Join(t.TempDir(), "a folder of its own")
		copySources(t, dir)
		program := filepath.Join(dir, "trigpoint")
		cmd := exec.Command("go", "build", "-trimpath", "-buildvcs=false", "-ldflags=-s -w -buildid=", "-o", program, "./generator")
		cmd.Dir = dir
		cmd.Env = append(os.Environ(), "CGO_ENABLED=0", "TZ="+zone, "USER="+zone[:3], "GOFLAGS=-mod=mod")
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%s\n%s", err, out)
		}
		content := readFile(t, program)
		if bytes.Contains(content, []byte(dir)) {
			t.Errorf("the program names the folder that it was built in")
		}
		sums = append(sums, sha256.Sum256(content))
	}
	if sums[0] != sums[1] {
		t.Errorf("two programs of the same sources: %x and %x", sums[0], sums[1])
	}
}

// copySources copies what the program is built from.
func copySources(t *testing.T, dir string) {
	t.Helper()
	for _, top := range []string{"go.mod", "go.sum", "generator", "themes"} {
		err := filepath.WalkDir(filepath.Join("..", top), func(name string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || strings.HasSuffix(name, "_test.go") {
				return err
			}
			if d.Name() != "go.mod" && strings.Contains(name, "testdata") {
				return nil
			}
			mustWrite(t, filepath.Join(dir, strings.TrimPrefix(name, "..")), readFile(t, name))
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

// permissive are the beginnings of the licences that are accepted: MIT, BSD,
// ISC and Apache-2.0.
var permissive = regexp.MustCompile(`(?i)permission is hereby granted, free of charge|redistribution and use in source and binary forms|apache license\s+version 2\.0|permission to use, copy, modify,? and(/or)? distribute`)

// TestLicences: every module that is linked into the program has a licence, and
// a permissive one.
func TestLicences(t *testing.T) {
	out, err := exec.Command("go", "list", "-deps", "-f", "{{with .Module}}{{if not .Main}}{{.Path}}\t{{.Dir}}{{end}}{{end}}", ".").Output()
	if err != nil {
		t.Fatal(err)
	}
	modules := map[string]string{}
	for line := range strings.Lines(string(out)) {
		if path, dir, ok := strings.Cut(strings.TrimSpace(line), "\t"); ok {
			modules[path] = dir
		}
	}
	if len(modules) < 10 {
		t.Fatalf("only %d modules", len(modules))
	}
	for module, dir := range modules {
		if words := licence(t, dir); !permissive.MatchString(words) {
			t.Errorf("%s has no permissive licence", module)
		}
	}
	if permissive.MatchString("GNU General Public License, Version 3: you may convey verbatim copies") {
		t.Error("every licence passes")
	}
}

// licence joins the texts of licences in a module's folder.
func licence(t *testing.T, dir string) string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var words []string
	for _, e := range entries {
		if name := strings.ToUpper(e.Name()); !e.IsDir() && (strings.HasPrefix(name, "LICEN") || strings.HasPrefix(name, "COPYING")) {
			words = append(words, string(readFile(t, filepath.Join(dir, e.Name()))))
		}
	}
	return strings.Join(words, "\n")
}
