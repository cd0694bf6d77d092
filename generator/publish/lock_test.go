package publish_test

import (
	"context"
	"errors"
	"io/fs"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"trigpoint/generator/publish"
)

// shelf is a store in memory, so that tests of the lock can run in made-up time.
// It can be slow, ignore conditions, or refuse the lock's renewal.
type shelf struct {
	mutex    sync.Mutex
	files    map[string]string
	writers  []string // of index.html, in their order
	slow     time.Duration
	careless bool
	deaf     bool
}

func (s *shelf) Workers() int              { return 1 }
func (s *shelf) Tag(content []byte) string { return "tag of " + string(content) }

func (s *shelf) List(_ context.Context, wanted map[string]bool) (map[string]publish.Object, error) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	there := map[string]publish.Object{}
	for path, content := range s.files {
		if wanted[path] {
			there[path] = publish.Object{Size: int64(len(content)), Tag: s.tag(content)}
		}
	}
	return there, nil
}

// tag has no blanks, as tags of real stores.
func (s *shelf) tag(content string) string {
	return strings.Map(func(r rune) rune { return max(r, '!') }, s.Tag([]byte(content)))
}

func (s *shelf) Read(_ context.Context, path string) ([]byte, string, error) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	content, ok := s.files[path]
	if !ok {
		return nil, "", fs.ErrNotExist
	}
	return []byte(content), s.tag(content), nil
}

func (s *shelf) Put(ctx context.Context, path string, content []byte, _ publish.Headers, m publish.Match) (string, error) {
	if !strings.HasPrefix(path, ".trigpoint") {
		select {
		case <-time.After(s.slow):
		case <-ctx.Done():
			return "", ctx.Err()
		}
	}
	s.mutex.Lock()
	defer s.mutex.Unlock()
	old, found := s.files[path]
	if s.deaf && m != publish.Nothing && path == ".trigpoint/lock" {
		return "", errors.New("no answer")
	}
	if m != publish.Anything && !s.careless && (found != (m != publish.Nothing) || found && string(m) != s.tag(old)) {
		return "", publish.ErrChanged
	}
	s.files[path] = string(content)
	if path == "index.html" {
		s.writers = append(s.writers, string(content))
	}
	return s.tag(string(content)), nil
}

func (s *shelf) Remove(_ context.Context, path string) error {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	delete(s.files, path)
	return nil
}

// TestTwoPublishers: while one is at work, however slowly, a second is told so.
func TestTwoPublishers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &shelf{files: map[string]string{}, slow: 3 * time.Minute}
		first, second := tree{"index.html": "first", "a.css": "first"}.built(t), tree{"index.html": "second"}.built(t)
		done := make(chan error)
		go func() {
			_, err := publish.Publish(t.Context(), first, s, publish.Options{})
			done <- err
		}()
		time.Sleep(time.Second)
		waited := time.Now()
		var told time.Duration
		_, err := publish.Publish(t.Context(), second, s, publish.Options{Waiting: func(d time.Duration) { told = d }})
		wantError(t, err, "somebody else is publishing there")
		if told != publish.DefaultPatience || time.Since(waited) > publish.DefaultPatience {
			t.Errorf("told %s, waited %s", told, time.Since(waited))
		}
		must(t, <-done)
		_, err = publish.Publish(t.Context(), second, s, publish.Options{})
		must(t, err)
		if s.files["index.html"] != "second" || s.files["a.css"] != "" || s.files[".trigpoint/lock"] != "" {
			t.Error(s.files)
		}
	})
}

// TestTakeover: the lock of a publisher who is gone is taken over, after a
// minute by the watch of the one who waits.
func TestTakeover(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &shelf{files: map[string]string{".trigpoint/lock": "trigpoint lock 1\ngone 7\n"}}
		started := time.Now()
		_, err := publish.Publish(t.Context(), small.built(t), s, publish.Options{})
		must(t, err)
		if waited := time.Since(started); waited < publish.DefaultPatience || waited > 2*publish.DefaultPatience {
			t.Errorf("taken over after %s", waited)
		}
		if s.files["index.html"] != "home" || s.files[".trigpoint/lock"] != "" {
			t.Error(s.files)
		}
	})
}

// TestTwoTakeOver: of two who wait for a lock that nobody holds, one gets it, and
// what they send does not mix.
func TestTwoTakeOver(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &shelf{files: map[string]string{".trigpoint/lock": "trigpoint lock 1\ngone 7\n"}, slow: 10 * time.Second}
		done := make(chan error)
		for _, who := range []string{"first", "second"} {
			go func() {
				_, err := publish.Publish(t.Context(), tree{"index.html": who, "a.css": who}.built(t), s, publish.Options{})
				done <- err
			}()
		}
		one, other := <-done, <-done
		if (one == nil) == (other == nil) || len(s.writers) != 1 || s.files["a.css"] != s.files["index.html"] {
			t.Errorf("%v; %v; written by %v", one, other, s.writers)
		}
	})
}

// TestLockLost: a publisher whose renewals are not heard stops before the minute
// is over, and leaves the lock and the site to whoever has them now.
func TestLockLost(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &shelf{files: map[string]string{}, slow: 30 * time.Second, deaf: true}
		started := time.Now()
		_, err := publish.Publish(t.Context(), small.built(t), s, publish.Options{})
		wantError(t, err, "the lock on the place could not be kept")
		if at := time.Since(started); at > publish.DefaultPatience {
			t.Errorf("stopped after %s", at)
		}
		if s.files[".trigpoint/lock"] == "" {
			t.Error("the lock was removed, though it may be another's")
		}
	})
}

// TestCareless: a store that ignores conditions cannot keep publishers apart, and
// is not trusted to.
func TestCareless(t *testing.T) {
	s := &shelf{files: map[string]string{}, careless: true}
	from := small.built(t)
	_, err := publish.Publish(t.Context(), from, s, publish.Options{})
	wantError(t, err, "cannot keep two publishers apart", "--no-lock")
	if len(s.files) > 0 {
		t.Errorf("left behind: %v", s.files)
	}
	_, err = publish.Publish(t.Context(), from, s, publish.Options{Unlocked: true})
	must(t, err)
}

// TestBrokenOff: when the publisher is interrupted, the lock is given back.
func TestBrokenOff(t *testing.T) {
	onEach(t, func(t *testing.T, p place) {
		ctx, cancel := context.WithCancel(t.Context())
		_, err := publish.Publish(ctx, small.built(t), p.store, publish.Options{Progress: func(int, int, string) { cancel() }})
		if !errors.Is(err, context.Canceled) {
			t.Errorf("error %v", err)
		}
		if _, _, err := p.store.Read(t.Context(), ".trigpoint/lock"); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("the lock is still there: %v", err)
		}
		p.send(t, small)
		p.holds(t, small)
	})
}

// TestProgress counts to the end, whatever the order.
func TestProgress(t *testing.T) {
	onEach(t, func(t *testing.T, p place) {
		last := 0
		_, err := publish.Publish(t.Context(), small.built(t), p.store, publish.Options{Progress: func(done, total int, path string) {
			if done != last+1 || total != 5 || small[path] == "" && path != "empty.txt" {
				t.Errorf("%d/%d %s after %d", done, total, path, last)
			}
			last = done
		}})
		must(t, err)
		if last != 5 {
			t.Errorf("ended at %d", last)
		}
	})
}
