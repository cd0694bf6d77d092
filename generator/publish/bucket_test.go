package publish_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/johannesboyne/gofakes3"
	"github.com/johannesboyne/gofakes3/backend/s3mem"
	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"

	"trigpoint/generator/publish"
)

// secrets are the credentials of tests. No output may hold one of them.
const (
	keyID   = "KEYIDOFTHETEST"
	secret  = "secret/of+the/test"
	session = "session+of+the/test"
)

func useCredentials(t *testing.T) {
	t.Setenv("AWS_ACCESS_KEY_ID", keyID)
	t.Setenv("AWS_SECRET_ACCESS_KEY", secret)
	t.Setenv("AWS_SESSION_TOKEN", session)
}

// fakeBucket is a bucket of a store in this process, with a prefix; foreign
// objects lie on both sides of it.
func fakeBucket(t *testing.T) place {
	t.Helper()
	p, _ := fakeStore(t)
	return p
}

// fakeStore also returns what is behind the store, for tests in a hurry.
func fakeStore(t *testing.T) (place, gofakes3.Backend) {
	t.Helper()
	useCredentials(t)
	behind := s3mem.New()
	fake := gofakes3.New(behind, gofakes3.WithLogger(gofakes3.DiscardLog()))
	server := httptest.NewServer(fake.Server())
	t.Cleanup(server.Close)
	return bucketAt(t, server.URL, "town", "strategy/"), behind
}

// bucketAt makes a bucket at an endpoint and puts foreign objects around the
// prefix.
func bucketAt(t *testing.T, endpoint, name, prefix string) place {
	t.Helper()
	store, err := publish.OpenBucket(publish.Bucket{Name: name, Prefix: prefix, Endpoint: endpoint, Region: "us-east-1"})
	must(t, err)
	host := strings.TrimPrefix(endpoint, "http://")
	client, err := minio.New(host, &minio.Options{Creds: credentials.NewEnvAWS(), Region: "us-east-1"})
	must(t, err)
	must(t, client.MakeBucket(t.Context(), name, minio.MakeBucketOptions{}))
	b := seen{client, name, prefix}
	beside := []string{"index.html", "strategy.txt", "strategy-old/index.html"}
	for _, key := range beside {
		b.put(t, key, "foreign")
	}
	t.Cleanup(func() {
		for _, key := range beside {
			if got := b.get(t, context.WithoutCancel(t.Context()), key); got != "foreign" {
				t.Errorf("%s beside the prefix became %q", key, got)
			}
		}
	})
	return place{store, func(tb testing.TB, path, content string) { b.put(tb, prefix+path, content) }, b.tree, client, "TEST_PUBLISH_ENDPOINT=" + endpoint}
}

// seen is a bucket as anybody sees it, by another client than ours.
type seen struct {
	client       *minio.Client
	name, prefix string
}

func (b seen) put(tb testing.TB, key, content string) {
	tb.Helper()
	_, err := b.client.PutObject(tb.Context(), b.name, key, strings.NewReader(content), int64(len(content)), minio.PutObjectOptions{DisableContentSha256: content == ""})
	must(tb, err)
}

func (b seen) get(tb testing.TB, ctx context.Context, key string) string {
	tb.Helper()
	o, err := b.client.GetObject(ctx, b.name, key, minio.GetObjectOptions{})
	must(tb, err)
	content, err := io.ReadAll(o)
	must(tb, err)
	return string(content)
}

func (b seen) tree(tb testing.TB) tree {
	tb.Helper()
	t := tree{}
	for o := range b.client.ListObjects(tb.Context(), b.name, minio.ListObjectsOptions{Prefix: b.prefix, Recursive: true}) {
		must(tb, o.Err)
		if path := strings.TrimPrefix(o.Key, b.prefix); !strings.HasPrefix(path, ".trigpoint") {
			t[path] = b.get(tb, tb.Context(), o.Key)
		}
	}
	return t
}

