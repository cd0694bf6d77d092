package markdown

import (
	"slices"
	"unicode/utf8"

	"github.com/dlclark/regexp2/v2/syntax"
)

// matcher returns where in the text a match ends that begins at a place, or -1.
type matcher func(text []rune, at int) int

// straight returns what matches an expression as the library does, or nil. It
// takes the library's own tree of the expression, where that never goes back over
// what a repetition took: most rules of lexers are a word, a choice of words, or
// characters of one set. The library's general machine takes two to ten times as
// long for those, and makes a list of groups for each match.
func straight(expression string) matcher {
	tree, err := syntax.Parse(expression, syntax.ParseOptions{})
	if err != nil {
		return nil
	}
	root := tree.Root.Children[0]
	if root.T != syntax.NtConcatenate || root.Children[0].T != syntax.NtStart {
		return nil // all of chroma's begin with \G
	}
	return inTurn(root.Children[1:], here)
}

func here(_ []rune, at int) int { return at }

// follow returns what matches a node, and then the next; nil, if there is
// something in it that only the library knows.
func follow(n *syntax.RegexNode, next matcher) matcher {
	if next == nil || n.Options&syntax.RightToLeft != 0 {
		return nil
	}
	switch n.T {
	case syntax.NtEmpty:
		return next
	case syntax.NtCapture, syntax.NtGroup:
		return follow(n.Children[0], next)
	case syntax.NtConcatenate:
		return inTurn(n.Children, next)
	case syntax.NtAlternate:
		return choice(n.Children, next)
	case syntax.NtAtomic:
		return whole(follow(n.Children[0], here), next)
	case syntax.NtPosLook, syntax.NtNegLook:
		return ahead(follow(n.Children[0], here), n.T == syntax.NtPosLook, next)
	case syntax.NtOne, syntax.NtNotone, syntax.NtSet:
		return one(allowed(n), next)
	case syntax.NtOneloopatomic, syntax.NtNotoneloopatomic, syntax.NtSetloopatomic:
		return many(allowed(n), n.M, n.N, next)
	case syntax.NtMulti:
		return word(n.Str, next)
	case syntax.NtBol, syntax.NtEol, syntax.NtBoundary, syntax.NtNonboundary:
		return edge(n.T, next)
	}
	return nil
}

func inTurn(list []*syntax.RegexNode, next matcher) matcher {
	for _, n := range slices.Backward(list) {
		next = follow(n, next)
	}
	return next
}

// choice tries one after the other, each with what comes behind it.
func choice(list []*syntax.RegexNode, next matcher) matcher {
	ways := make([]matcher, len(list))
	for i, n := range list {
		if ways[i] = follow(n, next); ways[i] == nil {
			return nil
		}
	}
	return func(text []rune, at int) int {
		for _, way := range ways {
			if end := way(text, at); end >= 0 {
				return end
			}
		}
		return -1
	}
}

// whole matches a part in the first way there is, and then the next.
func whole(part, next matcher) matcher {
	if part == nil {
		return nil
	}
	return func(text []rune, at int) int {
		if at = part(text, at); at < 0 {
			return -1
		}
		return next(text, at)
	}
}

// ahead matches where a part comes, or does not.
func ahead(part matcher, comes bool, next matcher) matcher {
	if part == nil {
		return nil
	}
	return func(text []rune, at int) int {
		if part(text, at) >= 0 != comes {
			return -1
		}
		return next(text, at)
	}
}

func one(is func(rune) bool, next matcher) matcher {
	return func(text []rune, at int) int {
		if at < len(text) && is(text[at]) {
			return next(text, at+1)
		}
		return -1
	}
}

// many takes as many as there are, and gives none back.
func many(is func(rune) bool, least, most int, next matcher) matcher {
	return func(text []rune, at int) int {
		from := at
		for at < len(text) && at-from < most && is(text[at]) {
			at++
		}
		if at-from < least {
			return -1
		}
		return next(text, at)
	}
}

func word(w []rune, next matcher) matcher {
	return func(text []rune, at int) int {
		if len(text)-at < len(w) || !slices.Equal(text[at:at+len(w)], w) {
			return -1
		}
		return next(text, at+len(w))
	}
}

// edge matches a place between characters.
func edge(kind syntax.NodeType, next matcher) matcher {
	return func(text []rune, at int) int {
		var there bool
		switch kind {
		case syntax.NtBol:
			there = at == 0 || text[at-1] == '\n'
		case syntax.NtEol:
			there = at == len(text) || text[at] == '\n'
		default:
			inside := at > 0 && syntax.IsWordChar(text[at-1])
			there = (inside != (at < len(text) && syntax.IsWordChar(text[at]))) == (kind == syntax.NtBoundary)
		}
		if !there {
			return -1
		}
		return next(text, at)
	}
}

// allowed tells the characters of a node that stands for one of them.
func allowed(n *syntax.RegexNode) func(rune) bool {
	is := func(r rune) bool { return r == n.Ch }
	switch {
	case n.IsNotoneFamily():
		is = func(r rune) bool { return r != n.Ch }
	case n.IsSetFamily():
		is = n.Set.CharIn
	}
	var ascii [utf8.RuneSelf]bool
	for r := range ascii {
		ascii[r] = is(rune(r))
	}
	return func(r rune) bool {
		if uint32(r) < uint32(len(ascii)) {
			return ascii[r]
		}
		return is(r)
	}
}
