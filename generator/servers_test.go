package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"trigpoint/generator/build"
	"trigpoint/generator/output"
	"trigpoint/themes"
)

// A server is a web server that docs/publish.md has settings for. Settings are
// those of the page, with the folder and the address put in.
type server struct {
	command  string
	settings func(t *testing.T, doc, dir, address string, below bool) string
	start    func(ctx context.Context, file string) []string
}

func servers() []server {
	return []server{
		{"nginx", nginxSettings, func(_ context.Context, file string) []string { return []string{"-c", file} }},
		{"caddy", caddySettings, func(_ context.Context, file string) []string {
			return []string{"run", "--config", file, "--adapter", "caddyfile"}
		}},
		{"apache2", apacheSettings, func(_ context.Context, file string) []string { return []string{"-D", "FOREGROUND", "-f", file} }},
	}
}

// TestSlowServers runs the servers with the settings of docs/publish.md, at the
// root and on a sub-path, and asks them for every file of the site.
func TestSlowServers(t *testing.T) {
	if os.Getenv("TRIGPOINT_SLOW") == "" {
		t.Skip("needs nginx, caddy and apache2; TRIGPOINT_SLOW=1 runs it")
	}
	doc := string(readFile(t, "../docs/publish.md"))
	for _, s := range servers() {
		for _, below := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s, sub-path %t", s.command, below), func(t *testing.T) { s.try(t, doc, below) })
		}
	}
}

func (s server) try(t *testing.T, doc string, below bool) {
	prefix := map[bool]string{true: "/strategy"}[below]
	dir, files := builtSite(t, "https://www.example.org"+prefix+"/")
	address := freeAddress(t)
	s.run(t, s.settings(t, doc, dir, address, below), address)
	at := "http://" + address + prefix + "/"
	for name, content := range files {
		got := ask(t, at+(&url.URL{Path: name}).EscapedPath())
		if got.status != http.StatusOK || !bytes.Equal(got.body, content) {
			t.Errorf("%s: status %d, %d bytes of %d", name, got.status, len(got.body), len(content))
		}
		checkHeaders(t, name, got.header, string(files["_headers"]))
	}
	for _, name := range []string{"", "planting-the-flag/"} {
		if got := ask(t, at+name); got.status != http.StatusOK || !bytes.Equal(got.body, files[name+"index.html"]) {
			t.Errorf("/%s is not its index.html: status %d", name, got.status)
		}
	}
	for _, name := range []string{"nothing.html", "nothing/here/at-all.html"} {
		got := ask(t, at+name)
		if got.status != http.StatusNotFound || !bytes.Equal(got.body, files["404.html"]) || got.header.Get("Content-Type") != "text/html; charset=utf-8" {
			t.Errorf("%s: status %d, %s, %d bytes", name, got.status, got.header, len(got.body))
		}
	}
	if got := ask(t, at+".trigpoint/manifest"); got.status != http.StatusNotFound {
		t.Errorf(".trigpoint is served: status %d", got.status)
	}
}

// checkHeaders holds a file's headers to the site's own _headers, and to what
// docs/publish.md says of caches and types.
func checkHeaders(t *testing.T, name string, got http.Header, rules string) {
	t.Helper()
	want := map[string]string{"Access-Control-Allow-Origin": "", "Content-Disposition": "", "Cache-Control": "public, max-age=0, must-revalidate"}
	pattern := ""
	for line := range strings.Lines(rules) {
		if !strings.HasPrefix(line, " ") {
			pattern = strings.TrimSuffix(strings.TrimSpace(line), "*")
			continue
		}
		if key, value, _ := strings.Cut(strings.TrimSpace(line), ": "); strings.HasPrefix("/"+name, pattern) {
			want[key] = value
		}
	}
	for key, value := range want {
		if got.Get(key) != value {
			t.Errorf("%s: %s is %q, want %q", name, key, got.Get(key), value)
		}
	}
	types := map[string]string{".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8", ".json": "application/json",
		".csv": "text/csv", ".svg": "image/svg+xml", ".xml": "xml", ".js": "javascript", ".zip": "application/zip", ".png": "image/png"}
	if kind := types[filepath.Ext(name)]; !strings.Contains(got.Get("Content-Type"), kind) {
		t.Errorf("%s: the type is %q, want %q", name, got.Get("Content-Type"), kind)
	}
}

