package markdown

import (
	"bytes"
	"fmt"
	"html"
	"strings"

	"github.com/alecthomas/chroma/v2"
	chromahtml "github.com/alecthomas/chroma/v2/formatters/html"
	"github.com/alecthomas/chroma/v2/styles"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/util"
)

// languages are those that are highlighted. Some of chroma's lexers never end,
// or take minutes, on a few hundred hostile bytes; these were tried.
const languages = " bash c cpp c# css csv diff docker dockerfile go graphql haskell html http ini java javascript " +
	"js json kotlin latex lua make makefile markdown md nginx perl php plaintext powershell python py r ruby rust " +
	"scala scss sh shell sql swift toml ts tsx typescript xml yaml yml "

// emptyTokens is how many tokens without text a lexer may give before it is
// taken to be stuck.
const emptyTokens = 1000

func (r nodes) codeBlock(w util.BufWriter, src []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if entering {
		w.(*assembler).writeCode("", lines(n, src))
	}
	return ast.WalkSkipChildren, nil
}

func (r nodes) fencedCode(w util.BufWriter, src []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkSkipChildren, nil
	}
	a, n := w.(*assembler), node.(*ast.FencedCodeBlock)
	a.checkEnd(n)
	language := string(plain(n.Language(src)))
	code := lines(n, src)
	if isQuery(language) && n.Info != nil {
		return ast.WalkSkipChildren, a.addQuery(n, language, string(code))
	}
	a.checkWord(n, language, code)
	a.writeCode(language, code)
	return ast.WalkSkipChildren, nil
}

// checkEnd reports a fenced block without a second fence: it goes on to the end
// of the page, or of the list or quotation that it stands in.
func (a *assembler) checkEnd(n *ast.FencedCodeBlock) {
	opening := a.lineAt(n.Pos())
	fence := opening[:len(opening)-len(bytes.TrimLeft(opening, string(opening[:1])))]
	end := n.Pos() + len(opening) + 1
	if lines := n.Lines(); lines.Len() > 0 {
		end = lines.At(lines.Len() - 1).Stop
	}
	if !bytes.HasPrefix(bytes.TrimLeft(a.lineAt(end), "> \t"), fence) {
		a.file.Diags.Add(a.at(n, len(fence)), "fence-open", "write a line "+string(fence)+" where it ends", "nothing ends this block, so all that follows is code")
	}
}

// codeSpan renders code inside a line; a line end in it is a blank.
func (r nodes) codeSpan(w util.BufWriter, src []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	a, start := w.(*assembler), w.(*assembler).text.Len()
	_, _ = a.WriteString("<code>")
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		line := c.(*ast.Text).Segment
		code := bytes.ReplaceAll(line.Value(src), []byte("\n"), []byte(" "))
		_, _ = a.Write(util.EscapeHTML(code))
		a.run(line.Start)
		a.text.Write(code)
	}
	_, _ = a.WriteString("</code>")
	a.code = append(a.code, Span{start, a.text.Len()})
	return ast.WalkSkipChildren, nil
}

func lines(n ast.Node, src []byte) []byte {
	var b []byte
	for i := range n.Lines().Len() {
		line := n.Lines().At(i)
		b = append(b, line.Value(src)...)
	}
	return b
}

// writeCode writes a code block. The box can scroll, so it can be reached by
// keyboard and has a name.
func (a *assembler) writeCode(language string, code []byte) {
	_, _ = a.WriteString(`<pre tabindex="0" role="group" aria-label="`)
	a.word(WordCode)
	_ = a.WriteByte('"')
	spans, ok := a.highlight(language, code)
	if ok {
		a.file.HasCode = true
		_, _ = a.WriteString(` class="chroma"`)
	}
	_, _ = a.WriteString("><code")
	if language != "" {
		_, _ = a.WriteString(` class="language-` + html.EscapeString(language) + `"`)
	}
	_ = a.WriteByte('>')
	if ok {
		_, _ = a.Write(spans)
	} else {
		_, _ = a.Write(util.EscapeHTML(code))
	}
	_, _ = a.WriteString("</code></pre>\n")
}

// highlight marks the tokens of code with chroma's short class names. A block
// larger than most is shown as plain text.
func (a *assembler) highlight(language string, code []byte) (spans []byte, ok bool) {
	if language == "" || len(code) > a.limits.Code || !strings.Contains(languages, " "+strings.ToLower(language)+" ") {
		return nil, false
	}
	lexer := a.lexers.get(language)
	if lexer == nil {
		return nil, false
	}
	next, err := lexer.Tokenise(nil, string(code))
	if err != nil {
		return nil, false
	}
	b := &a.spans
	b.Reset()
	empty := 0
	for token := next(); token != chroma.EOF; token = next() {
		if token.Value == "" {
			if empty++; empty > emptyTokens {
				return nil, false
			}
			continue
		}
		writeToken(b, token)
	}
	return b.Bytes(), true
}

func writeToken(b *bytes.Buffer, t chroma.Token) {
	class := chroma.StandardTypes[t.Type]
	if class == "" || strings.TrimSpace(t.Value) == "" || t.Type.InCategory(chroma.Text) || t.Type.InCategory(chroma.Punctuation) {
		writeEscaped(b, t.Value)
		return
	}
	b.WriteString(`<span class="`)
	b.WriteString(class)
	b.WriteString(`">`)
	writeEscaped(b, t.Value)
	b.WriteString("</span>")
}

func writeEscaped(b *bytes.Buffer, text string) {
	if !strings.ContainsAny(text, `<>&"`+"\x00") { // of most tokens
		b.WriteString(text)
		return
	}
	b.Write(util.EscapeHTML([]byte(text)))
}

// CodeStyle returns the style sheet of one of chroma's styles, for the classes
// that code blocks carry.
func CodeStyle(name string) ([]byte, error) {
	style := styles.Registry[name]
	if style == nil {
		return nil, fmt.Errorf("there is no code style %q", name)
	}
	var b bytes.Buffer
	err := chromahtml.New(chromahtml.WithClasses(true)).WriteCSS(&b, style)
	return b.Bytes(), err
}
