package markdown

import (
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/util"
)

// alert is a quote that begins with a line [!NOTE]: GitHub's five kinds, and
// three that mark the provenance of a statement.
type alert struct {
	class string
	word  Word
}

func alertOf(label string) (alert, bool) {
	word, ok := map[string]Word{
		"!note": WordNote, "!tip": WordTip, "!important": WordImportant, "!warning": WordWarning, "!caution": WordCaution,
		"!sourced": WordSourced, "!inference": WordInference, "!illustration": WordIllustration,
	}[strings.ToLower(label)]
	return alert{strings.ToLower(strings.TrimPrefix(label, "!")), word}, ok
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
	kind, ok := alertOf(string(mark.Reference.Value))
	if !ok {
		return
	}
	if next, ok := mark.NextSibling().(*ast.Text); ok {
		if strings.TrimSpace(string(next.Segment.Value(a.src))) != "" {
			return // words on the same line: an ordinary quote
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
