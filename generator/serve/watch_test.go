package serve

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/fsnotify/fsnotify"

	"trigpoint/generator/source"
)

// TestManyFiles: what changes 2,000 files at once is shown in few steps.
func TestManyFiles(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	const many = 2000
	name := func(i int) string { return fmt.Sprintf("content/many/f%02d/p%04d.md", i%40, i) }
	for i := range many {
		d.write(name(i), front("Page", "Before."))
	}
	l := d.look()
	for i := range many {
		l.write(name(i), front("Page", "After."))
	}
	steps := l.settled()
	const most = many / 20 // a slow machine takes breaths, and its disk is not waited for without end
	if got := len(changed(steps)); got != many {
		t.Errorf("%d files were reported, want %d", got, many)
	}
	if len(steps) > most {
		t.Errorf("they came in %d steps, want %d at most", len(steps), most)
	}
}

// TestOverflow: the system's queue of events is too short for all of them. The
// reader is held up until it has run over.
func TestOverflow(t *testing.T) {
	t.Parallel()
	const limit = "/proc/sys/fs/inotify/max_queued_events"
	text, err := os.ReadFile(limit)
	if err != nil {
		t.Skip("not run: this system has no " + limit)
	}
	var length int
	if _, err := fmt.Sscan(string(text), &length); err != nil || length > 50_000 {
		t.Skip("not run: the queue is too long to fill")
	}
	l := newDesk(t).look()
	l.watch.hints.mu.Lock() // the reader waits at its first hint
	for i := range length/2 + 1000 {
		name := fmt.Sprintf("content/plan/f%d.md", i) // each is reported twice at least: created, written
		l.must(os.WriteFile(l.disk(name), []byte("Words.\n"), 0o644))
	}
	l.mkdir("content/last/of/all")
	l.write("content/last/of/all/page.md", front("Last", "Lost in the overflow."))
	l.watch.hints.mu.Unlock()
	for {
		s := l.next()
		if _, err := s.tree.Stat("content/last/of/all/page.md"); err == nil {
			break
		}
	}
	l.settled()
	l.write("content/last/of/all/page.md", front("Last", "The new watcher is on it."))
	l.expect(l.settled(), "~content/last/of/all/page.md")
}

// TestChangeDuringBuild: what is saved while a build goes on is built next, all
// of it.
func TestChangeDuringBuild(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	built := 0
	l := d.look(func(w *Watch) {
		each := w.Each
		w.Each = func(tree *source.Tree, c *source.Changes) {
			if built++; built == 2 {
				d.write("content/plan/two.md", front("Two", "Saved meanwhile."))
				d.write("content/new/page.md", front("New", "Saved meanwhile."))
			}
			each(tree, c)
		}
	})
	l.write("content/plan/one.md", front("One", "Saved."))
	l.expect([]step{l.next()}, "~content/plan/one.md")
	l.expect(l.settled(), "+content/new/page.md", "~content/plan/two.md")
}

// TestChangeAtStart: what is saved while the watch is being set up is seen.
func TestChangeAtStart(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	l := d.look(func(w *Watch) {
		first := true
		each := w.Each
		w.Each = func(tree *source.Tree, c *source.Changes) {
			if first { // the snapshot is taken; nobody waits for events yet
				d.write("content/plan/deep/three.md", front("Three", "Saved early."))
			}
			first = false
			each(tree, c)
		}
	})
	l.expect([]step{l.next()}, "~content/plan/deep/three.md")
}

// TestHalfWritten: a file that is written in pieces ends up whole.
func TestHalfWritten(t *testing.T) {
	t.Parallel()
	const name = "content/plan/one.md"
	l := newDesk(t).look()
	whole := front("One", strings.Repeat("Many words. ", 500))
	f, err := os.OpenFile(l.disk(name), os.O_WRONLY|os.O_TRUNC, 0)
	l.must(err)
	_, err = f.WriteString(whole[:1000])
	l.must(err)
	if b, _ := l.next().tree.ReadFile(name); string(b) != whole[:1000] {
		t.Errorf("what is there so far is not seen")
	}
	_, err = f.WriteString(whole[1000:])
	l.must(err)
	l.must(f.Close())
	l.expect(l.settled(), "~"+name)
}

