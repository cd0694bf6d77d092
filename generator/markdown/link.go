package markdown

import (
	"bytes"
	"errors"
	"html"
	"net/url"
	"path"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/util"

	"trigpoint/generator/diag"
)

// link renders a link. One to another site is written out; any other is a Ref
// with a hole at each end.
func (r nodes) link(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	a, n := w.(*assembler), node.(*ast.Link)
	if entering {
		if err := a.checkSize(n, n.Destination, n.Title); err != nil {
			return ast.WalkStop, err
		}
		a.openLink(n)
		return ast.WalkContinue, nil
	}
	a.closeLink()
	return ast.WalkContinue, nil
}

// openLinks are the links being written: links cannot nest, but a link can
// stand in the alternative text of an image in a link.
type openLink struct {
	ref  int // index of the Ref; -1: a link to elsewhere; -2: none
	from int // where its words begin in the text
	node *ast.Link
}

const (
	elsewhere = -1
	dropped   = -2
)

func (a *assembler) openLink(n *ast.Link) {
	o := openLink{elsewhere, a.text.Len(), n}
	dest := string(n.Destination)
	switch kind := destination(dest); {
	case n.Reference != nil && (isUndefined(n.Title) || kind == local):
		o.ref = a.addRef(n, false)
		a.hole(RefOpen, o.ref)
	case kind == local:
		o.ref = a.addRef(n, false)
		a.hole(RefOpen, o.ref)
	case kind == unsafe, kind == broken:
		o.ref = dropped
		hint := "http, https, mailto and tel are allowed"
		if kind == broken {
			hint = "write the whole address, without blanks or characters that cannot be seen"
		}
		a.file.Diags.Add(a.refPlace(n.Pos(), n.Destination, n.Reference), "url-scheme", hint, "the link to %q is left out", dest)
	default:
		a.startTag(dest, n.Title)
	}
	a.links = append(a.links, o)
}

// checkSize counts what one more link or image names. A long address that is
// defined once can be used many times, so that it is not bounded by the size of
// the file.
func (a *assembler) checkSize(n ast.Node, destination, title []byte) error {
	if a.linked += len(destination) + len(title); a.linked <= a.limits.Links {
		return nil
	}
	return a.tooMuch(a.at(n, 0), "the links of the page name more than %d kB", a.limits.Links>>10)
}

// tooMuch reports a limit that is met while the page is written, and returns the
// error that stops the renderer.
func (a *assembler) tooMuch(at diag.Position, format string, args ...any) error {
	a.file.Diags.Add(at, "limit", "divide the page", format, args...)
	return errLimit
}

var errLimit = errors.New("a limit is met, and reported")

func (a *assembler) closeLink() {
	o := a.links[len(a.links)-1]
	a.links = a.links[:len(a.links)-1]
	words := Span{o.from, a.text.Len()}
	switch o.ref {
	case dropped:
		return
	case elsewhere:
		_, _ = a.WriteString("</a>")
	default:
		a.hole(RefClose, o.ref)
		a.file.Refs[o.ref].Words = words
		a.checkBehind(o.node)
	}
	if o.ref == elsewhere || a.file.Refs[o.ref].Label == "" {
		a.checkWords(o.node, words)
	}
}

// addRef records what a link or image refers to.
func (a *assembler) addRef(n *ast.Link, image bool) int {
	ref := Ref{Image: image, Heading: a.heading, Path: string(plain(n.Destination))}
	ref.Position = a.refPlace(n.Pos(), n.Destination, n.Reference)
	if r := n.Reference; r != nil {
		ref.Label = strings.Join(strings.Fields(string(plain(r.Value))), " ")
		ref.Shortcut = r.Type != ast.ReferenceLinkFull
		switch r.Type {
		case ast.ReferenceLinkFull:
			ref.Suffix = "[" + html.EscapeString(string(plain(r.Value))) + "]"
		case ast.ReferenceLinkCollapsed:
			ref.Suffix = "[]"
		}
	}
	if ref.Defined = !isUndefined(n.Title); ref.Defined {
		ref.Title = string(plain(n.Title))
	}
	ref.Source, ref.Anchor = resolvePath(a.file.Path, ref.Path)
	a.file.Refs = append(a.file.Refs, ref)
	return len(a.file.Refs) - 1
}

