package pack_test

import (
	"archive/zip"
	"bytes"
	"image"
	"image/color"
	"image/png"
	"io"
	"io/fs"
	"net/url"
	"os"
	"path"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"golang.org/x/net/html"
	"golang.org/x/tools/txtar"

	"trigpoint/generator/build"
	"trigpoint/generator/pack"
	"trigpoint/themes"
)

// source is the site of testdata/site.txtar, with two images.
func source(t *testing.T) fstest.MapFS {
	t.Helper()
	a, err := txtar.ParseFile("testdata/site.txtar")
	if err != nil {
		t.Fatal(err)
	}
	out := fstest.MapFS{}
	for _, f := range a.Files {
		out[f.Name] = &fstest.MapFile{Data: f.Data}
	}
	out["content/second/bild ä.png"] = &fstest.MapFile{Data: square(t)}
	out["content/second/canaryimage.png"] = &fstest.MapFile{Data: picture(t, canaryWide, canaryHigh)}
	return out
}

// ours is the site of this repository.
func ours(t *testing.T) fs.FS {
	t.Helper()
	return os.DirFS("../..")
}

// The size of the picture that is not published, which no other has.
const canaryWide, canaryHigh = 13, 9

func square(t *testing.T) []byte {
	t.Helper()
	return picture(t, 8, 8)
}

func picture(t *testing.T, wide, high int) []byte {
	t.Helper()
	m := image.NewRGBA(image.Rect(0, 0, wide, high))
	for i := range wide * high {
		m.Set(i%wide, i/wide, color.RGBA{200, 0, 0, 255})
	}
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// A site is every file of a build, by path.
type site map[string][]byte

func day() time.Time { return time.Date(2020, 7, 1, 12, 0, 0, 0, time.UTC) }

// built builds a site with its copies kept, as the command does.
func built(t *testing.T, src fs.FS, o build.Options) site {
	t.Helper()
	var shelf pack.Shelf
	defer shelf.Close()
	if o.Copies == nil {
		o.Copies = &build.Copies{}
	}
	o.Copies.Keep = func(c []pack.Copy) ([]pack.Copy, error) { return shelf.Keep(t.Context(), c) }
	out := site{}
	res := result(t, src, o)
	for _, f := range res.Set.Files() {
		var b bytes.Buffer
		if err := f.Render(&b); err != nil {
			t.Fatal(err)
		}
		out[f.Path] = b.Bytes()
	}
	return out
}

func builder(src fs.FS) *build.Builder { return build.New(src, themes.FS()) }

// result builds a site without errors.
func result(t *testing.T, src fs.FS, o build.Options) *build.Result {
	t.Helper()
	o.Now = day()
	res, err := builder(src).Build(o)
	if err != nil {
		t.Fatal(err)
	}
	if res.Failed() {
		t.Fatalf("the site has errors: %+v", res.Diags)
	}
	return res
}

// copies lists the paths of the copies in a format.
func (s site) copies(format string) []string {
	var out []string
	for p := range s {
		if path.Dir(p) == pack.Dir && strings.HasSuffix(p, "."+format) {
			out = append(out, p)
		}
	}
	return out
}

// series is the path of the copy of the whole, which is the largest.
func (s site) series(format string) string {
	return slices.MaxFunc(s.copies(format), func(a, b string) int { return len(s[a]) - len(s[b]) })
}

// unzip reads an archive, and fails the test where it is not sound.
func unzip(t *testing.T, archive []byte) site {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(archive), int64(len(archive)))
	if err != nil {
		t.Fatal(err)
	}
	out := site{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		if _, twice := out[f.Name]; twice {
			t.Errorf("the archive has %s twice", f.Name)
		}
		out[f.Name] = content
	}
	return out
}

// elements parses a file and returns its elements in order.
func elements(t *testing.T, file []byte) []*html.Node {
	t.Helper()
	doc, err := html.Parse(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	return below(doc)
}

// below lists the elements in a node, in order.
func below(n *html.Node) []*html.Node {
	var out []*html.Node
	for c := range n.Descendants() {
		if c.Type == html.ElementNode {
			out = append(out, c)
		}
	}
	return out
}

func attribute(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

func mustUnescape(t *testing.T, p string) string {
	t.Helper()
	out, err := url.PathUnescape(p)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func hasClass(n *html.Node, class string) bool {
	return slices.Contains(strings.Fields(attribute(n, "class")), class)
}

// words are the words in a node as a reader meets them.
func words(n *html.Node) string {
	var b strings.Builder
	for c := range n.Descendants() {
		if c.Type == html.TextNode {
			b.WriteString(c.Data)
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

// body is the element that holds what the author wrote.
func body(t *testing.T, list []*html.Node) *html.Node {
	t.Helper()
	i := slices.IndexFunc(list, func(n *html.Node) bool { return hasClass(n, "body") })
	if i < 0 {
		t.Fatal("a page has no body")
	}
	return list[i]
}
