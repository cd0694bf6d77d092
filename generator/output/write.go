package output

import (
	"bytes"
	"context"
	"errors"
	"fmt"
)

// Changes tells what a write did. What it first finished of an interrupted one
// is not counted.
type Changes struct {
	Written, Removed []string // paths, sorted
	Unchanged        int
}

// Write makes the folder hold exactly the set, plus whatever others put there.
// It makes the folder if it is not there. workers is how many files are rendered
// at once, at least one.
//
// When nothing has changed, nothing is written. When rendering fails, the disk
// is full, something foreign is in the way, or the context is done before the
// commit begins, the site stays as it was; the error then joins what went wrong,
// sorted, up to twenty problems and the number of the others. When the commit
// itself fails, the error says so, and the next write finishes that commit first.
func (f *Folder) Write(ctx context.Context, s *Set, workers int) (Changes, error) {
	if ctx.Err() != nil {
		return Changes{}, calledOff(ctx, f.name)
	}
	dir, err := f.check()
	if err != nil {
		return Changes{}, err
	}
	d, err := f.open(dir)
	if err != nil {
		return Changes{}, fmt.Errorf("opening the output folder %s: %w", f.name, cause(err))
	}
	w := writer{place{d, f.name}, s}
	changes, err := w.write(ctx, workers)
	if err = errors.Join(err, d.Close()); err != nil {
		return Changes{}, err
	}
	return changes, nil
}

// A writer does one write.
type writer struct {
	place
	set *Set
}

// write does the five things that the package comment lists.
func (w writer) write(ctx context.Context, workers int) (Changes, error) {
	if err := w.lock(); err != nil {
		return Changes{}, err
	}
	recovered, err := w.recover()
	if err != nil {
		return Changes{}, err
	}
	old, text, err := w.read(manifestPath)
	if err != nil {
		return Changes{}, err
	}
	v, err := newSurvey(w.place, old, w.set, !recovered)
	if err != nil {
		return Changes{}, err
	}
	s := newStage(w.place, w.set, v)
	now, err := w.fill(ctx, s, workers)
	if err != nil {
		return Changes{}, errors.Join(err, w.discard())
	}
	next := now.text()
	if s.isEmpty() && bytes.Equal(next, text) {
		return s.changes(), nil
	}
	if err := w.record(s, next); err != nil {
		return Changes{}, errors.Join(err, w.forget())
	}
	return s.changes(), w.commit(old, now, s.staged())
}

func (w writer) lock() error {
	if _, err := w.makeFolder(own); err != nil {
		return w.fail("writing", own, err)
	}
	err := w.Lock(lockPath)
	if errors.Is(err, errLocked) {
		return fmt.Errorf("another build is writing to %s: wait until it is done, or stop it, and build again", w.name)
	}
	return w.fail("locking", lockPath, err)
}

// read reads a manifest, and its text. Without one, the text is nil.
func (w writer) read(path string) (manifest, []byte, error) {
	text, err := w.readOwn(path)
	if text == nil || err != nil {
		return manifest{}, nil, w.fail("reading", path, err)
	}
	m, err := parseManifest(text)
	if err != nil {
		err = fmt.Errorf("%s%s is damaged or from another version: %w: save what is yours in %s, empty it, and build again", w.name, path, err, w.name)
	}
	return m, text, err
}

// fill fills the stage. It returns the new manifest.
func (w writer) fill(ctx context.Context, s *stage, workers int) (manifest, error) {
	err := s.fill(ctx, workers)
	if ctx.Err() != nil {
		err = calledOff(ctx, w.name)
	}
	return s.manifest(), err
}

func calledOff(ctx context.Context, name string) error {
	return fmt.Errorf("writing %s was called off, and nothing was changed: %w", name, context.Cause(ctx))
}

// record puts the new manifest where the journal has its place, whole, and with
// all that a commit needs flushed before.
func (w writer) record(s *stage, text []byte) error {
	err := s.make()
	if err == nil {
		err = w.Create(stagedJournal, text)
	}
	if err == nil {
		err = w.Flush()
	}
	if err == nil {
		err = w.Rename(stagedJournal, journalPath)
	}
	return w.fail("writing", journalPath, err)
}

// commit carries out the journal, which is in its place.
func (w writer) commit(old, now manifest, staged map[int]bool) error {
	err := w.fail("writing", journalPath, w.Flush())
	if err == nil {
		err = newCommit(w.place, old, now, staged).run()
	}
	if err != nil {
		return fmt.Errorf("%w\n%s may be partly changed: the next build finishes that first", err, w.name)
	}
	return w.discard()
}
