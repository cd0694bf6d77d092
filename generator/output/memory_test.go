package output_test

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"maps"
	"math/rand/v2"
	"path"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"trigpoint/generator/output"
)

// A memory is a disk in memory whose power can be cut. It has no links.
type memory struct {
	mu       sync.Mutex
	caseless bool   // names that differ in case only are one; the first spelling stays
	mounted  string // the folder at this path is on another disk
	now      image
	safe     image    // as it was flushed last
	pending  []action // since then
	clock    atomic.Int64
}

// An image is what a disk holds: path → file or folder.
type image map[string]node

type node struct {
	id      int
	folder  bool
	content string
	changed int
}

// An action is one change of an image; torn is one that a power cut hit. It
// fails as it would on a disk.
type action func(i image, torn bool) error

var (
	errNotFolder = errors.New("not a folder")
	errNotEmpty  = errors.New("folder not empty")
	errIsFolder  = errors.New("is a folder")
)

func newMemory() *memory {
	root := image{".": {folder: true}}
	return &memory{now: root, safe: maps.Clone(root)}
}

// cutPower loses some of what was done since the last flush. A disk that keeps
// the order of names loses the content of files only. Another one loses anything,
// in any order, as far as one change does not need another.
func (m *memory) cutPower(random *rand.Rand) {
	ordered := random.IntN(2) == 0
	for _, act := range m.pending {
		if ordered || random.IntN(3) > 0 {
			_ = act(m.safe, ordered || random.IntN(3) == 0)
		}
	}
	m.pending, m.now = nil, maps.Clone(m.safe)
}

// tree returns the files and the empty folders.
func (m *memory) tree() tree {
	t, used := tree{}, map[string]bool{".": true}
	for p := range m.now {
		used[path.Dir(p)] = true
	}
	for p, n := range m.now {
		if !n.folder {
			t[p] = n.content
		} else if !used[p] {
			t[p+"/"] = "dir"
		}
	}
	return t
}

// plant writes a tree, as somebody else would, and flushes it.
func (m *memory) plant(t tree) {
	for p, content := range t {
		for dir := path.Dir(p); dir != "."; dir = path.Dir(dir) {
			if _, ok := m.now[dir]; !ok {
				m.now[dir] = m.node(true, "")
			}
		}
		m.now[p] = m.node(false, content)
	}
	m.safe, m.pending = maps.Clone(m.now), nil
}

func (m *memory) node(folder bool, content string) node {
	tick := int(m.clock.Add(1))
	return node{tick, folder, content, tick}
}

// act does something, and keeps it in mind for a power cut.
func (m *memory) act(op, p string, a action) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if err := a(m.now, false); err != nil {
		return &fs.PathError{Op: op, Path: p, Err: err}
	}
	m.pending = append(m.pending, a)
	return nil
}

// find returns the spelling of a path on the disk and what is there. With nothing
// there, the spelling is that of the folder above it and the name given.
func (m *memory) find(i image, p string) (string, node, error) {
	if p == "." {
		return p, i[p], nil
	}
	dir, above, err := m.find(i, path.Dir(p))
	if err != nil {
		return "", node{}, err
	}
	if !above.folder {
		return "", node{}, errNotFolder
	}
	spelt := path.Join(dir, path.Base(p))
	if n, ok := i[spelt]; ok {
		return spelt, n, nil
	}
	if m.caseless {
		for _, other := range i.children(dir) {
			if strings.EqualFold(other, spelt) {
				return other, i[other], nil
			}
		}
	}
	return spelt, node{}, nil
}

// get is find for what has to be there.
func (m *memory) get(i image, p string) (string, node, error) {
	spelt, n, err := m.find(i, p)
	if err == nil && n == (node{}) {
		err = fs.ErrNotExist
	}
	return spelt, n, err
}

// children returns the paths in a folder, sorted.
func (i image) children(dir string) []string {
	var paths []string
	for p := range i {
		if p != "." && path.Dir(p) == dir {
			paths = append(paths, p)
		}
	}
	slices.Sort(paths)
	return paths
}

func (m *memory) Lstat(p string) (fs.FileInfo, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	spelt, n, err := m.get(m.now, p)
	if err != nil {
		return nil, &fs.PathError{Op: "lstat", Path: p, Err: err}
	}
	return nodeInfo{path.Base(spelt), n}, nil
}

func (m *memory) Same(a, b fs.FileInfo) bool { return a.(nodeInfo).id == b.(nodeInfo).id }

