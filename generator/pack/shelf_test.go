package pack_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"
	"testing/fstest"

	"trigpoint/generator/build"
	"trigpoint/generator/pack"
	"trigpoint/generator/render"
)

// large is a copy of so many bytes.
func large(size int) pack.Copy {
	block := bytes.Repeat([]byte{'x'}, 1<<16)
	return pack.Copy{Copy: render.Copy{Path: "downloads/large.zip"}, Stream: func(w io.Writer) error {
		for range size / len(block) {
			if _, err := w.Write(block); err != nil {
				return err
			}
		}
		return nil
	}}
}

// A copy that is larger than memory goes through in pieces, both ways.
func TestShelfStreams(t *testing.T) {
	const size = 64 << 20
	var shelf pack.Shelf
	defer shelf.Close()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	kept, err := shelf.Keep(t.Context(), []pack.Copy{large(size)})
	if err != nil {
		t.Fatal(err)
	}
	if err := kept[0].Stream(io.Discard); err != nil {
		t.Fatal(err)
	}
	runtime.ReadMemStats(&after)
	if used := after.TotalAlloc - before.TotalAlloc; used > size/16 {
		t.Errorf("a copy of %d bytes took %d of memory", size, used)
	}
	if kept[0].Size != size {
		t.Errorf("the copy has %d bytes", kept[0].Size)
	}
}

// A build that is called off makes no more copies, and says why.
func TestShelfCalledOff(t *testing.T) {
	var shelf pack.Shelf
	defer shelf.Close()
	ctx, stop := context.WithCancelCause(t.Context())
	reason := errors.New("the author changed their mind")
	c := large(64 << 20)
	pour := c.Stream
	c.Stream = func(w io.Writer) error { stop(reason); return pour(w) }
	if _, err := shelf.Keep(ctx, []pack.Copy{c}); !errors.Is(err, reason) {
		t.Errorf("the error is %v", err)
	}
}

// A page of 2,000 images is bound like any other; a book holds each once.
func TestManyImages(t *testing.T) {
	src := fstest.MapFS{"site.toml": {Data: []byte("title = \"Many\"\n[copies]\nformats = [\"html\", \"epub\"]\n")}}
	var page strings.Builder
	page.WriteString("+++\ntitle = \"Many\"\n+++\n")
	for i := range 2000 {
		fmt.Fprintf(&page, "![Image %d](%d.png)\n\n![Again](%d.png)\n\n", i, i, i)
		src[fmt.Sprintf("content/%d.png", i)] = &fstest.MapFile{Data: square(t)}
	}
	src["content/_index.md"] = &fstest.MapFile{Data: []byte(page.String())}
	s := built(t, src, build.Options{})
	if n := bytes.Count(s["downloads/many.html"], []byte(`src="data:image/png;base64,`)); n != 4000 {
		t.Errorf("the single file shows %d images", n)
	}
	book := unzip(t, s["downloads/many.epub"])
	checkLinks(t, book)
	checkManifest(t, "many.epub", book)
	if len(book) != 2000+8 {
		t.Errorf("the book has %d files", len(book))
	}
}

// A book cannot hold a drawing that is not XML: the error says which.
func TestBrokenDrawing(t *testing.T) {
	var shelf pack.Shelf
	defer shelf.Close()
	src := fstest.MapFS{
		"site.toml":         {Data: []byte("title = \"Broken\"\n[copies]\nformats = [\"epub\"]\n[checks]\nfile-active = \"off\"\n")},
		"content/_index.md": {Data: []byte("+++\ntitle = \"Broken\"\n+++\n![A drawing](a.svg)\n")},
		"content/a.svg":     {Data: []byte("<svg xmlns='http://www.w3.org/2000/svg'><g></svg>")},
	}
	keep := func(c []pack.Copy) ([]pack.Copy, error) { return shelf.Keep(t.Context(), c) }
	_, err := builder(src).Build(build.Options{Now: day(), Copies: &build.Copies{Keep: keep}})
	if err == nil || !strings.Contains(err.Error(), "content/a.svg") {
		t.Errorf("the error is %v", err)
	}
}
