package serve

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"trigpoint/generator/build"
	"trigpoint/themes"
)

// A show is a preview that runs, with the desk it is of and a listener on the
// loopback.
type show struct {
	*desk
	preview *Preview
	addr    string // host:port
	tab     *tab

	mu      sync.Mutex
	reports []*Report
}

// run previews the desk until the test ends. Files change only through events;
// see lookout.
func (d *desk) run(change ...func(*Options)) *show {
	d.t.Helper()
	s := &show{desk: d}
	o := Options{Dir: d.dir, Themes: themes.FS(), Build: build.Options{Drafts: true},
		Clock:  func() (time.Time, error) { return time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC), nil },
		Say:    func(line string) { d.t.Errorf("the preview said: %s", line) },
		Report: s.report}
	for _, f := range change {
		f(&o)
	}
	p, err := New(o)
	d.must(err)
	p.watch.pace = usual()
	p.watch.pace.clock = cmp.Or(d.clock, never)
	p.watch.pace.quiet = cmp.Or(d.quiet, p.watch.pace.quiet)
	s.preview = p
	l, err := net.Listen("tcp", "127.0.0.1:0")
	d.must(err)
	s.addr = l.Addr().String()
	var running sync.WaitGroup
	running.Go(func() { p.Run(d.t.Context()) })
	running.Go(func() { _ = p.Serve(d.t.Context(), l) })
	d.t.Cleanup(running.Wait)
	s.tab = s.open()
	s.tab.next()
	return s
}

func (s *show) report(r *Report) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.reports = append(s.reports, r)
}

// get asks for an address as a browser does that shows a page of the preview.
func (s *show) get(path string) (status int, body string) {
	s.t.Helper()
	r, err := http.Get("http://" + s.addr + path)
	s.must(err)
	defer r.Body.Close()
	b, err := io.ReadAll(r.Body)
	s.must(err)
	return r.StatusCode, string(b)
}

// page asks for a page, which has to be there.
func (s *show) page(path string) string {
	s.t.Helper()
	status, body := s.get(path)
	if status != http.StatusOK {
		s.t.Errorf("%s: status %d", path, status)
	}
	return body
}

// raw sends bytes and returns the whole answer.
func (s *show) raw(request string) string {
	s.t.Helper()
	c, err := net.Dial("tcp", s.addr)
	s.must(err)
	defer c.Close()
	s.must(c.SetDeadline(time.Now().Add(waitAtMost)))
	_, _ = io.WriteString(c, request) // who sends too much may be cut off
	b, _ := io.ReadAll(c)
	return string(b)
}

// A tab is an open stream of updates, read as the client in the browser does.
type tab struct {
	t       *testing.T
	updates chan update
	close   func() // waits for the end of the stream
}

// token is what the client in a page says to the server.
func (s *show) token() string {
	s.t.Helper()
	_, body := s.get("/")
	m := regexp.MustCompile(`data-token="([^"]+)"`).FindStringSubmatch(body)
	if m == nil {
		s.t.Fatalf("the page has no client: %s", body)
	}
	return m[1]
}

// open opens a tab that is closed when the test ends.
func (s *show) open() *tab {
	s.t.Helper()
	tab := s.listen()
	s.t.Cleanup(tab.close)
	return tab
}

// listen opens a tab for the caller to close.
func (s *show) listen() *tab {
	s.t.Helper()
	ctx, cancel := context.WithCancel(s.t.Context())
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+s.addr+"/.trigpoint/events?token="+s.token(), nil)
	s.must(err)
	answer, err := http.DefaultClient.Do(r)
	s.must(err)
	if answer.StatusCode != http.StatusOK {
		s.t.Fatalf("the stream answers %s", answer.Status)
	}
	done := make(chan struct{})
	tab := &tab{s.t, make(chan update, 1000), func() { cancel(); <-done }}
	go func() {
		defer close(done)
		defer close(tab.updates)
		defer answer.Body.Close()
		lines := bufio.NewScanner(answer.Body)
		lines.Buffer(nil, 1<<20)
		for lines.Scan() {
			if data, ok := bytes.CutPrefix(lines.Bytes(), []byte("data: ")); ok {
				var u update
				if err := json.Unmarshal(data, &u); err != nil {
					s.t.Errorf("the stream has %q: %s", data, err)
				}
				tab.updates <- u
			}
		}
	}()
	return tab
}

// next is the next update.
func (t *tab) next() update {
	t.t.Helper()
	select {
	case u, ok := <-t.updates:
		if !ok {
			t.t.Fatal("the stream has ended")
		}
		return u
	case <-time.After(waitAtMost):
		t.t.Fatal("no update comes")
	}
	panic("unreachable")
}

// until takes updates until one of them is as it should be.
func (t *tab) until(what string, is func(update) bool) update {
	t.t.Helper()
	deadline := time.Now().Add(waitAtMost)
	for time.Now().Before(deadline) {
		if u := t.next(); is(u) {
			return u
		}
	}
	t.t.Fatalf("no update comes with %s", what)
	panic("unreachable")
}

func (t *tab) changed(address string) update {
	t.t.Helper()
	return t.until("a change of "+address, func(u update) bool { return slices.Contains(u.Changed, address) })
}

// has checks that a text holds all the words.
func has(t *testing.T, text string, words ...string) {
	t.Helper()
	for _, w := range words {
		if !strings.Contains(text, w) {
			t.Errorf("%q is missing in:\n%.2000s", w, text)
		}
	}
}

// lacks checks that a text holds none of the words.
func lacks(t *testing.T, text string, words ...string) {
	t.Helper()
	for _, w := range words {
		if strings.Contains(text, w) {
			t.Errorf("%q is in:\n%.2000s", w, text)
		}
	}
}
