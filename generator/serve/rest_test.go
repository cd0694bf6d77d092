package serve

import (
	"runtime"
	"testing"
)

// TestRest: garbage is collected when there is much of it, and only then.
func TestRest(t *testing.T) {
	collected := func() uint32 {
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		before := m.NumForcedGC
		collect()
		runtime.ReadMemStats(&m)
		return m.NumForcedGC - before
	}
	runtime.GC()
	if collected() != 0 {
		t.Error("nothing was there to collect")
	}
	for range 20 { // the collector may be quicker
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		runtime.KeepAlive(make([]byte, (m.NextGC-m.HeapAlloc)*3/4))
		if collected() == 1 {
			return
		}
	}
	t.Error("much garbage was left alone")
}
