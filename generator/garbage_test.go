package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// TestGrowth: the heap may grow to one size whatever is held, as long as that
// leaves room for the share of it; and then by the share.
func TestGrowth(t *testing.T) {
	for held := 0; held < 1<<31; held += 777_777 {
		goal := held + held/100*growth(held, 25)
		switch {
		case held < 4<<20: // Go grows from 4 MB then
			goal = 4 << 20 / 100 * growth(held, 25)
		case held > heapRoom*4/5:
			if goal > held+held/4 || goal < held+held/5 {
				t.Fatalf("%d bytes held grow to %d", held, goal)
			}
			continue
		}
		if goal > heapRoom || goal < heapRoom*9/10 {
			t.Fatalf("%d bytes held grow to %d, not nearly to %d", held, goal, heapRoom)
		}
	}
}

// TestPacedBuild: a build collects garbage seldom, unless the user has said how
// often.
func TestPacedBuild(t *testing.T) {
	t.Parallel()
	collections := func(env ...string) int {
		c := exec.Command("trigpoint", "build", "-C", "..", "--formats", "none", "--to", filepath.Join(t.TempDir(), "out"))
		c.Env = append(append(os.Environ(), "GODEBUG=gctrace=1"), env...)
		said, err := c.CombinedOutput()
		if err != nil {
			t.Fatalf("%v\n%s", err, said)
		}
		return bytes.Count(said, []byte("\ngc "))
	}
	paced, usual, often := collections(), collections("GOGC=100"), collections("GOGC=20")
	if paced*2 > usual || usual >= often {
		t.Errorf("%d collections, %d as Go has it, %d if the user wants more", paced, usual, often)
	}
}
