package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// mostMemory is what a build of 10,000 pages may take while it makes their zip and
// their single file, in bytes. Both are written page by page.
const mostMemory = 450 << 20

// TestSlowCopiesMemory asks the system how much memory such a build took at most.
func TestSlowCopiesMemory(t *testing.T) {
	if os.Getenv("TRIGPOINT_SLOW") == "" {
		t.Skip("TRIGPOINT_SLOW=1 runs this test, which builds 10,000 pages")
	}
	dir := t.TempDir()
	if err := NewCorpus(10_000).Write(filepath.Join(dir, "site")); err != nil {
		t.Fatal(err)
	}
	program := filepath.Join(dir, "trigpoint")
	if out, err := exec.Command("go", "build", "-o", program, "trigpoint/generator").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	cmd := exec.Command(program, "build", "-C", filepath.Join(dir, "site"), "--formats", "zip,html")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	most := peak(cmd.ProcessState)
	t.Logf("the build took %d MB", most>>20)
	if most == 0 || most > mostMemory {
		t.Errorf("the build took %d bytes at most: more than %d", most, mostMemory)
	}
}
