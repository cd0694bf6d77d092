package publish_test

import (
	"bufio"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"trigpoint/generator/output"
	"trigpoint/generator/publish"
)

// edition is one of two sites that differ in every file, and in some names.
func edition(n int) tree {
	t := tree{}
	for i := range 30 {
		t[fmt.Sprintf("p%d/page.html", i)] = fmt.Sprintf("edition %d, page %d", n, i)
		t[fmt.Sprintf("only-%d/asset-%d.css", n, i)] = fmt.Sprintf("edition %d", n)
	}
	return t
}

// killed publishes from another process, which is killed at some moment, again
// and again. Then what is there must be of the two editions, a page only with
// what it uses, and the next publish must put all right.
func killed(t *testing.T, p place, times int, where ...string) {
	t.Helper()
	dirs := []string{filepath.Join(t.TempDir(), "public"), filepath.Join(t.TempDir(), "public")}
	from := []*output.Folder{edition(0).builtAt(t, dirs[0]), edition(1).builtAt(t, dirs[1])}
	p.plant(t, "README", "of somebody else")
	for i := range times {
		killPublisher(t, append(where, "TEST_PUBLISH_FROM="+strings.Join(dirs, string(os.PathListSeparator)))...)
		looked := p.read(t)
		for path, content := range looked {
			if path != "README" && content != edition(0)[path] && content != edition(1)[path] {
				t.Fatalf("%s is of neither edition: %q", path, content)
			}
		}
		for n := range 2 {
			for page := range 30 {
				if looked[fmt.Sprintf("p%d/page.html", page)] == edition(n)[fmt.Sprintf("p%d/page.html", page)] && looked[fmt.Sprintf("only-%d/asset-7.css", n)] == "" {
					t.Fatalf("a page of edition %d is there without what it uses", n)
				}
			}
		}
		if i%4 == 3 { // otherwise the next process finds what the last one left
			must(t, p.store.Remove(t.Context(), ".trigpoint/lock"))
			n := rand.IntN(2)
			_, err := publish.Publish(t.Context(), from[n], p.store, publish.Options{})
			must(t, err)
			p.holds(t, edition(n).with(tree{"README": "of somebody else"}))
		}
	}
}

// killPublisher starts TestPublisher in another process and kills it.
func killPublisher(t *testing.T, env ...string) {
	t.Helper()
	self, err := os.Executable()
	must(t, err)
	c := exec.Command(self, "-test.run=^TestPublisher$")
	c.Env = append(os.Environ(), env...)
	stdout, err := c.StdoutPipe()
	must(t, err)
	must(t, c.Start())
	if _, err := bufio.NewReader(stdout).ReadString('\n'); err != nil {
		t.Errorf("the publisher did not start: %v", err)
	}
	time.Sleep(time.Duration(rand.IntN(int(250 * time.Millisecond))))
	must(t, c.Process.Kill())
	_ = c.Wait()                       // it says that it was killed
	time.Sleep(100 * time.Millisecond) // a store ends what it was asked for
}

// TestPublisher is what killPublisher kills.
func TestPublisher(t *testing.T) {
	dirs := filepath.SplitList(os.Getenv("TEST_PUBLISH_FROM"))
	if len(dirs) == 0 {
		t.Skip("run by killPublisher")
	}
	var store publish.Store
	var err error
	if share := os.Getenv("TEST_PUBLISH_FOLDER"); share != "" {
		store, err = publish.OpenFolder(share)
	} else {
		store, err = publish.OpenBucket(publish.Bucket{Name: "town", Prefix: "strategy/", Endpoint: os.Getenv("TEST_PUBLISH_ENDPOINT"), Region: "us-east-1"})
	}
	must(t, err)
	fmt.Println("publishing")
	for n := 0; ; n = 1 - n {
		from, err := output.Open(dirs[n], nil)
		must(t, err)
		// The lock that the last one left would be waited for.
		_, err = publish.Publish(t.Context(), from, store, publish.Options{Unlocked: true})
		must(t, err)
	}
}

func TestKilled(t *testing.T) {
	if testing.Short() {
		t.Skip("starts processes")
	}
	for name, p := range places(t) {
		t.Run(name, func(t *testing.T) { killed(t, p, 8, p.where) })
	}
}