// builtSite builds the site of this repository, with a copy, for an address.
func builtSite(t *testing.T, base string) (dir string, files map[string][]byte) {
	t.Helper()
	res, err := build.New(os.DirFS(".."), themes.FS()).Build(build.Options{Now: siteDay(), BaseURL: base, Copies: &build.Copies{Formats: []string{"zip"}}})
	if err != nil || res.Failed() {
		t.Fatal(err, res)
	}
	dir = filepath.Join(t.TempDir(), "public")
	folder, err := output.Open(dir, nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := folder.Write(t.Context(), res.Set, 2); err != nil {
		t.Fatal(err)
	}
	return dir, renderSet(t, res.Set)
}

func freeAddress(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// run starts the server, and waits until it answers.
func (s server) run(t *testing.T, settings, address string) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "settings")
	if err := os.WriteFile(file, []byte(settings), 0o644); err != nil {
		t.Fatal(err)
	}
	program, err := exec.LookPath(s.command)
	if err != nil {
		program = "/usr/sbin/" + s.command
	}
	var said bytes.Buffer
	c := exec.Command(program, s.start(t.Context(), file)...)
	c.Stdout, c.Stderr = &said, &said
	c.Env = append(os.Environ(), "HOME="+filepath.Dir(file), "XDG_DATA_HOME="+filepath.Dir(file), "XDG_CONFIG_HOME="+filepath.Dir(file))
	if err := c.Start(); err != nil {
		t.Fatalf("%s is needed for this test: %s", s.command, err)
	}
	t.Cleanup(func() {
		_ = c.Process.Signal(os.Interrupt)
		_ = c.Wait()
	})
	for range 100 {
		if conn, err := net.Dial("tcp", address); err == nil {
			conn.Close()
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatalf("%s does not answer: %s\n%s", s.command, said.String(), settings)
}

// block returns the fenced block of a page that begins with a comment.
func block(t *testing.T, doc, comment string) string {
	t.Helper()
	_, rest, found := strings.Cut(doc, "\n# "+comment+"\n")
	text, _, ended := strings.Cut(rest, "\n```")
	if !found || !ended {
		t.Fatalf("docs/publish.md has no settings %q", comment)
	}
	return text + "\n"
}

// swap replaces what must be there.
func swap(t *testing.T, text string, pairs ...string) string {
	t.Helper()
	for i := 0; i < len(pairs); i += 2 {
		if !strings.Contains(text, pairs[i]) {
			t.Fatalf("the settings have no %q:\n%s", pairs[i], text)
		}
		text = strings.ReplaceAll(text, pairs[i], pairs[i+1])
	}
	return text
}

// nginxSettings does what the page says about a sub-path: the part for it stands
// in place of three lines, and the patterns begin with it.
func nginxSettings(t *testing.T, doc, dir, address string, below bool) string {
	text := block(t, doc, "nginx, at the root of a host")
	if below {
		text = swap(t, text, "    root /srv/strategy;\n    error_page 404 /404.html;\n", "",
			`    location ~ /\.trigpoint { return 404; }`+"\n", block(t, doc, "nginx, on a sub-path"), `"~^/`, `"~^/strategy/`)
	}
	text = swap(t, text, "/srv/strategy", dir, "listen 80;", "listen "+address+";")
	tmp, user := t.TempDir(), ""
	if os.Getuid() == 0 {
		user = "user root;\n"
	}
	return fmt.Sprintf(`%sdaemon off;
pid %[2]s/pid;
error_log stderr;
events {}
http {
access_log off;
client_body_temp_path %[2]s/a; proxy_temp_path %[2]s/b; fastcgi_temp_path %[2]s/c; uwsgi_temp_path %[2]s/d; scgi_temp_path %[2]s/e;
%[3]s}
`, user, tmp, text)
}

func caddySettings(t *testing.T, doc, dir, address string, below bool) string {
	text := block(t, doc, map[bool]string{false: "Caddy, at the root of a host", true: "Caddy, on a sub-path"}[below])
	return "{\n\tadmin off\n}\n" + swap(t, text, "/srv/strategy", dir, "www.example.org {", "http://"+address+" {")
}

// apacheSettings adds modules and a user, since Apache will not serve as root.
func apacheSettings(t *testing.T, doc, dir, address string, below bool) string {
	text := block(t, doc, "Apache, at the root of a host")
	if below {
		text = swap(t, text, `"^/`, `"^/strategy/`, "    DocumentRoot /srv/strategy\n    ErrorDocument 404 /404.html\n", block(t, doc, "Apache, on a sub-path"))
	}
	text = swap(t, text, "/srv/strategy", dir, "<VirtualHost *:80>", "<VirtualHost "+address+">")
	head := fmt.Sprintf("Listen %s\nServerName localhost\nPidFile %s/pid\nErrorLog /dev/stderr\nTypesConfig /dev/null\n", address, t.TempDir())
	for _, name := range []string{"mpm_event", "authz_core", "alias", "dir", "headers", "mime", "filter", "deflate"} {
		head += "LoadModule " + name + "_module /usr/lib/apache2/modules/mod_" + name + ".so\n"
	}
	if os.Getuid() == 0 {
		head += "User #65534\nGroup #65534\n"
		if err := os.Chmod(filepath.Dir(filepath.Dir(dir)), 0o755); err != nil { // the test's folder, which is its owner's alone
			t.Fatal(err)
		}
	}
	return head + text
}

type answer struct {
	status int
	header http.Header
	body   []byte
}

// ask fetches an address, and follows no redirect.
func ask(t *testing.T, address string) answer {
	t.Helper()
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	r, err := client.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	body, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer{r.StatusCode, r.Header, body}
}
