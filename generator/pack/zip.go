package pack

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"

	"trigpoint/generator/output"
)

// zip writes the web site into an archive. Unpacked, it opens from index.html.
func (b binding) zip(w io.Writer) error {
	a := newArchive(w)
	files := slices.SortedFunc(slices.Values(b.Files), func(x, y output.File) int { return strings.Compare(x.Path, y.Path) })
	for _, f := range files {
		if err := a.file(f); err != nil {
			return err
		}
	}
	return a.Close()
}

// An archive is a zip file whose bytes depend on its content alone.
type archive struct {
	*zip.Writer
	buffer bytes.Buffer
}

func newArchive(w io.Writer) *archive { return &archive{Writer: zip.NewWriter(w)} }

// file adds a file of the output. One buffer serves all.
func (a *archive) file(f output.File) error {
	a.buffer.Reset()
	var err error
	if f.Render != nil {
		err = f.Render(&a.buffer)
	} else {
		err = f.Stream(&a.buffer)
	}
	if err != nil {
		return fmt.Errorf("rendering %s: %w", f.Path, err)
	}
	return a.add(f.Path, a.buffer.Bytes())
}

func (a *archive) add(name string, content []byte) error {
	h := &zip.FileHeader{Name: name, Method: zip.Deflate, Modified: stamp()}
	if packed(name) {
		h.Method = zip.Store
	}
	h.SetMode(0o644)
	w, err := a.CreateHeader(h)
	if err != nil {
		return err
	}
	_, err = w.Write(content)
	return err
}

// packed tells files that no compression makes smaller.
func packed(name string) bool {
	switch strings.ToLower(path.Ext(name)) {
	case ".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".zip", ".woff2", ".mp4", ".docx", ".xlsx", ".pptx":
		return true
	}
	return false
}
