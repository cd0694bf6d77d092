package site_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"trigpoint/generator/build"
	"trigpoint/generator/site"
	"trigpoint/themes"
)

// level is what one page of a chain from a section down says of publication.
type level struct{ draft, publish, expire string }

// levels are all that a page can say: nothing, or a moment on either side of
// noon, or noon itself.
func levels() []level {
	var all []level
	for _, draft := range []string{"", "draft = true\n"} {
		for _, publish := range []string{"", "2012-06-30T12:00:00", "2012-06-30T12:00:01"} {
			for _, expire := range []string{"", "2012-06-30T12:00:00", "2012-06-30T12:00:01"} {
				all = append(all, level{draft, publish, expire})
			}
		}
	}
	return all
}

func (l level) frontMatter() []byte {
	text := "+++\ntitle = \"A page\"\n" + l.draft
	if l.publish != "" {
		text += "publish = " + l.publish + "\n"
	}
	if l.expire != "" {
		text += "expire = " + l.expire + "\n"
	}
	return []byte(text + "+++\n")
}

// standing decides about a chain in the plainest way there is: it looks at all
// that any of its pages says.
func standing(chain []level) site.Publication {
	said := fmt.Sprint(chain)
	var expired, embargoed bool
	for _, l := range chain {
		expired = expired || l.expire == "2012-06-30T12:00:00"
		embargoed = embargoed || l.publish == "2012-06-30T12:00:01"
	}
	switch {
	case strings.Contains(said, "draft"):
		return site.Draft
	case expired:
		return site.Expired
	case embargoed:
		return site.Embargoed
	}
	return site.Published
}

// TestPublication has a page for every combination of draft, publish and expire
// in three levels, one below the other.
func TestPublication(t *testing.T) {
	files := fstest.MapFS{"site.toml": {Data: []byte("title = \"T\"\ntime_zone = \"UTC\"\n")}}
	want := map[string]site.Publication{}
	add := func(name string, chain ...level) {
		files[name] = &fstest.MapFile{Data: chain[len(chain)-1].frontMatter()}
		want[name] = standing(chain)
	}
	for i, a := range levels() {
		add(fmt.Sprintf("content/s%d/_index.md", i), a)
		for j, b := range levels() {
			add(fmt.Sprintf("content/s%d/t%d/_index.md", i, j), a, b)
			for k, c := range levels() {
				add(fmt.Sprintf("content/s%d/t%d/p%d.md", i, j, k), a, b, c)
			}
		}
	}
	s := checked(t, files, build.Options{Now: time.Date(2012, 6, 30, 12, 0, 0, 0, time.UTC)})
	got := map[string]site.Publication{}
	for _, h := range s.Hidden {
		got[h.Source] = h.Why
	}
	for name, why := range want {
		if published := s.Page(name) != nil; published != (why == site.Published) || got[name] != why {
			t.Errorf("%s is %s, and should be %s", name, got[name], why)
		}
	}
}

// TestPublicationZone: the site's zone alone decides, wherever it is built.
func TestPublicationZone(t *testing.T) {
	for _, c := range []struct {
		zone, publish string
		instant       string // when it becomes public
	}{
		{"Europe/London", "2026-03-01", "2026-03-01T00:00:00Z"},
		{"Europe/London", "2026-07-01", "2026-06-30T23:00:00Z"},
		{"Europe/London", "2026-07-01T09:30:00", "2026-07-01T08:30:00Z"},
		{"Europe/London", "2026-07-01T09:30:00+13:00", "2026-06-30T20:30:00Z"},
		{"Pacific/Auckland", "2026-03-01", "2026-02-28T11:00:00Z"},
		{"America/Los_Angeles", "2026-03-01", "2026-03-01T08:00:00Z"},
		{"Asia/Kathmandu", "2026-03-01T00:00:00", "2026-02-28T18:15:00Z"},
		{"UTC", "2026-03-01T00:00:00Z", "2026-03-01T00:00:00Z"},
	} {
		instant, err := time.Parse(time.RFC3339, c.instant)
		if err != nil {
			t.Fatal(err)
		}
		for _, key := range []string{"publish", "expire"} {
			files := fstest.MapFS{
				"site.toml":    {Data: []byte("title = \"T\"\ntime_zone = \"" + c.zone + "\"\n")},
				"content/p.md": {Data: []byte("+++\ntitle = \"P\"\n" + key + " = " + c.publish + "\n+++\n")},
			}
			for _, builder := range []*time.Location{time.UTC, time.FixedZone("", 13*3600), time.FixedZone("", -11*3600)} {
				before := checked(t, files, build.Options{Now: instant.Add(-time.Second).In(builder)}).Page("content/p.md") != nil
				after := checked(t, files, build.Options{Now: instant.In(builder)}).Page("content/p.md") != nil
				if before != (key == "expire") || after != (key == "publish") {
					t.Errorf("%s = %s in %s: public before %s: %t, after: %t", key, c.publish, c.zone, c.instant, before, after)
				}
			}
		}
	}
}

// TestHiddenHome: a home page that is not published hides all below it.
func TestHiddenHome(t *testing.T) {
	files := fstest.MapFS{
		"site.toml":         {Data: []byte("title = \"T\"\n")},
		"content/_index.md": {Data: []byte("+++\ntitle = \"Secret\"\ndraft = true\n+++\nSecret.\n")},
		"content/p.md":      {Data: []byte("+++\ntitle = \"P\"\n+++\n")},
	}
	s := checked(t, files, build.Options{})
	if len(s.Pages) != 1 || s.Pages[0] != s.Home || s.Home.Title != "T" || len(s.Hidden) != 2 {
		t.Errorf("pages %d, home %q, hidden %v", len(s.Pages), s.Home.Title, s.Hidden)
	}
}

// TestWindowNever: what ends before it begins is never public.
func TestWindowNever(t *testing.T) {
	day := func(n int) time.Time { return time.Date(2012, 6, n, 0, 0, 0, 0, time.UTC) }
	for _, c := range []struct {
		site.Window
		want bool
	}{
		{site.Window{}, false}, {site.Window{From: day(2)}, false}, {site.Window{Until: day(2)}, false},
		{site.Window{From: day(1), Until: day(2)}, false}, {site.Window{From: day(2), Until: day(2)}, true}, {site.Window{From: day(3), Until: day(2)}, true},
	} {
		if c.Never() != c.want {
			t.Errorf("%v: %t", c.Window, c.Never())
		}
	}
}

func checked(t *testing.T, files fstest.MapFS, o build.Options) *site.Site {
	t.Helper()
	res, err := build.New(files, themes.FS()).Check(o)
	if err != nil || res.Failed() {
		t.Fatal(err, res.Diags)
	}
	return res.Site
}
