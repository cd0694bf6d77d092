package main

import (
	"bytes"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"testing"
	"time"
)

// An edition is a site of many pages, written to a folder, and what its build
// wrote. Two differ in every page and in the names of some.
type edition struct {
	site   string
	public map[string]string
}

func newEdition(t *testing.T, word string) edition {
	t.Helper()
	e := edition{site: t.TempDir()}
	write := func(name, text string) {
		file := filepath.Join(e.site, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write("site.toml", "title = \"The "+word+" edition\"\n")
	write("content/_index.md", "+++\ntitle = \"Home\"\n+++\nThe "+word+" one.\n")
	write("content/"+word+".svg", `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><title>The `+word+`</title></svg>`)
	for i := range 60 {
		write(fmt.Sprintf("content/p%d.md", i), fmt.Sprintf("+++\ntitle = \"Page %d\"\n+++\nThe %s one: ![a picture](%[2]s.svg)\n", i, word))
		write(fmt.Sprintf("content/only-%s-%d.md", word, i), "+++\ntitle = \"A page\"\n+++\nText.\n")
	}
	if out, err := exec.Command("trigpoint", "build", "-C", e.site, "--to", filepath.Join(e.site, "public")).CombinedOutput(); err != nil {
		t.Fatalf("%s: %s", err, out)
	}
	e.public = onDisk(t, filepath.Join(e.site, "public"))
	return e
}

// onDisk reads what visitors could see of a folder.
func onDisk(t *testing.T, dir string) map[string]string {
	t.Helper()
	out := map[string]string{}
	err := fs.WalkDir(os.DirFS(dir), ".", func(name string, d fs.DirEntry, err error) error {
		if d != nil && d.Name() == ".trigpoint" {
			return fs.SkipDir
		}
		if err != nil || d.IsDir() {
			return err
		}
		content, err := os.ReadFile(filepath.Join(dir, name))
		out[name] = string(content)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// TestSlowPublishKilled runs the command itself and kills it at some moment, again
// and again; what it publishes is built before, so that no kill meets a build. What is there is always of the two
// editions, a page only with what it uses, a file of others as it was; and the
// next publish puts all right.
func TestSlowPublishKilled(t *testing.T) {
	if os.Getenv("TRIGPOINT_SLOW") == "" {
		t.Skip("kills processes for a minute; TRIGPOINT_SLOW=1 runs it")
	}
	editions := []edition{newEdition(t, "first"), newEdition(t, "second")}
	share := filepath.Join(t.TempDir(), "share")
	command := func(n int) *exec.Cmd {
		return exec.Command("trigpoint", "publish", "-C", editions[n].site, "--from", filepath.Join(editions[n].site, "public"), "--to", share)
	}
	started := time.Now()
	if out, err := command(0).CombinedOutput(); err != nil {
		t.Fatalf("%s: %s", err, out)
	}
	whole := time.Since(started)
	if err := os.WriteFile(filepath.Join(share, "README"), []byte("theirs"), 0o644); err != nil {
		t.Fatal(err)
	}
	mixed := 0
	for i := range 60 {
		n := rand.IntN(2)
		c := command(n)
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Duration(rand.Float64() * 1.2 * float64(whole)))
		_ = c.Process.Kill()
		_ = c.Wait() // it says that it was killed, unless it was quicker
		if between(t, onDisk(t, share), editions) {
			mixed++
		}
		// The lock of one who is gone would be waited for.
		if err := os.RemoveAll(filepath.Join(share, ".trigpoint", "lock")); err != nil {
			t.Fatal(err)
		}
		if i%6 == 5 { // otherwise the next finds what the last one left
			if out, err := command(n).CombinedOutput(); err != nil {
				t.Fatalf("%s: %s", err, out)
			}
			same(t, onDisk(t, share), editions[n].public)
		}
	}
	t.Logf("60 kills, a whole publish takes %s; %d left a part of one edition and a part of the other", whole.Round(time.Millisecond), mixed)
}

// used finds the style sheets, scripts and pictures of a page.
var used = regexp.MustCompile(` (?:src|href)="([^":]+\.(?:css|js|svg))"`)

// between checks a folder that a publish may have left in the middle, and tells
// whether it did.
func between(t *testing.T, there map[string]string, editions []edition) bool {
	t.Helper()
	var of [2]int
	for name, content := range there {
		first, second := editions[0].public[name] == content, editions[1].public[name] == content
		switch {
		case name == "README" && content == "theirs":
		case !first && !second:
			t.Errorf("%s is of neither edition: %.80q", name, content)
		case first && !second:
			of[0]++
		case second && !first:
			of[1]++
		}
		if filepath.Ext(name) == ".html" {
			for _, link := range used.FindAllStringSubmatch(content, -1) {
				if there[path.Join(path.Dir(name), link[1])] == "" {
					t.Errorf("%s is there without %s", name, link[1])
				}
			}
		}
	}
	if there["README"] != "theirs" {
		t.Error("the file of others is gone or changed")
	}
	return of[0] > 0 && of[1] > 0
}

// same wants exactly an edition, and the file of others.
func same(t *testing.T, there, want map[string]string) {
	t.Helper()
	for name, content := range want {
		if !bytes.Equal([]byte(there[name]), []byte(content)) {
			t.Errorf("%s is not as it was built", name)
		}
	}
	if len(there) != len(want)+1 {
		t.Errorf("%d files are there, of %d and one of others", len(there), len(want))
	}
}