func (m *memory) Read(p string) ([]byte, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	_, n, err := m.get(m.now, p)
	if err == nil && n.folder {
		err = errIsFolder
	}
	return append([]byte{}, n.content...), err
}

func (m *memory) List(p string) ([]fs.DirEntry, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	spelt, n, err := m.get(m.now, p)
	if err != nil || !n.folder {
		return nil, &fs.PathError{Op: "list", Path: p, Err: errors.Join(err, errNotFolder)}
	}
	var entries []fs.DirEntry
	for _, p := range m.now.children(spelt) {
		entries = append(entries, fs.FileInfoToDirEntry(nodeInfo{path.Base(p), m.now[p]}))
	}
	return entries, nil
}

func (m *memory) Mkdir(p string) error { return m.make("mkdir", p, m.node(true, "")) }

func (m *memory) Create(p string, content []byte) error {
	return m.make("create", p, m.node(false, string(content)))
}

func (m *memory) CreateFrom(p string, write func(io.Writer) error) error {
	var b bytes.Buffer
	if err := write(&b); err != nil {
		return err
	}
	return m.Create(p, b.Bytes())
}

func (m *memory) make(op, p string, made node) error {
	return m.act(op, p, func(i image, torn bool) error {
		spelt, n, err := m.find(i, p)
		if err != nil {
			return err
		}
		if n != (node{}) {
			return fs.ErrExist
		}
		if _, above, _ := m.find(i, path.Dir(p)); above == (node{}) {
			return fs.ErrNotExist
		}
		if torn {
			made.content = made.content[:len(made.content)/2]
		}
		i[spelt] = made
		return nil
	})
}

func (m *memory) Replace(p string, content []byte) error {
	made := m.node(false, string(content))
	err := m.act("replace", p, func(i image, _ bool) error { return m.put(i, p, made) })
	if err != nil {
		return err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, act := range m.pending { // it is flushed, and for simplicity all is
		_ = act(m.safe, false)
	}
	m.pending = nil
	return nil
}

// put makes something the file at a path.
func (m *memory) put(i image, p string, made node) error {
	spelt, n, err := m.find(i, p)
	if err != nil {
		return err
	}
	if n.folder {
		return errIsFolder
	}
	if _, above, _ := m.find(i, path.Dir(p)); !above.folder {
		return fs.ErrNotExist
	}
	i[spelt] = made
	return nil
}

func (m *memory) Rename(from, to string) error {
	if m.mounted != "" && strings.HasPrefix(to, m.mounted+"/") {
		return &fs.PathError{Op: "rename", Path: to, Err: output.ErrOtherDisk}
	}
	id, changed := 0, m.node(false, "").changed
	return m.act("rename", from, func(i image, _ bool) error {
		spelt, n, err := m.get(i, from)
		if err != nil {
			return err
		}
		if id == 0 {
			id = n.id // what it is that moves, should the power be cut
		}
		if id != n.id {
			return fs.ErrNotExist
		}
		n.changed = changed
		if err := m.put(i, to, n); err != nil {
			return err
		}
		delete(i, spelt)
		return nil
	})
}

func (m *memory) Remove(p string) error {
	id := 0
	return m.act("remove", p, func(i image, _ bool) error {
		spelt, n, err := m.get(i, p)
		if err != nil {
			return err
		}
		if id == 0 {
			id = n.id
		}
		if id != n.id {
			return fs.ErrNotExist
		}
		if len(i.children(spelt)) > 0 {
			return errNotEmpty
		}
		delete(i, spelt)
		return nil
	})
}

func (m *memory) Flush() error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.safe, m.pending = maps.Clone(m.now), nil
	return nil
}

func (m *memory) Lock(p string) error {
	if err := m.Create(p, nil); !errors.Is(err, fs.ErrExist) {
		return err
	}
	return nil
}

func (m *memory) Close() error { return nil }

// nodeInfo tells of a node. Its clock ticks once in eight changes.
type nodeInfo struct {
	name string
	node
}

func (n nodeInfo) Name() string       { return n.name }
func (n nodeInfo) Size() int64        { return int64(len(n.content)) }
func (n nodeInfo) ModTime() time.Time { return time.Unix(int64(n.changed/8), 0) }
func (n nodeInfo) IsDir() bool        { return n.folder }
func (n nodeInfo) Sys() any           { return nil }

func (n nodeInfo) Mode() fs.FileMode {
	if n.folder {
		return fs.ModeDir | 0o755
	}
	return 0o644
}
