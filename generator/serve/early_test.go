package serve

import (
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"trigpoint/generator/source"
)

// TestAhead: the quiet time after a save is used, and what was prepared in it
// counts only if nothing came after it.
func TestAhead(t *testing.T) {
	t.Parallel()
	const name = "content/plan/one.md"
	ahead, most := make(chan string, 100), 0
	l := newDesk(t).look(func(w *Watch) {
		w.pace.quiet = time.Second
		w.Ahead = func(tree *source.Tree) {
			b, _ := tree.ReadFile(name)
			ahead <- string(b)
			most = max(most, len(source.Diff(w.given, tree).All()))
		}
	})
	first, second := front("One", "First."), front("One", "Second.")
	l.place(name, first)
	if got := <-ahead; got != first {
		t.Errorf("what is seen ahead is %q", got)
	}
	l.place(name, second) // within the quiet time
	if got := <-ahead; got != second {
		t.Errorf("what is seen ahead of a second step is %q", got)
	}
	if b, _ := l.next().tree.ReadFile(name); string(b) != second {
		t.Errorf("what is handed out is %q", b)
	}
	for i := range 3 * maxAhead {
		l.write(".many/"+string(rune('a'+i))+".md", front("Many", "Words."))
	}
	l.rename(".many", "content/many")
	l.settled()
	if most > maxAhead {
		t.Errorf("%d changes were looked at ahead", most)
	}
}

// TestEarlyBuild: one save leads to one build, in the quiet time; two in a row are
// never answered with the first.
func TestEarlyBuild(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.quiet = time.Second
	var shown atomic.Pointer[show]
	var builds atomic.Int32
	s := d.run(func(o *Options) {
		clock := o.Clock
		o.Clock = func() (time.Time, error) {
			if n := builds.Add(1); n > 1 && n < 4 && shown.Load().preview.watch.hints.silence() >= d.quiet {
				t.Error("it is built only after the quiet time")
			}
			return clock()
		}
	})
	shown.Store(s)
	s.page("/plan/one.html")
	before := builds.Load()
	d.place("content/plan/one.md", front("One", "Saved once."))
	s.tab.next()
	has(t, s.page("/plan/one.html"), "Saved once.")
	if before++; builds.Load() != before {
		t.Errorf("%d builds of one save", builds.Load()-before+1)
	}
	d.place("content/plan/one.md", front("One", "Saved in haste."))
	for builds.Load() == before {
		time.Sleep(time.Millisecond)
	}
	d.place("content/plan/one.md", front("One", "Saved again."))
	s.tab.until("the second save", func(update) bool {
		_, body := s.get("/plan/one.html")
		return strings.Contains(body, "Saved again.")
	})
	if status, _ := s.get("/plan/one.html"); status != http.StatusOK {
		t.Errorf("status %d", status)
	}
}

// TestWhole: one file that looks as if all of it were there is believed sooner
// than others.
func TestWhole(t *testing.T) {
	t.Parallel()
	const one, two = "content/plan/one.md", "content/plan/two.md"
	long := front("One", "Words that are many more than before.")
	const wait, soon = 600 * time.Millisecond, 200 * time.Millisecond
	ahead := func(*source.Tree) {}
	for what, c := range map[string]struct {
		quiet time.Duration
		ahead func(*source.Tree)
		save  func(*lookout)
	}{
		"a whole file":          {never, ahead, func(l *lookout) { l.place(one, long) }},
		"in place":              {never, ahead, func(l *lookout) { l.write(one, long) }},
		"less than there was":   {wait, ahead, func(l *lookout) { l.place(one, "+++\n") }},
		"half a line":           {wait, ahead, func(l *lookout) { l.place(one, long[:len(long)-5]) }},
		"a file that is new":    {wait, ahead, func(l *lookout) { l.place("content/plan/new.md", long) }},
		"two files":             {wait, ahead, func(l *lookout) { l.place(one, long); l.place(two, long) }},
		"nobody builds earlier": {wait, nil, func(l *lookout) { l.place(one, long) }},
	} {
		var first, early atomic.Bool
		first.Store(true)
		l := newDesk(t).look(func(w *Watch) {
			w.pace.quiet, w.pace.most, w.pace.whole = c.quiet, never, soon
			w.Ahead = c.ahead
			each := w.Each
			w.Each = func(tree *source.Tree, changes *source.Changes) {
				if !first.Swap(false) && c.quiet != never && w.hints.silence() < c.quiet {
					early.Store(true)
				}
				each(tree, changes)
			}
		})
		began := time.Now()
		c.save(l)
		took := time.Since(began)
		if got := len(l.next().changes.All()); got == 0 {
			t.Errorf("%s: nothing is reported", what)
		}
		if took >= soon { // on a very busy machine, what is saved together comes one by one
			t.Logf("%s: not judged, since saving took %s", what, took)
		} else if early.Load() {
			t.Errorf("%s: it is believed before the time is over", what)
		}
	}
}
