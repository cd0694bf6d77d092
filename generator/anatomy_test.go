package main

import (
	"bytes"
	"io/fs"
	"net/url"
	"os"
	"path"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/net/html"

	"trigpoint/generator/build"
	"trigpoint/generator/site"
	"trigpoint/themes"
)

// overlay is a file system with some files of its own.
type overlay struct {
	fs.FS
	own fstest.MapFS
}

func (o overlay) Open(name string) (fs.File, error) {
	if _, ok := o.own[name]; ok {
		return o.own.Open(name)
	}
	return o.FS.Open(name)
}

const repository = "https://code.example.org/strategy/blob/main"

// dissected is the real site with a code host, and its pages as trees.
type dissected struct {
	site  *site.Site
	pages map[string]*html.Node
}

func dissect(t *testing.T) dissected {
	t.Helper()
	conf := append([]byte("repo_url = \""+repository+"\"\n"), readFile(t, "../site.toml")...)
	root := overlay{os.DirFS(".."), fstest.MapFS{"site.toml": {Data: conf}}}
	res, err := build.New(root, themes.FS()).Build(build.Options{Now: siteDay()})
	if err != nil {
		t.Fatal(err)
	}
	if res.Failed() {
		t.Fatalf("the site has errors: %+v", res.Diags)
	}
	d := dissected{res.Site, map[string]*html.Node{}}
	for _, f := range res.Set.Files() {
		if path.Ext(f.Path) != ".html" {
			continue
		}
		var b bytes.Buffer
		if err := f.Render(&b); err != nil {
			t.Fatal(err)
		}
		if d.pages[f.Path], err = html.Parse(&b); err != nil {
			t.Fatal(err)
		}
	}
	return d
}

// TestAnatomy looks on every page of the real site for what every page has. It
// knows what belongs there from the linked site, and looks in the HTML that
// came out.
func TestAnatomy(t *testing.T) {
	d := dissect(t)
	if len(d.site.Pages) < 60 {
		t.Fatalf("only %d pages", len(d.site.Pages))
	}
	for _, p := range d.site.Pages {
		a := anatomy{t, p, d.pages[p.Address]}
		if a.root == nil {
			t.Errorf("%s is not there", p.Address)
			continue
		}
		a.skipLink()
		a.breadcrumb()
		a.contents()
		a.onThisPage()
		a.neighbours()
		a.relations()
		a.mentions()
		a.provenance()
		if !slices.Contains(a.links(a.root), repository+"/"+p.Source()) {
			t.Errorf("%s has no link to its source", p.Address)
		}
	}
}

type anatomy struct {
	*testing.T
	page *site.Page
	root *html.Node
}

// escaped is an id as it stands in a link.
func escaped(id string) string { return (&url.URL{Path: id}).EscapedPath() }

// all lists the elements below a node that match.
func all(n *html.Node, match func(*html.Node) bool) []*html.Node {
	var out []*html.Node
	for c := range n.Descendants() {
		if c.Type == html.ElementNode && match(c) {
			out = append(out, c)
		}
	}
	return out
}

func tag(name string) func(*html.Node) bool {
	return func(n *html.Node) bool { return n.Data == name }
}

// nav is the navigation with the label, or an empty node.
func (a anatomy) nav(label string) *html.Node {
	for _, n := range all(a.root, tag("nav")) {
		if attr(n, "aria-label") == label {
			return n
		}
	}
	return &html.Node{}
}

// links lists where links below a node lead: files from the top of the site.
func (a anatomy) links(n *html.Node) []string {
	var out []string
	for _, link := range all(n, tag("a")) {
		out = append(out, a.follow(attr(link, "href")))
	}
	return out
}

// follow is the file that a link of the page leads to, with its fragment.
func (a anatomy) follow(href string) string {
	switch {
	case strings.Contains(href, ":"):
		return href
	case strings.HasPrefix(href, "#"):
		return a.page.Address + href
	}
	file, fragment, found := strings.Cut(href, "#")
	if file = path.Join(path.Dir(a.page.Address), file); found {
		file += "#" + fragment
	}
	return file
}

// skipLink: the first link leads to the content.
func (a anatomy) skipLink() {
	mains := all(a.root, tag("main"))
	if len(mains) != 1 || a.links(a.root)[0] != a.page.Address+"#"+attr(mains[0], "id") {
		a.Errorf("%s does not begin with a link to its content", a.page.Address)
	}
}

// breadcrumb: the pages above, from the top.
func (a anatomy) breadcrumb() {
	var want []string
	for _, up := range a.page.Ancestors() {
		want = append(want, up.Address)
	}
	if got := a.links(a.nav("Where you are")); !slices.Equal(got, want) {
		a.Errorf("%s: the breadcrumb leads to %v, not to %v", a.page.Address, got, want)
	}
}

// contents: those of the document, with this page marked once.
func (a anatomy) contents() {
	if a.page.Document == nil {
		return
	}
	nav := a.nav("Contents of this document")
	marked := all(nav, func(n *html.Node) bool { return attr(n, "aria-current") == "page" })
	if len(marked) != 1 || a.follow(attr(marked[0], "href")) != a.page.Address {
		a.Errorf("%s: its place in the document is marked %d times", a.page.Address, len(marked))
	}
	for _, top := range a.page.Document.Front.Children {
		if !slices.Contains(a.links(nav), top.Address) {
			a.Errorf("%s: the contents of the document lack %s", a.page.Address, top.Address)
		}
	}
}

