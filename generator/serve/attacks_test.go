package serve

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// secrets are files in and around the site's folder that nobody may read
// through the preview.
func (d *desk) secrets() {
	d.write(".env", "canary-env")
	d.write(".git/config", "canary-git")
	d.write("secret.txt", "canary-secret")
	d.write("content/plan/.hidden", "canary-hidden")
	d.write("content/plan/one.md", front("One", "Words."+" <!-- canary-comment -->"))
	d.write("content/plan/notes.txt", "canary-unreferenced")
}

// request asks for a target, just as it is written here.
func (s *show) request(target string, headers ...string) string {
	s.t.Helper()
	host := "Host: " + s.addr
	for _, h := range headers {
		if strings.HasPrefix(h, "Host:") {
			host = ""
		}
	}
	lines := []string{"GET " + target + " HTTP/1.1"}
	if host != "" {
		lines = append(lines, host)
	}
	return s.raw(strings.Join(append(append(lines, headers...), "Connection: close"), "\r\n") + "\r\n\r\n")
}

// refused checks that an answer has one of the statuses, gives nothing away, and
// lets no other origin read it.
func refused(t *testing.T, what, answer string, statuses ...int) {
	t.Helper()
	ok := false
	for _, status := range statuses {
		ok = ok || strings.HasPrefix(answer, fmt.Sprintf("HTTP/1.1 %d ", status)) || strings.HasPrefix(answer, fmt.Sprintf("HTTP/1.0 %d ", status))
	}
	if !ok {
		t.Errorf("%s: want status %v, got:\n%.400s", what, statuses, answer)
	}
	lacks(t, answer, "canary", "Access-Control-Allow", "root:x:")
	if !strings.Contains(answer, " 404 ") { // a page with the client, for the preview's own origin
		lacks(t, answer, "data-token")
	}
}

// TestRebinding: another website gives its own name the address of this machine,
// and asks by that name (DNS rebinding).
func TestRebinding(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.secrets()
	s := d.run()
	_, port, _ := net.SplitHostPort(s.addr)
	token := s.token()
	for _, host := range []string{"evil.example", "evil.example:" + port, "127.0.0.1.evil.example:" + port, "localhost.evil.example",
		"192.168.1.5:" + port, "8.8.8.8", "0.0.0.0:" + port, "[2001:db8::1]:" + port, "evil.example@127.0.0.1:" + port, ""} {
		for _, target := range []string{"/", "/plan/one.html", "/.trigpoint/token", "/.trigpoint/events?token=" + token, "/.trigpoint/client.js"} {
			refused(t, host+" "+target, s.request(target, "Host: "+host, "Trigpoint-Client: 1"), 403, 400)
		}
	}
	for _, host := range []string{s.addr, "localhost:" + port, "LOCALHOST:" + port, "127.0.0.1", "[::1]:" + port} {
		has(t, s.request("/", "Host: "+host), "HTTP/1.1 200 OK")
	}
	// The absolute form of the target names a host, too.
	refused(t, "absolute target", s.raw("GET http://evil.example/ HTTP/1.1\r\nHost: "+s.addr+"\r\nConnection: close\r\n\r\n"), 403)
	refused(t, "HTTP/1.0 without a host", s.raw("GET / HTTP/1.0\r\n\r\n"), 403)
	refused(t, "two hosts", s.request("/", "Host: "+s.addr, "Host: evil.example"), 400)
}

// TestForeignOrigin: pages of other origins ask, for the stream above all.
func TestForeignOrigin(t *testing.T) {
	t.Parallel()
	s := newDesk(t).run()
	token := s.token()
	for _, origin := range []string{"https://evil.example", "null", "http://192.168.1.5:4011", "http://127.0.0.1:1", "http://127.0.0.1",
		"https://" + s.addr, "http://localhost:3000", "http://" + s.addr + ".evil.example", "file://", ""} {
		for _, target := range []string{"/", "/.trigpoint/events?token=" + token, "/.trigpoint/page?address=index.html&token=" + token, "/.trigpoint/token"} {
			refused(t, "Origin "+origin+" "+target, s.request(target, "Origin: "+origin, "Trigpoint-Client: 1"), 403)
		}
	}
	has(t, s.request("/.trigpoint/token", "Origin: http://"+s.addr, "Trigpoint-Client: 1"), "HTTP/1.1 200 OK", token)
	refused(t, "two origins", s.request("/", "Origin: http://"+s.addr, "Origin: https://evil.example"), 403)
}

