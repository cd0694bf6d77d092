package serve

import (
	"bytes"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"trigpoint/generator/build"
	"trigpoint/generator/diag"
	"trigpoint/generator/output"
)

// TestEdit: an edit is told, for the pages it changes and no others, and the
// page is the new one.
func TestEdit(t *testing.T) {
	t.Parallel()
	s := newDesk(t).run()
	before := s.page("/plan/two.html")
	s.page("/plan/one.html")
	s.place("content/plan/one.md", front("One", "Edited words."))
	u := s.tab.changed("plan/one.html")
	has(t, s.page("/plan/one.html"), "Edited words.")
	if !slices.Equal(u.Changed, []string{"plan/one.html"}) || !slices.Contains(u.Checked, "plan/two.html") {
		t.Errorf("changed %q, checked %q", u.Changed, u.Checked)
	}
	if s.page("/plan/two.html") != before {
		t.Error("another page is no longer the same")
	}
	s.place("content/plan/one.md", front("Won", "Edited words.")) // others name it
	u = s.tab.changed("plan/one.html")
	if !slices.Contains(u.Changed, "plan/two.html") {
		t.Errorf("a title was edited, and the page that names it is not among %q", u.Changed)
	}
}

// TestPageComesAndGoes: of a page that is deleted, renamed or new.
func TestPageComesAndGoes(t *testing.T) {
	t.Parallel()
	s := newDesk(t).run()
	s.page("/plan/one.html")
	s.rename("content/plan/two.md", "content/plan/zwei.md")
	s.place("content/plan/one.md", front("One", "And so."))
	s.tab.changed("plan/one.html")
	s.page("/plan/zwei.html")
	if status, _ := s.get("/plan/two.html"); status != http.StatusNotFound {
		t.Errorf("the old address answers %d", status)
	}
	s.place("content/plan/zwei.md", front("Zwei", "Alone."))
	s.remove("content/plan/one.md")
	u := s.tab.changed("plan/one.html")
	if status, body := s.get("/plan/one.html"); status != http.StatusNotFound || u.ErrorCount != 0 {
		t.Errorf("a page that was deleted answers %d; problems: %+v\n%.300s", status, u.Errors, body)
	}
}

// TestProblems: a mistake is told with its place, excerpt and caret; the last
// good page stays; the problem goes when it is mended.
func TestProblems(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.write("site.toml", siteConfig+"editor = \"vscode\"\n")
	s := d.run()
	s.page("/plan/two.html")
	s.place("content/plan/two.md", front("Two", "See *all* of [one](on.md)."))
	u := s.tab.until("a problem", func(u update) bool { return u.ErrorCount > 0 })
	p := u.Errors[0]
	if p.Place != "content/plan/two.md:4:20" || p.Excerpt != "See *all* of [one](on.md)." || p.Pad != 19 || p.Width != 5 {
		t.Errorf("the problem is %+v", p)
	}
	if want := "vscode://file" + d.dir + "/content/plan/two.md:4:20"; p.Editor.Href != want {
		t.Errorf("the editor opens %q, want %q", p.Editor.Href, want)
	}
	has(t, s.page("/plan/two.html"), "data-trigpoint", `href="one.html"`)
	if late := s.open().next(); late.ErrorCount != 1 {
		t.Errorf("a tab that is opened now is not told: %+v", late)
	}
	s.place("content/plan/two.md", front("Two", "See [one](one.md) again."))
	if u := s.tab.changed("plan/two.html"); u.ErrorCount != 0 || len(u.Errors) != 0 {
		t.Errorf("the problem stays: %+v", u.Errors)
	}
}

// TestWarnings: a warning keeps nobody from seeing the new page.
func TestWarnings(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	s := d.run()
	s.page("/plan/one.html")
	s.place("content/plan/one.md", front("One", "Edited.\n\n![](gone.png)\n\n### Deep"))
	u := s.tab.next()
	if u.WarningCount+u.ErrorCount == 0 {
		t.Errorf("no problem is told: %+v", u)
	}
}

