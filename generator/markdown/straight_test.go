package markdown_test

import (
	"testing"
	"time"

	"github.com/alecthomas/chroma/v2"
	"github.com/alecthomas/chroma/v2/lexers"
	"github.com/dlclark/regexp2/v2"

	"trigpoint/generator/markdown"
)

// matched are expressions, each with what it may be tried on, and whether they
// can do without the library.
var matched = []struct {
	expression, text string
	straight         bool
}{
	{`\s+`, "a \t\n b\u00a0\u2028c", true},
	{`\n`, "a\n\nb", true},
	{`[|^<>=!()\[\]{}.,;:~]`, "f(x) = a[1];", true},
	{`(true|false|iota|nil)\b`, "true nil nilx truefalse false", true},
	{`(a|ab)(c|bcd)(d|)\b`, "abcd acd abc abcdd", true},
	{`[^\W\d]\w*`, "x1 _é 1a ñ日本", true},
	{`\bx\B`, "x xy yx x_ éx", true},
	{`^#.*$`, "#a\n #b\n#c", false},
	{`^#\d+$`, "#1\n #2\n#3", true},
	{`(?i)select|from`, "SELECT Select from FROM ſelect \u212a", true},
	{`(?i)k+`, "kK\u212a", true},
	{`[\p{Lu}-[A-C]]+`, "ABCDÉ", true},
	{`\d{2,3}x`, "1x 12x 123x 1234x", true},
	{`.`, "a\nb\U0001f600", true},
	{``, "ab", false},
	{`(?=a)a|(?!y)\w$`, "ab yx\ny", true},
	{`(?>a|ab)c`, "abc ac", true},
	{`a*ab`, "aaab", true},
	{`(?<=a)b`, "ab", false},
	{`"(\\\\|\\"|[^"])*"`, `"a\"b" "c`, false},
	{`a+?[ab]`, "aab", false},
	{`\w+e`, "heels", false},
	{`(a)\1`, "aa", false},
}

// TestStraight: what matches an expression without the library finds just what
// the library finds, at every place of a text.
func TestStraight(t *testing.T) {
	t.Parallel()
	for _, m := range matched {
		if known := compare(t, m.expression, m.text); known != m.straight {
			t.Errorf("%s can do without the library: %t", m.expression, known)
		}
	}
}

// TestStraightRules does the same for all rules of all of chroma's lexers, and
// wants most of them to do without the library.
func TestStraightRules(t *testing.T) {
	t.Parallel()
	const text = "#if x == 0x1F { return \"a\\n\" + 'b' } // a remark: é\n<a href=\"b\">&amp;</a>\n\t-- END_x; @y 1.5e-3 $z `w` => ::\n"
	seen, without, all := map[string]bool{}, 0, 0
	for _, l := range lexers.GlobalLexerRegistry.Lexers {
		plain, ok := l.(*chroma.RegexLexer)
		if !ok {
			continue
		}
		rules, err := plain.Rules()
		if err != nil {
			t.Fatal(err)
		}
		for _, list := range rules {
			for _, r := range list {
				if r.Pattern == "" || seen[r.Pattern] {
					continue
				}
				seen[r.Pattern] = true
				if all++; compare(t, r.Pattern, text) {
					without++
				}
			}
		}
	}
	t.Logf("%d of %d rules do without the library", without, all)
	if without*2 < all || all < 1000 {
		t.Errorf("only %d of %d rules do without the library", without, all)
	}
}

// FuzzStraight looks for an expression and a text for which the two differ.
func FuzzStraight(f *testing.F) {
	for _, m := range matched {
		f.Add(m.expression, m.text)
	}
	f.Fuzz(func(t *testing.T, expression, text string) {
		if len(expression) < 100 && len(text) < 100 {
			compare(t, expression, text)
		}
	})
}

// compare reports whether an expression can do without the library.
func compare(t *testing.T, expression, text string) bool {
	t.Helper()
	expression = `\G(?m)(?:` + expression + `)` // as chroma writes them
	match := markdown.Straight(expression)
	if match == nil {
		return false
	}
	library, err := regexp2.Compile(expression, regexp2.None)
	if err != nil {
		t.Errorf("%s matches, and the library cannot read it: %v", expression, err)
		return true
	}
	library.MatchTimeout = time.Second
	runes := []rune(text)
	for at := range len(runes) + 1 {
		want := -1
		m, err := library.FindRunesMatchStartingAt(runes, at)
		if err != nil {
			return true // it gave up
		}
		if m != nil && m.RuneIndex == at {
			want = at + m.RuneLength
		}
		if got := match(runes, at); got != want {
			t.Errorf("%s at %d of %q ends at %d, and not at %d", expression, at, text, got, want)
		}
	}
	return true
}
