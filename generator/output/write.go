package output

import (
	"bytes"
	"context"
	"crypto/sha256"
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
// It makes the folder if it is not there. workers is how many files are rendered at once, at
// least one.
//
// When nothing has changed, nothing is written. When rendering fails, the disk
// is full, something foreign is in the way, or the context is done before the
// commit begins, the site stays as it was; the error then joins what went wrong,
// sorted, up to twenty problems and the number of the others. When the commit
// itself fails, the error says so, and the next write finishes that commit first.
func (f *Folder) Write(ctx context.Context, s *Set, workers int) (Changes, error) {
	dir, err := f.check()
	if err != nil {
		return Changes{}, err
	}
	d, err := f.open(dir)
	if err != nil {
		return Changes{}, fmt.Errorf("opening the output folder %s: %w", f.name, cause(err))
	}
	w := writer{f.name, d, s}
	changes, err := w.write(ctx, workers)
	if err = errors.Join(err, d.Close()); err != nil {
		return Changes{}, err
	}
	return changes, nil
}

// A writer does one write, in a folder that it has locked.
type writer struct {
	name string // of the output folder, for messages
	disk disk
	set  *Set
}

func (w writer) write(ctx context.Context, workers int) (Changes, error) {
	if ctx.Err() != nil {
		return Changes{}, w.calledOff(ctx)
	}
	if err := w.lock(); err != nil {
		return Changes{}, err
	}
	if err := w.recover(); err != nil {
		return Changes{}, err
	}
	old, text, err := w.manifest()
	if err != nil {
		return Changes{}, err
	}
	p, now, err := w.prepare(ctx, workers, old)
	if err != nil {
		return Changes{}, errors.Join(err, w.discard())
	}
	if len(p.steps) == 0 && bytes.Equal(now, text) {
		return p.changes, nil
	}
	j := journal{sha256.Sum256(now), p.steps}
	if err := w.record(j, now); err != nil {
		return Changes{}, errors.Join(err, w.discard())
	}
	return p.changes, w.commit(j, old)
}

func (w writer) calledOff(ctx context.Context) error {
	return fmt.Errorf("writing %s was called off, and nothing was changed: %w", w.name, context.Cause(ctx))
}

func (w writer) lock() error {
	if err := makeFolder(w.disk, own); err != nil {
		return w.fail("writing", own, err)
	}
	err := w.disk.Lock(lockPath)
	if errors.Is(err, errLocked) {
		return fmt.Errorf("another build is writing to %s: wait until it is done, or stop it, and build again", w.name)
	}
	if err != nil {
		return w.fail("locking", lockPath, err)
	}
	return nil
}

// recover finishes an interrupted commit. A journal whose stage is gone, or is
// that of a later write, tells of a commit that is finished.
func (w writer) recover() error {
	text, err := readOwn(w.disk, journalPath)
	if err != nil {
		return w.fail("reading", journalPath, err)
	}
	if text == nil {
		return w.discard()
	}
	j, err := parseJournal(text)
	if err != nil {
		return w.fail("reading", journalPath, fmt.Errorf("it is damaged: %w: remove it and build again", err))
	}
	staged, err := readOwn(w.disk, stagedManifest)
	if err != nil {
		return w.fail("reading", stagedManifest, err)
	}
	if staged == nil || sha256.Sum256(staged) != j.manifest {
		if err := w.disk.Remove(journalPath); err != nil {
			return w.fail("removing", journalPath, err)
		}
		return w.discard()
	}
	old, _, err := w.manifest()
	if err != nil {
		return err
	}
	return w.commit(j, old)
}

// manifest reads the manifest, and its text. Without one, both are nil.
func (w writer) manifest() (manifest, []byte, error) {
	text, err := readOwn(w.disk, manifestPath)
	if text == nil || err != nil {
		return nil, nil, w.fail("reading", manifestPath, err)
	}
	m, err := parseManifest(text)
	if err != nil {
		err = fmt.Errorf("it is damaged: %w: save what is yours in %s, empty it, and build again", err, w.name)
	}
	return m, text, w.fail("reading", manifestPath, err)
}

// prepare renders the set, stages what has to be written, and plans the commit.
// It also returns the text of the new manifest.
func (w writer) prepare(ctx context.Context, workers int, old manifest) (plan, []byte, error) {
	v, err := newSurvey(w.name, w.disk, old, w.set)
	if err != nil {
		return plan{}, nil, err
	}
	stale, err := v.removable()
	if err != nil {
		return plan{}, nil, err
	}
	s := newStage(w.name, w.disk, w.set, v)
	err = s.fill(ctx, workers)
	if ctx.Err() != nil {
		err = w.calledOff(ctx)
	}
	if err != nil {
		return plan{}, nil, err
	}
	return newPlan(s, stale), s.manifest().text(), nil
}

// record puts the journal in its place, whole and with all that it needs flushed
// before. On an error, there is none.
func (w writer) record(j journal, manifest []byte) error {
	err := makeFolder(w.disk, stagePath)
	if err == nil {
		err = w.disk.Create(stagedManifest, manifest)
	}
	if err == nil {
		err = w.disk.Create(stagedJournal, j.text())
	}
	if err == nil {
		err = w.disk.Flush()
	}
	if err == nil {
		err = w.disk.Rename(stagedJournal, journalPath)
	}
	return w.fail("writing", journalPath, err)
}

// commit carries out a journal that is in its place.
func (w writer) commit(j journal, old manifest) error {
	err := w.disk.Flush()
	if err == nil {
		err = newCommit(w.name, w.disk, old).run(j)
	}
	if err != nil {
		return fmt.Errorf("%w\n%s may be partly changed: the next build finishes that first", err, w.name)
	}
	return w.discard()
}

// discard removes the stage.
func (w writer) discard() error {
	info, err := lstat(w.disk, stagePath)
	if err == nil && info != nil && info.IsDir() {
		err = w.empty(stagePath)
	}
	if err == nil && info != nil {
		err = w.disk.Remove(stagePath)
	}
	return w.fail("clearing", stagePath, err)
}

func (w writer) empty(dir string) error {
	entries, err := w.disk.List(dir)
	for _, e := range entries {
		if err == nil {
			err = w.disk.Remove(dir + "/" + e.Name())
		}
	}
	return err
}

// fail tells what failed, and where. It returns nil for nil.
func (w writer) fail(doing, path string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s %s%s: %w", doing, w.name, path, cause(err))
}