// TestCrossSite: what a page of another site can make a browser ask for without
// an Origin: scripts, images, frames, styles.
func TestCrossSite(t *testing.T) {
	t.Parallel()
	s := newDesk(t).run()
	for _, site := range []string{"cross-site", "same-site"} {
		for mode, destinations := range map[string][]string{
			"no-cors": {"script", "image", "style", "empty", "object", "embed"}, "cors": {"script", "empty", "font"},
			"navigate": {"object", "embed", "empty"}, "websocket": {"websocket"},
		} {
			for _, dest := range destinations {
				h := []string{"Sec-Fetch-Site: " + site, "Sec-Fetch-Mode: " + mode, "Sec-Fetch-Dest: " + dest}
				refused(t, site+" "+mode+" "+dest, s.request("/index.html", h...), 403)
				refused(t, site+" "+mode+" "+dest, s.request("/.trigpoint/client.js", h...), 403)
			}
		}
		visit := []string{"Sec-Fetch-Site: " + site, "Sec-Fetch-Mode: navigate", "Sec-Fetch-Dest: document"}
		has(t, s.request("/", visit...), "HTTP/1.1 200 OK") // a link to the preview, in a mail or a chat
		refused(t, "a visit of the stream", s.request("/.trigpoint/events?token="+s.token(), visit...), 403)
	}
	// A browser that sends no such headers holds back the answer by itself.
	for _, target := range []string{"/", "/index.html", "/.trigpoint/client.js", "/nothing.html", "/nothing.js"} {
		answer := s.request(target)
		has(t, answer, "Cross-Origin-Resource-Policy: same-origin", "X-Content-Type-Options: nosniff", "Content-Security-Policy: default-src 'self'")
		lacks(t, answer, "Access-Control-Allow")
	}
	has(t, s.request("/", "Host: evil.example"), "Cross-Origin-Resource-Policy: same-origin")
}

// TestToken: what needs the token is for who can read a page, which no other
// origin can.
func TestToken(t *testing.T) {
	t.Parallel()
	s := newDesk(t).run()
	for _, what := range []string{"events", "page?address=index.html", "places?address=index.html", "nothing"} {
		target := "/.trigpoint/" + what
		join := "?"
		if strings.Contains(what, "?") {
			join = "&"
		}
		refused(t, what, s.request(target), 403)
		refused(t, what, s.request(target+join+"token="), 403)
		refused(t, what, s.request(target+join+"token=AAAA"), 403)
	}
	refused(t, "token without the client's header", s.request("/.trigpoint/token"), 403)
}

