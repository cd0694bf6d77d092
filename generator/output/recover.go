package output

import (
	"errors"
	"io/fs"
	"strconv"
)

// stagedPath returns the path of a staged file.
func stagedPath(number int) string { return stagePath + "/" + strconv.Itoa(number) }

// recover finishes a commit that an earlier write has begun, or clears away what
// it had staged. It reports whether there was a commit.
func (w writer) recover() (bool, error) {
	now, text, err := w.read(journalPath)
	if err != nil {
		return false, err
	}
	if text == nil {
		return false, w.discard()
	}
	old, _, err := w.read(manifestPath)
	if err != nil {
		return false, err
	}
	staged, err := w.leftover(now)
	if err != nil {
		return false, w.fail("reading", stagePath, err)
	}
	return true, w.commit(old, now, staged)
}

// leftover returns which files of a manifest are in the stage, by their numbers.
// Their content decides: after a power cut the stage may be that of another write.
func (w writer) leftover(now manifest) (map[int]bool, error) {
	names, err := w.staged()
	if err != nil {
		return nil, err
	}
	staged := map[int]bool{}
	for _, name := range names {
		number, err := strconv.Atoi(name)
		if err != nil || number < 0 || number >= len(now.paths) {
			continue
		}
		want := now.entries[now.paths[number]]
		if staged[number], err = w.holds(stagedPath(number), want); err != nil {
			return nil, err
		}
	}
	return staged, nil
}

// holds reports whether there is a file with that content.
func (w writer) holds(path string, want entry) (bool, error) {
	info, err := w.look(path)
	if err != nil || info == nil || !info.Mode().IsRegular() || info.Size() != want.size {
		return false, err
	}
	content, err := w.Read(path)
	return err == nil && entryOf(content) == want, err
}

// staged returns the names in the stage; none if there is no stage.
func (w writer) staged() ([]string, error) {
	info, err := w.look(stagePath)
	if err != nil || info == nil || !info.IsDir() {
		return nil, err
	}
	entries, err := w.List(stagePath)
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names, err
}

// forget gives up a commit that has not begun. The journal may be there, should
// a rename have been done that was said to have failed.
func (w writer) forget() error {
	if err := w.Remove(journalPath); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return w.fail("removing", journalPath, err)
	}
	return w.discard()
}

// discard removes the stage.
func (w writer) discard() error {
	names, err := w.staged()
	for _, name := range names {
		if err == nil {
			err = w.Remove(stagePath + "/" + name)
		}
	}
	info, missing := w.look(stagePath)
	if err == nil && info != nil && missing == nil {
		err = w.Remove(stagePath)
	}
	return w.fail("clearing", stagePath, err)
}