// TestBrokenFromTheStart: a site that cannot be built has a page to show it on.
func TestBrokenFromTheStart(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{"site.toml": "title = \n", "content/plan/one.md": "+++\ntitle = \n+++\n"} {
		d := newDesk(t)
		good := d.read(name)
		d.write(name, text)
		s := d.run()
		status, body := s.get("/plan/one.html")
		if status == http.StatusOK {
			t.Errorf("%s: there is a page: %s", name, body)
		}
		has(t, body, "data-trigpoint", `data-hash=""`)
		if u := s.open().next(); u.ErrorCount == 0 || !strings.HasPrefix(u.Errors[0].Place, name+":") || u.Errors[0].Excerpt == "" {
			t.Errorf("%s: the problem is %+v", name, u.Errors)
		}
		s.place(name, good)
		s.tab.until("no problem", func(u update) bool { return u.ErrorCount == 0 })
		has(t, s.page("/plan/one.html"), "First words.")
	}
}

// TestNewPageBroken: a page whose first version is broken has an address to show
// the problem at.
func TestNewPageBroken(t *testing.T) {
	t.Parallel()
	s := newDesk(t).run()
	s.place("content/plan/new.md", "+++\ntitle = \"New\"\nwieght = 3\n+++\nWords.\n")
	s.tab.until("a problem", func(u update) bool { return u.ErrorCount == 1 })
	status, body := s.get("/plan/new.html")
	if status != http.StatusNotFound {
		t.Errorf("status %d", status)
	}
	has(t, body, "data-trigpoint", `data-address="plan/new.html"`, `data-hash=""`)
	s.place("content/plan/new.md", front("New", "Words that came."))
	s.tab.until("no problem", func(u update) bool { return u.ErrorCount == 0 })
	has(t, s.page("/plan/new.html"), "Words that came.")
}

// TestSiteBrokenAndMended: also of site.toml, the theme and the content folder
// the preview recovers by itself.
func TestSiteBrokenAndMended(t *testing.T) {
	t.Parallel()
	for name, breakIt := range map[string]func(d *desk){
		"site.toml":      func(d *desk) { d.place("site.toml", "title = [\n") },
		"no site.toml":   func(d *desk) { d.remove("site.toml") },
		"unknown theme":  func(d *desk) { d.place("site.toml", siteConfig+"theme = \"gone\"\n") },
		"broken layout":  func(d *desk) { d.mkdir("theme/layouts"); d.place("theme/layouts/page.html", "{{ if }}") },
		"layout fails":   func(d *desk) { d.mkdir("theme/layouts"); d.place("theme/layouts/page.html", "{{ .Nothing.Here }}") },
		"no content":     func(d *desk) { d.rename("content", "away") },
		"content a file": func(d *desk) { d.rename("content", "away"); d.place("content", "x") },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newDesk(t).run()
			good := s.page("/plan/one.html")
			breakIt(s.desk)
			u := s.tab.until("a problem", func(u update) bool { return u.ErrorCount > 0 })
			if u.Errors[0].Message == "" {
				t.Errorf("the problem is %+v", u.Errors[0])
			}
			lacks(t, u.Errors[0].Message+u.Errors[0].Place, s.dir)
			if s.page("/plan/one.html") != good {
				t.Error("the last good page does not stay")
			}
			s.remove("theme")
			if name == "no content" || name == "content a file" {
				s.remove("content")
				s.rename("away", "content")
			}
			s.place("site.toml", siteConfig)
			s.tab.until("no problem", func(u update) bool { return u.ErrorCount == 0 })
			if s.page("/plan/one.html") != good {
				t.Error("the page is another one now")
			}
		})
	}
}

// TestNeverRendered: a page that could never be rendered says why, and is shown
// when that is mended.
func TestNeverRendered(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.write("theme/layouts/page.html", "<main>{{ .Nothing }}</main>")
	s := d.run()
	status, body := s.get("/plan/one.html")
	if status != http.StatusServiceUnavailable {
		t.Errorf("status %d", status)
	}
	has(t, body, "data-trigpoint", "theme/layouts/page.html:1:", "no Nothing")
	lacks(t, body, s.dir)
	s.remove("theme")
	s.tab.until("a new edition", func(u update) bool { return u.Number > 1 })
	has(t, s.page("/plan/one.html"), "First words.")
}

// TestTheme: an edited style sheet has another address in the pages, and what
// was there before is still answered for a moment.
func TestTheme(t *testing.T) {
	t.Parallel()
	s := newDesk(t).run()
	style := func() string {
		_, rest, _ := strings.Cut(s.page("/index.html"), `<link rel="stylesheet" href="`)
		href, _, _ := strings.Cut(rest, `"`)
		return "/" + href
	}
	before := style()
	s.write("theme/assets/style.css", "body { color: rebeccapurple }\n")
	u := s.tab.changed("index.html")
	if u.Scripts {
		t.Error("a style sheet is taken for a script")
	}
	after := style()
	if after == before {
		t.Fatalf("the style sheet is still %s", after)
	}
	has(t, s.page(after), "rebeccapurple")
	s.page(before)
	s.write("theme/assets/site.js", "document.title = 'x'\n")
	if u := s.tab.changed("index.html"); !u.Scripts {
		t.Error("an edited script is not told")
	}
}

