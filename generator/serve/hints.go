package serve

import (
	"sync"
	"time"
)

// hints are the places where something may have changed. They are gathered
// while the watch does other things, so that the system's queue stays short.
type hints struct {
	wake chan struct{} // holds a value when there is a hint
	took time.Duration // the last look at everything took; used by the watch alone

	mu    sync.Mutex
	paths map[string]bool
	all   bool
	clock bool
	renew bool
	last  time.Time
}

// taken are hints that the watch has taken up.
type taken struct {
	paths []string
	all   bool // look at everything
	clock bool // because it is time, and for no other reason
	renew bool // with a new watcher
}

// maxPaths is how many paths are kept apart; more of them mean everything.
const maxPaths = 10_000

func newHints() *hints { return &hints{wake: make(chan struct{}, 1), paths: map[string]bool{}} }

// path is a hint at one path.
func (h *hints) path(p string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if len(h.paths) < maxPaths {
		h.paths[p] = true
	} else {
		h.all = true
	}
	h.hinted()
}

// lost is the hint that others were lost.
func (h *hints) lost() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.all, h.renew = true, true
	h.hinted()
}

func (h *hints) hinted() {
	h.last = time.Now()
	select {
	case h.wake <- struct{}{}:
	default:
	}
}

// everything asks for a look at everything, by the clock: unless there are
// hints, what it finds was not reported.
func (h *hints) everything() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.clock = !h.all
	h.all = true
}

// silence is how long ago the last hint came.
func (h *hints) silence() time.Duration {
	h.mu.Lock()
	defer h.mu.Unlock()
	return time.Since(h.last)
}

// take returns the hints and forgets them.
func (h *hints) take() taken {
	h.mu.Lock()
	defer h.mu.Unlock()
	select {
	case <-h.wake:
	default:
	}
	t := taken{all: h.all, clock: h.clock && !h.renew && len(h.paths) == 0, renew: h.renew}
	for p := range h.paths {
		t.paths = append(t.paths, p)
	}
	clear(h.paths)
	h.all, h.clock, h.renew = false, false, false
	return t
}

// few tells hints that name some places and no more.
func (h *hints) few() bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	return !h.all && !h.renew && len(h.paths) <= 4*maxAhead
}

// restore puts back hints that were taken, for another look.
func (h *hints) restore(t taken) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, p := range t.paths {
		h.paths[p] = true
	}
	h.all, h.clock, h.renew = h.all || t.all, h.clock || t.clock, h.renew || t.renew
}
