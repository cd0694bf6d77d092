package main

import (
	"bufio"
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// TestBuildWatch: build --watch writes at the start and after each edit, leaves
// the output alone while there is an error, and ends when it is interrupted.
func TestBuildWatch(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write := func(name, content string) {
		t.Helper()
		file := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write("site.toml", "title = \"T\"\n")
	write("content/_index.md", "+++\ntitle = \"Home\"\n+++\nFirst.\n")
	says, program, end := watchSite(t, newEnvironment(), dir)
	output := filepath.Join(dir, "public", "index.html")
	expect := func(line, words string) {
		t.Helper()
		says(line)
		if b, err := os.ReadFile(output); err != nil || !strings.Contains(string(b), words) {
			t.Errorf("after %q the page lacks %q: %v", line, words, err)
		}
	}
	expect("written", "First.")
	write("content/_index.md", "+++\ntitle = \"Home\"\n+++\nSecond.\n")
	expect("written", "Second.")
	write("content/_index.md", "+++\ntitle = \"Home\"\n+++\n[gone](gone.md)\n")
	expect("nothing was written", "Second.")
	write("content/_index.md", "+++\ntitle = \"Home\"\n+++\nThird.\n")
	expect("written", "Third.")
	end()
	if err := <-program; err != nil {
		t.Errorf("an interrupted watch ends with: %s", err)
	}
}

// TestBuildWatchEmbargo: a page is written when its time has come, and gone when
// it is over, though nobody edits anything.
func TestBuildWatchEmbargo(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write(t, filepath.Join(dir, "site.toml"), "title = \"T\"\ntime_zone = \"UTC\"\n")
	write(t, filepath.Join(dir, "content/_index.md"), "+++\ntitle = \"Home\"\n+++\nWords.\n")
	write(t, filepath.Join(dir, "content/page.md"), "+++\ntitle = \"Page\"\npublish = 2026-05-11T12:00:00\nexpire = 2026-05-11T14:00:00\n+++\nWords.\n")
	e := newEnvironment()
	var hour atomic.Int64
	hour.Store(11)
	e.now = func() time.Time { return time.Date(2026, 5, 11, int(hour.Load()), 30, 0, 0, time.UTC) }
	says, _, _ := watchSite(t, e, dir, "--poll")
	for i, there := range []bool{false, true, true, false} {
		hour.Store(11 + int64(i))
		if i != 2 { // when nothing happens
			says("written")
		}
		if _, err := os.Stat(filepath.Join(dir, "public", "page.html")); (err == nil) != there {
			t.Errorf("at %d:30: %v", hour.Load(), err)
		}
	}
}

// watchSite runs build --watch. says waits for a line with these words.
func watchSite(t *testing.T, e *environment, dir string, flags ...string) (says func(words string), program chan error, end context.CancelFunc) {
	ctx, end := context.WithCancel(t.Context())
	r, w := io.Pipe()
	root := rootCommand(e)
	root.SetArgs(append([]string{"build", "-C", dir, "--watch"}, flags...))
	root.SetOut(w)
	root.SetErr(w)
	program = make(chan error, 1)
	go func() {
		program <- root.ExecuteContext(ctx)
		w.Close()
	}()
	lines := make(chan string, 100)
	go func() {
		defer close(lines)
		for s := bufio.NewScanner(r); s.Scan(); {
			lines <- s.Text()
		}
	}()
	says = func(words string) {
		t.Helper()
		for {
			select {
			case line, ok := <-lines:
				if !ok {
					t.Fatalf("the watch ended before it said %q", words)
				}
				if strings.Contains(line, words) {
					return
				}
			case <-time.After(30 * time.Second):
				t.Fatalf("the watch never says %q", words)
			}
		}
	}
	return says, program, end
}

// TestWatchRefuses: what can never be built is refused at once, and not watched:
// an output folder among the sources, a day that is none.
func TestWatchRefuses(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "site.toml"), []byte("title = \"T\"\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{
		{"build", "--watch", "--to", filepath.Join(dir, "content", "out")},
		{"build", "--watch", "--as-of", "tomorrow"},
		{"serve", "--addr", "127.0.0.1:0", "--as-of", "tomorrow"},
	} {
		ctx, end := context.WithTimeout(t.Context(), 10*time.Second)
		root := rootCommand(newEnvironment())
		root.SetArgs(append(args, "-C", dir))
		root.SetOut(io.Discard)
		root.SetErr(io.Discard)
		if err := root.ExecuteContext(ctx); err == nil {
			t.Errorf("%q is not refused", args)
		}
		end()
	}
}
