package pack_test

import (
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strings"
	"testing"

	"trigpoint/generator/build"
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

// sites are the two that slow tests take: the hard one and that of this
// repository.
func sites(t *testing.T) map[string]site {
	t.Helper()
	return map[string]site{
		"hard": built(t, source(t), build.Options{}),
		"ours": built(t, ours(t), build.Options{}),
	}
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

// EPUBCheck finds nothing in any book.
func TestSlowBooks(t *testing.T) {
	slow(t, "java", "dpkg")
	jar := ""
	for _, f := range strings.Fields(run(t, "dpkg", "-L", "epubcheck")) {
		if strings.HasSuffix(f, "/epubcheck.jar") {
			jar = f
		}
	}
	if jar == "" {
		t.Fatal("Debian's package epubcheck is not installed")
	}
	for name, s := range sites(t) {
		for _, p := range s.copies("epub") {
			out := run(t, "java", "-jar", jar, written(t, p, s[p]))
			if !strings.Contains(out, "No errors or warnings detected.") {
				t.Errorf("%s %s:\n%s", name, p, out)
			}
		}
	}
}
