package main

import (
	"math"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"sync"
)

// A pacer decides when garbage is collected. Go does whenever the heap has
// doubled: thirty times in a build of 10,000 pages, most of them while little is
// held yet, and at last with as much garbage as is held. A build lets the heap grow
// to some size first, whatever is held, and from there on by a share of that: for
// 10,000 pages that takes a sixth less memory, and no more processor time.
//
// A nil pacer leaves the collector alone, as does one whose user has set it.
type pacer struct {
	mu    sync.Mutex
	share int // of what is held, in hundredths, by which the heap grows; 0: paced no more
}

const (
	heapRoom = 140 << 20 // bytes that the heap may grow to before the share counts

	compileShare = 40 // garbage is most of what is made
	writeShare   = 25 // much is held, and little is made
	previewShare = 30
)

// memoryLimit is what the program tries to stay under, in bytes: a site of
// 100,000 pages needs much of it.
const memoryLimit = 3 << 30

// startPacer paces the garbage of the program from here on.
func startPacer(getenv func(string) string) *pacer {
	if getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(memoryLimit)
	}
	if getenv("GOGC") != "" {
		return nil
	}
	p := &pacer{share: compileShare}
	debug.SetGCPercent(growth(0, compileShare))
	afterCollection(p.adjust)
	return p
}

// adjust sets when the next collection is, and returns whether it will be asked
// for again.
func (p *pacer) adjust() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.share == 0 {
		return false
	}
	debug.SetGCPercent(growth(held(), p.share))
	return true
}

// write says that what is compiled is being written.
func (p *pacer) write() {
	if p == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.share > 0 {
		p.share = writeShare
	}
}

// preview keeps the heap small from here on: a preview stays all day, on a
// machine that its author needs for other things.
func (p *pacer) preview() {
	if p == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.share = 0
	debug.SetGCPercent(previewShare)
}

// growth is how much the heap may grow until the next collection, in hundredths
// of the bytes that are held.
func growth(held, share int) int {
	held = max(held, 4<<20) // Go reckons with so much where less is held
	return max((heapRoom-held)/(held/100), share)
}

// held is what was in use at the end of the last collection, in bytes.
func held() int {
	s := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(s)
	return int(min(s[0].Value.Uint64(), math.MaxInt))
}

// afterCollection calls a function after each collection, until it returns
// false: an object is freed by each, which tells, and the next is made.
func afterCollection(do func() bool) {
	runtime.SetFinalizer(new(*int), func(**int) {
		if do() {
			afterCollection(do)
		}
	})
}
