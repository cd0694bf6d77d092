package output

import (
	"bytes"
	"context"
	"fmt"
	"sync"
	"sync/atomic"
)

// maxKept is the largest buffer, in bytes, that a worker keeps for the next file.
const maxKept = 4 << 20

// A stage renders the files of a set and keeps those that have to be written, by
// their number in the set, until they are moved to their places.
type stage struct {
	name   string // of the output folder, for messages
	disk   disk
	set    *Set
	survey *survey
	make   func() error // makes the folder of the stage, once

	results []result // by number of the file
	next    atomic.Int64
	broken  atomic.Bool // the disk takes no more: rendering on is pointless
}

type result struct {
	entry  entry
	staged bool
	err    error
}

func newStage(name string, d disk, set *Set, v *survey) *stage {
	return &stage{
		name: name, disk: d, set: set, survey: v,
		make:    sync.OnceValue(func() error { return makeFolder(d, stagePath) }),
		results: make([]result, set.Len()),
	}
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
		i := int(s.next.Add(1)) - 1
		if i >= s.set.Len() {
			return
		}
		s.results[i] = s.file(i, &b)
		if b.Cap() > maxKept {
			b = bytes.Buffer{}
		}
	}
}

// file renders a file and stages it if that is needed.
func (s *stage) file(i int, b *bytes.Buffer) result {
	f := s.set.files[i]
	b.Reset()
	if err := f.Render(b); err != nil {
		return result{err: fmt.Errorf("rendering %s: %w", f.Path, err)}
	}
	now := entryOf(b.Bytes())
	write, err := s.survey.compare(f.Path, b.Bytes(), now)
	if err != nil || !write {
		return result{entry: now, err: err}
	}
	if err := s.put(stagedPath(i), b.Bytes()); err != nil {
		s.broken.Store(true)
		return result{err: fmt.Errorf("writing %s%s: %w", s.name, f.Path, cause(err))}
	}
	return result{entry: now, staged: true}
}

func (s *stage) put(path string, content []byte) error {
	if err := s.make(); err != nil {
		return err
	}
	return s.disk.Create(path, content)
}

// manifest returns the manifest of the set, once the stage is filled.
func (s *stage) manifest() manifest {
	m := make(manifest, s.set.Len())
	for i, r := range s.results {
		m[s.set.files[i].Path] = r.entry
	}
	return m
}
