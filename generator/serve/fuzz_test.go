package serve

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"trigpoint/generator/build"
	"trigpoint/themes"
)

// FuzzRequest sends any bytes that can be read as a request. In them, HOST
// stands for the preview's own host, and TOKEN for its token.
func FuzzRequest(f *testing.F) {
	for _, request := range requests() {
		f.Add(request)
	}
	p := fuzzed(f)
	f.Fuzz(func(t *testing.T, raw string) {
		raw = strings.NewReplacer("HOST", "127.0.0.1:4011", "TOKEN", p.token).Replace(raw)
		r, err := http.ReadRequest(bufio.NewReader(strings.NewReader(raw)))
		if err != nil {
			return // nor does the server show it to the preview
		}
		answered(t, p, r)
	})
}

// requests are what attackers of other previews asked for, and browsers ask.
func requests() []string {
	var list []string
	for _, target := range []string{
		"/", "/plan/one.html", "/plan", "//plan", `/\plan`, "/%5cplan", "/%2fplan", "//evil.example/..", "http://evil.example/",
		"/..%2fsecret.txt", "/%2e%2e%5csecret.txt", "/.env", "/plan/one.md", "/index.html%00", "/INDEX.HTML", "/index.html::$DATA", "/?raw??",
		"/.trigpoint/client.js", "/.trigpoint/token", "/.trigpoint/page?address=plan/one.html&token=TOKEN", "/.trigpoint/page?address=../secret.txt&token=TOKEN",
		"/.trigpoint/places?address=plan/one.html&token=TOKEN", "/.trigpoint/events?token=TOKEN", "*",
	} {
		list = append(list, "GET "+target+" HTTP/1.1\r\nHost: HOST\r\nTrigpoint-Client: 1\r\n\r\n")
	}
	for _, header := range []string{
		"Host: evil.example", "Host: HOST\r\nOrigin: null", "Host: HOST\r\nOrigin: http://HOST", "Host: [::1]:80\r\nSec-Fetch-Site: cross-site",
		"Host: HOST\r\nSec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: document", "Host: HOST\r\nRange: bytes=-1,0-,5-1",
		"Host: HOST\r\nIf-None-Match: *", "Host: HOST\r\nIf-Range: \"x\"\r\nRange: bytes=0-1", "Host: HOST\r\nExpect: 100-continue",
	} {
		list = append(list, "GET / HTTP/1.1\r\n"+header+"\r\n\r\n", "HEAD /.trigpoint/client.js HTTP/1.0\r\n"+header+"\r\n\r\n")
	}
	return append(list, "POST / HTTP/1.1\r\nHost: HOST\r\nContent-Length: 1\r\n\r\nx", "CONNECT HOST HTTP/1.1\r\nHost: HOST\r\n\r\n")
}

// fuzzed is a preview that nobody listens for. In and around its folder lie
// files with a word that no answer may hold.
func fuzzed(f *testing.F) *Preview {
	dir := f.TempDir()
	for name, content := range map[string]string{
		"site.toml": siteConfig, "content/_index.md": front("Home", "The beginning."),
		"content/plan/_index.md": front("Plan", "About the plan."), "content/plan/one.md": front("One", "Words. <!-- canary -->"),
		".env": "canary", "secret.txt": "canary", ".git/config": "canary", "content/plan/notes.txt": "canary", "public/old.html": "canary",
	} {
		name = filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			f.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(content), 0o644); err != nil {
			f.Fatal(err)
		}
	}
	p, err := New(Options{Dir: dir, Themes: themes.FS(), Build: build.Options{Drafts: true},
		Clock: func() (time.Time, error) { return time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC), nil },
		Say:   func(string) {}, Report: func(*Report) {}})
	if err != nil {
		f.Fatal(err)
	}
	go p.Run(f.Context())
	<-p.Ready()
	return p
}

// longestAnswer is more than any file of the small site and any list of ranges
// of it.
const longestAnswer = 2 << 20