// resolvePath finds the source file that a path leads to: relative to the
// file, or with a slash before it, to the top folder of the content.
func resolvePath(file, link string) (source, anchor string) {
	link, anchor, _ = strings.Cut(link, "#")
	link, _, _ = strings.Cut(link, "?")
	link, anchor = unescape(link), unescape(anchor)
	switch {
	case link == "":
		return "", anchor
	case strings.HasPrefix(link, "/"):
		top, _, _ := strings.Cut(file, "/")
		return path.Join(top, link), anchor
	}
	return path.Join(path.Dir(file), link), anchor
}

func unescape(s string) string {
	if strings.IndexByte(s, '%') < 0 {
		return s
	}
	if decoded, err := url.PathUnescape(s); err == nil {
		return decoded
	}
	return s
}

// refPlace is the place of what a link names: its label, or its path.
// It begins with the bracket at the offset, and ends before the next blank line.
func (a *assembler) refPlace(offset int, path []byte, r *ast.ReferenceLink) diag.Position {
	what, before := path, "]("
	if r != nil {
		what, before = r.Value, "]["
		if r.Type != ast.ReferenceLinkFull {
			return a.within(offset+1, what)
		}
	}
	text := a.src[min(max(offset, 0), len(a.src)):]
	for at, tries := 0, 0; tries < 16 && len(what) > 0; tries++ {
		i := bytes.Index(text[at:], []byte(before))
		if i < 0 || bytes.Contains(text[at:at+i], []byte("\n\n")) {
			break
		}
		at += i + len(before)
		from := len(text) - len(bytes.TrimLeft(text[at:], " \t\n<"))
		if bytes.HasPrefix(text[from:], what) {
			return a.within(offset+from, what)
		}
	}
	return a.position(offset)
}

// within is the place of some words in the body, as far as their line goes.
func (a *assembler) within(offset int, words []byte) diag.Position {
	first, _, _ := bytes.Cut(words, []byte("\n"))
	p := a.position(offset)
	p.Len = utf8.RuneCount(first)
	return p
}

func (a *assembler) startTag(dest string, title []byte) {
	_, _ = a.WriteString(`<a href="`)
	_, _ = a.Write(util.EscapeHTML(util.URLEscape([]byte(dest), true)))
	if title != nil {
		_, _ = a.WriteString(`" title="`)
		_, _ = a.WriteString(html.EscapeString(string(plain(title))))
	}
	_, _ = a.WriteString(`">`)
}

// where a link destination leads.
type where int

const (
	local  where = iota // a path or fragment of this site
	abroad              // another site, a mail address, a telephone number
	unsafe              // anything else that has a scheme
	broken              // another site, but the address is incomplete, or has blanks in it that browsers drop
)

