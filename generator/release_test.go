package main

import (
	"bytes"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"
)

// TestSlowSameProgram: the release that is made of the same sources in two
// folders, by two users, in two time zones, one of them with nothing compiled before, is
// the same to the byte, and its list of parts names the modules in the program.
func TestSlowSameProgram(t *testing.T) {
	if os.Getenv("TRIGPOINT_SLOW") == "" {
		t.Skip("TRIGPOINT_SLOW=1 runs this test; it compiles the program from scratch, twice")
	}
	system := runtime.GOOS + "/" + runtime.GOARCH
	var sums []string
	for _, zone := range []string{"UTC", "Pacific/Auckland"} {
		dir := filepath.Join(t.TempDir(), "a folder of its own")
		copySources(t, dir)
		cmd := exec.Command("bash", ".ci/release", "v0.0.0", filepath.Join(dir, "dist"), system)
		cmd.Dir = dir
		cmd.Env = append(os.Environ(), "TZ="+zone, "USER="+zone[:3], "SOURCE_DATE_EPOCH=1341057600")
		if len(sums) > 0 {
			cmd.Env = append(cmd.Env, "GOCACHE="+filepath.Join(dir, "cache")) // nothing of the first is used again
		}
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%s\n%s", err, out)
		}
		program := filepath.Join(dir, "dist", "trigpoint-v0.0.0-"+strings.Replace(system, "/", "-", 1))
		if bytes.Contains(readFile(t, program), []byte(dir)) {
			t.Errorf("the program names the folder that it was built in")
		}
		checkParts(t, program)
		if said, err := exec.Command(program, "--version").Output(); err != nil || string(said) != "trigpoint version v0.0.0\n" {
			t.Errorf("%v: %s", err, said)
		}
		sums = append(sums, string(readFile(t, filepath.Join(dir, "dist", "SHA256SUMS"))))
	}
	if sums[0] != sums[1] || strings.Count(sums[0], "\n") != 3 {
		t.Errorf("two releases of the same sources:\n%s\n%s", sums[0], sums[1])
	}
}

// checkParts holds the list of parts to what the program says of itself, and
// the licences to the list.
func checkParts(t *testing.T, program string) {
	t.Helper()
	out, err := exec.Command("go", "version", "-m", program).Output()
	if err != nil {
		t.Fatal(err)
	}
	parts := string(readFile(t, program+".cdx.json"))
	licences := string(readFile(t, filepath.Join(filepath.Dir(program), "LICENCES.txt")))
	count := 0
	for _, m := range regexp.MustCompile(`(?m)^\tdep\t(\S+)\t(\S+)`).FindAllStringSubmatch(string(out), -1) {
		count++
		if !strings.Contains(parts, "pkg:golang/"+m[1]+"@"+m[2]+"?type=module") {
			t.Errorf("%s %s is in the program, and not in the list of its parts", m[1], m[2])
		}
		if !strings.Contains(licences, "---- "+m[1]+" "+m[2]+"\n") {
			t.Errorf("%s %s is in the program, and its licence is not told", m[1], m[2])
		}
	}
	if listed := strings.Count(parts, `"purl": "pkg:golang/`) - 1; count < 10 || listed != count+1 { // the program itself, and the standard library
		t.Errorf("%d modules are in the program, %d in the list of its parts", count, listed)
	}
}

// copySources copies what the program is built from.
func copySources(t *testing.T, dir string) {
	t.Helper()
	for _, top := range []string{"go.mod", "go.sum", "LICENSE", ".ci", "generator", "themes"} {
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
