package record

import (
	"errors"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/BurntSushi/toml"

	"trigpoint/generator/diag"
)

// syntax turns the library's error into a diagnostic at its place.
func (d *document) syntax(err error) diag.Diagnostic {
	var l diag.List
	var pe toml.ParseError
	if !errors.As(err, &pe) {
		l.Add(diag.Position{Path: d.file, Line: d.line}, "toml", "", "%s", inWords(err.Error()))
		return l[0]
	}
	message, hint := explain(pe.Message)
	l.Add(d.position(pe.Position.Start, max(pe.Position.Len, 1)), "toml", hint, "%s", message)
	return l[0]
}

// explanations put the mistakes that people make most into words that do not
// ask them to know TOML. The others keep the library's words.
var explanations = [...]struct {
	pattern       *regexp.Regexp
	message, hint string
}{
	{regexp.MustCompile(`^expected value but found '[“”„«»‘’‚]'`), "these quotation marks are not those of TOML", `write straight ones: "…"`},
	{regexp.MustCompile(`^expected value but found`), "a value is expected here", `put text in quotation marks: "…"`},
	{regexp.MustCompile(`^unexpected EOF; expected value`), "a value is expected here", `put text in quotation marks: "…"`},
	{regexp.MustCompile(`^expected '\.' or '=', but got ':'`), "a colon stands between key and value", "write = in its place"},
	{regexp.MustCompile(`^expected '\.' or '=', but got '\\n'|expected key separator '='`), "a key without a value", `write = and the value behind it`},
	{regexp.MustCompile(`^expected '\.' or '=', but got (.+) instead`), "a key cannot go on with $1", `put a key with blanks, slashes or accents in quotation marks: "…" = …`},
	{regexp.MustCompile(`^Key '(.+)' has already been defined`), "the key $1 is there already", "take one of the two out"},
	{regexp.MustCompile(`strings cannot contain newlines|unexpected EOF; expected '"'|unexpected EOF; expected "'"`),
		"the quotation marks are not closed on this line", `close them, or put """ around text of several lines`},
	{regexp.MustCompile(`end table name|end of table array name`), "the brackets around the table's name are not closed", "close them with ]"},
	{regexp.MustCompile(`^expected a comma .*array`), "the list goes on without a comma, or is not closed", "write a comma between its values and ] behind them"},
	{regexp.MustCompile(`^expected a comma .*inline table`), "the table goes on without a comma, or is not closed", "write a comma between its keys and } behind them"},
	{regexp.MustCompile(`^expected a top-level item to end`), "something else follows the value", "put every key on a line of its own"},
	{regexp.MustCompile(`^invalid datetime`), "there is no such date or time", "write it as 2026-05-11, or 2026-05-11T09:30:00"},
	{regexp.MustCompile(`^invalid escape`), "a backslash in quotation marks stands for something else", `write \\, or put the text in single quotation marks`},
}

func explain(message string) (words, hint string) {
	for _, e := range explanations {
		if m := e.pattern.FindStringSubmatch(message); m != nil {
			words = e.message
			if len(m) > 1 {
				words = strings.ReplaceAll(words, "$1", m[1])
			}
			return words, e.hint
		}
	}
	return inWords(message), ""
}

// inWords makes a message of the library look like one of ours.
func inWords(message string) string {
	message = strings.TrimRight(strings.TrimSpace(strings.TrimPrefix(message, "toml: ")), ".")
	message = strings.Join(strings.Fields(message), " ")
	r, n := utf8.DecodeRuneInString(message)
	if next, _ := utf8.DecodeRuneInString(message[n:]); unicode.IsUpper(next) { // an abbreviation
		return message
	}
	return string(unicode.ToLower(r)) + message[n:]
}
