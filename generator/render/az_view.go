package render

import (
	"strings"
	"unicode"

	"golang.org/x/text/collate"
	"golang.org/x/text/unicode/norm"

	"trigpoint/generator/site"
)

// AZView is the A–Z index, or a part of one that is long.
type AZView struct {
	Parts   []AZPart // of a long index, in order; none where it is one page
	Letters []AZLetter
}

// AZPart is a page of a long index.
type AZPart struct {
	Link
	Here bool // the page that is shown
}

// AZLetter is what begins with one letter.
type AZLetter struct {
	Letter  string
	Entries []AZEntry
}

// AZEntry is a name, and what has it.
type AZEntry struct {
	Link
	Kind string // what the thing is, for readers; empty for a page of no kind
	See  string // what it is called where Text is another name of it
}

// view shows what one page of the index lists.
func (x *azIndex) view(v *View, p site.AZPage) *AZView {
	out := &AZView{}
	for _, part := range x.pages[1:] {
		text := v.words.T("az.part", x.names()[part.From].Text, x.names()[part.To-1].Text)
		out.Parts = append(out.Parts, AZPart{Link{Href: v.file(part.Address), Text: text}, part == p})
	}
	alphabet := collate.New(x.language, collate.Loose)
	for _, n := range x.names()[p.From:p.To] {
		letter := initialOf(alphabet, n.Text)
		if last := len(out.Letters) - 1; last < 0 || out.Letters[last].Letter != letter {
			out.Letters = append(out.Letters, AZLetter{Letter: letter})
		}
		l := &out.Letters[len(out.Letters)-1]
		l.Entries = append(l.Entries, v.azEntry(n))
	}
	return out
}

func (v *View) azEntry(n site.Name) AZEntry {
	entry := AZEntry{Link: Link{Href: v.href(n.Target), In: v.in(n.Target.Page), Text: n.Text, ID: n.ID()}, See: n.Of}
	if e := n.Target.Element; e != nil {
		entry.Kind = e.Kind.Label
	}
	return entry
}

// initialOf is the letter that a name is listed under: without an accent where
// the alphabet has none. Names that begin with none are listed under "#".
func initialOf(alphabet *collate.Collator, name string) string {
	i := strings.IndexFunc(name, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) })
	if i < 0 {
		return "#"
	}
	first := []rune(norm.NFC.String(name[i:]))[0]
	if unicode.IsDigit(first) {
		return "0–9"
	}
	letter := strings.ToUpper(string(first))
	if bare := string([]rune(norm.NFD.String(letter))[0]); alphabet.CompareString(bare, letter) == 0 {
		return bare
	}
	return letter
}
