package markdown

import (
	"strings"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/util"

	"trigpoint/generator/diag"
)

// alert is a quote that begins with a line [!NOTE]: GitHub's five kinds, and
// three that mark the provenance of a statement.
type alert struct {
	class string
	word  Word
}

// alertMarks are what an alert can begin with, between brackets.
var alertMarks = []struct {
	mark string
	word Word
}{
	{"!NOTE", WordNote}, {"!TIP", WordTip}, {"!IMPORTANT", WordImportant}, {"!WARNING", WordWarning}, {"!CAUTION", WordCaution},
	{"!SOURCED", WordSourced}, {"!INFERENCE", WordInference}, {"!ILLUSTRATION", WordIllustration},
}

func alertOf(label string) (alert, bool) {
	for _, m := range alertMarks {
		if strings.EqualFold(m.mark, label) {
			return alert{strings.ToLower(m.mark[1:]), m.word}, true
		}
	}
	return alert{}, false
}

// suggestAlert says which marks there are.
func suggestAlert(label string) string {
	var marks []string
	for _, m := range alertMarks {
		marks = append(marks, m.mark)
	}
	return diag.Choice(label, marks)
}

// findAlert recognises an alert and takes its mark out of the quote.
func (a *assembler) findAlert(quote ast.Node) {
	p, ok := quote.FirstChild().(*ast.Paragraph)
	if !ok {
		return
	}
	mark, ok := p.FirstChild().(*ast.Link)
	if !ok || mark.Reference == nil || !isUndefined(mark.Title) {
		return
	}
	label := string(mark.Reference.Value)
	kind, ok := alertOf(label)
	if !ok {
		if strings.HasPrefix(label, "!") {
			a.noAlert(mark, label, suggestAlert(label), "no box is called")
		}
		return
	}
	if next, ok := mark.NextSibling().(*ast.Text); ok {
		if strings.TrimSpace(string(next.Segment.Value(a.src))) != "" {
			a.noAlert(mark, label, "let the words begin on the next line", "words stand behind")
			return
		}
		p.RemoveChild(p, next)
	} else if mark.NextSibling() != nil {
		return
	}
	p.RemoveChild(p, mark)
	if p.FirstChild() == nil {
		quote.RemoveChild(quote, p)
	}
	a.alerts[quote] = kind
}

// noAlert reports a mark that makes no alert: it is shown as it is written, in an
// ordinary quote.
func (a *assembler) noAlert(mark ast.Node, label, hint, why string) {
	at := a.at(mark, utf8.RuneCountInString(label)+2)
	a.file.Diags.Add(at, "box-mark", hint, "this is an ordinary quotation: %s [%s]", why, label)
}

func (nodes) blockquote(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	a := w.(*assembler)
	kind, ok := a.alerts[n]
	switch {
	case ok && entering:
		_, _ = a.WriteString(`<div class="alert alert-` + kind.class + `" role="note"><p class="alert-title">`)
		a.word(kind.word)
		_, _ = a.WriteString("</p>\n")
	case ok:
		_, _ = a.WriteString("</div>\n")
	case entering:
		_, _ = a.WriteString("<blockquote>\n")
	default:
		_, _ = a.WriteString("</blockquote>\n")
	}
	return ast.WalkContinue, nil
}
