package publish_test

import (
	"bytes"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/minio/minio-go/v7"

	"trigpoint/generator/publish"
)

// The root credentials of the store under test. It has no session tokens.
const (
	rootKey    = "ROOTKEYOFTHETEST"
	rootSecret = "rootsecretofthetest"
)

// realStore starts an S3-compatible store over a folder, or skips the test.
func realStore(t *testing.T) (endpoint string) {
	t.Helper()
	if os.Getenv("TRIGPOINT_SLOW") == "" {
		t.Skip("needs versitygw; TRIGPOINT_SLOW=1 runs it")
	}
	program, err := exec.LookPath("versitygw")
	if err != nil {
		t.Fatalf("this test needs versitygw, which .ci/run installs: %s", err)
	}
	dir := filepath.Join(t.TempDir(), "store")
	must(t, os.MkdirAll(dir, 0o755))
	l, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	address := l.Addr().String()
	must(t, l.Close())
	var said bytes.Buffer
	c := exec.Command(program, "--port", address, "--access", rootKey, "--secret", rootSecret, "posix", "--sidecar", filepath.Dir(dir)+"/meta", dir)
	must(t, os.MkdirAll(filepath.Dir(dir)+"/meta", 0o755))
	c.Stdout, c.Stderr = &said, &said
	must(t, c.Start())
	t.Cleanup(func() {
		_ = c.Process.Signal(os.Interrupt)
		_ = c.Wait()
		if t.Failed() {
			t.Logf("the store said:\n%.2000s", said.String())
		}
	})
	for range 100 {
		if r, err := http.Get("http://" + address); err == nil {
			r.Body.Close()
			return "http://" + address
		}
		time.Sleep(100 * time.Millisecond)
	}
	t.Fatalf("the store does not answer: %s", said.String())
	return ""
}

// realBucket is an empty bucket of a real store.
func realBucket(t *testing.T) place {
	t.Helper()
	endpoint := realStore(t)
	useRoot(t)
	return bucketAt(t, endpoint, "town", "strategy/")
}

func useRoot(t *testing.T) {
	t.Setenv("AWS_ACCESS_KEY_ID", rootKey)
	t.Setenv("AWS_SECRET_ACCESS_KEY", rootSecret)
	t.Setenv("AWS_SESSION_TOKEN", "")
}

// TestSlowPublish does on a real store what the quick tests do on the fake one.
func TestSlowPublish(t *testing.T) {
	p := realBucket(t)
	p.plant(t, "README", "theirs")
	wantCounts(t, p.send(t, small), 5, 0, 0)
	p.holds(t, small.with(tree{"README": "theirs"}))
	wantCounts(t, p.send(t, small), 0, 0, 5)
	wantCounts(t, p.send(t, small.without("empty.txt").with(tree{"index.html": "new"})), 1, 1, 3)

	info, err := p.client.StatObject(t.Context(), "town", "strategy/index.html", minio.StatObjectOptions{})
	must(t, err)
	if info.ContentType != "text/html; charset=utf-8" || info.Metadata.Get("Cache-Control") != "public, max-age=0, must-revalidate" {
		t.Errorf("headers: %v %s", info.Metadata, info.ContentType)
	}
	if _, err := p.client.StatObject(t.Context(), "town", "strategy/.trigpoint/lock", minio.StatObjectOptions{}); err == nil {
		t.Error("the lock is still there")
	}
}

// TestSlowTwoPublishers: on a real store, of two at once one is told to wait, and
// the editions do not mix.
func TestSlowTwoPublishers(t *testing.T) {
	p := realBucket(t)
	var group sync.WaitGroup
	errs := make([]error, 2)
	for n := range 2 {
		from := edition(n).built(t)
		group.Go(func() {
			_, errs[n] = publish.Publish(t.Context(), from, p.store, publish.Options{Patience: 20 * time.Second})
		})
	}
	group.Wait()
	for n := range 2 {
		if errs[n] == nil {
			continue
		}
		wantError(t, errs[n], "somebody else is publishing there")
		p.holds(t, edition(1-n))
	}
	if errs[0] != nil && errs[1] != nil {
		t.Error("nobody published")
	}
	if errs[0] == nil && errs[1] == nil { // one after the other
		got := p.read(t)
		if got["p0/page.html"] == edition(0)["p0/page.html"] {
			p.holds(t, edition(0))
		} else {
			p.holds(t, edition(1))
		}
	}
}

// TestSlowKilled kills publishers to a real store.
func TestSlowKilled(t *testing.T) {
	p := realBucket(t)
	killed(t, p, 40, p.where)
}

// TestSlowManyObjects lists 10,000 objects of a real store.
func TestSlowManyObjects(t *testing.T) {
	p := realBucket(t)
	site := tree{}
	for i := range 10000 {
		site[fmt.Sprintf("%d/%d.html", i%100, i)] = fmt.Sprint(i)
	}
	started := time.Now()
	wantCounts(t, p.send(t, site), 10000, 0, 0)
	first := time.Since(started)
	started = time.Now()
	wantCounts(t, p.send(t, site.without("7/7.html")), 0, 1, 9999)
	t.Logf("10,000 objects: %s to send, %s to find that one is gone", first.Round(time.Millisecond), time.Since(started).Round(time.Millisecond))
}

// TestSlowWrongCredentials: a real store refuses them, nothing is changed, and
// they are not shown.
func TestSlowWrongCredentials(t *testing.T) {
	p := realBucket(t)
	p.send(t, small)
	endpoint := strings.TrimPrefix(p.where, "TEST_PUBLISH_ENDPOINT=")
	for _, wrong := range [][2]string{{"NOSUCHKEYOFTHETEST", rootSecret}, {rootKey, "wrongsecretofthetest"}} {
		t.Setenv("AWS_ACCESS_KEY_ID", wrong[0])
		t.Setenv("AWS_SECRET_ACCESS_KEY", wrong[1])
		store, err := publish.OpenBucket(publish.Bucket{Name: "town", Prefix: "strategy/", Endpoint: endpoint, Region: "us-east-1"})
		must(t, err)
		_, err = publish.Publish(t.Context(), edition(0).built(t), store, publish.Options{})
		wantError(t, err, "check AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY")
		for _, s := range append(wrong[:], rootKey, rootSecret) {
			if strings.Contains(err.Error(), s) {
				t.Errorf("the error tells %q: %s", s, err)
			}
		}
	}
	useRoot(t)
	p.holds(t, small)
}
