package markdown

import (
	"bytes"
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Prose is a block of running text: a paragraph or a list item, wherever it
// stands. It is small, since a page has twenty.
type Prose struct{ start, end, from, to, words int32 }

// Span is where the block stands.
func (p Prose) Span() Span { return Span{int(p.start), int(p.end)} }

// Longest is its longest sentence, by words, and how many these are.
func (p Prose) Longest() (sentence Span, words int) {
	return Span{int(p.from), int(p.to)}, int(p.words)
}

// An Acronym is a word of two to six capitals, where the file first uses it.
// A plural s behind it does not count.
type Acronym struct {
	Word      string
	Explained bool // its words stand beside it: "Public Sector Network (PSN)"
	Span      Span // of File.Text
}

// addProse records a block and its longest sentence: what the plain-language
// checks need, and what depends on the file alone.
func (a *assembler) addProse(span Span) {
	sentence, words := longest(a.text.Bytes(), span)
	a.file.Prose = append(a.file.Prose, Prose{int32(span.Start), int32(span.End), int32(sentence.Start), int32(sentence.End), int32(words)})
}

// Longest returns the longest sentence of running text, and its words.
func Longest(text string) (sentence string, words int) {
	s, n := longest([]byte(text), Span{0, len(text)})
	return s.In(text), n
}

// Sentences divides running text into its sentences.
func Sentences(text string) []string {
	var list []string
	whole := []byte(text)
	for from := 0; ; {
		end := sentenceEnd(whole, Span{from, len(text)})
		list = append(list, text[from:end])
		if end == len(text) {
			return list
		}
		from = end + 1
	}
}

func longest(text []byte, in Span) (sentence Span, words int) {
	for from := in.Start; ; {
		end := sentenceEnd(text, Span{from, in.End})
		if n := countWords(text[from:end]); n > words {
			sentence, words = Span{from, end}, n
		}
		if end == in.End {
			return sentence, words
		}
		from = end + 1
	}
}

// findAcronyms lists the acronyms of the whole file, headings and tables too.
func (a *assembler) findAcronyms() {
	seen, text := map[string]bool{}, a.file.Text
	for _, at := range acronyms(a.text.Bytes(), Span{0, len(text)}) {
		if word := at.In(text); !seen[word] && !a.inCode(at) {
			seen[word] = true
			a.file.Acronyms = append(a.file.Acronyms, Acronym{word, explains(text, word), at})
		}
	}
}

// inCode tells whether some of the word stands in code: names there are no
// acronyms.
func (a *assembler) inCode(word Span) bool {
	i, _ := slices.BinarySearchFunc(a.code, word.Start+1, func(s Span, at int) int { return cmp.Compare(s.End, at) })
	return i < len(a.code) && a.code[i].Start < word.End
}

// explains tells whether the text has the words of an acronym beside it: one
// of the two stands in brackets behind the other.
func explains(text, acronym string) bool {
	before := strings.Split(text, "("+acronym+")")
	for _, words := range before[:len(before)-1] {
		fields := strings.Fields(words)
		for n := 2; n <= min(len(fields), 2*len(acronym)); n++ {
			if stands(acronym, fields[len(fields)-n:]) {
				return true
			}
		}
	}
	for _, behind := range strings.Split(text, acronym+" (")[1:] {
		if words, _, ok := strings.Cut(behind, ")"); ok && stands(acronym, strings.Fields(words)) {
			return true
		}
	}
	return false
}

// stands tells whether an acronym can stand for words: its letters follow one
// another in them, and the first begins the first.
func stands(acronym string, words []string) bool {
	if len(words) < 2 || !strings.EqualFold(words[0][:1], acronym[:1]) {
		return false
	}
	rest := strings.ToUpper(strings.Join(words, ""))
	for _, letter := range acronym {
		_, behind, found := strings.Cut(rest, string(letter))
		if !found {
			return false
		}
		rest = behind
	}
	return true
}

// sentenceEnd returns where the sentence ends that the text begins with: at a
// full stop, question or exclamation mark that a blank and a capital, digit or
// opening sign follow. A stop behind a single capital, as in initials, ends
// nothing. The next one begins behind the blank.
func sentenceEnd(text []byte, in Span) int {
	for i := in.Start; i < in.End; i++ {
		if c := text[i]; c != '.' && c != '!' && c != '?' {
			continue
		}
		after := i + 1
		for after < in.End && closes(text[after:in.End]) > 0 {
			after += closes(text[after:in.End])
		}
		if after+1 < in.End && text[after] == ' ' && opens(text[after+1:in.End]) && !initial(text[in.Start:i]) {
			return after
		}
	}
	return in.End
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

// countWords counts the bytes that are not blank and stand behind one that is.
func countWords(text []byte) int {
	n, before := 0, byte(1)
	for _, c := range text {
		n += int(before &^ isBlank[c])
		before = isBlank[c]
	}
	return n
}

// isBlank is 1 for the bytes between words. Counting with it needs no branch:
// where words end cannot be foreseen, and a branch for each byte took twice as
// long.
var isBlank = [256]byte{' ': 1, '\n': 1, '\t': 1}

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
	for i := in.Start; i < in.End; i++ {
		if !isCapital(text[i]) || i > in.Start && isWord(text[i-1]) {
			continue
		}
		start := i
		for i < in.End && isWord(text[i]) {
			i++
		}
		word := bytes.TrimSuffix(text[start:i], []byte("s"))
		if n := len(word); n >= 2 && n <= 6 && !bytes.ContainsFunc(word, notCapital) {
			out = append(out, Span{start, start + n})
		}
	}
	return out
}

func isWord(c byte) bool { return isLetter(c) || isDigit(c) }

func isCapital(c byte) bool { return c >= 'A' && c <= 'Z' }

func notCapital(r rune) bool { return r < 'A' || r > 'Z' }

func isDigit(c byte) bool { return c >= '0' && c <= '9' }
