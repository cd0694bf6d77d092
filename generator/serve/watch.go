package serve

import (
	"bytes"
	"context"
	"path"
	"time"

	"github.com/fsnotify/fsnotify"

	"trigpoint/generator/build"
	"trigpoint/generator/source"
)

// A Watch takes a snapshot of a site's sources whenever they have changed.
//
// What the system reports is a hint where to look and no more. Hints are
// gathered until there is quiet; then the folders they name are read again and
// compared, by content, with the last snapshot that was handed out. A folder
// that is gone or moved, an overflow or an error of the watcher makes it start
// anew with the whole tree. So does a slow clock, whatever is reported.
type Watch struct {
	Dir  string // the folder with site.toml
	Poll bool   // look again and again, in place of waiting for hints
	// Each is given the first snapshot, and then every one that differs from
	// the one before, with the differences.
	Each func(*source.Tree, *source.Changes)
	// Ahead, if set, is given a snapshot in which little has changed as soon as
	// that is reported, while the watch waits for quiet. What it does with it is to
	// be thrown away unless Each is given the same: the file may be half written.
	Ahead func(*source.Tree)
	// Idle, if set, is called from time to time, between calls of Each.
	Idle func()
	// Say is told what the author should know, a line each.
	Say func(string)

	pace    pace
	system  func() (*fsnotify.Watcher, error) // nil: fsnotify's
	deaf    bool                              // tests: nothing is reported
	unheard bool                              // the clock found a change that nothing has reported
	scanner *source.Scanner
	native  *native // nil when polling
	hints   *hints
	given   *source.Tree // the last snapshot handed out
}

// pace holds the times that the watch keeps to.
type pace struct {
	quiet   time.Duration // without a hint, before what was found is believed
	whole   time.Duration // likewise, where one file changed and looks as if it were all there
	gone    time.Duration // likewise, where a file is gone
	emptied time.Duration // likewise, where a file is empty that was not
	most    time.Duration // the longest that hints which keep coming put it off
	clock   time.Duration // between two looks at everything; longer on a large tree
	poll    time.Duration // likewise, where nothing is reported
}

// usual are the times for people who edit files. An editor that saves by
// writing a new file and renaming it is done in a few milliseconds; one that
// first moves the old file away may take fifty. A file is emptied on purpose
// more rarely than by a slow save.
func usual() pace {
	return pace{
		quiet: 25 * time.Millisecond, whole: 10 * time.Millisecond, gone: 150 * time.Millisecond, emptied: 500 * time.Millisecond, most: 2 * time.Second,
		clock: 2 * time.Second, poll: 250 * time.Millisecond,
	}
}

// Run watches until the context is done. The first snapshot has been handed out
// when it begins to wait.
func (w *Watch) Run(ctx context.Context) {
	if w.pace == (pace{}) {
		w.pace = usual()
	}
	w.hints = newHints()
	w.scanner = &source.Scanner{Dir: w.Dir, Names: build.Sources(), Ignore: build.Ignored,
		Follow: func(p string) bool { return path.Dir(p) == "themes" }, Enter: w.enter}
	if reason := unreported(w.Dir); reason != "" && !w.Poll {
		w.poll(reason)
	}
	w.open()
	defer func() { w.close() }()
	w.hand(w.scanner.All())
	for w.wait(ctx) {
		w.look(ctx)
	}
}

// wait waits for a hint or for the clock. It is false when the watch is over.
func (w *Watch) wait(ctx context.Context) bool {
	timer := time.NewTimer(w.interval())
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-w.hints.wake:
		return w.settle(ctx, w.ahead(), w.hints.wake)
	case <-timer.C:
		w.hints.everything()
		return true
	}
}

// interval is the time between two looks at everything. Looking takes time in
// proportion to the tree, and may cost a twentieth of a core at most.
func (w *Watch) interval() time.Duration {
	every := w.pace.clock
	if w.native == nil {
		every = w.pace.poll
	}
	return max(every, 20*w.hints.took)
}

// settle waits until no hint has come for a time. A hint that can be heard is the
// next step of the save; the first few are followed up at once. It is false when
// the watch is over.
func (w *Watch) settle(ctx context.Context, quiet time.Duration, hint <-chan struct{}) bool {
	deadline := time.Now().Add(w.pace.most)
	for steps := 0; ; {
		pause := min(quiet-w.hints.silence(), time.Until(deadline))
		if pause <= 0 {
			return ctx.Err() == nil
		}
		timer := time.NewTimer(pause)
		select {
		case <-ctx.Done():
			timer.Stop()
			return false
		case <-hint:
			timer.Stop()
			if quiet = w.pace.quiet; steps < maxSteps {
				quiet = w.ahead()
			}
			steps++
		case <-timer.C:
		}
	}
}

