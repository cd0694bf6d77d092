package diag

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
)

// jsonDiagnostic is the shape of one entry of the JSON format. Keys are never
// renamed; new ones may be added.
type jsonDiagnostic struct {
	Path     string   `json:"path"`
	Line     int      `json:"line,omitempty"`
	Column   int      `json:"column,omitempty"`
	Length   int      `json:"length,omitempty"`
	Severity string   `json:"severity"`
	Code     Code     `json:"code"`
	Message  string   `json:"message"`
	Hint     string   `json:"hint,omitempty"`
	Related  []string `json:"related,omitempty"`
}

// jsonReport is the whole of the JSON format.
type jsonReport struct {
	Version     int              `json:"version"`
	Errors      int              `json:"errors"`
	Warnings    int              `json:"warnings"`
	Diagnostics []jsonDiagnostic `json:"diagnostics"`
}

// WriteJSON prints the list as one object: {"version": 1, "errors": n,
// "warnings": n, "diagnostics": […]}.
func WriteJSON(w io.Writer, l List) error {
	entries := make([]jsonDiagnostic, len(l))
	for i, d := range l {
		p := d.Position
		entries[i] = jsonDiagnostic{p.Path, p.Line, p.Col, p.Len, d.Severity.String(), d.Code, d.Message, d.Hint, nil}
		for _, r := range d.Related {
			entries[i].Related = append(entries[i].Related, r.String())
		}
	}
	return encode(w, jsonReport{1, l.Count(Error), l.Count(Warning), entries})
}

func encode(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	return e.Encode(v)
}

// WriteGitHub prints workflow commands, which GitHub Actions shows beside the
// lines of a pull request.
func WriteGitHub(w io.Writer, l List) error {
	var b strings.Builder
	for _, d := range l {
		fmt.Fprintf(&b, "::%s file=%s", githubLevel(d.Severity), property(d.Position.Path))
		if d.Position.Line > 0 {
			fmt.Fprintf(&b, ",line=%d", d.Position.Line)
		}
		if d.Position.Col > 0 {
			fmt.Fprintf(&b, ",col=%d", d.Position.Col)
		}
		text := inOneLine(d)
		for _, r := range d.Related {
			text += "; also: " + r.String()
		}
		fmt.Fprintf(&b, ",title=%s::%s\n", property(string(d.Code)), message(text))
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// inOneLine is the message and what to do about it.
func inOneLine(d Diagnostic) string {
	if d.Hint == "" {
		return d.Message
	}
	return d.Message + "; " + d.Hint
}

func githubLevel(s Severity) string {
	if s == Info {
		return "notice"
	}
	return s.String()
}

func message(s string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A").Replace(s)
}

func property(s string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C").Replace(s)
}
