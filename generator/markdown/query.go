package markdown

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"

	"trigpoint/generator/diag"
	"trigpoint/generator/record"
)

// queryKinds are the fence words that make a block a query.
const queryKinds = " list matrix coverage map timeline "

func isQuery(language string) bool {
	return language != "" && strings.Contains(queryKinds, " "+language+" ")
}

// settings is how a query block begins, and code hardly ever.
var settings = regexp.MustCompile(`^\s*(?:#[^\n]*\n\s*)*(?:$|[\w-]+\s*=[^=])`)

// checkWord reports a block whose word is almost that of a query: it would be
// shown as code. Its text is looked at first, which is cheaper and rules out most.
func (a *assembler) checkWord(n *ast.FencedCodeBlock, word string, text []byte) {
	if n.Info == nil || !settings.Match(text) {
		return
	}
	hint := diag.DidYouMean(word, strings.Fields(queryKinds))
	if hint == "" {
		return
	}
	at := a.position(n.Info.Segment.Start)
	at.Len = utf8.RuneCountInString(word)
	a.file.Diags.Add(at, "query-unknown", hint, "no query block is called %q, so this is shown as code", word)
}

// addQuery records a query block and leaves a hole for what it shows.
func (a *assembler) addQuery(n *ast.FencedCodeBlock, kind, text string) error {
	at := a.position(n.Info.Segment.Start)
	at.Len = len(kind)
	if len(a.file.Queries) == a.limits.Queries {
		return a.tooMuch(at, "the page has more than %d query blocks", a.limits.Queries)
	}
	table, faults := record.Parse(a.file.Path, text, at.Line+1)
	a.file.Diags = append(a.file.Diags, faults...)
	a.file.Queries = append(a.file.Queries, Query{Kind: kind, Table: table, Heading: a.heading, Unread: len(faults) > 0, Position: at})
	a.hole(QueryBlock, len(a.file.Queries)-1)
	return nil
}