// TestTraversal: no form of a path leads out of the site, or to a source.
func TestTraversal(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.secrets()
	s := d.run()
	for _, target := range []string{
		"/../secret.txt", "/%2e%2e/secret.txt", "/..%2fsecret.txt", "/%2e%2e%2fsecret.txt", "/plan/../../secret.txt", "/plan/..%2f..%2fsecret.txt",
		`/..\secret.txt`, "/..%5csecret.txt", "/%5c..%5csecret.txt", "//secret.txt", "//etc/passwd", "/../../../../../../../../etc/passwd",
		"/%2fetc/passwd", "/%252e%252e/secret.txt", "/..;/secret.txt", "/.../secret.txt", "/....//secret.txt", "/plan/%00/../../secret.txt",
		"/secret.txt%00.html", "/index.html%00", "/index.html/", "/index.html/../../secret.txt", "/./index.html", "/plan//one.html",
		"/.env", "/.git/config", "/secret.txt", "/site.toml", "/content/plan/one.md", "/plan/one.md", "/plan/.hidden", "/plan/notes.txt",
		"/generator/main.go", "/go.mod", "/themes/fieldbook/theme.toml", "/client/client.js", "/.trigpoint/../secret.txt", "/.trigpoint/..%2fclient.js",
		"/index.html::$DATA", "/INDEX.HTML", "/Plan/one.html", "/plan/one.html.", "/plan/one.html%20", "/INDEX~1.HTM", "/index.html;", "/c:/secret.txt",
		"/.trigpoint/client/client.js", "/.trigpoint/client", "/.trigpoint/", "/.trigpoint", "/assets/", "/id/", "/assets",
		"/" + d.dir + "/secret.txt", "/@fs" + d.dir + "/secret.txt", "/%uff0e%uff0e/secret.txt",
	} {
		refused(t, target, s.request(target), 400, 403, 404)
		refused(t, target, s.request(target+"?raw??"), 400, 403, 404)
	}
	for _, target := range []string{"/?raw??", "/plan/one.html?import&raw", "/plan/one.html?../../secret.txt"} {
		answer := s.request(target)
		has(t, answer, "HTTP/1.1 200 OK")
		lacks(t, answer, "canary")
	}
	refused(t, "fragment", s.request("/plan/one.html#/../../secret.txt"), 400, 404)
	refused(t, "a page by its path on the disk", s.request("/.trigpoint/page?address=../secret.txt&token="+s.token()), 404, 503)
	refused(t, "a source as a page", s.request("/.trigpoint/page?address=plan/one.md&token="+s.token()), 404, 503)
}

// TestRedirect: the only redirect is to a folder of the site, and stays there.
func TestRedirect(t *testing.T) {
	t.Parallel()
	s := newDesk(t).run()
	has(t, s.request("/plan"), "HTTP/1.1 302 Found", "Location: /plan/\r\n")
	for _, target := range []string{"//evil.example/..", "//evil.example/%2e%2e", "/%2fevil.example", `/\evil.example/..`, "//plan", "/%5cplan"} {
		lacks(t, s.request(target), "Location:")
	}
}

