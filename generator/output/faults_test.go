package output_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"trigpoint/generator/output"
)

var errFault = errors.New("injected fault")

// A fault is a way in which an operation on the disk can fail.
type fault struct {
	name string
	done bool // the operation is carried out nevertheless
	torn bool // a file that is created gets half its content
	last bool // no later operation works: the process is gone, or the disk
	cut  bool // so is the power
}

func allFaults() []fault {
	return []fault{
		{name: "fails once"},
		{name: "is done, but fails once", done: true},
		{name: "fails, and all after it", last: true},
		{name: "is killed while it writes", torn: true, last: true},
		{name: "is killed after it", done: true, last: true},
		{name: "loses power", done: true, last: true, cut: true},
	}
}

// A faultyDisk lets its n-th operation fail, counted from one.
type faultyDisk struct {
	output.Disk
	fault fault
	n     int
	count int
}

// do runs an operation, or the fault that is due.
func (d *faultyDisk) do(operation func() error) error {
	d.count++
	switch {
	case d.count < d.n || d.count > d.n && !d.fault.last:
		return operation()
	case d.count == d.n && d.fault.done:
		return errors.Join(operation(), errFault)
	}
	return errFault
}

func (d *faultyDisk) Lstat(p string) (info fs.FileInfo, err error) {
	err = d.do(func() error { info, err = d.Disk.Lstat(p); return err })
	return info, err
}

func (d *faultyDisk) Read(p string) (content []byte, err error) {
	err = d.do(func() error { content, err = d.Disk.Read(p); return err })
	return content, err
}

func (d *faultyDisk) List(p string) (entries []fs.DirEntry, err error) {
	err = d.do(func() error { entries, err = d.Disk.List(p); return err })
	return entries, err
}

func (d *faultyDisk) Create(p string, content []byte) error {
	err := d.do(func() error { return d.Disk.Create(p, content) })
	if d.count == d.n && d.fault.torn {
		err = errors.Join(err, d.Disk.Create(p, content[:len(content)/2]))
	}
	return err
}

func (d *faultyDisk) CreateFrom(p string, write func(io.Writer) error) error {
	err := d.do(func() error { return d.Disk.CreateFrom(p, write) })
	if d.count == d.n && d.fault.torn {
		err = errors.Join(err, d.Disk.CreateFrom(p, func(w io.Writer) error {
			var b bytes.Buffer
			if err := write(&b); err != nil {
				return err
			}
			_, err := w.Write(b.Bytes()[:b.Len()/2])
			return err
		}))
	}
	return err
}

func (d *faultyDisk) Replace(p string, content []byte) error {
	return d.do(func() error { return d.Disk.Replace(p, content) })
}

func (d *faultyDisk) Rename(from, to string) error {
	return d.do(func() error { return d.Disk.Rename(from, to) })
}

func (d *faultyDisk) Mkdir(p string) error  { return d.do(func() error { return d.Disk.Mkdir(p) }) }
func (d *faultyDisk) Remove(p string) error { return d.do(func() error { return d.Disk.Remove(p) }) }
func (d *faultyDisk) Lock(p string) error   { return d.do(func() error { return d.Disk.Lock(p) }) }
func (d *faultyDisk) Flush() error          { return d.do(d.Disk.Flush) }

// A change is a site, what others put beside it, and the sites to come. No
// foreign file is in the way of one.
type change struct {
	old, foreign, next, third tree
	caseless                  bool
	mounted                   string
	respells                  bool // foreign folders may spell names otherwise than the sites
}

func changes() map[string]change {
	old := tree{
		"index.html": "old index", "style.1.css": "old style", "same.html": "same", "same/asset.js": "same",
		"gone/page.html": "gone", "gone/deep/er/page.html": "gone", "kept/page.html": "gone",
		"folder/a.html": "in a folder", "folder/b/c.html": "in a folder", "file": "to be a folder",
		"Page.html": "old page", "Docs/a.html": "old a", "Docs/b.html": "old b",
	}
	next := tree{
		"index.html": "new index", "style.2.css": "new style", "same.html": "same", "same/asset.js": "same",
		"new/deep/er/page.html": "new", "new/image.png": "new", "new/again.html": "new",
		"folder": "now a file", "file/a/b.html": "now in a folder",
		"page.html": "new page", "docs/a.html": "new a", "docs/c.html": "new c",
	}
	third := tree{"index.html": "third", "third/page.html": "third", "PAGE.html": "third", "style.2.css": "third"}
	foreign := tree{".gitkeep": "", "CNAME": "example.org", "kept/notes.txt": "mine", "theirs/a/b": "theirs"}
	return map[string]change{
		"rewrite":     {old: old, foreign: foreign, next: next, third: third},
		"first":       {foreign: tree{".gitkeep": ""}, next: next, third: third},
		"clear":       {old: old, foreign: foreign, third: third},
		"ignore case": {old: old, foreign: foreign, next: next, third: third, caseless: true},
		"mounted":     {old: old, foreign: foreign, next: next, third: third, mounted: "new"},
	}
}

