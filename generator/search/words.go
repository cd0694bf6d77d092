package search

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// A scanner cuts text into words as the client does: runs of letters, marks
// and digits, in small letters and without accents. Single letters are left
// out, which are what remains of "e-mail" and "council's".
type scanner struct {
	text string
	at   int
	word []byte
}

// next returns the next word, which is overwritten by the one after it, or nil.
func (s *scanner) next() []byte {
	for s.at < len(s.text) {
		s.word = s.word[:0]
		plain := s.run()
		if !plain {
			s.word = append(s.word[:0], fold(string(s.word))...)
		}
		if n := len(s.word); n > 1 || n == 1 && s.word[0] <= '9' {
			return s.word
		}
	}
	return nil
}

// run takes the next run of letters and tells whether it is ASCII alone. What
// is ASCII is made small on the way.
func (s *scanner) run() (plain bool) {
	plain = true
	for s.at < len(s.text) {
		c := s.text[s.at]
		switch {
		case c >= 'a' && c <= 'z' || c >= '0' && c <= '9':
			s.word = append(s.word, c)
		case c >= 'A' && c <= 'Z':
			s.word = append(s.word, c+'a'-'A')
		case c < utf8.RuneSelf:
			s.at++
			if len(s.word) > 0 {
				return plain
			}
			continue
		default:
			r, n := utf8.DecodeRuneInString(s.text[s.at:])
			if !unicode.In(r, unicode.L, unicode.M, unicode.N) {
				s.at += n
				if len(s.word) > 0 {
					return plain
				}
				continue
			}
			s.word, plain = append(s.word, s.text[s.at:s.at+n]...), false
			s.at += n - 1
		}
		s.at++
	}
	return plain
}

// fold writes a word in small letters without accents.
func fold(word string) string {
	word = strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return r
	}, norm.NFD.String(word))
	return strings.ReplaceAll(strings.ToLower(word), "ς", "σ")
}

// single returns the only word of a name, or empty where it has several.
func single(name string) string {
	s := scanner{text: name}
	word := string(s.next())
	if s.next() != nil {
		return ""
	}
	return word
}

// turn spells a word backwards.
func turn(word string) string {
	runes := []rune(word)
	for i, j := 0, len(runes)-1; i < j; i, j = i+1, j-1 {
		runes[i], runes[j] = runes[j], runes[i]
	}
	return string(runes)
}