// TestMethods: the preview is only for reading.
func TestMethods(t *testing.T) {
	t.Parallel()
	s := newDesk(t).run()
	for _, method := range []string{"POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "PROPFIND"} {
		answer := s.raw(method + " /index.html HTTP/1.1\r\nHost: " + s.addr + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
		refused(t, method, answer, 405)
		has(t, answer, "Allow: GET, HEAD")
	}
	refused(t, "preflight", s.raw("OPTIONS /.trigpoint/token HTTP/1.1\r\nHost: "+s.addr+
		"\r\nOrigin: https://evil.example\r\nAccess-Control-Request-Headers: trigpoint-client\r\nConnection: close\r\n\r\n"), 405)
	head := s.raw("HEAD /index.html HTTP/1.1\r\nHost: " + s.addr + "\r\nConnection: close\r\n\r\n")
	has(t, head, "HTTP/1.1 200 OK", "Content-Length: ")
	lacks(t, head, "<html")
}

// TestGreedy: who sends a header without end, or hardly anything at all, is cut
// off, and keeps nobody else waiting.
func TestGreedy(t *testing.T) {
	t.Parallel()
	s := newDesk(t).run()
	refused(t, "header of 1 MB", s.raw("GET / HTTP/1.1\r\nHost: "+s.addr+"\r\nX: "+strings.Repeat("a", 1<<20)+"\r\n\r\n"), 431)
	refused(t, "target of 1 MB", s.request("/"+strings.Repeat("a", 1<<20)), 431)
	refused(t, "long path", s.request("/"+strings.Repeat("a/", 8000)+"index.html"), 404)
	var slow []net.Conn
	for range 50 {
		c, err := net.Dial("tcp", s.addr)
		s.must(err)
		defer c.Close()
		_, err = io.WriteString(c, "GET / HTTP/1.1\r\nHost: "+s.addr+"\r\n")
		s.must(err)
		slow = append(slow, c)
	}
	body, err := net.Dial("tcp", s.addr)
	s.must(err)
	defer body.Close()
	_, err = io.WriteString(body, "POST / HTTP/1.1\r\nHost: "+s.addr+"\r\nContent-Length: 100000\r\n\r\nx")
	s.must(err)
	slow = append(slow, body)
	has(t, s.page("/"), "The beginning.") // others are answered meanwhile
	for _, c := range slow {
		s.must(c.SetReadDeadline(time.Now().Add(waitAtMost)))
		if _, err := io.ReadAll(c); err != nil {
			t.Errorf("who is slow is not cut off: %s", err)
		}
	}
}

// TestClientThatNeverReads: its stream is full; the preview goes on, others are
// told, and the stream ends.
func TestClientThatNeverReads(t *testing.T) {
	t.Parallel()
	s := newDesk(t).run()
	c, err := net.Dial("tcp", s.addr)
	s.must(err)
	defer c.Close()
	s.must(c.(*net.TCPConn).SetReadBuffer(1024))
	_, err = io.WriteString(c, "GET /.trigpoint/events?token="+s.token()+" HTTP/1.1\r\nHost: "+s.addr+"\r\n\r\n")
	s.must(err)
	s.page("/plan/one.html")
	for i := range 20 {
		// Problems make updates long.
		s.place("content/plan/two.md", front("Two", strings.Repeat(fmt.Sprintf("[x](gone-%d.md) ", i), 300)))
		s.place("content/plan/one.md", front("One", fmt.Sprintf("Edit %d.", i)))
		s.tab.until("the problems", func(u update) bool { return u.ErrorCount > 0 })
		s.place("content/plan/two.md", front("Two", "Good again."))
		s.tab.until("no problems", func(u update) bool { return u.ErrorCount == 0 })
		has(t, s.page("/plan/one.html"), fmt.Sprintf("Edit %d.", i))
	}
}

// TestOpenToNetwork: who opens the preview to others is called by the addresses
// of this machine, and by no name.
func TestOpenToNetwork(t *testing.T) {
	t.Parallel()
	g := newGuard([]string{"192.168.1.5", "2001:db8::1"})
	for host, ours := range map[string]bool{
		"192.168.1.5:4011": true, "[2001:db8::1]:4011": true, "localhost:4011": true, "127.0.0.1:4011": true,
		"192.168.1.6:4011": false, "evil.example:4011": false, "desk.local:4011": false,
	} {
		if g.ours(host) != ours {
			t.Errorf("%s: ours is %t", host, !ours)
		}
	}
	l, err := Listen("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	if !Loopback(l) || len(Names(l)) > 0 {
		t.Error("the loopback is taken for open to others")
	}
}

// TestPortTaken: the next one is used.
func TestPortTaken(t *testing.T) {
	t.Parallel()
	first, err := Listen("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer first.Close()
	second, err := Listen(first.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer second.Close()
	if a, b := first.Addr().(*net.TCPAddr).Port, second.Addr().(*net.TCPAddr).Port; b <= a || b > a+ports {
		t.Errorf("port %d is taken, and %d is used", a, b)
	}
	for _, addr := range []string{"4011", "127.0.0.1", "127.0.0.1:http!", "127.0.0.1:70000", "127.0.0.1:-1"} {
		if l, err := Listen(addr); err == nil {
			l.Close()
			t.Errorf("%s is no address", addr)
		}
	}
}

// TestNothingOfTheDisk: a file that comes to lie in the output folder or behind
// a link is not served; nothing is listed.
func TestNothingOfTheDisk(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.write("public/old.html", "canary")
	d.write("public/index.html", "canary")
	secret := filepath.Join(d.outside(), "secret.txt")
	d.must(os.WriteFile(secret, []byte("canary"), 0o644))
	for _, link := range []string{"public/linked.html", "content/linked.md", "content/plan/linked.txt"} {
		d.must(os.Symlink(secret, d.disk(link)))
	}
	d.must(os.Symlink(filepath.Dir(secret), d.disk("content/folder")))
	s := d.run()
	for _, target := range []string{"/linked.html", "/plan/linked.txt", "/folder/secret.txt", "/public/linked.html"} {
		refused(t, target, s.request(target), http.StatusNotFound)
	}
	lacks(t, s.page("/"), "canary")
	refused(t, "output folder", s.request("/old.html"), http.StatusNotFound)
	refused(t, "output folder", s.request("/public/old.html"), http.StatusNotFound)
	refused(t, "listing", s.request("/id/"), http.StatusNotFound)
}
