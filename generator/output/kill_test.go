package output_test

import (
	"bufio"
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"trigpoint/generator/output"
)

// edition returns a site whose files all tell the edition, some of them only in
// one of two successive ones.
func edition(n int) tree {
	t := tree{}
	for i := range 40 {
		t[fmt.Sprintf("part-%d/page-%d.html", i%4, i)] = fmt.Sprintf("edition %d, page %d%s", n, i, bytes.Repeat([]byte("."), 5000))
		t[fmt.Sprintf("only-%d/asset-%d.css", n%2, i)] = fmt.Sprintf("edition %d", n%2)
	}
	return t
}

// TestWriteKilled kills a process that writes two editions in turn, at random
// moments, and looks at what it leaves.
func TestWriteKilled(t *testing.T) {
	if testing.Short() {
		t.Skip("starts processes")
	}
	dir := filepath.Join(t.TempDir(), "public")
	write(t, dir, edition(0))
	for range 12 {
		killWriter(t, dir)
		for p, content := range site(t, dir) {
			if content != edition(0)[p] && content != edition(1)[p] && !strings.HasSuffix(p, "/") {
				t.Fatalf("%s is of neither edition: %.60q", p, content)
			}
		}
		n := rand.IntN(2)
		write(t, dir, edition(n)) // no lock is left over
		wantTree(t, site(t, dir), edition(n))
		wantClean(t, dir)
	}
}

// killWriter starts TestWriter in another process and kills it.
func killWriter(t *testing.T, dir string) {
	t.Helper()
	self, err := os.Executable()
	mustDo(t, err)
	writer := exec.Command(self, "-test.run=^TestWriter$")
	writer.Env = append(os.Environ(), "TRIGPOINT_TEST_OUTPUT="+dir)
	stdout, err := writer.StdoutPipe()
	mustDo(t, err)
	mustDo(t, writer.Start())
	if _, err := bufio.NewReader(stdout).ReadString('\n'); err != nil {
		t.Errorf("the writer did not start: %v", err)
	}
	time.Sleep(time.Duration(rand.IntN(int(40 * time.Millisecond))))
	mustDo(t, writer.Process.Kill())
	_ = writer.Wait() // it says that it was killed
}

// TestWriter is what killWriter kills.
func TestWriter(t *testing.T) {
	dir := os.Getenv("TRIGPOINT_TEST_OUTPUT")
	if dir == "" {
		t.Skip("run by TestWriteKilled")
	}
	f, err := output.Open(dir, nil)
	mustDo(t, err)
	fmt.Println("writing")
	for n := 1; ; n = 1 - n {
		if _, err := f.Write(t.Context(), edition(n).set(t), 2); err != nil {
			t.Fatal(err)
		}
	}
}

// A write that first ends the commit of another removes that one's stage, and
// makes its own in the same place.
func TestWriteAfterCommitOfAnother(t *testing.T) {
	for moved := range 3 {
		dir := filepath.Join(t.TempDir(), "public")
		write(t, dir, edition(0))
		f := open(t, dir)
		f.Wrap(func(d output.Disk) output.Disk { return &stopped{Disk: d, left: moved + 1} }) // the journal is the first
		next, last := tree{}, tree{"only-0/asset-0.css": "last"}
		for i := range 400 {
			next[fmt.Sprintf("next/page-%d.html", i)] = "next"
			last[fmt.Sprintf("part-0/page-%d.html", i)] = "last"
		}
		_, err := f.Write(t.Context(), next.set(t), 1)
		wantError(t, err, "the next build finishes that first")
		write(t, dir, last)
		wantTree(t, site(t, dir), last)
		wantClean(t, dir)
	}
}

// stopped is a disk that moves so many files and no more.
type stopped struct {
	output.Disk
	lock sync.Mutex
	left int
}

func (d *stopped) Rename(from, to string) error {
	d.lock.Lock()
	defer d.lock.Unlock()
	if d.left--; d.left < 0 {
		return errFault
	}
	return d.Disk.Rename(from, to)
}
