package main

import (
	"bytes"
	"flag"
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"
)

// kills is how often TestSlowKilled kills each command.
var kills = flag.Int("kills", 16, "how often each command is killed in TestSlowKilled")

// TestSlowKilled kills build, build --watch and serve at any moment, and looks at
// what is left: the old site or the new one, a lock that the next build takes,
// and all that others own.
func TestSlowKilled(t *testing.T) {
	e := newEstate(t, slowProgram(t))
	started := time.Now()
	e.heals(1)
	whole := time.Since(started)
	e.heals(0)
	changed := e.killBuilds(whole)
	for i := range *kills {
		e.killed(whole/2+rand.N(whole*4), e.editing(rand.N(whole)), "build", copiesFlag, "--watch")
		e.survived()
		e.heals(i % 2)
	}
	for range *kills / 4 {
		e.killed(rand.N(whole*2), e.editing(rand.N(whole)), "serve", "--addr", "127.0.0.1:0")
		e.is((*kills - 1) % 2)
		e.untouched()
	}
	t.Logf("a build takes %s; %s", whole, changed)
}

// killBuilds kills builds until some had changed the site and some had not, and
// says how many. The moments close in on that of the change: a build takes
// longer where others ask for the processor.
func (e *estate) killBuilds(latest time.Duration) string {
	e.Helper()
	changed, times := 0, 0
	for ; times < *kills || changed == 0 || changed == times; times++ {
		if times == 20**kills {
			e.Fatalf("%d of %d builds had changed the site when they were killed: the moments are not any", changed, times)
		}
		e.edit(1 - times%2)
		e.killed(rand.N(latest), func(<-chan struct{}) {}, "build", copiesFlag)
		e.survived()
		if maps.Equal(without(e.holds(e.out), foreign), e.want[times%2]) {
			latest += latest / 3
		} else {
			changed++
			latest -= latest / 4
		}
		e.heals(1 - times%2)
	}
	return fmt.Sprintf("of %d that were killed, %d had changed the site", times, changed)
}

// TestSurvivalBites: a file that is torn, gone or not ours, and a site of two
// editions, are noticed.
func TestSurvivalBites(t *testing.T) {
	editions := [2]map[string]string{{"index.html": "old", "a.html": "old"}, {"index.html": "new", "b.html": "new"}}
	for _, c := range []struct {
		what    string
		change  map[string]string
		journal bool
		fault   string
	}{
		{"nothing", nil, false, ""},
		{"new", map[string]string{"index.html": "new", "b.html": "new", "a.html": ""}, false, ""},
		{"half, with a journal", map[string]string{"index.html": "new"}, true, ""},
		{"half", map[string]string{"index.html": "new"}, false, "no journal"},
		{"gone", map[string]string{"index.html": ""}, false, "no journal"},
		{"left over", map[string]string{"index.html": "new", "b.html": "new"}, false, "no journal"},
		{"torn", map[string]string{"index.html": "ne"}, true, "neither"},
		{"unknown", map[string]string{"c.html": "old"}, true, "neither"},
		{"foreign file gone", map[string]string{"CNAME": ""}, true, "foreign"},
		{"foreign file changed", map[string]string{"CNAME": "old"}, true, "foreign"},
	} {
		have := maps.Clone(editions[0])
		maps.Copy(have, foreign)
		maps.Copy(have, c.change)
		maps.DeleteFunc(have, func(_, content string) bool { return content == "" })
		if got := lost(have, c.journal, editions); !strings.Contains(got, c.fault) || (got == "") != (c.fault == "") {
			t.Errorf("%s: %q", c.what, got)
		}
	}
}

// TestSlowFullDisk fills the disk at many points of a build: the command fails,
// says where, and leaves the old site; with room again, it goes on.
func TestSlowFullDisk(t *testing.T) {
	e := newEstate(t, slowProgram(t))
	largest := 0
	for _, content := range e.want[1] {
		largest = max(largest, len(content))
	}
	failed := 0
	for kb := 0; kb <= largest>>10+8; kb += max(1, largest>>10/24) {
		e.heals(0)
		e.edit(1)
		failed += e.refuses(kb)
	}
	if failed < 10 {
		t.Errorf("only %d builds have failed", failed)
	}
	t.Logf("%d builds have found no room for a file", failed)
	e.keepsLock()
	e.fillDisk()
}