// begin makes a disk that holds what is foreign and the old site, the end of
// which is not flushed.
func (c change) begin(t *testing.T) *memory {
	t.Helper()
	m := newMemory()
	m.caseless, m.mounted = c.caseless, c.mounted
	m.plant(c.foreign)
	if c.old != nil {
		m.write(t, c.old)
	}
	return m
}

func (m *memory) write(t *testing.T, next tree) {
	t.Helper()
	_, err := output.Virtual(m).Write(t.Context(), next.set(t), 2)
	mustDo(t, err)
}

func (m *memory) site() tree {
	t := m.tree()
	maps.DeleteFunc(t, func(p, _ string) bool { return strings.HasPrefix(p, ".trigpoint") })
	return t
}

// Whatever operation fails, in whatever way, each path holds what it held or
// what it is to hold, nothing foreign is touched, the site is as it was as long as
// no journal was written, and the next write comes to its end.
func TestWriteFaults(t *testing.T) {
	for name, c := range changes() {
		for _, fault := range allFaults() {
			t.Run(name+"/"+fault.name, func(t *testing.T) {
				t.Parallel()
				seeds := uint64(1)
				if fault.cut {
					seeds = 6
				}
				for seed := range seeds {
					n := 1
					for c.fails(t, fault, n, rand.New(rand.NewPCG(seed, uint64(n)))) {
						n++
					}
					if n < 50 {
						t.Errorf("only %d operations failed", n)
					}
				}
			})
		}
	}
}

// fails lets the n-th operation fail, checks, and writes one of three sites. It
// reports whether there was an n-th operation.
func (c change) fails(t *testing.T, fault fault, n int, random *rand.Rand) bool {
	t.Helper()
	m := c.begin(t)
	before := m.tree()
	d := &faultyDisk{Disk: m, fault: fault, n: n}
	_, err := output.Virtual(d).Write(t.Context(), c.next.set(t), 1)
	if d.count < n {
		mustDo(t, err)
		return false
	}
	if fault.cut {
		m.cutPower(random)
	}
	if err != nil {
		c.check(t, fault, before, m)
		c.checkCleared(t, fault, err, m)
		c.checkRecovery(t, fault, m)
	}
	then := []tree{c.next, c.old, c.third}[random.IntN(3)]
	m.write(t, then)
	wantTree(t, c.comparable(m.site(), fault), c.comparable(then.with(c.foreign), fault))
	for _, p := range slices.Sorted(maps.Keys(m.tree())) {
		if strings.HasPrefix(p, ".trigpoint/") && p != ".trigpoint/lock" && p != ".trigpoint/manifest" {
			t.Errorf("%s is left over", p)
		}
	}
	if t.Failed() {
		t.Fatalf("when operation %d %s\nbefore: %v\nerror: %v", n, fault.name, c, err)
	}
	return true
}

// comparable returns the tree without the differences in case that the disk may
// have made.
func (c change) comparable(t tree, fault fault) tree {
	if c.respells || c.caseless && fault.cut {
		return t.lower()
	}
	return t
}

// checkRecovery expects that the next write, if it comes no further than to
// finish what this one began, leaves the old site or the new one, whole.
func (c change) checkRecovery(t *testing.T, fault fault, m *memory) {
	t.Helper()
	s, err := output.NewSet([]output.File{rendered("bad", func(*bytes.Buffer) error { return errFault })})
	mustDo(t, err)
	_, err = output.Virtual(m).Write(t.Context(), s, 1)
	wantError(t, err, "rendering bad")
	have := c.comparable(m.site(), fault)
	if !maps.Equal(have, c.comparable(c.old.with(c.foreign), fault)) {
		wantTree(t, have, c.comparable(c.next.with(c.foreign), fault))
	}
}

// checkCleared expects that a write that failed, on a disk that works otherwise,
// leaves nothing behind but what it says.
func (c change) checkCleared(t *testing.T, fault fault, err error, m *memory) {
	t.Helper()
	if fault.last || strings.Contains(err.Error(), "the next build") || strings.Contains(err.Error(), "clearing ") {
		return
	}
	for p := range m.tree() {
		if strings.HasPrefix(p, ".trigpoint/stage") || p == ".trigpoint/journal" {
			t.Errorf("%s is left over", p)
		}
	}
}

// check checks a folder in which a write has failed.
func (c change) check(t *testing.T, fault fault, then tree, m *memory) {
	t.Helper()
	have := m.tree()
	_, journal := have[".trigpoint/journal"]
	if _, was := then[".trigpoint/journal"]; !journal && !was && have[".trigpoint/manifest"] == then[".trigpoint/manifest"] {
		wantTree(t, m.site(), c.old.with(c.foreign))
		return
	}
	for p := range c.foreign {
		if have[p] != c.foreign[p] {
			t.Errorf("foreign %s holds %q", p, have[p])
		}
	}
	for p, content := range m.site() {
		if content != c.old[p] && content != c.next[p] && content != c.foreign[p] && !m.same(c, p, content) && !strings.HasSuffix(p, "/") {
			t.Errorf("%s holds %q, which is neither old nor new", p, content)
		}
	}
	if !fault.cut { // which may lose what was done first
		c.checkOrder(t, have)
	}
}

