package serve

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/url"
	"strings"
	"sync"

	"trigpoint/generator/build"
	"trigpoint/generator/output"
	"trigpoint/generator/site"
)

// An edition is the site as one good build made it, rendered as far as it was
// asked for.
type edition struct {
	set  *output.Set
	site *site.Site
	base string // path of the site on its host, without the first slash

	mu    sync.Mutex
	files map[string]*content
	size  int // of the content in files, in bytes
}

// content is a rendered file. It is never changed.
type content struct {
	bytes []byte
	hash  string
}

// maxKept is how many bytes of rendered files an edition keeps.
const maxKept = 48 << 20

func newEdition(res *build.Result) *edition {
	e := &edition{set: res.Set, site: res.Site, files: map[string]*content{}}
	if u, err := url.Parse(res.Config.BaseURL); err == nil {
		e.base = strings.TrimPrefix(u.Path, "/")
	}
	return e
}

// has tells whether the edition has the file.
func (e *edition) has(key string) bool {
	if e == nil {
		return false
	}
	_, ok := e.set.Find(key)
	return ok
}

// render returns a file's content; nil without an error, if there is no such
// file.
func (e *edition) render(key string) (*content, error) {
	if e == nil {
		return nil, nil
	}
	e.mu.Lock()
	c := e.files[key]
	e.mu.Unlock()
	if c != nil {
		return c, nil
	}
	f, ok := e.set.Find(key)
	if !ok {
		return nil, nil
	}
	c, err := renderFile(f)
	if err == nil {
		e.keep(key, c)
	}
	return c, err
}

// renderFile renders a file. A fault of the program is an error here.
func renderFile(f output.File) (c *content, err error) {
	defer func() {
		if fault := recover(); fault != nil {
			err = fmt.Errorf("rendering %s: the program has a fault, which is not yours: %v", f.Path, fault)
		}
	}()
	var b bytes.Buffer
	if err := f.Render(&b); err != nil {
		return nil, err
	}
	return newContent(b.Bytes()), nil
}

func newContent(b []byte) *content {
	sum := sha256.Sum256(b)
	return &content{b, hex.EncodeToString(sum[:12])}
}

// keep remembers a file. When there is too much of them, all are forgotten: they
// can be made again.
func (e *edition) keep(key string, c *content) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.size += len(c.bytes); e.size > maxKept {
		clear(e.files)
		e.size = len(c.bytes)
	}
	e.files[key] = c
}

// retired holds assets that the current edition no longer has: a page that was
// sent a moment ago may still ask for them.
type retired struct {
	mu    sync.Mutex
	order []string
	files map[string]*content
}

// maxRetired is how many are held.
const maxRetired = 64

// keep takes over what only the edition before has, as far as it was asked for.
// When the theme was edited, that is all it has: a page may have come just now,
// and its style sheet be asked for next.
func (r *retired) keep(before, after *edition, theme bool) {
	if before == nil {
		return
	}
	if theme {
		for _, f := range before.set.Files() {
			if strings.HasPrefix(f.Path, "assets/") && !after.has(f.Path) {
				_, _ = before.render(f.Path)
			}
		}
	}
	before.mu.Lock()
	defer before.mu.Unlock()
	for key, c := range before.files {
		if strings.HasPrefix(key, "assets/") && !after.has(key) {
			r.hold(key, c)
		}
	}
}

// hold holds one more asset, and lets go the one held longest.
func (r *retired) hold(key string, c *content) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.files[key] != nil {
		return
	}
	if r.files == nil {
		r.files = map[string]*content{}
	}
	r.files[key] = c
	r.order = append(r.order, key)
	if len(r.order) > maxRetired {
		delete(r.files, r.order[0])
		r.order = r.order[1:]
	}
}

func (r *retired) find(key string) *content {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.files[key]
}