// destination tells where a link leads. Schemes are allow-listed: browsers
// and desktops act on many that no deny-list foresees. Characters that a
// browser drops before it looks at the scheme are dropped first.
func destination(dest string) where {
	if isPath(dest) {
		return local
	}
	written := string(plain([]byte(dest)))
	bare := strings.Map(func(r rune) rune {
		if r <= ' ' || unicode.IsControl(r) || unicode.Is(unicode.Cf, r) {
			return -1
		}
		return r
	}, written)
	if strings.HasPrefix(bare, "//") || strings.HasPrefix(bare, `\`) || strings.HasPrefix(bare, `/\`) {
		return unsafe
	}
	scheme, rest, ok := strings.Cut(bare, ":")
	if !ok || !schemePattern.MatchString(scheme) {
		return local
	}
	whole := scheme + ":" // what has to stand there as it is
	switch strings.ToLower(scheme) {
	case "http", "https":
		u, err := url.Parse(bare)
		if err != nil || u.Host == "" {
			return broken
		}
		whole += "//" + authority(rest)
	case "mailto", "tel":
		if rest == "" {
			return broken
		}
	default:
		return unsafe
	}
	if !strings.HasPrefix(written, whole) {
		return broken
	}
	return abroad
}

// authority is what stands between // and the path.
func authority(rest string) string {
	rest = strings.TrimPrefix(rest, "//")
	if i := strings.IndexAny(rest, "/?#"); i >= 0 {
		return rest[:i]
	}
	return rest
}

// schemePattern is what a browser takes for a scheme (RFC 3986, 3.1).
var schemePattern = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9+.-]*$`)

// emptyWords are link texts that say nothing about where the link leads.
const emptyWords = "|here|click here|this|this page|this link|link|more|read more|learn more|see here|see more|details|page|"

// checkWords reports link text that does not say where it leads. A link around
// an image is named by the image's text.
func (a *assembler) checkWords(n *ast.Link, words Span) {
	shown := bytes.TrimSpace(a.text.Bytes()[words.Start:words.End])
	text := strings.ToLower(strings.Trim(string(shown), ".…!› »"))
	switch {
	case text == "":
		a.file.Diags.Add(a.at(n, 0), "link-text", "say where the link leads", "the link has no text")
	case strings.Contains(emptyWords, "|"+text+"|"):
		a.file.Diags.Add(a.wordsAt(n, shown), "link-text", "say where the link leads", "the link text %q says nothing by itself", text)
	}
}

// wordsAt is the place of a link's words, as far as their first line goes. A
// line can end before them.
func (a *assembler) wordsAt(n *ast.Link, shown []byte) diag.Position {
	behind := a.src[min(max(n.Pos()+1, 0), len(a.src)):]
	words := bytes.TrimLeft(behind, " \t\n>")
	line, _, _ := bytes.Cut(words, []byte("\n"))
	p := a.position(n.Pos() + 1 + len(behind) - len(words))
	p.Len = min(utf8.RuneCount(shown), utf8.RuneCount(line))
	return p
}

// isPath tells most of the paths there are: nothing in them can be taken for a
// scheme or a host.
func isPath(dest string) bool {
	for i := range len(dest) {
		if c := dest[i]; c <= ' ' || c > '~' || c == ':' || c == '&' || c == '\\' {
			return false
		}
	}
	return !strings.HasPrefix(dest, "//")
}

func (r nodes) autoLink(w util.BufWriter, src []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	a, n := w.(*assembler), node.(*ast.AutoLink)
	dest := string(n.URL(src))
	if n.AutoLinkType == ast.AutoLinkEmail && !strings.HasPrefix(strings.ToLower(dest), "mailto:") {
		dest = "mailto:" + dest
	}
	label := n.Label(src)
	a.text.Write(label)
	if destination(dest) != abroad {
		a.file.Diags.Add(a.at(n, 0), "url-scheme", "http, https, mailto and tel are allowed", "the link to %q is left out", dest)
		_, _ = a.Write(util.EscapeHTML(label))
		return ast.WalkContinue, nil
	}
	if a.inLink() {
		_, _ = a.Write(util.EscapeHTML(label))
		return ast.WalkContinue, nil
	}
	_, _ = a.WriteString(`<a href="`)
	_, _ = a.Write(util.EscapeHTML(util.URLEscape([]byte(dest), false)))
	_, _ = a.WriteString(`">`)
	_, _ = a.Write(util.EscapeHTML(label))
	_, _ = a.WriteString("</a>")
	return ast.WalkContinue, nil
}

// inLink tells whether a link is open, in which no other may begin. A label
// alone is none as yet: it may turn out to be text, and else has the words of
// its target.
func (a *assembler) inLink() bool {
	if len(a.links) == 0 {
		return false
	}
	ref := a.links[len(a.links)-1].ref
	return ref == elsewhere || ref >= 0 && (a.file.Refs[ref].Defined || !a.file.Refs[ref].Shortcut)
}
