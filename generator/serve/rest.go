package serve

import (
	"runtime"
	"runtime/metrics"
	"time"
)

// rest is the breath that an author takes after a save. Garbage is collected then,
// so that it need not be while the next save is waited for: on a site of 10,000
// pages that takes as long as a build. It is for one goroutine.
type rest struct {
	timer *time.Timer
}

// afterSave is how long the browser is given to ask for what is new.
const afterSave = 60 * time.Millisecond

func (r *rest) begin() { r.timer = time.AfterFunc(afterSave, collect) }

func (r *rest) end() {
	if r.timer != nil {
		r.timer.Stop()
	}
}

// collect collects garbage if so much has gathered that the collector would soon
// begin by itself.
func collect() {
	sample := []metrics.Sample{{Name: "/gc/heap/live:bytes"}, {Name: "/gc/heap/goal:bytes"}, {Name: "/memory/classes/heap/objects:bytes"}}
	metrics.Read(sample)
	live, goal, now := sample[0].Value.Uint64(), sample[1].Value.Uint64(), sample[2].Value.Uint64()
	if 2*now > live+goal {
		runtime.GC()
	}
}
