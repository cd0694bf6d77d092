package markdown

import (
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/alecthomas/chroma/v2"
	"github.com/alecthomas/chroma/v2/lexers"
	"github.com/dlclark/regexp2/v2"
	"github.com/dlclark/regexp2/v2/syntax"
)

// lexerSet keeps the lexers of a compiler, which are made when first needed.
type lexerSet struct{ byName sync.Map } // language → chroma.Lexer

// get returns the lexer of a language, or nil.
func (s *lexerSet) get(language string) chroma.Lexer {
	if l, ok := s.byName.Load(language); ok {
		return l.(chroma.Lexer)
	}
	l := lexers.Get(language)
	if l == nil {
		return nil
	}
	kept, _ := s.byName.LoadOrStore(language, quick(l))
	return kept.(chroma.Lexer)
}

// quick returns a lexer that finds the same tokens in a third of the time.
// Chroma tries the rules of a state one by one at each token, thirty of them in
// the state of most: here those alone are tried that can begin with the
// character that stands there.
//
// It is put into the lexer as a rule before all others, in each state: one that
// matches nothing, so that it always does, and then gives all tokens that chroma
// would have found with the others.
func quick(l chroma.Lexer) chroma.Lexer {
	plain, ok := l.(*chroma.RegexLexer)
	if !ok {
		return l
	}
	rules, err := plain.Rules()
	if err != nil {
		return l
	}
	all, d := make(chroma.Rules, len(rules)), &dispatcher{}
	for state, list := range rules {
		all[state] = append([]chroma.Rule{{Pattern: "", Type: d}}, list...)
	}
	own, err := chroma.NewLexer(plain.Config(), func() chroma.Rules { return all })
	if err != nil {
		return l
	}
	return own.SetRegistry(lexers.GlobalLexerRegistry)
}

// A dispatcher finds the rule that matches where a lexer stands.
type dispatcher struct{ states sync.Map } // name → *choices

// choices are the rules of one state that can match at a character, in order.
type choices struct {
	ascii [utf8.RuneSelf][]*lexerRule
	all   []*lexerRule // at any other
}

// A lexerRule is one of chroma's.
type lexerRule struct {
	*chroma.CompiledRule
	whole    bool // it gives one token of its whole match
	token    chroma.TokenType
	straight matcher // tells whether it matches, and of what length; nil: the library has to find out
}

// began is the key of the state that a lexer began in.
type began struct{}

// Emit implements chroma.Emitter. It relies on code that ends in a line end, as
// all of Markdown's does: chroma would add one to other code, and show it not.
func (d *dispatcher) Emit(_ []string, l *chroma.LexerState) chroma.Iterator {
	if l.Get(began{}) == nil {
		l.Set(began{}, l.Stack[0])
	}
	var inner chroma.Iterator // of the rule that matched last
	return func() chroma.Token {
		for {
			if inner != nil {
				if t := inner(); t != chroma.EOF {
					return t
				}
			}
			if l.Pos >= len(l.Text) || len(l.Stack) == 0 {
				return chroma.EOF
			}
			var t chroma.Token
			if t, inner = d.step(l); t != chroma.EOF {
				return t
			}
		}
	}
}

// step does what the first rule that matches says, and returns its token, or
// what gives its tokens. Where none matches it does as chroma does: a line end
// leads back to the first state, anything else is a fault.
func (d *dispatcher) step(l *chroma.LexerState) (chroma.Token, chroma.Iterator) {
	l.State = l.Stack[len(l.Stack)-1]
	for _, rule := range d.choices(l).at(l.Text[l.Pos]) {
		if t, inner, ok := rule.try(l); ok {
			return t, inner
		}
	}
	if first := l.Get(began{}).(string); l.Text[l.Pos] == '\n' && l.State != first {
		l.Stack = []string{first}
		return chroma.EOF, nil
	}
	l.Pos++
	return chroma.Token{Type: chroma.Error, Value: string(l.Text[l.Pos-1 : l.Pos])}, nil
}

