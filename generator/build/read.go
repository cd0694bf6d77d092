package build

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"image"
	_ "image/gif"  // registers the format, for the size of images
	_ "image/jpeg" // likewise
	_ "image/png"  // likewise
	"io"
	"io/fs"
	"path"
	"runtime"
	"strings"
	"sync"

	"golang.org/x/sync/errgroup"

	"trigpoint/generator/config"
	"trigpoint/generator/diag"
	"trigpoint/generator/markdown"
	"trigpoint/generator/photo"
	"trigpoint/generator/site"
)

// tree is the content folder, read.
type tree struct {
	files  []*markdown.File
	assets []*site.Asset
}

// memo keeps compiled files by path, for as long as their sums stay the same; of
// a file system without sums nothing is ever found in it.
// What a File depends on is its path, its bytes and the limits, so nothing else
// can make an entry stale.
type memo map[string]*compiled

type compiled struct {
	sum  [sha256.Size]byte
	file *markdown.File
}

// read walks the content folder and compiles what changed, in parallel.
func (b *Builder) read(diags *diag.List) (*tree, error) {
	pages, others, err := b.find(diags)
	if err != nil {
		return nil, err
	}
	entries := make([]*compiled, len(pages))
	var g errgroup.Group
	g.SetLimit(runtime.GOMAXPROCS(0))
	buffers := sync.Pool{New: func() any { return new(bytes.Buffer) }}
	for i, name := range pages {
		if entries[i] = b.known(name); entries[i] != nil {
			continue
		}
		g.Go(func() (err error) {
			src := buffers.Get().(*bytes.Buffer)
			defer buffers.Put(src)
			entries[i], err = b.compile(name, src)
			return err
		})
	}
	if err := g.Wait(); err != nil {
		return nil, err
	}
	t := &tree{}
	next := make(memo, len(pages))
	for i, name := range pages {
		next[name] = entries[i]
		t.files = append(t.files, entries[i].file)
	}
	b.memo = next
	for _, name := range others {
		a, err := b.describe(name)
		if err != nil {
			return nil, err
		}
		t.assets = append(t.assets, a)
	}
	return t, nil
}

// known returns what is remembered of a file that is known to be as it was, or
// nil.
func (b *Builder) known(name string) *compiled {
	if sum, ok := b.sum(name); ok {
		if old := b.memo[name]; old != nil && old.sum == sum {
			return old
		}
	}
	return nil
}

// compile compiles a page that it reads into a buffer, of which a File keeps
// nothing.
func (b *Builder) compile(name string, src *bytes.Buffer) (*compiled, error) {
	if err := b.source(name, src); err != nil {
		return nil, err
	}
	sum, _ := b.sum(name) // without sums, as in a single build, nothing is remembered
	return &compiled{sum, b.compiler.Compile(name, src.Bytes())}, nil
}

// source reads a page, and of one that is too large just enough for the
// compiler to say so.
func (b *Builder) source(name string, to *bytes.Buffer) error {
	f, err := b.root.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	to.Reset()
	to.Grow(int(min(info.Size(), int64(b.limits.Page))) + bytes.MinRead)
	if _, err := to.ReadFrom(io.LimitReader(f, int64(b.limits.Page)+1)); err != nil {
		return fmt.Errorf("reading %s: %w", name, err)
	}
	return nil
}

// find finds the pages and the other files, each sorted by path.
func (b *Builder) find(diags *diag.List) (pages, others []string, err error) {
	err = fs.WalkDir(b.root, site.ContentDir, func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			if name == site.ContentDir && errors.Is(err, fs.ErrNotExist) {
				return fmt.Errorf("this folder has no %s/ with Markdown files: %w", name, err)
			}
			return err
		case name == site.ContentDir && !d.IsDir():
			return fmt.Errorf("%s is a file, and should be a folder with Markdown files", name)
		case !d.IsDir() && len(pages)+len(others) == b.limits.Files:
			diags.Add(diag.Position{Path: name}, "limit", "divide the site", "%s holds more than %d files: from here on they are not read", site.ContentDir, b.limits.Files)
			return fs.SkipAll
		case name != site.ContentDir && ignored(d.Name()):
			if d.IsDir() {
				return fs.SkipDir
			}
		case d.IsDir():
		case !d.Type().IsRegular():
			diags.Add(diag.Position{Path: name}, "file-skipped", "put a copy in its place", "the file is a link or a device, and is not read")
		case strings.HasSuffix(name, ".md"):
			pages = append(pages, name)
		default:
			if likelyPage(name) {
				diags.Add(diag.Position{Path: name}, "file-skipped", "let its name end in .md", "the file is not read as a page")
			}
			others = append(others, name)
		}
		return nil
	})
	return pages, others, err
}

// likelyPage tells what elsewhere is the name of a Markdown file.
func likelyPage(name string) bool {
	ext := strings.ToLower(path.Ext(name))
	return ext == ".md" || ext == ".markdown" || ext == ".mdown"
}

// Sources lists the files and folders, at the top of the site's folder, that a
// build reads.
func Sources() []string {
	return []string{site.ContentDir, site.LockName, config.FileName, "theme", "themes"}
}

// Ignored tells the paths that a build passes over, by their last name.
func Ignored(p string) bool {
	if name := path.Base(p); strings.HasPrefix(p, site.ContentDir+"/") {
		return ignored(name)
	}
	return strings.HasPrefix(path.Base(p), ".")
}

// ignored tells files that editors, systems and synchronisers leave behind.
func ignored(name string) bool {
	return strings.HasPrefix(name, ".") || strings.HasPrefix(name, "~$") || strings.HasPrefix(name, "#") ||
		strings.HasSuffix(name, "~") || strings.HasSuffix(name, ".swp") || strings.HasSuffix(name, ".tmp") ||
		strings.HasSuffix(name, "___jb_tmp___") || strings.HasSuffix(name, "___jb_old___") ||
		name == "4913" || name == "Thumbs.db" || name == "desktop.ini"
}

// imageHeader is how much of an image is read for its size.
const imageHeader = 64 << 10

// describe finds out what is needed of a file beside the Markdown.
func (b *Builder) describe(name string) (*site.Asset, error) {
	info, err := fs.Stat(b.root, name)
	if err != nil {
		return nil, err
	}
	a := &site.Asset{Path: name, Address: strings.TrimPrefix(name, site.ContentDir+"/"), Size: info.Size()}
	switch strings.ToLower(path.Ext(name)) {
	case ".png", ".jpg", ".jpeg", ".gif":
		f, err := b.root.Open(name)
		if err != nil {
			return nil, err
		}
		defer f.Close()
		head, err := io.ReadAll(io.LimitReader(f, imageHeader))
		if err != nil {
			return nil, fmt.Errorf("reading %s: %w", name, err)
		}
		if c, _, err := image.DecodeConfig(bytes.NewReader(head)); err == nil {
			a.Width, a.Height = c.Width, c.Height
		}
	}
	return a, nil
}

// asset reads a file beside the Markdown, as it is published.
func (b *Builder) asset(a *site.Asset) ([]byte, error) {
	content, err := fs.ReadFile(b.root, a.Path)
	return photo.Bare(a.Path, content), err
}
