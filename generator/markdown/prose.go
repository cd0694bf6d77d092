package markdown

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Prose is a block of running text: a paragraph, wherever it stands.
type Prose struct {
	Span
	Longest Span // its longest sentence, by words
	Words   int  // of that sentence
}

// An Acronym is a word of two to six capitals, where the file first uses it.
type Acronym struct {
	Word      string
	Explained bool // its words stand beside it: "Public Sector Network (PSN)"
	Span      Span // of File.Text
}

// addProse records a paragraph, its longest sentence and its acronyms: what
// the plain-language checks need, and what depends on the file alone.
func (a *assembler) addProse(span Span) {
	text := a.text.Bytes()
	p := Prose{Span: span}
	for _, s := range sentences(text, span) {
		if n := countWords(text[s.Start:s.End]); n > p.Words {
			p.Words, p.Longest = n, s
		}
	}
	a.file.Prose = append(a.file.Prose, p)
	for _, at := range acronyms(text, span) {
		if word := string(text[at.Start:at.End]); !a.seen[word] && !a.inCode(at) {
			a.seen[word] = true
			a.file.Acronyms = append(a.file.Acronyms, Acronym{Word: word, Span: at})
		}
	}
}

// inCode tells whether the words stand in code: names there are no acronyms.
func (a *assembler) inCode(words Span) bool {
	return slices.ContainsFunc(a.code, func(s Span) bool { return s.Start <= words.Start && words.End <= s.End })
}

// explainAcronyms marks those that stand in brackets behind their words, or
// have them in brackets.
func (f *File) explainAcronyms() {
	for i := range f.Acronyms {
		w := f.Acronyms[i].Word
		f.Acronyms[i].Explained = strings.Contains(f.Text, "("+w+")") || strings.Contains(f.Text, w+" (")
	}
}

// sentences divides running text at full stops, question and exclamation
// marks that a blank and a capital, digit or opening sign follow. A stop
// behind a single capital, as in initials, divides nothing.
func sentences(text []byte, in Span) []Span {
	var out []Span
	start := in.Start
	for i := in.Start; i < in.End; i++ {
		if c := text[i]; c != '.' && c != '!' && c != '?' {
			continue
		}
		after := i + 1
		for after < in.End && closes(text[after:in.End]) > 0 {
			after += closes(text[after:in.End])
		}
		if after+1 >= in.End || text[after] != ' ' || !opens(text[after+1:in.End]) || initial(text[in.Start:i]) {
			continue
		}
		out = append(out, Span{start, after})
		start, i = after+1, after
	}
	return append(out, Span{start, in.End})
}

// closes returns the length of the closing sign that the text begins with.
func closes(text []byte) int {
	r, n := utf8.DecodeRune(text)
	if strings.ContainsRune(`"'”’)`, r) {
		return n
	}
	return 0
}

func opens(text []byte) bool {
	r, _ := utf8.DecodeRune(text)
	return unicode.IsUpper(r) || unicode.IsDigit(r) || strings.ContainsRune(`"“‘'(`, r)
}

// initial tells whether the text ends in a single capital.
func initial(text []byte) bool {
	n := len(text)
	return n >= 1 && text[n-1] >= 'A' && text[n-1] <= 'Z' && (n == 1 || !isLetter(text[n-2]))
}

func isLetter(c byte) bool { return c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c >= utf8.RuneSelf }

func countWords(text []byte) int {
	n, inside := 0, false
	for _, c := range text {
		blank := c == ' ' || c == '\n' || c == '\t'
		if !blank && !inside {
			n++
		}
		inside = !blank
	}
	return n
}

// Acronyms finds the words of two to six capitals and nothing else.
func Acronyms(text string) []string {
	var out []string
	for _, at := range acronyms([]byte(text), Span{0, len(text)}) {
		out = append(out, at.In(text))
	}
	return out
}

func acronyms(text []byte, in Span) []Span {
	var out []Span
	for i := in.Start; i < in.End; {
		if !isLetter(text[i]) && !isDigit(text[i]) {
			i++
			continue
		}
		start, capitals := i, true
		for i < in.End && (isLetter(text[i]) || isDigit(text[i])) {
			capitals = capitals && text[i] >= 'A' && text[i] <= 'Z'
			i++
		}
		if n := i - start; capitals && n >= 2 && n <= 6 {
			out = append(out, Span{start, i})
		}
	}
	return out
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }
