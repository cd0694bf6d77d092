package render

import (
	"strings"
	"unicode"

	"golang.org/x/text/collate"
	"golang.org/x/text/unicode/norm"
)

// AZView is the A–Z index, or a part of one that is long.
type AZView struct {
	Parts   []Link // of a long index, in order; none where it is one page
	Letters []AZLetter
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

// azView shows the names from one number up to another.
func (x *azIndex) azView(v *View, from, to int) *AZView {
	names := x.sorted()
	out := &AZView{}
	for i := range x.parts {
		a, b := x.part(i)
		text := v.T("az.part", names[a].text, names[b-1].text)
		out.Parts = append(out.Parts, Link{Href: v.file(azPartAddress(i)), Text: text})
	}
	alphabet := collate.New(x.language, collate.Loose)
	for _, n := range names[from:to] {
		letter := initialOf(alphabet, n.text)
		if last := len(out.Letters) - 1; last < 0 || out.Letters[last].Letter != letter {
			out.Letters = append(out.Letters, AZLetter{Letter: letter})
		}
		l := &out.Letters[len(out.Letters)-1]
		entry := AZEntry{Link: Link{Href: v.href(n.target), Text: n.text, ID: n.id}, See: n.see}
		if n.kind != nil {
			entry.Kind = n.kind.Label
		}
		l.Entries = append(l.Entries, entry)
	}
	return out
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
