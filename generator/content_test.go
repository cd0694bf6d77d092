package main

import (
	"bytes"
	"html"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"

	"trigpoint/generator/build"
	"trigpoint/generator/site"
	"trigpoint/themes"
)

// The tests of this file hold what the two documents promise their readers.
// They know the kinds of this site by name, as no other Go code does.

func siteModel(t *testing.T) *site.Site {
	t.Helper()
	res, err := build.New(os.DirFS(".."), themes.FS()).Build(build.Options{Now: siteDay()})
	if err != nil {
		t.Fatal(err)
	}
	if res.Failed() {
		t.Fatalf("the site has errors: %+v", res.Diags)
	}
	return res.Site
}

// inExample tells whether the page belongs to the worked example.
func inExample(p *site.Page) bool {
	return strings.HasPrefix(p.Source(), "content/planning-the-route/local-route/")
}

// TestContentSaysWhereItComesFrom: each page says what kind of text it is; what
// is sourced names its source, on the page and in each marked passage; and no
// page of the example is anything but an illustration.
func TestContentSaysWhereItComesFrom(t *testing.T) {
	for _, p := range siteModel(t).Pages {
		kind := p.File.Meta.Provenance
		switch {
		case kind == "":
			t.Errorf("%s: no provenance", p.Source())
		case kind == "sourced" && len(p.Sources) == 0:
			t.Errorf("%s: sourced, and names no source", p.Source())
		case inExample(p) != (kind == "illustrative"):
			t.Errorf("%s: %s", p.Source(), kind)
		}
		for _, ref := range p.Refs {
			if e := ref.Element; e != nil && e.Kind.Name == "source" && !inExample(p) && !slices.Contains(p.Sources, e) {
				t.Errorf("%s: cites %s, which its sources leave out", p.Source(), e.ID)
			}
		}
		for _, passage := range sourcedPassages(t, p.Source()) {
			if !cites.MatchString(passage) {
				t.Errorf("%s: a sourced passage names no source: %s", p.Source(), passage)
			}
		}
	}
}

var cites = regexp.MustCompile(`\(\[S\d+\][,) ]`)

// sourcedPassages are the quotes of a file that are marked [!SOURCED].
func sourcedPassages(t *testing.T, name string) []string {
	t.Helper()
	var list []string
	inside := false
	for line := range strings.Lines(string(readFile(t, path.Join("..", name)))) {
		if strings.HasPrefix(line, "> [!SOURCED]") {
			list, inside = append(list, ""), true
		} else if inside = inside && strings.HasPrefix(line, ">"); inside {
			list[len(list)-1] += line[1:]
		}
	}
	return list
}

// TestContentMarksItsExample: wherever the example's figures stand together, a
// reader is told that they are invented: on the lists of its kinds, and beside
// the counts on the home page.
func TestContentMarksItsExample(t *testing.T) {
	s, files := siteModel(t), buildSite(t, build.Options{})
	said := []byte(`<div class="provenance provenance-illustrative">`)
	for _, l := range s.Listings {
		invented := slices.Contains([]string{"action", "milestone", "measure", "stance"}, l.Kind.Name)
		if page := files[l.Address]; bytes.Contains(page, said) != invented {
			t.Errorf("%s: marked as invented %t, want %t", l.Address, !invented, invented)
		}
	}
	_, counts, _ := bytes.Cut(files["index.html"], []byte(`<ul class="tally">`))
	counts, _, _ = bytes.Cut(counts, []byte("</section>"))
	if !bytes.Contains(counts, said) {
		t.Errorf("the home page counts invented actions as if they were real: %s", counts)
	}
}

// TestContentUsesEverySource: no source is listed that nothing cites, and no
// page names one among its sources that it does not cite.
func TestContentUsesEverySource(t *testing.T) {
	s := siteModel(t)
	cited := map[*site.Element]bool{}
	for _, p := range s.Pages {
		here := map[*site.Element]bool{}
		for _, ref := range p.Refs {
			if ref.Element != nil {
				here[ref.Element], cited[ref.Element] = true, true
			}
		}
		for _, e := range p.Sources {
			if !here[e] {
				t.Errorf("%s: names %s, and cites it nowhere", p.Source(), e.ID)
			}
		}
	}
	for _, e := range s.Kind("source") {
		if !cited[e] {
			t.Errorf("%s: no page cites it", e.ID)
		}
		if e.Value("by") == "" && e.Value("dated") == "" {
			t.Errorf("%s: neither publisher nor date", e.ID)
		}
	}
}