// refuses builds with room for files of so many kilobytes each, and reports
// whether there was too little.
func (e *estate) refuses(kb int) int {
	e.Helper()
	out, err := e.limited(kb, "build", copiesFlag).CombinedOutput()
	if err == nil {
		return 0
	}
	if !bytes.Contains(out, []byte("public")) && !bytes.Contains(out, []byte("making ")) || !bytes.Contains(out, []byte("too large")) {
		e.Fatalf("with %d kB: %s\n%s", kb, err, out)
	}
	e.survived()
	e.is(0)
	return 1
}

// keepsLock replaces the record of ids where there is no room for it.
func (e *estate) keepsLock() {
	e.Helper()
	name := filepath.Join(e.site, "ids.lock")
	e.run("lock")
	old := readFile(e.T, name)
	if out, err := e.limited(0, "lock").CombinedOutput(); err == nil || len(old) == 0 || !bytes.Equal(readFile(e.T, name), old) {
		e.Errorf("of ids.lock, %q is left: %v\n%s", readFile(e.T, name), err, out)
	}
	if err := os.Remove(name); err != nil {
		e.Fatal(err)
	}
}

// limited is a run of the program in which no file can hold more than so many
// kilobytes.
func (e *estate) limited(kb int, args ...string) *exec.Cmd {
	full := e.command(args...)
	cmd := exec.Command("bash", append([]string{"-c", fmt.Sprintf(`ulimit -f %d; exec "$0" "$@"`, kb)}, full.Args...)...)
	cmd.Env = full.Env
	return cmd
}

// fillDisk does the same on a small disk, where one can be mounted.
func (e *estate) fillDisk() {
	e.Helper()
	size := 0
	for _, content := range e.want[0] {
		size += (len(content) + 4095) &^ 4095
	}
	mount := func(options string) error {
		return exec.Command("mount", "-t", "tmpfs", "-o", options, "tmpfs", e.out).Run()
	}
	e.edit(0)
	if err := mount("size=64m"); err != nil { // over the folder
		e.Logf("no disk can be mounted here, so none was filled: %s", err)
		return
	}
	defer func() { _ = exec.Command("umount", e.out).Run() }()
	e.run("build", copiesFlag)
	e.plant()
	failed := 0
	for more := 256 << 10; more < size; more += size / 12 {
		e.heals(0)
		if err := mount(fmt.Sprintf("remount,size=%d", size+more)); err != nil {
			e.Fatal(err)
		}
		e.edit(1)
		if out, err := e.command("build", copiesFlag).CombinedOutput(); err != nil {
			failed++
			if !bytes.Contains(out, []byte("no space left")) {
				e.Fatalf("%s\n%s", err, out)
			}
			e.survived()
			e.is(0)
		} else {
			e.is(1)
		}
		if err := mount("remount,size=64m"); err != nil {
			e.Fatal(err)
		}
	}
	if failed < 3 {
		e.Errorf("only %d builds have filled the disk", failed)
	}
	e.Logf("%d builds have filled the disk", failed)
	e.heals(0)
	if err := mount("remount,ro"); err != nil {
		e.Fatal(err)
	}
	e.edit(1)
	if out, err := e.command("build", copiesFlag).CombinedOutput(); err == nil || !bytes.Contains(out, []byte("read-only")) || !bytes.Contains(out, []byte("public")) {
		e.Errorf("on a disk that cannot be written: %v\n%s", err, out)
	}
	e.is(0)
}

// TestLockSurvives: the record of published ids is replaced in one step, and a
// folder that cannot be written keeps the one it has.
func TestLockSurvives(t *testing.T) {
	dir := t.TempDir()
	name := filepath.Join(dir, "ids.lock")
	mustWrite(t, name, []byte("old\n"))
	if err := replaceFile(name, []byte("new\n")); err != nil || string(readFile(t, name)) != "new\n" {
		t.Errorf("%v: %s", err, readFile(t, name))
	}
	info, err := os.Stat(name)
	if err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o644 {
		t.Errorf("the mode is %v: %v", info.Mode(), err)
	}
	if err := replaceFile(filepath.Join(dir, "none", "ids.lock"), nil); err == nil {
		t.Error("a folder that is not there can be written to")
	}
	if err := os.Mkdir(filepath.Join(dir, "taken"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := replaceFile(filepath.Join(dir, "taken"), []byte("x")); err == nil {
		t.Error("a folder is replaced")
	}
	entries, err := os.ReadDir(dir)
	if names := fmt.Sprint(slices.Collect(entryNames(entries))); err != nil || names != "[ids.lock taken]" {
		t.Errorf("the folder holds %s: %v", names, err)
	}
}

func entryNames(entries []fs.DirEntry) func(func(string) bool) {
	return func(yield func(string) bool) {
		for _, e := range entries {
			if !yield(e.Name()) {
				return
			}
		}
	}
}