// answered wants an answer that gives nothing away: of a status that the preview
// has, of bounded length, with its policy, and only to who may ask.
func answered(t *testing.T, p *Preview, r *http.Request) {
	t.Helper()
	if r.URL.Path == ownPrefix+"events" {
		ctx, cancel := context.WithCancel(r.Context())
		cancel() // the stream ends at once
		r = r.WithContext(ctx)
	}
	w := httptest.NewRecorder()
	p.serve(w, r)
	res := w.Result()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	if fault := judge(p, r, res, body); fault != "" {
		t.Errorf("%s %q of %q: %s: %d %v\n%.300q", r.Method, r.RequestURI, r.Host, fault, res.StatusCode, res.Header, body)
	}
}

// judge says what is wrong with an answer.
func judge(p *Preview, r *http.Request, res *http.Response, body []byte) string {
	status, h := res.StatusCode, res.Header
	switch {
	case !strings.Contains(" 200 204 206 302 304 403 404 405 412 416 503 ", fmt.Sprintf(" %d ", status)):
		return "the status is not one of the preview's"
	case len(body) > longestAnswer:
		return "the answer is too long"
	case bytes.Contains(body, []byte("canary")):
		return "a source is given away"
	case h.Get("Access-Control-Allow-Origin") != "" || h.Get("Cross-Origin-Resource-Policy") != "same-origin" || h.Get("Content-Security-Policy") == "":
		return "other origins may read it"
	case status < 300 && !p.guard.ours(r.Host):
		return "another host is answered"
	case status < 300 && r.Method != http.MethodGet && r.Method != http.MethodHead:
		return "the method is answered"
	case bytes.Contains(body, []byte(p.token)) && foreign(r) && r.Header.Get("Sec-Fetch-Mode") != "navigate":
		return "another origin gets the token"
	}
	if to := h.Get("Location"); to != "" && (!strings.HasPrefix(to, "/") || strings.HasPrefix(to, "//") || strings.HasPrefix(to, `/\`) || strings.ContainsAny(to, "\r\n")) {
		return "it leads away"
	}
	if e := p.now.Load().edition; status == http.StatusOK && !strings.HasPrefix(r.URL.Path, ownPrefix) && !e.has(strings.TrimPrefix(r.URL.Path, "/")) && !strings.HasSuffix(r.URL.Path, "/") {
		return "it is no file of the site"
	}
	return ""
}

// TestRequestsBite: answers that give something away are noticed.
func TestRequestsBite(t *testing.T) {
	p := &Preview{token: "SECRET", guard: newGuard(nil)}
	p.now.Store(&state{})
	good := http.Header{"Cross-Origin-Resource-Policy": {"same-origin"}, "Content-Security-Policy": {policy}}
	with := func(key, value string) http.Header {
		h := good.Clone()
		h.Set(key, value)
		return h
	}
	for fault, c := range map[string]struct {
		request string
		status  int
		header  http.Header
		body    string
	}{
		"":                          {"GET / HTTP/1.1\r\nHost: localhost", 200, good, "words"},
		"the status is not":         {"GET / HTTP/1.1\r\nHost: localhost", 500, good, ""},
		"the answer is too long":    {"GET / HTTP/1.1\r\nHost: localhost", 200, good, strings.Repeat("x", longestAnswer+1)},
		"a source is given away":    {"GET / HTTP/1.1\r\nHost: localhost", 200, good, "a canary"},
		"other origins may":         {"GET / HTTP/1.1\r\nHost: localhost", 200, with("Access-Control-Allow-Origin", "*"), ""},
		"another host is":           {"GET / HTTP/1.1\r\nHost: evil.example", 200, good, ""},
		"the method is":             {"PUT / HTTP/1.1\r\nHost: localhost", 200, good, ""},
		"another origin gets":       {"GET / HTTP/1.1\r\nHost: localhost\r\nOrigin: null", 200, good, "SECRET"},
		"it leads away":             {"GET /plan HTTP/1.1\r\nHost: localhost", 302, with("Location", "//evil.example/"), ""},
		"it is no file of the site": {"GET /other.html HTTP/1.1\r\nHost: localhost", 200, good, ""},
	} {
		r, err := http.ReadRequest(bufio.NewReader(strings.NewReader(c.request + "\r\n\r\n")))
		if err != nil {
			t.Fatal(err)
		}
		got := judge(p, r, &http.Response{StatusCode: c.status, Header: c.header}, []byte(c.body))
		if !strings.HasPrefix(got, fault) || (fault == "") != (got == "") {
			t.Errorf("of an answer that %q: %q", fault, got)
		}
	}
}
