package markdown

import (
	"bytes"
	"html"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/renderer"
	ghtml "github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// nodes renders the nodes that goldmark's own renderer would not render as we
// need them; each construct has a file of its own. Everything that carries
// words writes them to the plain text as well.
type nodes struct{ ghtml.Writer }

// RegisterFuncs implements renderer.NodeRenderer.
func (r nodes) RegisterFuncs(reg renderer.NodeRendererFuncRegisterer) {
	reg.Register(ast.KindText, r.textNode)
	reg.Register(ast.KindString, r.stringNode)
	reg.Register(ast.KindCodeSpan, r.codeSpan)
	reg.Register(ast.KindHeading, r.heading)
	reg.Register(ast.KindParagraph, r.paragraph)
	reg.Register(ast.KindTextBlock, r.textBlock)
	reg.Register(ast.KindBlockquote, r.blockquote)
	reg.Register(ast.KindLink, r.link)
	reg.Register(ast.KindImage, r.image)
	reg.Register(ast.KindAutoLink, r.autoLink)
	reg.Register(ast.KindHTMLBlock, r.htmlBlock)
	reg.Register(ast.KindRawHTML, r.rawHTML)
	reg.Register(ast.KindCodeBlock, r.codeBlock)
	reg.Register(ast.KindFencedCodeBlock, r.fencedCode)
	reg.Register(east.KindTaskCheckBox, r.checkBox)
	reg.Register(east.KindTable, r.table)
	reg.Register(east.KindTableCell, r.tableCell)
	reg.Register(east.KindFootnoteLink, r.footnoteLink)
	reg.Register(east.KindFootnoteBacklink, r.footnoteBacklink)
	reg.Register(east.KindFootnote, r.footnote)
	reg.Register(east.KindFootnoteList, r.footnoteList)
	reg.Register(kindUnusedNote, r.unusedNote)
	reg.Register(east.KindDefinitionTerm, r.definitionTerm)
}

func (r nodes) textNode(w util.BufWriter, src []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	a, n := w.(*assembler), node.(*ast.Text)
	value, body, words := n.Segment.Value(src), a.Len(), a.text.Len()
	a.run(n.Segment.Start)
	a.checkBrokenLink(n.Segment)
	switch {
	case isBare(value): // the rule, and several times as fast
		_, _ = a.Write(value)
		a.text.Write(value)
	case n.IsRaw():
		r.RawWrite(w, value)
		a.text.Write(value)
	default:
		r.Write(w, value)
		a.text.Write(plain(value))
	}
	a.shared(body, words)
	switch {
	case n.HardLineBreak():
		a.trimBlanks() // a parser that cut the words in two may have left some
		_, _ = a.WriteString("<br>\n")
		a.text.WriteByte(' ')
	case n.SoftLineBreak():
		_ = a.WriteByte('\n')
		a.text.WriteByte(' ')
	}
	return ast.WalkContinue, nil
}

func (r nodes) stringNode(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	a, n := w.(*assembler), node.(*ast.String)
	if at := n.BaseInline.Pos(); at >= 0 { // where the parser met it, which its own Pos does not tell
		a.run(at)
	}
	switch {
	case n.IsCode():
		_, _ = a.Write(n.Value)
	case n.IsRaw():
		r.RawWrite(w, n.Value)
	default:
		r.Write(w, n.Value)
	}
	a.text.WriteString(html.UnescapeString(string(n.Value)))
	return ast.WalkContinue, nil
}

func (a *assembler) trimBlanks() {
	last := &Hole{}
	if n := len(a.file.Body.Holes); n > 0 {
		last = &a.file.Body.Holes[n-1]
	}
	for n := a.Len(); n > int(last.At) && a.Bytes()[n-1] == ' '; n-- {
		a.Truncate(n - 1)
	}
	if last.Kind == Text {
		last.size = uint16(min(int(last.size), a.Len()-int(last.At)))
	}
}

// checkBrokenLink reports what looks like a link and is none, most often
// because a bracketed label stands inside its words. The parser may have divided
// the text between the two brackets.
func (a *assembler) checkBrokenLink(words text.Segment) {
	value := a.src[words.Start:min(words.Stop+1, len(a.src))]
	i := bytes.Index(value, []byte("]("))
	if i < 0 || i > 0 && value[i-1] == '\\' {
		return
	}
	a.brokenLink(words.Start + i)
}

// checkBehind reports [words](two words): the brackets alone are a label, and
// a blank in the path has kept the two from being a link.
func (a *assembler) checkBehind(n *ast.Link) {
	next, ok := n.NextSibling().(*ast.Text)
	if !ok || n.Reference == nil || n.Reference.Type != ast.ReferenceLinkShortcut || !isUndefined(n.Title) {
		return
	}
	path, _, closed := bytes.Cut(a.lineAt(next.Segment.Start), []byte(")"))
	if closed && bytes.HasPrefix(path, []byte("(")) && bytes.ContainsAny(path, ". /") && next.Segment.Start > 0 {
		a.brokenLink(next.Segment.Start - 1)
	}
}

func (a *assembler) brokenLink(offset int) {
	at := a.position(offset)
	at.Len = 2
	a.file.Diags.Add(at, "link-syntax", "take brackets out of the link's words, and put a path with blanks in <…>", "this looks like a link and is none")
}

// isBare tells whether words are the same in Markdown, in HTML and to readers.
func isBare(value []byte) bool {
	for _, c := range value {
		if isSign[c] {
			return false
		}
	}
	return true
}

// isSign tells the bytes that stand for something else in one of them.
var isSign = [256]bool{0: true, '\\': true, '&': true, '<': true, '>': true, '"': true}

// plain resolves backslash escapes and character references, as the reader
// will see them.
func plain(value []byte) []byte {
	if bytes.IndexByte(value, '\\') >= 0 {
		value = util.UnescapePunctuations(value)
	}
	if bytes.IndexByte(value, '&') >= 0 {
		value = util.ResolveEntityNames(util.ResolveNumericReferences(value))
	}
	return value
}

func (r nodes) textBlock(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	a := w.(*assembler)
	if entering {
		if name := a.names[n]; name.text != "" {
			a.openNamed(n, name, false)
			_, _ = a.WriteString("<span")
			a.hole(ParagraphOpen, len(a.file.Paragraphs)-1)
			_, _ = a.WriteString("></span>")
		}
		a.prose = a.text.Len()
		return ast.WalkContinue, nil
	}
	a.endProse()
	if n.NextSibling() != nil && n.FirstChild() != nil {
		_ = a.WriteByte('\n')
	}
	return ast.WalkContinue, nil
}

func (r nodes) definitionTerm(w util.BufWriter, _ []byte, _ ast.Node, entering bool) (ast.WalkStatus, error) {
	a := w.(*assembler)
	if entering {
		_, _ = a.WriteString("<dt>")
		return ast.WalkContinue, nil
	}
	_, _ = a.WriteString("</dt>\n")
	a.endBlock()
	return ast.WalkContinue, nil
}
