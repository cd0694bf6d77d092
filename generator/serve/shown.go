package serve

import (
	"slices"
	"sync"

	"golang.org/x/sync/errgroup"
)

// shown are the pages that tabs may show: those asked for last. A tab can show
// a page that is not among them, if it was opened long ago; the client then
// asks by itself.
type shown struct {
	mu    sync.Mutex
	pages []*page // the one asked for last comes last
}

// A page is one that was sent, as it was sent.
type page struct {
	address string
	*content
}

// maxShown is how many pages are looked after.
const maxShown = 48

func newShown() *shown { return &shown{} }

// note remembers that a page was sent.
func (s *shown) note(address string, c *content) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if i := s.find(address); i >= 0 {
		s.pages = slices.Delete(s.pages, i, i+1)
	}
	s.pages = append(s.pages, &page{address, c})
	if len(s.pages) > maxShown {
		s.pages = slices.Delete(s.pages, 0, 1)
	}
}

func (s *shown) find(address string) int {
	return slices.IndexFunc(s.pages, func(p *page) bool { return p.address == address })
}

// last returns what was sent last for an address, or nil.
func (s *shown) last(address string) *content {
	s.mu.Lock()
	defer s.mu.Unlock()
	if i := s.find(address); i >= 0 {
		return s.pages[i].content
	}
	return nil
}

// compared says what became of the pages shown.
type compared struct {
	checked []string // addresses
	changed []string // those of checked whose bytes are others now, or that are gone
	faults  []error  // why some cannot be rendered; they stay as they were
}

// list returns the pages, the one asked for last at the end.
func (s *shown) list() []*page {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.pages)
}

// compare renders pages anew in an edition. They are those shown before anybody
// could ask for a page of that edition: a tab that gets the new page already
// must not keep others from being told.
func (s *shown) compare(e *edition, pages []*page) compared {
	now := make([]*content, len(pages))
	faults := make([]error, len(pages))
	var g errgroup.Group
	g.SetLimit(2)
	for i, p := range pages {
		g.Go(func() error {
			now[i], faults[i] = e.render(p.address)
			return nil
		})
	}
	_ = g.Wait()
	out := compared{checked: addresses(pages)}
	for i, p := range pages {
		switch {
		case faults[i] != nil:
			out.faults = append(out.faults, faults[i])
		case now[i] == nil || now[i].hash != p.hash:
			out.changed = append(out.changed, p.address)
			s.replace(p, now[i])
		}
	}
	return out
}

// replace notes that a page is another one now; nil means that it is gone.
func (s *shown) replace(p *page, c *content) {
	s.mu.Lock()
	defer s.mu.Unlock()
	i := slices.Index(s.pages, p)
	switch {
	case i < 0:
	case c == nil:
		s.pages = slices.Delete(s.pages, i, i+1)
	default:
		s.pages[i] = &page{p.address, c}
	}
}

// addresses lists the pages'.
func addresses(pages []*page) []string {
	out := make([]string, len(pages))
	for i, p := range pages {
		out[i] = p.address
	}
	return out
}
