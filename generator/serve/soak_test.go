package serve

import (
	"flag"
	"fmt"
	"os"
	"runtime"
	"strings"
	"testing"
	"time"
)

var soak = flag.Duration("soak", 3*time.Second, "how long TestSoak edits the site")

// usage is what a preview holds of the machine.
type usage struct {
	heap              uint64 // bytes, after a collection
	goroutines, files int
}

func use() usage {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	fds, _ := os.ReadDir("/proc/self/fd") // 0 where there is no such folder
	return usage{m.HeapAlloc, runtime.NumGoroutine(), len(fds)}
}

// TestSoak edits without a pause, in every way that leaves something behind:
// pages, folders that come and go, problems, style sheets, tabs that open and
// close. What the preview holds stays as it is.
func TestSoak(t *testing.T) {
	s := newDesk(t).run() // alone: others would count
	edit := func(i int) {
		s.place("content/plan/one.md", front("One", fmt.Sprintf("Edit %d. %s", i, strings.Repeat("Words. ", i%50))))
		for !strings.Contains(s.page("/plan/one.html"), fmt.Sprintf("Edit %d.", i)) {
			s.tab.next()
		}
		switch i % 4 {
		case 0:
			s.write("content/more/deep/page.md", front("More", "Words."))
			s.write("theme/assets/style.css/99-own.css", fmt.Sprintf("p { order: %d }", i))
		case 1:
			s.rename("content/more", "content/less")
		case 2:
			s.remove("content/less")
			s.place("content/plan/two.md", front("Two", fmt.Sprintf("[gone](gone-%d.md)", i)))
			s.tab.until("a problem", func(u update) bool { return u.ErrorCount > 0 })
			s.place("content/plan/two.md", front("Two", fmt.Sprint(i)))
			s.tab.until("no problem", func(u update) bool { return u.ErrorCount == 0 })
		case 3:
			tab := s.listen()
			tab.next()
			tab.close()
			s.get(fmt.Sprintf("/nothing/%d.html", i))
		}
		s.page("/index.html")
		s.mu.Lock()
		s.reports = nil
		s.mu.Unlock()
	}
	s.page("/plan/one.html")
	edits := 0
	for ; edits < 12; edits++ { // what is made once is made by then
		edit(edits)
	}
	before, half := use(), usage{}
	for start := time.Now(); time.Since(start) < *soak || edits%4 != 0; edits++ {
		if edit(edits); half.heap == 0 && time.Since(start) > *soak/2 {
			half = use()
		}
	}
	after := use()
	t.Logf("%d edits; before %+v, half-way %+v, after %+v", edits, before, half, after)
	const spare = 8 << 20 // retired style sheets, the editions' own sizes
	if after.heap > before.heap+spare {
		t.Errorf("the heap has grown from %d to %d kB in %d edits", before.heap>>10, after.heap>>10, edits)
	}
	if after.goroutines > before.goroutines+4 || after.files > before.files+4 {
		t.Errorf("before %+v, after %+v: something is left behind", before, after)
	}
}
