package theme

import (
	"errors"
	"fmt"
	html "html/template"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"text/template"
	"text/template/parse"
	"unicode/utf8"

	"trigpoint/generator/diag"
)

// A Fault is a mistake in a template that shows when the template runs: it
// asks for what is not there. It says where, for what, and what there is.
type Fault struct {
	Position diag.Position
	Message  string
	Hint     string
}

// Error returns the place, the message and the hint on one line.
func (f *Fault) Error() string {
	text := f.Position.String() + ": " + f.Message
	if f.Hint != "" {
		text += "; " + f.Hint
	}
	return text
}

var (
	running     = regexp.MustCompile(`(?s)^template: (.+?):(\d+):(\d+): executing ".*?" at <(.*?)>: (.*)$`)
	noField     = regexp.MustCompile(`can't evaluate field (\w+) in type (.+)$`)
	nilPointer  = regexp.MustCompile(`nil pointer evaluating \S+\.(\w+)$`)
	noEntry     = regexp.MustCompile(`map has no entry for key "(.*)"$`)
	parsing     = regexp.MustCompile(`(?s)^template: (.+):(\d+): (.*)$`)
	quoted      = regexp.MustCompile(`"([^"]+)"|\{\{(\w+)\}\}`)
	noFunction  = regexp.MustCompile(`^function "(\w+)" not defined$`)
	packageName = regexp.MustCompile(`^\*?(?:\w+\.)?(\w+)`)
)

// fault puts the error of a running template into the words of a theme's
// author. data is what the template was given.
func fault(err error, data any) error {
	var exec template.ExecError
	var escape *html.Error
	switch {
	case errors.As(err, &exec):
		if m := running.FindStringSubmatch(exec.Err.Error()); m != nil {
			return executing(m, data)
		}
	case errors.As(err, &escape):
		return escaping(escape)
	}
	return err
}

func executing(m []string, data any) error {
	line, _ := strconv.Atoi(m[2])
	col, _ := strconv.Atoi(m[3])
	f := &Fault{Position: diag.Position{Path: m[1], Line: line, Col: col + 1}, Message: m[4] + ": " + m[5]}
	if name := noField.FindStringSubmatch(m[5]); name != nil {
		has := Members(find(reflect.TypeOf(data), name[2]))
		f.Message = fmt.Sprintf("%s: %s has no %s", m[4], plainType(name[2]), name[1])
		f.Hint = strings.TrimSpace(diag.DidYouMean(name[1], has) + " it has " + strings.Join(has, ", "))
	} else if name := nilPointer.FindStringSubmatch(m[5]); name != nil {
		f.Message = fmt.Sprintf("%s: there is none here, so it has no %s", m[4], name[1])
		f.Hint = "ask for it inside {{with …}}"
	} else if name := noEntry.FindStringSubmatch(m[5]); name != nil {
		f.Message = fmt.Sprintf("%s: there is no %s", m[4], name[1])
		f.Hint = "a partial has what its caller gives it, .Site.Params the parameters of theme.toml"
	}
	return f
}

// escaping is a fault of a template whose HTML cannot be made safe, or does
// not fit together.
func escaping(e *html.Error) error {
	what, _, _ := strings.Cut(e.Description, ": {")
	f := &Fault{Position: diag.Position{Path: e.Name, Line: e.Line}, Message: what}
	if e.Node != nil {
		f.Position = position(&parse.Tree{}, e.Node)
	}
	return f
}

func plainType(name string) string {
	if m := packageName.FindStringSubmatch(name); m != nil {
		return m[1]
	}
	return name
}

// whatExists is a hint that names what was probably meant, or all there is.
func whatExists(word string, has []string) string {
	if near := diag.DidYouMean(word, has); near != "" || len(has) == 0 {
		return near
	}
	return "it has " + strings.Join(has, ", ")
}

// syntaxFault is a diagnostic for a file that is not a template. The library
// tells the line; the column is that of the word it names, or of the first
// action on the line.
func syntaxFault(file, content string, err error) diag.Diagnostic {
	d := diag.Diagnostic{Position: diag.Position{Path: file}, Severity: diag.Error, Code: "template", Message: err.Error()}
	m := parsing.FindStringSubmatch(err.Error())
	if m == nil {
		return d
	}
	d.Position.Line, _ = strconv.Atoi(m[2])
	d.Message, _, _ = strings.Cut(m[3], "\n")
	line, _ := diag.Line([]byte(content), d.Position.Line)
	d.Position.Col, d.Position.Len = column(string(line), d.Message)
	if name := noFunction.FindStringSubmatch(d.Message); name != nil {
		d.Message = "there is no function " + name[1]
		d.Hint = whatExists(name[1], functionNames())
	}
	return d
}

func column(line, message string) (col, length int) {
	word := "{{"
	if m := quoted.FindStringSubmatch(message); m != nil && strings.Contains(line, m[1]+m[2]) {
		word = m[1] + m[2]
	}
	i := strings.Index(line, word)
	if i < 0 {
		return 1, 1
	}
	return utf8.RuneCountInString(line[:i]) + 1, utf8.RuneCountInString(word)
}

// addOnce adds a diagnostic unless it is there: base.html is read once for
// each layout.
func addOnce(diags *diag.List, d diag.Diagnostic) {
	same := func(o diag.Diagnostic) bool { return o.Position == d.Position && o.Message == d.Message }
	if !slices.ContainsFunc(*diags, same) {
		diags.Add(d.Position, d.Code, d.Hint, "%s", d.Message)
	}
}
