package serve

import (
	"encoding/json"
	"net/http"

	"trigpoint/generator/diag"
	"trigpoint/generator/site"
)

// A block of a page and where its source is. It is found by its anchor or, if
// it has none, by how its words begin.
type block struct {
	Anchor string `json:"anchor"`
	Words  string `json:"words"`
	Place  string `json:"place"`
	Line   int    `json:"line"`
	Editor link   `json:"editor"`
}

// maxWords is how many bytes of a block's words are sent.
const maxWords = 80

// places tells where the blocks of a page come from.
func (p *Preview) places(w http.ResponseWriter, r *http.Request) {
	e := p.now.Load().edition
	blocks := []block{}
	if e != nil {
		ed := newEditor(e.site.Config.Editor, p.dir)
		for _, pg := range e.site.Pages {
			if pg.Address == r.URL.Query().Get("address") {
				blocks = blocksOf(pg, ed)
				break
			}
		}
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	_ = json.NewEncoder(w).Encode(blocks)
}

// blocksOf lists headings, then paragraphs that can be cited, then all
// paragraphs.
func blocksOf(p *site.Page, e editor) []block {
	blocks := []block{}
	add := func(anchor, words string, at diag.Position) {
		if len(words) > maxWords {
			words = words[:maxWords]
		}
		blocks = append(blocks, block{anchor, words, at.String(), at.Line, e.link(at)})
	}
	add("", "", diag.Position{Path: p.Source(), Line: 1})
	f := p.File
	for i := range f.Headings {
		add(f.Headings[i].ID, f.Headings[i].Text, f.Headings[i].Position)
	}
	for i := range f.Paragraphs {
		if a := p.Paragraphs[i].Anchor; a != "" {
			add(a, "", f.Paragraphs[i].Position)
		}
	}
	for _, b := range f.Prose {
		add("", b.Span().In(f.Text), f.PositionOf(b.Span()))
	}
	return blocks
}
