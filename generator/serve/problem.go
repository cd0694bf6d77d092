package serve

import (
	"errors"
	"io/fs"
	"path/filepath"
	"regexp"
	"strconv"

	"trigpoint/generator/build"
	"trigpoint/generator/config"
	"trigpoint/generator/diag"
	"trigpoint/generator/source"
)

// problems are what the author has to mend, as the client shows it.
type problems struct {
	Errors   []problem `json:"errors"`
	Warnings []problem `json:"warnings"`
	// How many there are; the lists end at maxProblems.
	ErrorCount   int `json:"errorCount"`
	WarningCount int `json:"warningCount"`
}

// maxProblems is how many of a kind are sent to the browser.
const maxProblems = 50

// problem is one of them. All of it is text, never HTML.
type problem struct {
	Severity string   `json:"severity"`
	Code     string   `json:"code"`
	Message  string   `json:"message"`
	Hint     string   `json:"hint"`
	Place    string   `json:"place"` // path:line:column
	Line     int      `json:"line"`
	Excerpt  string   `json:"excerpt"`
	Pad      int      `json:"pad"`   // characters of the excerpt before the fault
	Width    int      `json:"width"` // characters of the fault; 0: no caret
	Editor   link     `json:"editor"`
	Related  []string `json:"related"`
}

// problems collects what a build came to.
func (p *Preview) problems(tree *source.Tree, res *build.Result, err error) problems {
	w := writer{source: reader(tree), editor: p.editor(tree, res)}
	if err != nil {
		w.fault(err)
	}
	if res == nil {
		return w.problems
	}
	for _, d := range res.Diags {
		w.add(d)
	}
	return w.problems
}

// editor finds out how files are opened: also from a site.toml of a build that
// could not go on.
func (p *Preview) editor(tree *source.Tree, res *build.Result) editor {
	if res != nil && res.Config != nil {
		return newEditor(res.Config.Editor, p.dir)
	}
	src, err := fs.ReadFile(tree, config.FileName)
	if err != nil {
		return newEditor("", p.dir)
	}
	c, _ := config.Parse(config.FileName, src)
	return newEditor(c.Editor, p.dir)
}

// writer makes problems of diagnostics and errors.
type writer struct {
	source diag.Source
	editor editor
	problems
}

func (w *writer) add(d diag.Diagnostic) {
	switch d.Severity {
	case diag.Error:
		if w.ErrorCount++; w.ErrorCount <= maxProblems {
			w.Errors = append(w.Errors, w.problem(d))
		}
	case diag.Warning:
		if w.WarningCount++; w.WarningCount <= maxProblems {
			w.Warnings = append(w.Warnings, w.problem(d))
		}
	}
}

func (w *writer) problem(d diag.Diagnostic) problem {
	out := problem{Severity: d.Severity.String(), Code: string(d.Code), Message: d.Message, Hint: d.Hint,
		Place: d.Position.String(), Line: d.Position.Line}
	src := w.source(d.Position.Path)
	if src != nil {
		out.Editor = w.editor.link(d.Position)
	}
	for _, r := range d.Related {
		out.Related = append(out.Related, r.String())
	}
	if d.Position.Line == 0 {
		return out
	}
	if line, ok := diag.Line(src, d.Position.Line); ok && src != nil {
		out.Excerpt, out.Pad, out.Width = diag.Excerpt(string(line), d.Position)
		if d.Position.Col == 0 {
			out.Width = 0
		}
	}
	return out
}

// place finds the file and line that an error names.
var place = regexp.MustCompile(`((?:content|themes?)/[^\s:]+|site\.toml):(\d+)(?::(\d+))?: ?`)

// fault makes a problem of an error that stopped a build or a page.
func (w *writer) fault(err error) {
	d := diag.Diagnostic{Severity: diag.Error, Message: err.Error()}
	var lost *fs.PathError
	if m := place.FindStringSubmatchIndex(d.Message); m != nil {
		d.Position = position(d.Message, m)
		d.Message = d.Message[m[1]:]
	} else if errors.As(err, &lost) {
		d.Position.Path = filepath.ToSlash(lost.Path)
	}
	w.add(d)
}

func position(text string, m []int) diag.Position {
	at := diag.Position{Path: text[m[2]:m[3]]}
	at.Line, _ = strconv.Atoi(text[m[4]:m[5]])
	if m[6] >= 0 {
		at.Col, _ = strconv.Atoi(text[m[6]:m[7]])
	}
	return at
}
