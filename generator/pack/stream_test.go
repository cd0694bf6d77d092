package pack_test

import (
	"bytes"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"
	"testing/fstest"

	"trigpoint/generator/build"
)

// A gauge is a writer that forgets what it is given, and weighs what the program
// holds whenever another part of the copy has come by.
type gauge struct {
	size, next int
	most       uint64
}

const between = 2 << 20

func (g *gauge) Write(p []byte) (int, error) {
	if g.size += len(p); g.size >= g.next {
		g.next = g.size + between
		g.most = max(g.most, held())
	}
	return len(p), nil
}

func held() uint64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// A copy that is larger than memory is made in pieces: while the last page is
// bound, the first is forgotten.
func TestCopiesStream(t *testing.T) {
	src := fstest.MapFS{"site.toml": {Data: []byte("title = \"Long\"\n[copies]\nformats = [\"zip\", \"html\", \"epub\"]\n")}}
	words := strings.Repeat("Every partner publishes what it holds, and says where. ", 1000)
	for i := range 120 {
		noise := bytes.Repeat([]byte{byte(i), byte(i * 7), byte(i * 31)}, 20<<10)
		src[fmt.Sprintf("content/%d.png", i)] = &fstest.MapFile{Data: noise}
		src[fmt.Sprintf("content/p%d.md", i)] = &fstest.MapFile{Data: fmt.Appendf(nil, "+++\ntitle = \"Page %d\"\n+++\n%s\n\n![Noise](%d.png)\n", i, words, i)}
	}
	src["content/_index.md"] = &fstest.MapFile{Data: []byte("+++\ntitle = \"Long\"\n+++\n")}
	res := result(t, src, build.Options{Copies: &build.Copies{}})
	for _, name := range []string{"long.zip", "long.html", "long.epub"} {
		f, ok := res.Set.Find("downloads/" + name)
		if !ok {
			t.Fatalf("there is no %s", name)
		}
		if err := f.Stream(io.Discard); err != nil { // what is made once, on the first page, is kept
			t.Fatal(err)
		}
		before, g := held(), &gauge{}
		if err := f.Stream(g); err != nil {
			t.Fatal(err)
		}
		if took := int64(g.most) - int64(before); took > between {
			t.Errorf("%s: while %d bytes were written, %d were held", name, g.size, took)
		}
		if name == "long.html" && g.size < 5*between {
			t.Errorf("%s has %d bytes, too few to tell", name, g.size)
		}
	}
}