// TestImage: a file beside the Markdown keeps its name; it is told by itself.
func TestImage(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.write("content/plan/map.svg", `<svg xmlns="http://www.w3.org/2000/svg"/>`)
	d.write("content/plan/one.md", front("One", "![A map](map.svg)"))
	s := d.run()
	s.page("/plan/one.html")
	d.place("content/plan/map.svg", `<svg xmlns="http://www.w3.org/2000/svg"><circle r="1"/></svg>`)
	u := s.tab.until("an image", func(u update) bool { return len(u.Assets) > 0 })
	if !slices.Equal(u.Assets, []string{"plan/map.svg"}) {
		t.Errorf("told of %q", u.Assets)
	}
	has(t, s.page("/plan/map.svg"), "circle")
}

// TestPublication: drafts and what comes later are shown, or not if that is
// asked for; as on a day, too.
func TestPublication(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.write("content/plan/draft.md", "+++\ntitle = \"Draft\"\ndraft = true\n+++\nNot yet.\n")
	d.write("content/plan/later.md", "+++\ntitle = \"Later\"\npublish = 2027-01-01\n+++\nNot yet.\n")
	all := d.run()
	for _, page := range []string{"/plan/draft.html", "/plan/later.html"} {
		has(t, all.page(page), "Not yet.", "draft")
	}
	public := d.run(func(o *Options) { o.Build.Drafts = false })
	later := d.run(func(o *Options) { o.Build.Drafts, o.Build.AsOf = false, "2027-02-01" })
	for s, want := range map[*show]map[string]int{public: {"/plan/draft.html": 404, "/plan/later.html": 404}, later: {"/plan/draft.html": 404, "/plan/later.html": 200}} {
		for page, status := range want {
			if got, _ := s.get(page); got != status {
				t.Errorf("%s as of %q: status %d, want %d", page, s.preview.o.Build.AsOf, got, status)
			}
		}
	}
}

// TestTimeOfDay: what is published or expires at a moment appears or goes when the
// moment comes, in the site's zone, though nobody edits anything.
func TestTimeOfDay(t *testing.T) {
	t.Parallel()
	for what, c := range map[string]struct {
		key           string
		before, after int
	}{
		"publish, with an offset":      {"publish = 2026-06-23T13:00:00Z", 404, 200},
		"publish, in the site's zone":  {"publish = 2026-06-23T14:00:00", 404, 200}, // 13:00 UTC
		"expire, with an offset":       {"expire = 2026-06-23T13:00:00Z", 200, 404},
		"expire, in the site's zone":   {"expire = 2026-06-23T14:00:00", 200, 404},
		"expire, of the section above": {"", 200, 404},
	} {
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			d := newDesk(t)
			d.clock = 10 * time.Millisecond
			if d.write("content/plan/page.md", "+++\ntitle = \"Page\"\n"+c.key+"\n+++\nNow.\n"); c.key == "" {
				d.write("content/plan/_index.md", "+++\ntitle = \"Plan\"\nexpire = 2026-06-23T13:00:00Z\n+++\nWords.\n")
			}
			var minutes atomic.Int64
			s := d.run(func(o *Options) {
				o.Build.Drafts = false
				o.Clock = func() (time.Time, error) {
					return time.Date(2026, 6, 23, 12, int(minutes.Load()), 0, 0, time.UTC), nil
				}
			})
			expect := func(status int) {
				t.Helper()
				if got, _ := s.get("/plan/page.html"); got != status {
					t.Errorf("at %d minutes past noon, UTC: status %d, want %d", minutes.Load(), got, status)
				}
			}
			expect(c.before)
			minutes.Store(59)
			d.place("content/_index.md", front("Home", "A build a minute before."))
			s.tab.next()
			expect(c.before)
			minutes.Store(60)
			s.tab.next() // nothing was edited: the clock alone leads to it
			expect(c.after)
		})
	}
}