// TestHeaders: what a browser is told of each file.
func TestHeaders(t *testing.T) {
	p := fakeBucket(t)
	heads := &recorder{Store: p.store, headers: map[string]publish.Headers{}}
	css := "body{}" // its SHA-256 is in the first name below
	site := tree{"index.html": "x", "assets/style.7c98040a.css": css, "assets/style.00000000.css": css, "data/t.csv": "x", "feed.xml": "x",
		"c.epub": "x", "_headers": "x", "who.knows": "x", "s.JS": "x", "m.svg": "x"}
	_, err := publish.Publish(t.Context(), site.built(t), heads, publish.Options{})
	must(t, err)
	const fresh, forever = "public, max-age=0, must-revalidate", "public, max-age=31536000, immutable"
	for path, want := range map[string]publish.Headers{
		"index.html":                {Type: "text/html; charset=utf-8", Cache: fresh},
		"assets/style.7c98040a.css": {Type: "text/css; charset=utf-8", Cache: forever},
		"assets/style.00000000.css": {Type: "text/css; charset=utf-8", Cache: fresh}, // not the hash of its content
		"data/t.csv":                {Type: "text/csv; charset=utf-8", Cache: fresh},
		"feed.xml":                  {Type: "application/xml", Cache: fresh},
		"c.epub":                    {Type: "application/epub+zip", Cache: fresh},
		"_headers":                  {Type: "text/plain; charset=utf-8", Cache: fresh},
		"who.knows":                 {Type: "application/octet-stream", Cache: fresh},
		"s.JS":                      {Type: "text/javascript; charset=utf-8", Cache: fresh},
		"m.svg":                     {Type: "image/svg+xml", Cache: fresh},
		".trigpoint/published":      {Type: "text/plain; charset=utf-8", Cache: "no-store"},
	} {
		if got := heads.headers[path]; got != want {
			t.Errorf("%s: %+v, want %+v", path, got, want)
		}
	}
}

type recorder struct {
	publish.Store
	headers map[string]publish.Headers
}

func (r *recorder) Workers() int { return 1 }

func (r *recorder) Put(ctx context.Context, path string, content []byte, h publish.Headers, m publish.Match) (string, error) {
	r.headers[path] = h
	return r.Store.Put(ctx, path, content, h, m)
}

// TestManyObjects: a bucket of 10,000 objects is listed whole.
func TestManyObjects(t *testing.T) {
	p, behind := fakeStore(t)
	site := tree{}
	for i := range 500 {
		site[fmt.Sprintf("%d.html", i)] = fmt.Sprint(i)
	}
	for i := range 9500 { // between ours, by their names
		_, err := behind.PutObject("town", fmt.Sprintf("strategy/%d.theirs", i), nil, strings.NewReader("x"), 1, nil)
		must(t, err)
	}
	wantCounts(t, p.send(t, site), 500, 0, 0)
	wantCounts(t, p.send(t, site), 0, 0, 500)
	wantCounts(t, p.send(t, site.without("432.html")), 0, 1, 499)
	var ours, theirs int
	for o := range p.client.ListObjects(t.Context(), "town", minio.ListObjectsOptions{Prefix: "strategy/", Recursive: true}) {
		must(t, o.Err)
		ours += strings.Count(o.Key, ".html")
		theirs += strings.Count(o.Key, ".theirs")
	}
	if ours != 499 || theirs != 9500 {
		t.Errorf("%d of ours and %d of others", ours, theirs)
	}
}