// TestContentAway: the content folder is away for longer than a save takes, and
// is seen to come back.
func TestContentAway(t *testing.T) {
	t.Parallel()
	l := newDesk(t).look()
	l.rename("content", "elsewhere")
	if s := l.next(); len(s.changes.Removed) != 5 {
		t.Errorf("the pages that went are %q", s.changes.Removed)
	}
	l.rename("elsewhere", "content")
	if s := l.next(); len(s.changes.Added) != 5 {
		t.Errorf("the pages that came back are %q", s.changes.Added)
	}
	l.write("content/plan/deep/three.md", front("Three", "Edited."))
	l.expect(l.settled(), "~content/plan/deep/three.md")
}

// TestClock: a change that nothing reports is found by the clock. It alone is no
// reason to poll: a report may come late. The second one is.
func TestClock(t *testing.T) {
	t.Parallel()
	said := make(chan string, 10)
	l := newDesk(t).look(func(w *Watch) {
		w.deaf, w.pace.clock, w.pace.poll = true, 20*time.Millisecond, 10*time.Millisecond
		w.Say = func(line string) { said <- line }
	})
	l.place("content/plan/one.md", front("One", "Edited."))
	l.expect([]step{l.next()}, "~content/plan/one.md")
	if line := <-said; !strings.Contains(line, "does not report changes") || !strings.Contains(line, "--poll") {
		t.Errorf("the author is told %q", line)
	}
	l.place("content/plan/one.md", front("One", "Again."))
	l.expect(l.settled(), "~content/plan/one.md")
}

// TestIdle: in between, others have their turn.
func TestIdle(t *testing.T) {
	t.Parallel()
	idle := make(chan bool, 1)
	newDesk(t).look(func(w *Watch) {
		w.pace.clock = time.Millisecond
		w.Idle = func() {
			select {
			case idle <- true:
			default:
			}
		}
	})
	<-idle
}

// TestNoWatcher: a system that has no watches left is explained, and done
// without.
func TestNoWatcher(t *testing.T) {
	t.Parallel()
	for errno, words := range map[syscall.Errno]string{
		syscall.EMFILE: "fs.inotify.max_user_instances", syscall.ENOSPC: "fs.inotify.max_user_watches", syscall.ENOSYS: "cannot report changes",
	} {
		said := make(chan string, 1)
		l := newDesk(t).look(func(w *Watch) {
			w.system = func() (*fsnotify.Watcher, error) { return nil, os.NewSyscallError("inotify_init1", errno) }
			w.Say = func(line string) { said <- line }
		})
		if line := <-said; !strings.Contains(line, words) || !strings.Contains(line, "--poll") {
			t.Errorf("%s: the author is told %q", errno, line)
		}
		l.write("content/plan/one.md", front("One", "Edited."))
		l.expect(l.settled(), "~content/plan/one.md")
	}
}

// TestLimitOnTheWay: the limit is met when a folder is to be watched, not at the
// start.
func TestLimitOnTheWay(t *testing.T) {
	t.Parallel()
	var told []string
	w := &Watch{Dir: t.TempDir(), Say: func(line string) { told = append(told, line) }, hints: newHints()}
	w.open()
	w.full(os.NewSyscallError("inotify_add_watch", syscall.ENOSPC))
	if len(told) != 1 || !strings.Contains(told[0], "fs.inotify.max_user_watches") {
		t.Errorf("the author is told %q", told)
	}
	if w.native != nil || !w.Poll {
		t.Error("the watch does not poll")
	}
	if !isLimit(&os.PathError{Err: syscall.ENOSPC}) || isLimit(errors.New("other")) {
		t.Error("limits are not told from other errors")
	}
}
