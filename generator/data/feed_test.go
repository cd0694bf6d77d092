package data_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"net/url"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/mmcdole/gofeed"

	"trigpoint/generator/build"
)

// TestXML: every file of XML is well-formed, whatever the site's words are.
func TestXML(t *testing.T) {
	each(t, func(t *testing.T, f files) {
		n := 0
		for name, content := range f {
			if path.Ext(name) != ".xml" {
				continue
			}
			n++
			d := xml.NewDecoder(bytes.NewReader(content))
			for {
				if _, err := d.Token(); errors.Is(err, io.EOF) {
					break
				} else if err != nil {
					t.Fatalf("%s: %s", name, err)
				}
			}
		}
		if n < 3 {
			t.Errorf("only %d files of XML", n)
		}
	})
}

func parseFeed(t *testing.T, f files, name string) *gofeed.Feed {
	t.Helper()
	feed, err := gofeed.NewParser().Parse(bytes.NewReader(f[name]))
	if err != nil {
		t.Fatalf("%s: %s", name, err)
	}
	if feed.FeedType != "atom" || feed.FeedVersion != "1.0" {
		t.Errorf("%s is %s %s", name, feed.FeedType, feed.FeedVersion)
	}
	return feed
}

// TestFeeds: readers of feeds find the major changes, each under an id of its
// own, by links that lead somewhere.
func TestFeeds(t *testing.T) {
	each(t, func(t *testing.T, f files) {
		base := baseOf(t, f)
		for _, name := range []string{"feed.xml", firstFeed(f)} {
			feed := parseFeed(t, f, name)
			if len(feed.Items) == 0 || feed.Title == "" || feed.UpdatedParsed == nil || feed.FeedLink != base+name {
				t.Errorf("%s: %d items, title %q, link %q", name, len(feed.Items), feed.Title, feed.FeedLink)
			}
			seen := map[string]bool{}
			for i, item := range feed.Items {
				if seen[item.GUID] || !strings.HasPrefix(item.GUID, base) || item.UpdatedParsed == nil || item.Title == "" {
					t.Errorf("%s: item %+v", name, item)
				}
				seen[item.GUID] = true
				if i > 0 && item.UpdatedParsed.After(*feed.Items[i-1].UpdatedParsed) {
					t.Errorf("%s: %s comes after what is older", name, item.GUID)
				}
				leads(t, f, base, item.Link)
			}
		}
	})
}

func firstFeed(f files) string {
	var names []string
	for name := range f {
		if path.Base(name) == "feed.xml" && name != "feed.xml" {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names[0]
}

func baseOf(t *testing.T, f files) string {
	t.Helper()
	var g struct{ Base string }
	decode(t, f, "data/graph.json", &g)
	return g.Base
}

// leads follows an absolute address of the site.
func leads(t *testing.T, f files, base, address string) {
	t.Helper()
	rest, ok := strings.CutPrefix(address, base)
	if !ok {
		t.Errorf("%s does not begin with %s", address, base)
		return
	}
	u, err := url.Parse("/" + rest)
	if err != nil || f[strings.TrimPrefix(u.Path, "/")] == nil {
		t.Errorf("%s leads nowhere", address)
	}
}

// TestFeedTells: a major change is told with its words, a minor one is not; ids
// hold two changes of one day apart.
func TestFeedTells(t *testing.T) {
	feed := parseFeed(t, hostileSite(t), "plan/feed.xml")
	if len(feed.Items) != 3 {
		t.Fatalf("%d items", len(feed.Items))
	}
	var notes, ids []string
	for _, item := range feed.Items {
		notes, ids = append(notes, item.Description), append(ids, item.GUID)
	}
	if want := []string{"The newest", "Full <script>alert(2)</script> version & \u202E ]]>", "A second on the same day"}; !slices.Equal(notes, want) {
		t.Errorf("notes %q, want %q", notes, want)
	}
	const home = "https://www.example.org/a%20b/strategy/plan/index.html#change-"
	if !slices.Equal(ids, []string{home + "2012-05-01-1", home + "2011-05-16-1", home + "2011-05-16-2"}) {
		t.Errorf("ids %q", ids)
	}
}

// TestIDsStay: an id does not follow the words of a note or of a title.
func TestIDsStay(t *testing.T) {
	root := hostileFS(t)
	ids := func() (out []string) {
		for _, item := range parseFeed(t, buildFS(t, root, build.Options{}), "feed.xml").Items {
			out = append(out, item.GUID)
		}
		return out
	}
	before := ids()
	page := root["content/plan/_index.md"]
	page.Data = bytes.Replace(page.Data, []byte("A second on"), []byte("Corrected: one more on"), 1)
	page.Data = bytes.Replace(page.Data, []byte("title = \""), []byte("title = \"New "), 1)
	if after := ids(); !slices.Equal(before, after) {
		t.Errorf("%q became %q", before, after)
	}
}

// TestSitemap: the sitemap lists exactly the pages for people, each of which is
// there.
func TestSitemap(t *testing.T) {
	each(t, func(t *testing.T, f files) {
		base := baseOf(t, f)
		var m struct {
			URLs []struct {
				Loc string `xml:"loc"`
			} `xml:"url"`
		}
		if err := xml.Unmarshal(f["sitemap.xml"], &m); err != nil {
			t.Fatal(err)
		}
		seen := map[string]bool{}
		for _, u := range m.URLs {
			if seen[u.Loc] {
				t.Errorf("%s stands twice", u.Loc)
			}
			seen[u.Loc] = true
			leads(t, f, base, u.Loc)
		}
		for name, content := range f {
			if path.Ext(name) != ".html" {
				continue
			}
			address := base + (&url.URL{Path: name}).EscapedPath()
			forPeople := name != "404.html" && !bytes.Contains(content, []byte(`http-equiv="refresh"`))
			if seen[address] != forPeople {
				t.Errorf("%s: in the sitemap %v, for people %v", address, seen[address], forPeople)
			}
		}
	})
}

// TestWithoutAddress: a site without an address has no feed and no sitemap, and
// names none.
func TestWithoutAddress(t *testing.T) {
	root := hostileFS(t)
	conf := root["site.toml"]
	conf.Data = bytes.Replace(conf.Data, []byte("base_url"), []byte("# base_url"), 1)
	f := buildFS(t, root, build.Options{})
	for name, content := range f {
		if path.Base(name) == "feed.xml" || strings.HasPrefix(name, "sitemap") {
			t.Errorf("there is a %s", name)
		}
		if path.Ext(name) == ".html" && (bytes.Contains(content, []byte("feed.xml")) || bytes.Contains(content, []byte(`rel="canonical" href="http`))) {
			t.Errorf("%s names what is not there", name)
		}
	}
	if bytes.Contains(f["robots.txt"], []byte("Sitemap")) {
		t.Error("robots.txt names a sitemap")
	}
}
