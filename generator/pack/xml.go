package pack

import (
	"bytes"
	"fmt"
	"strings"
	"unicode"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// xhtml writes a part of a page as XML, with its tags changed for the copy.
func (b *binder) xhtml(w *bytes.Buffer, page []byte) error {
	nodes, err := html.ParseFragment(bytes.NewReader(page), &html.Node{Type: html.ElementNode, Data: "body", DataAtom: atom.Body})
	if err != nil {
		return err
	}
	for _, n := range nodes {
		if err := b.node(w, n); err != nil {
			return err
		}
	}
	return nil
}

func (b *binder) node(w *bytes.Buffer, n *html.Node) error {
	switch n.Type {
	case html.TextNode:
		writeText(w, n.Data)
	case html.ElementNode:
		return b.element(w, n)
	}
	return nil // comments are for authors
}

func (b *binder) element(w *bytes.Buffer, n *html.Node) error {
	name, attrs, err := b.tag(n.Data, n.Attr, n.Namespace == "svg")
	if err != nil {
		return err
	}
	w.WriteString("<" + name)
	if n.Data == "svg" || n.Data == "math" {
		w.WriteString(` xmlns="` + map[string]string{"svg": svgNamespace, "math": mathNamespace}[n.Data] + `"`)
	}
	for _, a := range attrs {
		writeAttribute(w, a)
	}
	if void(name) {
		w.WriteString("/>")
		return nil
	}
	w.WriteByte('>')
	if n.Data == "img" { // the copy cannot show it
		writeText(w, altText(n.Attr))
	}
	for c := range n.ChildNodes() {
		if err := b.node(w, c); err != nil {
			return err
		}
	}
	w.WriteString("</" + name + ">")
	return nil
}

const (
	svgNamespace  = "http://www.w3.org/2000/svg"
	mathNamespace = "http://www.w3.org/1998/Math/MathML"
)

// writeAttribute writes an attribute, and the language in XML's own way too.
// What XML cannot name, and what only browsers know, is left out.
func writeAttribute(w *bytes.Buffer, a html.Attribute) {
	key := a.Key
	if a.Namespace != "" {
		key = a.Namespace + ":" + key
	}
	switch {
	case key == "loading" || key == "decoding" || strings.HasPrefix(key, "xmlns") || key == "xml:lang":
		return
	case strings.HasPrefix(key, "xlink:"):
		key = key[len("xlink:"):] // SVG 2 does without
	case key == "lang":
		writeAttribute(w, html.Attribute{Key: "xml-lang", Val: a.Val})
	case key == "xml-lang":
		key = "xml:lang"
	case xmlID(strings.TrimPrefix(key, "epub:")) != strings.TrimPrefix(key, "epub:"):
		return
	}
	w.WriteString(" " + key + `="`)
	writeText(w, a.Val)
	w.WriteByte('"')
}

// writeText escapes text, and leaves out the characters that XML forbids.
func writeText(w *bytes.Buffer, text string) {
	for _, r := range text {
		switch {
		case r == '&':
			w.WriteString("&amp;")
		case r == '<':
			w.WriteString("&lt;")
		case r == '>':
			w.WriteString("&gt;")
		case r == '"':
			w.WriteString("&quot;")
		case r < ' ' && r != '\n' && r != '\t', r == 0xFFFE, r == 0xFFFF:
		default:
			w.WriteRune(r)
		}
	}
}

// escaped is text as it stands in XML.
func escaped(text string) string {
	var b bytes.Buffer
	writeText(&b, text)
	return b.String()
}

// void tells elements that have no content and no end tag in HTML.
func void(name string) bool {
	switch name {
	case "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr":
		return true
	}
	return false
}

// xmlID returns the id where XML can have it, and else one that XML can have:
// with the number of each character in place of those that it cannot.
func xmlID(id string) string {
	var b strings.Builder
	for i, r := range id {
		if nameRune(r) && (i > 0 || !unicode.IsDigit(r) && r != '-' && r != '.') {
			b.WriteRune(r)
		} else {
			fmt.Fprintf(&b, "_x%X_", r)
		}
	}
	return b.String()
}

// nameRune tells the characters that names have in every edition of XML, as far
// as ids are likely to have them.
func nameRune(r rune) bool {
	switch {
	case r < 0x80:
		return r == '_' || r == '-' || r == '.' || '0' <= r && r <= '9' || 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z'
	case r < 0x590, 0x4E00 <= r && r <= 0x9FA5:
		return unicode.IsLetter(r)
	}
	return false
}
