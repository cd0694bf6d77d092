package pack_test

import (
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strings"
	"testing"
)

// slow skips a test that needs tools beside Go, unless those are asked for; then
// a tool that is missing is a failure.
func slow(t *testing.T, tools ...string) {
	t.Helper()
	if os.Getenv("TRIGPOINT_SLOW") == "" {
		t.Skip("TRIGPOINT_SLOW=1 runs this test; it needs " + strings.Join(tools, ", "))
	}
	for _, tool := range tools {
		if _, err := exec.LookPath(tool); err != nil {
			t.Fatal(err)
		}
	}
}

// run runs a tool and returns what it prints.
func run(t *testing.T, name string, args ...string) string {
	t.Helper()
	out, err := exec.Command(name, args...).CombinedOutput()
	if err != nil {
		t.Errorf("%s %s: %v\n%s", name, strings.Join(args, " "), err, out)
	}
	return string(out)
}

// written writes a file to a new folder and returns where.
func written(t *testing.T, name string, content []byte) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), path.Base(name))
	if err := os.WriteFile(file, content, 0o644); err != nil {
		t.Fatal(err)
	}
	return file
}

// maven fetches the tools that a project of testdata names, and returns the class
// path to run them from. The client keeps what it has fetched.
func maven(t *testing.T, project string) string {
	t.Helper()
	list := filepath.Join(t.TempDir(), "classpath")
	run(t, "mvn", "--quiet", "--batch-mode", "--file", filepath.Join("testdata", project), "dependency:build-classpath", "-Dmdep.outputFile="+list)
	path, err := os.ReadFile(list)
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(string(path))
}

// java are the words of a command that runs a tool of Java's. A run takes seconds, in
// which the machine's better compiler costs more than it saves.
func java(classes string, args ...string) []string {
	return append([]string{"-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp", classes}, args...)
}

// EPUBCheck finds nothing in any book, in either theme: those of every document, and
// those of the series.
func TestSlowBooks(t *testing.T) {
	slow(t, "java", "mvn")
	classes := maven(t, "epubcheck.xml")
	for name, src := range map[string]fs.FS{"hard": source(t), "ours": ours(t)} {
		for theme, s := range themed(t, src) {
			if len(s.copies("epub")) != 3 {
				t.Errorf("%s in %s: the books are %v", name, theme, s.copies("epub"))
			}
			for _, p := range s.copies("epub") {
				t.Run(name+"/"+theme+"/"+p, func(t *testing.T) {
					t.Parallel()
					out := run(t, "java", java(classes, "com.adobe.epubcheck.tool.Checker", written(t, p, s[p]))...)
					if !strings.Contains(out, "Validating using EPUB version 3.3") || !strings.Contains(out, "No errors or warnings detected.") {
						t.Errorf("EPUBCheck says\n%s", out)
					}
				})
			}
		}
	}
}