// look reads what the hints name and hands out the snapshot if it differs.
func (w *Watch) look(ctx context.Context) {
	h := w.hints.take()
	tree := w.scan(h)
	changes := source.Diff(w.given, tree)
	w.listen(h, changes)
	limit := time.Now().Add(w.pace.most)
	for w.doubtful(changes) && time.Now().Before(limit) {
		before := tree
		if !w.settle(ctx, w.patience(changes), nil) {
			return
		}
		w.pause(ctx, changes)
		h = w.hints.take()
		h.paths = append(h.paths, changes.All()...)
		tree = w.scan(h)
		changes = source.Diff(w.given, tree)
		if source.Diff(before, tree).None() {
			break
		}
	}
	if !changes.None() {
		w.hand(tree)
	} else if w.Idle != nil && h.clock {
		w.Idle()
	}
}

const (
	// maxAhead is how many files may have changed for the quiet time to be used:
	// where there are more, others will follow.
	maxAhead = 4
	// maxSteps is how many hints are followed up in one quiet time.
	maxSteps = 4
)

// ahead uses the quiet time, which it returns: what a save led to is looked at
// twice, at its beginning and at its end, and for most saves that is the same.
func (w *Watch) ahead() time.Duration {
	if w.Ahead == nil || w.native == nil || !w.hints.few() {
		return w.pace.quiet
	}
	h := w.hints.take()
	tree, regrouped := w.scanner.Again(h.paths)
	h.renew = h.renew || regrouped
	w.hints.restore(h)
	changes := source.Diff(w.given, tree)
	if n := len(changes.All()); n > 0 && n <= maxAhead && !changes.Doubtful() && !regrouped {
		w.Ahead(tree)
		if whole(w.given, tree, changes) {
			return w.pace.whole
		}
	}
	return w.pace.quiet
}

// whole tells the change of one file that looks as if all of it were there: it
// ends with a line, and is no shorter than before, which what is written in
// pieces hardly ever is in between.
func whole(before, after *source.Tree, c *source.Changes) bool {
	if len(c.Changed) != 1 || len(c.Added)+len(c.Removed) > 0 {
		return false
	}
	content, err := after.ReadFile(c.Changed[0])
	was, gone := before.Stat(c.Changed[0])
	return err == nil && gone == nil && bytes.HasSuffix(content, []byte("\n")) && int64(len(content)) >= was.Size()
}

// doubtful tells changes that are looked at twice. Where nothing is reported
// there is no quiet to wait for, so that goes for all.
func (w *Watch) doubtful(c *source.Changes) bool {
	return c.Doubtful() || w.native == nil && !c.None()
}

// pause is the time between two looks where nothing is reported.
func (w *Watch) pause(ctx context.Context, c *source.Changes) {
	if w.native != nil {
		return
	}
	select {
	case <-ctx.Done():
	case <-time.After(w.patience(c)):
	}
}

// patience is how long changes are left alone before they are believed.
func (w *Watch) patience(c *source.Changes) time.Duration {
	switch {
	case len(c.Emptied) > 0:
		return w.pace.emptied
	case len(c.Removed) > 0:
		return w.pace.gone
	}
	return w.pace.quiet
}

func (w *Watch) hand(tree *source.Tree) {
	changes := source.Diff(w.given, tree)
	w.given = tree
	w.Each(tree, changes)
}

// scan reads what the hints ask for: some folders, or everything.
func (w *Watch) scan(h taken) *source.Tree {
	started := time.Now()
	if !h.all && !h.renew {
		tree, regrouped := w.scanner.Again(h.paths)
		if !regrouped {
			return tree
		}
		h.renew = true
	}
	if h.renew && w.native != nil {
		w.close()
		w.open()
	}
	tree := w.scanner.All()
	w.hints.took = time.Since(started)
	return tree
}

// listen notices that the system reports nothing, as on some mounts: the clock
// found a change, and by its next turn nothing has told of any.
func (w *Watch) listen(h taken, c *source.Changes) {
	switch {
	case w.native == nil:
	case !h.clock:
		w.unheard = false
	case !w.unheard:
		w.unheard = !c.None()
	default:
		w.close()
		w.poll("the system does not report changes in this folder")
	}
}

// poll says why there are no events, and does without.
func (w *Watch) poll(reason string) {
	w.Poll = true
	w.Say(reason + "; looking for changes again and again instead (--poll)")
}

// open begins to take events, unless the watch polls.
func (w *Watch) open() {
	if w.Poll {
		return
	}
	system := w.system
	if system == nil {
		system = fsnotify.NewWatcher
	}
	n, err := newNative(w.Dir, w.hints, system, w.deaf)
	if err != nil {
		w.full(err)
		return
	}
	w.native = n
}

func (w *Watch) close() {
	if w.native != nil {
		w.native.close()
		w.native = nil
	}
}

// enter is called before a folder is read: it is watched from then on.
func (w *Watch) enter(p string) {
	if w.native == nil {
		return
	}
	if err := w.native.add(p); err != nil {
		w.full(err)
	}
}

// full goes on without events: the system has no more watches.
func (w *Watch) full(err error) {
	w.close()
	w.poll(explainLimit(err))
}