// TestRefused: what a store says when it refuses, told to people, with nothing
// changed and no credentials shown.
func TestRefused(t *testing.T) {
	for code, says := range map[string]string{
		"InvalidAccessKeyId":    "check AWS_ACCESS_KEY_ID",
		"SignatureDoesNotMatch": "check AWS_ACCESS_KEY_ID",
		"ExpiredToken":          "check AWS_ACCESS_KEY_ID",
		"AccessDenied":          "do not permit this",
		"NoSuchBucket":          "there is no such bucket",
		"NotImplemented":        "--no-lock",
		"Strange":               "what the store says",
	} {
		t.Run(code, func(t *testing.T) {
			useCredentials(t)
			changes := 0
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if r.Method != http.MethodGet && r.Method != http.MethodHead && r.URL.Path != "/town/.trigpoint/lock" {
					changes++
				}
				w.Header().Set("Content-Type", "application/xml")
				w.WriteHeader(http.StatusForbidden)
				fmt.Fprintf(w, "<Error><Code>%s</Code><Message>what the store says of %s, %s and %s</Message><AWSAccessKeyId>%s</AWSAccessKeyId></Error>", code, keyID, secret, session, keyID)
			}))
			defer server.Close()
			store, err := publish.OpenBucket(publish.Bucket{Name: "town", Endpoint: server.URL, Region: "us-east-1"})
			must(t, err)
			_, err = publish.Publish(t.Context(), small.built(t), store, publish.Options{})
			wantError(t, err, "s3://town/", says)
			silent(t, err)
			if changes > 0 {
				t.Errorf("%d requests to change something", changes)
			}
		})
	}
}

// silent: an error tells no credentials.
func silent(t *testing.T, err error) {
	t.Helper()
	for _, s := range []string{keyID, secret, session} {
		if err != nil && strings.Contains(err.Error(), s) {
			t.Errorf("the error tells %q: %s", s, err)
		}
	}
}

// TestNobodyThere: a store that cannot be reached.
func TestNobodyThere(t *testing.T) {
	useCredentials(t)
	server := httptest.NewServer(http.NotFoundHandler())
	server.Close()
	store, err := publish.OpenBucket(publish.Bucket{Name: "town", Endpoint: server.URL, Region: "us-east-1"})
	must(t, err)
	_, err = publish.Publish(t.Context(), small.built(t), store, publish.Options{})
	wantError(t, err, "s3://town/")
	silent(t, err)
}

func TestNoCredentials(t *testing.T) {
	for _, key := range []string{"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_ACCESS_KEY", "AWS_SECRET_KEY", "AWS_PROFILE"} {
		t.Setenv(key, "")
	}
	t.Setenv("AWS_SHARED_CREDENTIALS_FILE", t.TempDir()+"/none")
	_, err := publish.OpenBucket(publish.Bucket{Name: "town"})
	wantError(t, err, "there are no credentials", "AWS_ACCESS_KEY_ID")
}

// TestAddresses: addresses with credentials in them are refused and not repeated.
func TestAddresses(t *testing.T) {
	useCredentials(t)
	for _, a := range []string{"s3://" + keyID + ":" + "hidden@town/x", "s3://", "https://town/x", "s3://town/x?secret=hidden", "s3://town:hid den"} {
		_, err := publish.ParseBucket(a)
		wantError(t, err, "s3://bucket/prefix")
		silent(t, err)
		if strings.Contains(err.Error(), "hidden") || strings.Contains(err.Error(), "hid den") {
			t.Error(err)
		}
	}
	for _, a := range []string{"https://me:hidden@store.example", "store.example", "ftp://store.example", "https://store.example/path"} {
		_, err := publish.OpenBucket(publish.Bucket{Name: "town", Endpoint: a})
		wantError(t, err, "the endpoint must be like")
		if strings.Contains(err.Error(), "hidden") {
			t.Error(err)
		}
	}
	for a, want := range map[string]publish.Bucket{
		"s3://town": {Name: "town"}, "s3://town/": {Name: "town"}, "s3://town/a/b": {Name: "town", Prefix: "a/b/"}, "s3://town/a/b/": {Name: "town", Prefix: "a/b/"},
	} {
		if got, err := publish.ParseBucket(a); err != nil || got != want {
			t.Errorf("%s: %+v %v", a, got, err)
		}
	}
}