// TestFollow: the browser is told which page and paragraph are edited.
func TestFollow(t *testing.T) {
	t.Parallel()
	s := newDesk(t).run(func(o *Options) { o.Follow = true })
	s.place("content/plan/one.md", front("One", "First words.\n\nA new paragraph."))
	u := s.tab.next()
	if u.Follow == nil || *u.Follow != (spot{"plan/one.html", 6}) {
		t.Errorf("the browser is to go to %+v", u.Follow)
	}
	s.place("content/plan/new.md", front("New", "Words."))
	if u := s.tab.next(); u.Follow == nil || u.Follow.Address != "plan/new.html" {
		t.Errorf("the browser is to go to %+v", u.Follow)
	}
}

// TestTabs: many tabs are told; a tab that is late gets one update that joins
// what it missed; there is an end to how many are served.
func TestTabs(t *testing.T) {
	t.Parallel()
	s := newDesk(t).run()
	s.page("/plan/one.html")
	tabs := []*tab{s.tab}
	for range 20 {
		tab := s.open()
		tab.next()
		tabs = append(tabs, tab)
	}
	s.place("content/plan/one.md", front("One", "Edited."))
	for _, tab := range tabs {
		tab.changed("plan/one.html")
	}
	h := newHub()
	late := h.open()
	h.take(late)
	h.send(update{Number: 1, Changed: []string{"a"}, Checked: []string{"a", "b"}, Assets: []string{"x"}})
	h.send(update{Number: 2, Changed: []string{"b"}, Checked: []string{"b", "c"}, Scripts: true})
	u := h.take(late)
	if u.Number != 2 || !slices.Equal(u.Changed, []string{"a", "b"}) || !slices.Equal(u.Checked, []string{"b"}) || !u.Scripts || len(u.Assets) != 1 {
		t.Errorf("the late tab is told %+v", u)
	}
	for range maxStreams {
		h.open()
	}
	if h.open() != nil {
		t.Error("there is no end to streams")
	}
}

// TestWakeUp: a tab that asks for its page with what it has gets nothing if that
// is the newest, and the page if not.
func TestWakeUp(t *testing.T) {
	t.Parallel()
	s := newDesk(t).run()
	body := s.page("/plan/one.html")
	_, rest, _ := strings.Cut(body, `data-hash="`)
	hash, _, _ := strings.Cut(rest, `"`)
	ask := "/.trigpoint/page?address=plan/one.html&have=" + hash + "&token=" + s.token()
	if status, _ := s.get(ask); status != http.StatusNoContent {
		t.Errorf("nothing is new, and the answer is %d", status)
	}
	s.place("content/plan/one.md", front("One", "Edited in its sleep."))
	s.tab.changed("plan/one.html")
	status, page := s.get(ask)
	if status != http.StatusOK {
		t.Errorf("status %d", status)
	}
	has(t, page, "Edited in its sleep.")
	lacks(t, page, "data-trigpoint")
}

// TestPlaces: each block of a page leads to its line.
func TestPlaces(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.write("site.toml", siteConfig+"editor = \"vim\"\n")
	d.write("content/plan/one.md", front("One", "First words.\n\n## A heading\n\nSecond words."))
	s := d.run()
	body := s.page("/.trigpoint/places?address=plan/one.html&token=" + s.token())
	has(t, body, `"line":4`, `"line":6`, `"line":8`, `vim +8 content/plan/one.md`, "Second words.")
}

// TestOnlyTheResponse: what the preview adds is in no file that build writes.
func TestOnlyTheResponse(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	s := d.run()
	has(t, s.page("/plan/one.html"), "data-trigpoint", "/.trigpoint/")
	e := s.preview.now.Load().edition
	for _, f := range e.set.Files() {
		var b bytes.Buffer
		d.must(f.Render(&b))
		if bytes.Contains(b.Bytes(), []byte(".trigpoint")) || bytes.Contains(b.Bytes(), []byte("data-trigpoint")) || strings.Contains(f.Path, "trigpoint/") {
			t.Errorf("%s has something of the preview's", f.Path)
		}
	}
	if got := strings.Replace(s.page("/plan/one.html"), string(s.preview.inject(nil, "plan/one.html", e.files["plan/one.html"].hash)), "", 1); got != string(e.files["plan/one.html"].bytes) {
		t.Error("without its one script, the page is not the one that build writes")
	}
}