// onThisPage: a link to each heading of the second level, where there are
// several. The home page is a list of contents itself.
func (a anatomy) onThisPage() {
	if a.page.Kind == site.HomePage {
		return
	}
	links := a.links(a.nav("On this page"))
	for _, h := range a.page.File.Headings {
		if h.Level == 2 && len(links) > 0 && !slices.Contains(links, a.page.Address+"#"+escaped(h.ID)) {
			a.Errorf("%s: nothing on the page leads to its heading %q", a.page.Address, h.Text)
		}
	}
	second := 0
	for _, h := range a.page.File.Headings {
		if h.Level == 2 {
			second++
		}
	}
	if second > 1 && len(links) == 0 {
		a.Errorf("%s has %d sections and does not list them", a.page.Address, second)
	}
}

// neighbours: the page before and the page after, in the document.
func (a anatomy) neighbours() {
	for rel, want := range map[string]*site.Page{"prev": a.page.Prev, "next": a.page.Next} {
		found := all(a.root, func(n *html.Node) bool { return n.Data == "a" && attr(n, "rel") == rel })
		switch {
		case want == nil && len(found) > 0:
			a.Errorf("%s has a link %s", a.page.Address, rel)
		case want != nil && (len(found) != 1 || a.follow(attr(found[0], "href")) != want.Address):
			a.Errorf("%s does not lead to %s as %s", a.page.Address, want.Address, rel)
		}
	}
}

// relations: each that an element of the page has, in both directions, under
// its label.
func (a anatomy) relations() {
	links, text := a.links(a.root), visible(a.root)
	for _, e := range append([]*site.Element{a.page.Element}, a.page.Declared...) {
		if e == nil {
			continue
		}
		for _, g := range slices.Concat(e.Out, e.In) {
			if !strings.Contains(text, g.Label()) {
				a.Errorf("%s does not show %q of %s", a.page.Address, g.Label(), e.ID)
			}
			for _, to := range g.Elements {
				if !slices.Contains(links, whereRead(to)) {
					a.Errorf("%s: %s %s %s, and no link says so", a.page.Address, e.ID, g.Label(), to.ID)
				}
			}
		}
	}
}

// whereRead is where an element is read.
func whereRead(e *site.Element) string {
	if h := e.Section(); h != nil {
		return e.Page.Address + "#" + h.ID
	}
	return e.Page.Address
}

// mentions: each page that refers to this one or to an element of it, with the
// section, and the words around.
func (a anatomy) mentions() {
	mentions := slices.Clone(a.page.Mentions)
	if a.page.Element != nil {
		mentions = append(mentions, a.page.Element.Mentions...)
	}
	lists := all(a.root, func(n *html.Node) bool { return strings.Contains(attr(n, "class"), "mentions") })
	for _, m := range mentions {
		want := m.From.Address
		if h := m.From.File.Refs[m.Ref].Heading; h >= 0 {
			want += "#" + escaped(m.From.File.Headings[h].ID)
		}
		found := false
		for _, list := range lists {
			for _, item := range all(list, tag("li")) {
				found = found || slices.Contains(a.links(item), want) && len(all(item, tag("mark"))) == 1
			}
		}
		if !found {
			a.Errorf("%s does not say that %s mentions it", a.page.Address, want)
		}
	}
}

// provenance: where the page's text comes from, and each source.
func (a anatomy) provenance() {
	label := map[string]string{"sourced": "Sourced", "inference": "Inference", "illustrative": "Illustration"}[a.page.File.Meta.Provenance]
	main := all(a.root, tag("main"))[0]
	if label != "" && !strings.Contains(visible(main), label) {
		a.Errorf("%s does not say that it is %s", a.page.Address, label)
	}
	for _, s := range a.page.Sources {
		if !slices.Contains(a.links(main), whereRead(s)) {
			a.Errorf("%s does not name its source %s", a.page.Address, s.ID)
		}
	}
}

// TestMatrixSpeaks: on the real site, a cell of a matrix says in words what it
// shows, an empty one too.
func TestMatrixSpeaks(t *testing.T) {
	d := dissect(t)
	empty, full := 0, 0
	for name, root := range d.pages {
		for _, box := range all(root, func(n *html.Node) bool { return attr(n, "class") == "table matrix" }) {
			for _, cell := range all(all(box, tag("tbody"))[0], tag("td")) {
				switch words := visible(cell); {
				case words == "None":
					empty++
				case words == "":
					t.Errorf("%s: a cell says nothing", name)
				default:
					full++
				}
			}
		}
	}
	if empty < 10 || full < 10 {
		t.Errorf("%d empty cells and %d others: are the matrices still there?", empty, full)
	}
}

// TestTimelineNamesItsLine: on the real site, the words below a timeline speak
// of the day of the statuses exactly where the picture has a line for it.
func TestTimelineNamesItsLine(t *testing.T) {
	with, without := 0, 0
	for name, root := range dissect(t).pages {
		for _, figure := range all(root, func(n *html.Node) bool { return attr(n, "class") == "timeline" }) {
			drawn := len(all(figure, func(n *html.Node) bool { return attr(n, "class") == "now" })) > 0
			if named := strings.Contains(visible(figure), "The upright line"); named != drawn {
				t.Errorf("%s: a line is drawn %t, and named %t", name, drawn, named)
			}
			if drawn {
				with++
			} else {
				without++
			}
		}
	}
	if with == 0 || without == 0 {
		t.Errorf("%d timelines with a line and %d without", with, without)
	}
}

// TestGlossaryIsAlphabetical: a reader finds a term in its list as in a
// dictionary.
func TestGlossaryIsAlphabetical(t *testing.T) {
	var titles []string
	for _, a := range all(dissect(t).pages["all/glossary.html"], func(n *html.Node) bool { return attr(n, "class") == "row-title" }) {
		titles = append(titles, strings.ToLower(visible(a)))
	}
	if len(titles) < 50 || !slices.IsSorted(titles) {
		t.Errorf("%d terms: %q", len(titles), titles)
	}
}
