package main

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path"
	"path/filepath"
	"strings"
)

// A Corpus is a site of any size, the same on every machine: sections of 50
// pages of about 4 kB, each with front matter, four headings, eight links to
// other pages, a list, a table and some code. Every tenth page is an element:
// the first of each section is an issue, which the other four address.
type Corpus struct {
	Files map[string]string // content by path, site.toml among them
	Pages []string          // paths of the pages, in order
}

const (
	perSection  = 50
	perDocument = 20 // sections
)

// NewCorpus makes a corpus of at least n pages.
func NewCorpus(n int) *Corpus {
	m := &maker{rand: rand.New(rand.NewPCG(1, 2)), corpus: &Corpus{Files: map[string]string{"site.toml": corpusConfig + everything}}}
	sections := (n + perSection - 1) / perSection
	for s := range sections {
		folder := fmt.Sprintf("content/doc%02d/s%04d", s/perDocument, s)
		for i := range perSection {
			m.corpus.Pages = append(m.corpus.Pages, fmt.Sprintf("%s/p%02d.md", folder, i))
		}
		m.corpus.Files[folder+"/_index.md"] = fmt.Sprintf("+++\ntitle = \"Section %d\"\n+++\nA section.\n", s)
		if s%perDocument == 0 {
			m.corpus.Files[path.Dir(folder)+"/_index.md"] = fmt.Sprintf(
				"+++\ntitle = \"Document %d\"\n[document]\nstate = \"published\"\n+++\nA document.\n", s/perDocument)
		}
	}
	for i, name := range m.corpus.Pages {
		m.corpus.Files[name] = m.page(i, name)
	}
	return m.corpus
}

const corpusConfig = `title = "Corpus"
limits.files = 200_000
base_url = "https://www.example.org/"
[kinds.issue]
id = "I{n}"
[kinds.action]
id = "A{n}"
[relations.addresses]
from = ["action"]
to = ["issue"]
min = 1
inverse = "addressed-by"
[coverage.issue-addressed]
each = "issue"
needs = ["addressed-by"]
`

// What else a build makes besides pages: nothing, or all but copies.
const (
	pagesOnly  = "[search]\nenabled = false\n[data]\nenabled = false\n"
	everything = "[search]\nenabled = true\n[data]\nenabled = true\n"
)

// maker writes pages from a fixed stream of random numbers.
type maker struct {
	rand   *rand.Rand
	corpus *Corpus
}

var vocabulary = strings.Fields(`strategy public service local council partner data open share plan action owner
review digital access issue capability record evidence outcome measure place people resident budget cost team
standard network assurance library officer school hospital road rent question answer paper screen letter`)

func (m *maker) word() string { return vocabulary[m.rand.IntN(len(vocabulary))] }

func (m *maker) sentences(n int) string {
	var b strings.Builder
	for range n {
		first := m.word()
		b.WriteString(strings.ToUpper(first[:1]) + first[1:])
		for range 11 {
			b.WriteString(" " + m.word())
		}
		b.WriteString(". ")
	}
	return strings.TrimSpace(b.String())
}

// link refers to any page by its path.
func (m *maker) link(from string) string {
	to := m.corpus.Pages[m.rand.IntN(len(m.corpus.Pages))]
	rel, _ := filepath.Rel(path.Dir(from), to)
	return fmt.Sprintf("[the %s of %s](%s)", m.word(), m.word(), filepath.ToSlash(rel))
}

func (m *maker) page(i int, name string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "+++\ntitle = \"Page %d on %s\"\nsummary = %q\n", i, m.word(), m.sentences(1))
	switch {
	case i%perSection == 0:
		fmt.Fprintf(&b, "id = \"I%d\"\n", i)
	case i%10 == 0:
		fmt.Fprintf(&b, "id = \"A%d\"\naddresses = [\"I%d\"]\n", i, i/perSection*perSection)
	}
	b.WriteString("+++\n")
	for h := range 4 {
		fmt.Fprintf(&b, "## The %s of %s %d\n\n%s See %s, and %s.\n\n%s\n\n", m.word(), m.word(), h, m.sentences(4), m.link(name), m.link(name), m.sentences(3))
	}
	for range 5 {
		fmt.Fprintf(&b, "- %s\n", m.sentences(1))
	}
	b.WriteString("\n| a | b | c |\n|---|---|---|\n")
	for r := range 6 {
		fmt.Fprintf(&b, "| %s | %s | %d |\n", m.word(), m.word(), r)
	}
	fmt.Fprintf(&b, "\n```go\nfunc %s() {\n\tfmt.Println(%q, %d)\n\tfor i := range 10 {\n\t\tgo run(i)\n\t}\n}\n```\n", m.word(), m.word(), i)
	return b.String()
}

// Write writes the corpus below a folder.
func (c *Corpus) Write(dir string) error {
	for name, content := range c.Files {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(file, []byte(content), 0o644); err != nil {
			return err
		}
	}
	return nil
}