// same reports whether the content is that of a path in another spelling, on a
// disk that ignores case.
func (m *memory) same(c change, p, content string) bool {
	for q, want := range c.old.with(c.next) {
		if m.caseless && strings.EqualFold(p, q) && want == content {
			return true
		}
	}
	return false
}

// checkOrder expects that a page is new only if what the new pages use is there,
// and the old assets only go after that.
func (c change) checkOrder(t *testing.T, have tree) {
	t.Helper()
	for p, content := range c.next {
		if strings.HasSuffix(p, ".html") || have[p] == content {
			continue
		}
		if c.old["index.html"] != have["index.html"] || c.old["style.1.css"] != have["style.1.css"] {
			t.Errorf("a page is new, or an old asset gone, and %s is not there", p)
		}
	}
}

// An error names what failed and where, and says whether the site is as it was.
func TestWriteTellsOfFaults(t *testing.T) {
	c := changes()["rewrite"]
	for n := 1; ; n++ {
		m := c.begin(t)
		d := &faultyDisk{Disk: m, fault: fault{last: true}, n: n}
		_, err := output.Virtual(d).Write(t.Context(), c.next.set(t), 1)
		if err == nil {
			return
		}
		wantError(t, err, "public/")
		_, journal := m.tree()[".trigpoint/journal"]
		told := strings.Contains(err.Error(), "the next build finishes that first")
		if !errors.Is(err, errFault) || told != journal {
			t.Errorf("operation %d: %v; journal: %v", n, err, journal)
		}
	}
}

// Once the disk takes no more, there is no point in rendering the rest.
func TestWriteStopsWhenDiskIsFull(t *testing.T) {
	count := 0
	var files []output.File
	for i := range 30 {
		files = append(files, rendered(fmt.Sprint(i), func(*bytes.Buffer) error { count++; return nil }))
	}
	s, err := output.NewSet(files)
	mustDo(t, err)
	_, err = output.Virtual(fullDisk{newMemory()}).Write(t.Context(), s, 1)
	wantError(t, err, "writing public/0: "+errFault.Error())
	if count != 1 {
		t.Errorf("%d files were rendered", count)
	}
}

// A fullDisk has no room for another file.
type fullDisk struct{ *memory }

func (fullDisk) Create(string, []byte) error { return errFault }

func (fullDisk) CreateFrom(string, func(io.Writer) error) error { return errFault }

// The same holds for sites, foreign files and faults at random.
func TestWriteRandomFaults(t *testing.T) {
	faults := allFaults()
	for seed := range uint64(500) {
		random := rand.New(rand.NewPCG(seed, 7))
		c := randomChange(t, random)
		c.fails(t, faults[random.IntN(len(faults))], 1+random.IntN(80), random)
		if t.Failed() {
			t.Fatalf("with seed %d", seed)
		}
	}
}

func randomChange(t *testing.T, random *rand.Rand) change {
	t.Helper()
	c := change{caseless: random.IntN(2) == 0, old: randomSite(random, tree{}, "old")}
	c.respells = c.caseless
	c.next = randomSite(random, c.old, "new")
	c.third = randomSite(random, c.next, "third")
	if random.IntN(4) == 0 {
		c.mounted = "b"
	}
	c.foreign = tree{}
	for range random.IntN(4) { // names with an x are in no site
		c.foreign[randomPath(random)+fmt.Sprintf("/x%d", random.IntN(3))] = "foreign"
	}
	for p := range c.foreign {
		for _, site := range []tree{c.old, c.next, c.third} {
			if _, err := output.NewSet(append(site.set(t).Files(), output.Bytes(p, nil))); err != nil {
				delete(c.foreign, p)
			}
		}
	}
	return c
}

// randomSite returns a site in which some files are those of another.
func randomSite(random *rand.Rand, other tree, content string) tree {
	site := tree{}
	var files []output.File
	add := func(p, content string) {
		if _, err := output.NewSet(append(files, output.Bytes(p, nil))); err == nil {
			files = append(files, output.Bytes(p, nil))
			site[p] = content
		}
	}
	for _, p := range slices.Sorted(maps.Keys(other)) {
		if random.IntN(2) == 0 {
			add(p, other[p])
		}
	}
	for range random.IntN(10) {
		add(randomPath(random), content)
	}
	return site
}

func randomPath(random *rand.Rand) string {
	p := ""
	for range 1 + random.IntN(3) {
		p += "/" + []string{"a", "b", "A", "c", "C.html", "c.html", "d.css"}[random.IntN(7)]
	}
	return p[1:]
}
