package serve

import "sync"

// hub passes updates to the streams that are open. A stream that does not take
// its update holds up nobody: what it misses is joined to what it gets next.
type hub struct {
	mu      sync.Mutex
	last    update
	streams map[*stream]bool // nil when the hub is closed
}

// stream is one connection's place in the hub.
type stream struct {
	wake    chan struct{} // holds a value when there is an update; closed at the end
	pending *update
}

// maxStreams is how many connections are served; a browser needs one.
const maxStreams = 128

func newHub() *hub { return &hub{streams: map[*stream]bool{}} }

// send passes an update on and remembers it for those who come later.
func (h *hub) send(u update) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.last = u
	for s := range h.streams {
		joined := u
		if s.pending != nil {
			joined = join(*s.pending, u)
		}
		s.pending = &joined
		select {
		case s.wake <- struct{}{}:
		default:
		}
	}
}

// open adds a stream, unless there are too many. Its first update is the state
// of things, with nothing said about pages.
func (h *hub) open() *stream {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.streams == nil || len(h.streams) >= maxStreams {
		return nil
	}
	now := h.last
	now.Changed, now.Checked, now.Assets, now.Scripts, now.Follow = nil, nil, nil, false, nil
	s := &stream{wake: make(chan struct{}, 1), pending: &now}
	s.wake <- struct{}{}
	h.streams[s] = true
	return s
}

// take returns what the stream has not yet been told, or nil.
func (h *hub) take(s *stream) *update {
	h.mu.Lock()
	defer h.mu.Unlock()
	u := s.pending
	s.pending = nil
	return u
}

func (h *hub) leave(s *stream) {
	h.mu.Lock()
	defer h.mu.Unlock()
	delete(h.streams, s)
}

// close ends every stream.
func (h *hub) close() {
	h.mu.Lock()
	defer h.mu.Unlock()
	for s := range h.streams {
		close(s.wake)
	}
	h.streams = nil
}
