package output

import (
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"io"
	"slices"
	"sync"
	"sync/atomic"
)

// maxKept is the largest buffer, in bytes, that a worker keeps for the next file.
const maxKept = 4 << 20

// A stage renders the files of a set and keeps those that have to be written, by
// their number in the set, until they are moved to their places.
type stage struct {
	place
	set    *Set
	survey *survey
	make   func() error // makes the folder of the stage, once

	results []result     // by number of the file
	order   []int        // the numbers, in the order in which files are rendered
	next    atomic.Int64 // place in order
	broken  atomic.Bool  // the disk takes no more: rendering on is pointless
}

type result struct {
	entry  entry
	staged bool
	err    error
}

func newStage(at place, set *Set, v *survey) *stage {
	return &stage{
		place: at, set: set, survey: v,
		make:    sync.OnceValue(func() error { _, err := at.makeFolder(stagePath); return err }),
		results: make([]result, set.Len()),
		order:   longestFirst(set),
	}
}

// longestFirst puts the files that are not pages before those that are: an index
// of the whole site takes a worker as long as very many pages do, and would
// keep the others waiting at the end. Behind both are those that are to be late.
func longestFirst(set *Set) []int {
	var pages, late, order []int
	for i, f := range set.files {
		switch {
		case f.Late:
			late = append(late, i)
		case isPage(f.Path):
			pages = append(pages, i)
		default:
			order = append(order, i)
		}
	}
	return slices.Concat(order, pages, late)
}

// fill renders all files, so many at once. If some fail it goes on with the
// others, so that the error tells of all of them; but not once the disk fails or
// the context is done.
func (s *stage) fill(ctx context.Context, workers int) error {
	var group sync.WaitGroup
	for range max(1, min(workers, s.set.Len())) {
		group.Go(func() { s.work(ctx) })
	}
	group.Wait()
	var problems []error
	for _, r := range s.results {
		if r.err != nil {
			problems = append(problems, r.err)
		}
	}
	return joinFirst(problems)
}

func (s *stage) work(ctx context.Context) {
	var b bytes.Buffer
	for ctx.Err() == nil && !s.broken.Load() {
		n := int(s.next.Add(1)) - 1
		if n >= len(s.order) {
			return
		}
		i := s.order[n]
		s.results[i] = s.file(i, &b)
		if b.Cap() > maxKept {
			b = bytes.Buffer{}
		}
	}
}

// file renders a file and stages it if that is needed.
func (s *stage) file(i int, b *bytes.Buffer) result {
	f := s.set.files[i]
	if f.Stream != nil {
		return s.stream(i, f)
	}
	b.Reset()
	if err := f.Render(b); err != nil {
		return result{err: fmt.Errorf("rendering %s: %w", f.Path, err)}
	}
	now := entryOf(b.Bytes())
	write, err := s.survey.compare(f.Path, now)
	if err != nil || !write {
		return result{entry: now, err: err}
	}
	if err := s.put(stagedPath(i), b.Bytes()); err != nil {
		s.broken.Store(true)
		return result{err: s.fail("writing", f.Path, err)}
	}
	return result{entry: now, staged: true}
}

// stream does the same for a file that may be too large for memory: it is made
// once for its sum and, if it has to be written, once more.
func (s *stage) stream(i int, f File) result {
	sum := sha256.New()
	size, err := streamed(f, sum)
	if err != nil {
		return result{err: fmt.Errorf("rendering %s: %w", f.Path, err)}
	}
	now := entry{[sha256.Size]byte(sum.Sum(nil)), size}
	write, err := s.survey.compare(f.Path, now)
	if err != nil || !write {
		return result{entry: now, err: err}
	}
	if err = s.make(); err == nil {
		err = s.CreateFrom(stagedPath(i), f.Stream)
	}
	if err != nil {
		s.broken.Store(true)
		return result{err: s.fail("writing", f.Path, err)}
	}
	return result{entry: now, staged: true}
}

// streamed makes a file and returns its size.
func streamed(f File, to io.Writer) (int64, error) {
	c := &counter{to: to}
	err := f.Stream(c)
	return c.n, err
}

// A counter counts what is written.
type counter struct {
	to io.Writer
	n  int64
}

func (c *counter) Write(p []byte) (int, error) {
	n, err := c.to.Write(p)
	c.n += int64(n)
	return n, err
}

func (s *stage) put(path string, content []byte) error {
	if err := s.make(); err != nil {
		return err
	}
	return s.Create(path, content)
}

// manifest returns the manifest of the set, once the stage is filled.
func (s *stage) manifest() manifest {
	m := manifest{names: s.set.plan.names, entries: make(map[string]entry, s.set.Len())}
	for i, f := range s.set.files {
		m.paths = append(m.paths, f.Path)
		m.entries[f.Path] = s.results[i].entry
	}
	return m
}

// staged returns which files are in the stage, by their numbers.
func (s *stage) staged() map[int]bool {
	staged := map[int]bool{}
	for number, r := range s.results {
		if r.staged {
			staged[number] = true
		}
	}
	return staged
}

func (s *stage) isEmpty() bool {
	return !slices.ContainsFunc(s.results, func(r result) bool { return r.staged })
}

// changes tells what committing the stage changes.
func (s *stage) changes() Changes {
	c := Changes{Removed: s.survey.removed}
	for number, r := range s.results {
		if r.staged {
			c.Written = append(c.Written, s.set.files[number].Path)
		} else {
			c.Unchanged++
		}
	}
	return c
}