// TestWholePages: a page that is asked for while the site changes is the old one
// or the new one, and whole.
func TestWholePages(t *testing.T) {
	t.Parallel()
	s := newDesk(t).run()
	const edits = 15
	var asking sync.WaitGroup
	stop := make(chan bool)
	for range 4 {
		asking.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
				}
				body := s.page("/plan/one.html")
				if !strings.HasSuffix(body, "</html>\n") || strings.Count(body, "Edit number") > 1 {
					t.Errorf("a page in pieces: %.300s", body)
				}
			}
		})
	}
	for i := range edits {
		s.place("content/plan/one.md", front("One", fmt.Sprintf("Edit number %d.", i)))
		s.tab.next()
		has(t, s.page("/plan/one.html"), fmt.Sprintf("Edit number %d.", i))
	}
	close(stop)
	asking.Wait()
}

// TestRestart: a process that is started anew has another token, by which tabs
// know that they missed something.
func TestRestart(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	a, b := d.run(), d.run()
	if a.token() == b.token() {
		t.Error("two processes have one token")
	}
	refused(t, "the token of another process", b.request("/.trigpoint/page?address=index.html&token="+a.token()), 403)
	if u := b.open().next(); u.Token != b.token() || u.Number == 0 {
		t.Errorf("the first update is %+v", u)
	}
}

// TestReports: each build is reported once, with what it came to.
func TestReports(t *testing.T) {
	t.Parallel()
	s := newDesk(t).run(func(o *Options) { o.Build = build.Options{} })
	s.place("content/plan/one.md", front("One", "[gone](gone.md)"))
	s.tab.until("a problem", func(u update) bool { return u.ErrorCount > 0 })
	s.place("content/plan/one.md", front("One", "Good."))
	s.tab.until("no problem", func(u update) bool { return u.ErrorCount == 0 })
	s.mu.Lock()
	defer s.mu.Unlock()
	var got []string
	for _, r := range s.reports[:2] {
		got = append(got, fmt.Sprint(r.First, r.Diags.Count(diag.Error), r.Err, r.Files > 0))
	}
	if want := []string{"true 0 <nil> true", "false 1 <nil> true"}; !slices.Equal(got, want) {
		t.Errorf("reported %q, want %q", got, want)
	}
}

// TestOtherTab: a tab that is sent the new page before the others are told keeps
// nobody from being told.
func TestOtherTab(t *testing.T) {
	t.Parallel()
	set, err := output.NewSet([]output.File{output.Bytes("a.html", []byte("new"))})
	if err != nil {
		t.Fatal(err)
	}
	s := newShown()
	s.note("a.html", newContent([]byte("old")))
	pages := s.list()
	s.note("a.html", newContent([]byte("new"))) // asked for by another tab, just now
	c := s.compare(&edition{set: set, files: map[string]*content{}}, pages)
	if !slices.Equal(c.changed, []string{"a.html"}) {
		t.Errorf("told of %q", c.changed)
	}
	if string(s.last("a.html").bytes) != "new" {
		t.Error("what was sent last is forgotten")
	}
}

// TestCopyOnRequest: a copy is made when it is asked for, as the site then is,
// and sent for keeping.
func TestCopyOnRequest(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.write("site.toml", siteConfig+"[copies]\nformats = [\"zip\", \"html\", \"epub\"]\n")
	s := d.run(func(o *Options) { o.Build.Copies = &build.Copies{} })
	const address = "/downloads/desk.html"
	has(t, s.page("/downloads.html"), `href="downloads/desk.html"`)
	_, before := s.get(address)
	has(t, before, "First words.")
	if strings.Contains(before, "data-trigpoint") {
		t.Error("a copy holds the preview's client")
	}
	s.page("/plan/one.html")
	s.place("content/plan/one.md", front("One", "Other words."))
	s.tab.changed("plan/one.html")
	status, after := s.get(address)
	has(t, after, "Other words.")
	if status != http.StatusOK || strings.Contains(after, "First words.") {
		t.Errorf("the copy is an old one, or none: %d", status)
	}
	for address, begins := range map[string]string{"/downloads/desk.zip": "PK\x03\x04", "/downloads/desk.epub": "PK\x03\x04"} {
		if status, body := s.get(address); status != http.StatusOK || !strings.HasPrefix(body, begins) {
			t.Errorf("%s: %d, %.20q", address, status, body)
		}
	}
	if status, _ := s.get("/downloads/other.zip"); status != http.StatusNotFound {
		t.Errorf("a copy that there is not: %d", status)
	}
}
