package search

import (
	"bytes"
	"fmt"
	"hash/fnv"
	"strconv"
	"unicode/utf8"
)

// A shard is one file: a call of the client's function.
type shard struct {
	sort  string // index, words, turned, hits or text
	n     int
	word  string // the first word, of a shard of words
	first int    // the first group or page, of one of hits or texts
	file  []byte
	check string // six digits that change with the data; the manifest has them too
}

// newShard makes a shard of what fill writes, as JSON.
func newShard(sort string, n int, fill func(*bytes.Buffer)) shard {
	var w bytes.Buffer
	check := writeShard(&w, sort, n, fill)
	return shard{sort: sort, n: n, file: w.Bytes(), check: check}
}

// writeShard writes the file of a shard and returns its check.
func writeShard(w *bytes.Buffer, sort string, n int, fill func(*bytes.Buffer)) string {
	var check [6]byte
	w.WriteString(`searchPart("` + sort + `",` + strconv.Itoa(n) + `,"`)
	at := w.Len()
	w.Write(check[:]) // its room
	w.WriteString(`",`)
	data := w.Len()
	fill(w)
	hash := fnv.New64a()
	_, _ = hash.Write(w.Bytes()[data:])
	for i, sum := 0, hash.Sum64(); i < len(check); i, sum = i+1, sum>>6 {
		check[i] = digits[sum&63]
	}
	copy(w.Bytes()[at:], check[:])
	w.WriteString(");\n")
	return string(check[:])
}

// digits are the 64 that numbers are written with; none needs to be escaped.
const digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_"

// number writes a number in digits of five bits, the lowest first; the sixth
// bit of a digit says that another follows.
func number(b *bytes.Buffer, n int) {
	for n >= 32 {
		b.WriteByte(digits[32|n&31])
		n >>= 5
	}
	b.WriteByte(digits[n])
}

// signed writes a number that may be negative.
func signed(b *bytes.Buffer, n int) {
	if n < 0 {
		number(b, -2*n-1)
		return
	}
	number(b, 2*n)
}

// quote writes lines as a JSON string that can stand in a script in a page.
func quote(b *bytes.Buffer, lines ...string) {
	b.WriteByte('"')
	for i, line := range lines {
		if i > 0 {
			b.WriteString(`\n`)
		}
		quoted(b, line)
	}
	b.WriteByte('"')
}

func quoted(b *bytes.Buffer, s string) {
	from := 0
	for i := 0; i < len(s); {
		if isBare[s[i]] {
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		if r < utf8.RuneSelf || r == '\u2028' || r == '\u2029' {
			b.WriteString(s[from:i])
			escaped(b, r)
			from = i + n
		}
		i += n
	}
	b.WriteString(s[from:])
}

// isBare tells the bytes that stand in a string as they are.
var isBare = func() (is [256]bool) {
	for c := ' '; c < utf8.RuneSelf; c++ {
		is[c] = c != '"' && c != '\\' && c != '<'
	}
	return is
}()

func escaped(b *bytes.Buffer, r rune) {
	switch r {
	case '\n':
		b.WriteString(`\n`)
	case '"', '\\':
		b.WriteByte('\\')
		b.WriteRune(r)
	default:
		fmt.Fprintf(b, `\u%04x`, r)
	}
}

// list writes a JSON list.
func list[T any](b *bytes.Buffer, items []T, write func(T)) {
	b.WriteByte('[')
	for i, item := range items {
		if i > 0 {
			b.WriteByte(',')
		}
		write(item)
	}
	b.WriteByte(']')
}

// frontCoded writes sorted words: for each how much of the word before it
// begins with, and the rest.
func frontCoded(b *bytes.Buffer, words []string) {
	last := ""
	for i, w := range words {
		if i > 0 {
			b.WriteByte(' ')
		}
		shared := 0
		for shared < min(len(w), len(last), 63) && w[shared] == last[shared] {
			shared++
		}
		for shared > 0 && (shared < len(w) && !utf8.RuneStart(w[shared]) || shared < len(last) && !utf8.RuneStart(last[shared])) {
			shared--
		}
		b.WriteByte(digits[utf16Length(w[:shared])])
		b.WriteString(w[shared:])
		last = w
	}
}

// utf16Length counts as scripts do.
func utf16Length(s string) int {
	n := 0
	for _, r := range s {
		n++
		if r > 0xffff {
			n++
		}
	}
	return n
}
