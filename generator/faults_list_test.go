package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// faultRow is a row of testdata/faults.md: number, fault, behaviour, proof.
var faultRow = regexp.MustCompile(`(?m)^\| (\d+) \| ([^|]+) \| ([^|]+) \| ([^|]+) \|$`)

// faultRows is how many faults the list has. It grows, and never shrinks.
const faultRows = 96

// notApplicable begins the proof of a fault that cannot happen here; the
// reason follows.
const notApplicable = "cannot happen: "

// TestFaultList: each fault that is known from the wild has a test that is
// there, or a reason why it cannot happen.
func TestFaultList(t *testing.T) {
	rows := faultRow.FindAllStringSubmatch(string(readFile(t, "testdata/faults.md")), -1)
	if len(rows) != faultRows {
		t.Fatalf("%d rows can be read, and should be %d", len(rows), faultRows)
	}
	tests := testNames(t)
	for i, row := range rows {
		if row[1] != strconv.Itoa(i+1) {
			t.Fatalf("row %d has the number %s", i+1, row[1])
		}
		if reason, ok := strings.CutPrefix(row[4], notApplicable); ok {
			if len(strings.Fields(reason)) < 5 {
				t.Errorf("row %d: %q is no reason", i+1, reason)
			}
			continue
		}
		for proof := range strings.SplitSeq(row[4], ", ") {
			if !proves(tests, strings.Trim(proof, "`")) {
				t.Errorf("row %d names %s, which is not there", i+1, proof)
			}
		}
	}
}

// TestFaultListBites: a test or file that is not there proves nothing.
func TestFaultListBites(t *testing.T) {
	tests := testNames(t)
	for _, proof := range []string{"", "serve TestNothingOfTheKind", "nowhere TestSaves", "TestSaves", "testdata/faults/none.txtar", "testdata"} {
		if proves(tests, proof) {
			t.Errorf("%q is taken for a proof", proof)
		}
	}
	if !proves(tests, "main TestFaultList") || !proves(tests, "testdata/faults.md") {
		t.Error("what is there is not found")
	}
}

// proves reports whether a proof is there: "package TestName", or a file as
// seen from this folder.
func proves(tests map[string]bool, proof string) bool {
	if tests[proof] {
		return true
	}
	info, err := os.Stat(filepath.FromSlash(proof))
	return err == nil && info.Mode().IsRegular()
}

// testNames lists the tests of all packages, as "package TestName".
func testNames(t *testing.T) map[string]bool {
	t.Helper()
	names := map[string]bool{}
	files, err := filepath.Glob("*/*_test.go")
	if err != nil {
		t.Fatal(err)
	}
	own, err := filepath.Glob("*_test.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range append(files, own...) {
		dir := filepath.ToSlash(filepath.Dir(file))
		if dir == "." {
			dir = "main"
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range parsed.Decls {
			if f, ok := d.(*ast.FuncDecl); ok && f.Recv == nil && (strings.HasPrefix(f.Name.Name, "Test") || strings.HasPrefix(f.Name.Name, "Fuzz")) {
				names[dir+" "+f.Name.Name] = true
			}
		}
	}
	return names
}