// TestContentIsLinked: a page leads on in its words, and words of another page
// lead to it.
func TestContentIsLinked(t *testing.T) {
	s := siteModel(t)
	entered := map[*site.Page]bool{s.Home: true}
	for _, p := range s.Pages {
		leads := false
		for _, ref := range p.Refs {
			if ref.Page != nil && ref.Page != p {
				leads, entered[ref.Page] = true, true
			}
		}
		if !leads {
			t.Errorf("%s: its words lead nowhere", p.Source())
		}
	}
	for _, p := range s.Pages {
		if !entered[p] {
			t.Errorf("%s: no words lead to it", p.Source())
		}
		if words := len(strings.Fields(p.File.Text)); words < 150 {
			t.Errorf("%s: %d words, which is a list and no page", p.Source(), words)
		}
	}
}

// TestContentFollowsTheTemplate: three principles, six capabilities, six
// issues; each capability and issue has four sections, says which principles
// it serves, and asks one thing of each of three officers, with a time and a
// reason.
func TestContentFollowsTheTemplate(t *testing.T) {
	s := siteModel(t)
	for kind, want := range map[string]int{"principle": 3, "capability": 6, "issue": 6, "ask": 36} {
		if n := len(s.Kind(kind)); n != want {
			t.Errorf("%s: %d, want %d", kind, n, want)
		}
	}
	for _, e := range slices.Concat(s.Kind("capability"), s.Kind("issue")) {
		if len(e.Related("serves")) == 0 {
			t.Errorf("%s serves no principle", e.ID)
		}
		var asked []string
		for _, ask := range e.Children {
			for _, role := range ask.Related("role") {
				asked = append(asked, role.ID)
			}
			if text := ask.Section().Section.In(ask.Page.File.Text); ask.Value("by") == "" || !strings.Contains(text, "Why:") {
				t.Errorf("%s: a time and a reason are wanted", ask.ID)
			}
		}
		if slices.Sort(asked); !slices.Equal(asked, []string{"R1", "R2", "R3"}) {
			t.Errorf("%s asks something of %v", e.ID, asked)
		}
	}
}

// TestContentExampleIsWhole: the worked example takes a stance on each of the
// fifteen elements, with a reason, and has 12 to 18 actions with owners and
// dates that serve every principle; one is overdue, one dropped, one moved.
func TestContentExampleIsWhole(t *testing.T) {
	s := siteModel(t)
	for _, kind := range []string{"principle", "capability", "issue"} {
		for _, e := range s.Kind(kind) {
			stances := e.Related("stances")
			if len(stances) != 1 {
				t.Fatalf("%s: %d stances", e.ID, len(stances))
			}
			if text := stances[0].Section().Section.In(stances[0].Page.File.Text); len(strings.Fields(text)) < 20 {
				t.Errorf("%s: no reason: %q", stances[0].ID, text)
			}
			if kind == "principle" && len(e.Related("served-by")) == 0 {
				t.Errorf("nothing serves %s", e.ID)
			}
		}
	}
	actions := s.Kind("action")
	if len(actions) < 12 || len(actions) > 18 {
		t.Errorf("%d actions", len(actions))
	}
	positions := map[string]int{}
	for _, e := range s.Kind("stance") {
		positions[e.Value("position")]++
	}
	for _, word := range []string{"adopt", "adapt", "defer", "decline"} {
		if positions[word] == 0 {
			t.Errorf("no stance is %q", word)
		}
	}
	for word, want := range exampleCounts(t, actions) {
		if want != 1 {
			t.Errorf("%d actions are %s, and the example promises one", want, word)
		}
	}
}

