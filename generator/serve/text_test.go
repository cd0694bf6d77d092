package serve

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestProblemIsText: a problem whose words hold markup is shown as text: it is
// data in the stream, in no page, and the client never makes markup of data.
func TestProblemIsText(t *testing.T) {
	t.Parallel()
	const evil = `<script>alert(1)</script>`
	d := newDesk(t)
	s := d.run()
	s.page("/plan/two.html")
	s.place("content/plan/two.md", front("Two", "See [one"+evil+"](gone"+evil+".md)."))
	u := s.tab.until("a problem", func(u update) bool { return u.ErrorCount > 0 })
	if !strings.Contains(u.Errors[0].Excerpt, "<script>") {
		t.Errorf("the excerpt is %q", u.Errors[0].Excerpt)
	}
	for _, address := range []string{"/plan/two.html", "/gone.html"} {
		if _, body := s.get(address); strings.Contains(body, "<script>alert") {
			t.Errorf("%s holds the script", address)
		}
	}
	names, err := filepath.Glob("client/*.js")
	if err != nil || len(names) == 0 {
		t.Fatal("no client", err)
	}
	for _, name := range names {
		src, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if at := regexp.MustCompile(`innerHTML\s*\+?=|outerHTML\s*=|insertAdjacentHTML|document\.write|\beval\(`).Find(src); at != nil {
			t.Errorf("%s uses %s", name, at)
		}
	}
}
