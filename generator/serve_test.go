package main

import (
	"bytes"
	"context"
	"errors"
	"net"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"trigpoint/generator/serve"
)

// listener is one at an address that nothing listens at: what is said of it is
// tried, and nobody is let in.
type listener struct {
	net.Listener
	addr net.TCPAddr
}

func (l listener) Addr() net.Addr { return &l.addr }

// TestAnnounce: what is said of the address that the preview has come to.
func TestAnnounce(t *testing.T) {
	t.Parallel()
	const open = "everybody in this network can read the preview"
	for name, c := range map[string]struct {
		asked, got string
		out, err   string
		silent     string
	}{
		"as asked":   {"127.0.0.1:4011", "127.0.0.1:4011", "serving http://127.0.0.1:4011/ (press Ctrl-C to stop)\n", "", ""},
		"port taken": {"127.0.0.1:4011", "127.0.0.1:4013", "serving http://127.0.0.1:4013/ ", "trigpoint: port 4011 is taken; using 4013\n", open},
		"any port":   {"127.0.0.1:0", "127.0.0.1:50123", "serving http://127.0.0.1:50123/ ", "", "taken"},
		"every address": {"0.0.0.0:4011", "0.0.0.0:4011", "serving http://127.0.0.1:4011/ ",
			"trigpoint: warning: " + open + ", drafts included; --addr 127.0.0.1:4011 keeps it to this machine\n", "taken"},
		"IPv6, every address":   {"[::]:4011", "[::]:4011", "serving http://127.0.0.1:4011/ ", open, "taken"},
		"an address of its own": {"192.0.2.7:80", "192.0.2.7:80", "serving http://192.0.2.7:80/ ", open, "taken"},
		"IPv6, loopback":        {"[::1]:4011", "[::1]:4011", "serving http://[::1]:4011/ ", "", open},
	} {
		addr, err := net.ResolveTCPAddr("tcp", c.got)
		if err != nil {
			t.Fatal(err)
		}
		var out, messages bytes.Buffer
		newEnvironment().announce(&lines{w: &out, messages: &messages}, listener{addr: *addr}, serveFlags{addr: c.asked})
		if !strings.HasPrefix(out.String(), c.out) {
			t.Errorf("%s: printed %q, want %q", name, out.String(), c.out)
		}
		if got := messages.String(); !strings.Contains(got, c.err) || c.err == "" && got != "" || c.silent != "" && strings.Contains(got, c.silent) {
			t.Errorf("%s: said %q, want %q", name, got, c.err)
		}
	}
}

// TestTell: a build that could not look for problems does not say that there are
// none.
func TestTell(t *testing.T) {
	t.Parallel()
	gone := errors.New("this folder has no site")
	for want, r := range map[string]*serve.Report{
		"trigpoint: this folder has no site\nnot rebuilt: 34 files as they were, in 0 ms\n": {Err: gone, Files: 34},
		"trigpoint: this folder has no site\nnot built, in 0 ms\n":                          {Err: gone, First: true},
		"rebuilt: 34 files, no problems, in 2 ms\n":                                         {Files: 34, Took: 2 * time.Millisecond},
	} {
		var out, messages bytes.Buffer
		newEnvironment().tell(&lines{w: &out, messages: &messages}, r)
		if got := messages.String() + out.String(); got != want {
			t.Errorf("it says\n%s\nand should say\n%s", got, want)
		}
	}
}

// TestOpen: the address is given to what the system opens addresses with; without
// such a program the preview goes on, and says so.
func TestOpen(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("the program that opens addresses there cannot be replaced by one on the PATH")
	}
	dir, bin := t.TempDir(), t.TempDir()
	opened := filepath.Join(bin, "opened")
	write(t, filepath.Join(dir, "site.toml"), "title = \"T\"\n")
	write(t, filepath.Join(dir, "content/_index.md"), "+++\ntitle = \"Home\"\n+++\nWords.\n")
	t.Setenv("PATH", bin)
	out, _ := serveFor(t, dir, "could not be opened", "--open")
	if !strings.Contains(out, "trigpoint: the browser could not be opened: ") {
		t.Errorf("without such a program it says\n%s", out)
	}
	for _, name := range []string{"xdg-open", "open"} {
		write(t, filepath.Join(bin, name), "#!/bin/sh\necho \"$*\" >'"+opened+".part' && /bin/mv '"+opened+".part' '"+opened+"'\n")
	}
	out, end := serveFor(t, dir, "serving", "--open")
	address := regexp.MustCompile(`http://127\.0\.0\.1:\d+/`).FindString(out)
	for start := time.Now(); ; time.Sleep(5 * time.Millisecond) {
		if b, err := os.ReadFile(opened); err == nil {
			if got := strings.TrimSpace(string(b)); got != address {
				t.Errorf("%q was opened, and the preview is at %q", got, address)
			}
			break
		}
		if time.Since(start) > 30*time.Second {
			t.Fatalf("nothing was opened\n%s", out)
		}
	}
	if os.Remove(opened); end() != nil {
		t.Error("it does not end well")
	}
	serveFor(t, dir, "built", "")
	if _, err := os.Stat(opened); err == nil {
		t.Error("an address was opened without --open")
	}
}

func write(t *testing.T, file, content string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(content), 0o755); err != nil {
		t.Fatal(err)
	}
}

// serveFor serves a site until the words have been printed. It returns all that
// was, and what ends the preview.
func serveFor(t *testing.T, dir, words, flag string) (out string, end func() error) {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	printed := &heard{words: words, done: make(chan struct{})}
	root := rootCommand(newEnvironment())
	root.SetArgs(strings.Fields("serve -C " + dir + " --addr 127.0.0.1:0 " + flag))
	root.SetOut(printed)
	root.SetErr(printed)
	ended := make(chan error, 1)
	go func() { ended <- root.ExecuteContext(ctx) }()
	end = func() error { stop(); err := <-ended; ended <- err; return err }
	t.Cleanup(func() { _ = end() })
	select {
	case <-printed.done:
	case err := <-ended:
		t.Fatalf("it ended: %v", err)
	case <-time.After(30 * time.Second):
		t.Fatalf("it never says %q", words)
	}
	return printed.String(), end
}

// heard collects what is printed until some words are among it.
type heard struct {
	mu    sync.Mutex
	text  strings.Builder
	words string
	done  chan struct{}
}

func (h *heard) Write(b []byte) (int, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	before := strings.Contains(h.text.String(), h.words)
	n, err := h.text.Write(b)
	if !before && strings.Contains(h.text.String(), h.words) {
		close(h.done)
	}
	return n, err
}

func (h *heard) String() string {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.text.String()
}