// exampleCounts counts the actions that are overdue, dropped and moved, and
// looks at what all of them need.
func exampleCounts(t *testing.T, actions []*site.Element) map[string]int {
	t.Helper()
	n := map[string]int{"overdue": 0, "dropped": 0, "moved": 0}
	for _, e := range actions {
		p := e.Progress
		if len(e.Related("owner")) != 1 || p.Due.IsZero() || len(p.Updates) == 0 {
			t.Errorf("%s: an owner, a due date and an update are wanted", e.ID)
		}
		if p.Overdue {
			n["overdue"]++
		}
		if p.Status == "dropped" && p.Note != "" {
			n["dropped"]++
		}
		if len(p.Moved) > 0 && p.Moved[0].Reason != "" {
			n["moved"]++
		}
	}
	return n
}

// TestContentMeasures: each measure has a baseline, a target and a result.
func TestContentMeasures(t *testing.T) {
	measures := siteModel(t).Kind("measure")
	if len(measures) == 0 {
		t.Fatal("no measures")
	}
	for _, e := range measures {
		for _, name := range []string{"baseline", "targets", "actuals"} {
			if _, ok := e.Field(name); !ok {
				t.Errorf("%s: no %s", e.ID, name)
			}
		}
	}
}

// TestContentShowsItsGaps: what the plan leaves out is explained in writing,
// and stands on a page that readers see.
func TestContentShowsItsGaps(t *testing.T) {
	s := siteModel(t)
	shown := string(rendered(t, "planning-the-route/local-route/coverage.html"))
	gaps := 0
	for _, c := range s.Coverage {
		for _, item := range c.Items {
			switch item.State {
			case site.Missing:
				t.Errorf("%s: %s, and no waiver says why", c.Rule.Label, item.Element.ID)
			case site.Waived:
				gaps++
				if !strings.Contains(shown, item.Waiver.Reason) {
					t.Errorf("%s: the reason for %s is not shown", c.Rule.Label, item.Element.ID)
				}
			}
		}
	}
	if gaps == 0 {
		t.Error("a plan without gaps convinces nobody")
	}
}

// TestContentNamesWhatIsUnanswered: the page of gaps leads to every ask that no
// action answers, and to no other.
func TestContentNamesWhatIsUnanswered(t *testing.T) {
	s := siteModel(t)
	named := map[*site.Element]bool{}
	for _, ref := range s.Page("content/planning-the-route/local-route/coverage.md").Refs {
		named[ref.Element] = true
	}
	for _, e := range s.Kind("ask") {
		if open := len(e.Related("answered-by")) == 0; open != named[e] {
			t.Errorf("%s: unanswered %t, named among the gaps %t", e.ID, open, named[e])
		}
	}
}

func rendered(t *testing.T, name string) []byte {
	t.Helper()
	content, ok := buildSite(t, build.Options{})[name]
	if !ok {
		t.Fatalf("no %s", name)
	}
	return content
}

// TestContentIsNearForARole: from the home page, each officer reaches within
// three clicks, by links in the text, the page that says what is asked and by
// when, and the pages that say why.
func TestContentIsNearForARole(t *testing.T) {
	s := siteModel(t)
	clicks := map[*site.Page]int{s.Home: 0}
	for queue := []*site.Page{s.Home}; len(queue) > 0; queue = queue[1:] {
		for _, ref := range queue[0].Refs {
			if _, seen := clicks[ref.Page]; ref.Page != nil && !seen {
				clicks[ref.Page] = clicks[queue[0]] + 1
				queue = append(queue, ref.Page)
			}
		}
	}
	files := buildSite(t, build.Options{})
	for _, e := range s.Kind("role") {
		if n, ok := clicks[e.Page]; !ok || n > 3 {
			t.Errorf("%s: reached %t, %d clicks from home", e.Title, ok, n)
		}
		for _, ask := range e.Related("asks") {
			if n, ok := clicks[ask.Page]; !ok || n > 3 {
				t.Errorf("%s: the reason is reached %t, %d clicks from home", ask.ID, ok, n)
			}
			for _, words := range []string{ask.ID, ask.Title, ask.Value("by")} {
				if !bytes.Contains(files[e.Page.Address], []byte(html.EscapeString(words))) {
					t.Errorf("%s: %s does not show %q", ask.ID, e.Page.Address, words)
				}
			}
		}
	}
}