// try does what the rule says, if it matches where the lexer stands.
func (r *lexerRule) try(l *chroma.LexerState) (t chroma.Token, inner chroma.Iterator, ok bool) {
	if r.straight != nil {
		end := r.straight(l.Text, l.Pos)
		if end < 0 {
			return t, nil, false
		}
		if r.whole {
			t = chroma.Token{Type: r.token, Value: string(l.Text[l.Pos:end])}
			l.Pos = end
			return t, nil, true
		}
	}
	match := r.find(l)
	if match == nil || match.RuneIndex != l.Pos {
		return t, nil, false
	}
	l.Pos += match.RuneLength
	t, inner = r.apply(match, l)
	return t, inner, true
}

// find lets the library match the rule. Chroma gives an expression a quarter of a
// second of the clock, and on a busy machine the program itself can be kept waiting
// for that long, in which the code would be marked as a fault. One that takes so
// long itself does so each time.
func (r *lexerRule) find(l *chroma.LexerState) *regexp2.Match {
	for range 3 {
		if match, err := r.Regexp.FindRunesMatchStartingAt(l.Text, l.Pos); err == nil {
			return match
		}
	}
	return nil
}

// apply does what the rule says of a match. Most give one token of the whole, and
// need no more of it.
func (r *lexerRule) apply(match *regexp2.Match, l *chroma.LexerState) (chroma.Token, chroma.Iterator) {
	if r.whole {
		return chroma.Token{Type: r.token, Value: match.String()}, nil
	}
	groups := match.Groups()
	l.Groups, l.NamedGroups = make([]string, len(groups)), make(map[string]string, len(groups))
	for i := range groups {
		l.Groups[i] = groups[i].String()
		l.NamedGroups[groups[i].Name] = l.Groups[i]
	}
	if r.Mutator != nil {
		if err := r.Mutator.Mutate(l); err != nil {
			l.Stack = nil // chroma shows the rest as a fault
			return chroma.EOF, nil
		}
	}
	if r.Type == nil {
		return chroma.EOF, nil
	}
	return chroma.EOF, r.Type.Emit(l.Groups, l)
}

// newLexerRule finds out whether a rule can do without the library.
func newLexerRule(rule *chroma.CompiledRule) *lexerRule {
	out := &lexerRule{CompiledRule: rule, straight: straight(rule.Regexp.String())}
	if kind, ok := rule.Type.(chroma.TokenType); ok && rule.Mutator == nil {
		out.whole, out.token = true, kind
	}
	return out
}

// choices returns those of the state that the lexer is in.
func (d *dispatcher) choices(l *chroma.LexerState) *choices {
	if c, ok := d.states.Load(l.State); ok {
		return c.(*choices)
	}
	c := &choices{}
	for _, rule := range l.Rules[l.State] {
		if rule.Type == d { // it came along with a state that this one includes
			continue
		}
		begins, known := beginning(rule), newLexerRule(rule)
		c.all = append(c.all, known)
		for ch := range c.ascii {
			if begins(rune(ch)) {
				c.ascii[ch] = append(c.ascii[ch], known)
			}
		}
	}
	kept, _ := d.states.LoadOrStore(l.State, c)
	return kept.(*choices)
}

func (c *choices) at(r rune) []*lexerRule {
	if r < utf8.RuneSelf {
		return c.ascii[r]
	}
	return c.all
}

// beginning tells which characters a rule's matches can begin with: what the
// library that runs the expression found out about it, or any.
func beginning(rule *chroma.CompiledRule) func(rune) bool {
	any := func(rune) bool { return true }
	tree, err := syntax.Parse(strings.TrimPrefix(rule.Regexp.String(), `\G`), syntax.ParseOptions{})
	if err != nil {
		return any
	}
	code, err := syntax.Write(tree)
	if err != nil || code.FcPrefix == nil {
		return any
	}
	first := code.FcPrefix.PrefixSet
	return func(r rune) bool {
		return first.CharIn(r) || first.CharIn(unicode.ToLower(r)) || first.CharIn(unicode.ToUpper(r))
	}
}
