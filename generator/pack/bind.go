package pack

import (
	"bytes"
	"errors"
	"io"
	"strings"

	"golang.org/x/net/html"

	"trigpoint/generator/site"
)

// outside begins the address of whatever a copy does not hold. A format gives
// it to links, as the address from the root of the site; no link within a copy
// begins so. The binder then does what the copy needs.
const outside = "/"

// outsideAddress is where something lies that a copy does not hold: the
// permanent address of an element, or the address of the page.
func outsideAddress(t site.Target) string {
	switch {
	case t.Asset != nil:
		return outside + site.EscapePath(t.Asset.Address)
	case t.Listing != nil:
		return outside + site.EscapePath(t.Listing.Address)
	case t.Element != nil && t.Paragraph == nil:
		return outside + site.EscapePath(t.Element.Address())
	case t.Page == nil:
		return ""
	}
	address := outside + site.EscapePath(t.Page.Address)
	if f := t.Fragment(); f != "" {
		address += "#" + site.EscapePath(f)
	}
	return address
}

// An addition returns the attributes that a copy adds to those of a tag.
type addition func(name string, attrs []html.Attribute) []html.Attribute

// A binder changes the tags of one page for their place in a copy. It decides
// nothing about where links lead: the format has.
type binder struct {
	base string // absolute address of the site, or empty
	// id gives an id, or a fragment of this file, the name that it has in the
	// copy.
	id func(string) string
	// image returns the address, in the copy, of an image of the site; empty for
	// one that the copy cannot show.
	image func(address string) (string, error)
	// extra adds attributes to a tag; nil adds none.
	extra addition
}

// tag returns what a start tag becomes. A link to what is outside leads to the
// site on the web or, where that has no address, becomes text with the address
// beside it (see the attribute data-address in the theme's copy.css).
func (b *binder) tag(name string, attrs []html.Attribute, drawing bool) (string, []html.Attribute, error) {
	out := make([]html.Attribute, 0, len(attrs)+2)
	for _, a := range attrs {
		switch {
		case name == "section" && a.Key == "aria-labelledby":
			continue // a landmark of its page would be one of many of the same name
		case name == "a" && a.Key == "href" && strings.HasPrefix(a.Val, outside):
			if b.base == "" {
				name = map[bool]string{true: "g", false: "span"}[drawing]
				a = html.Attribute{Key: "data-address", Val: a.Val[len(outside):]}
			} else {
				a.Val = b.base + a.Val[len(outside):]
			}
		case name == "img" && a.Key == "src" && strings.HasPrefix(a.Val, outside):
			src, err := b.image(unescapePath(a.Val[len(outside):]))
			if err != nil {
				return "", nil, err
			}
			if src == "" {
				return "span", nil, nil
			}
			a.Val = src
		case a.Key == "href" && strings.HasPrefix(a.Val, "#"):
			a.Val = "#" + b.id(a.Val[1:])
		case naming(a.Key):
			a.Val = b.ids(a.Val)
		}
		out = append(out, a)
	}
	if name == "span" || name == "g" {
		out = dropLinkAttributes(out)
	}
	if b.extra != nil {
		out = append(out, b.extra(name, out)...)
	}
	return name, out, nil
}

// naming tells the attributes that hold ids.
func naming(key string) bool {
	switch key {
	case "id", "for", "headers", "aria-labelledby", "aria-describedby", "aria-controls", "aria-owns", "aria-details":
		return true
	}
	return false
}

func (b *binder) ids(list string) string {
	fields := strings.Fields(list)
	for i, id := range fields {
		fields[i] = b.id(id)
	}
	return strings.Join(fields, " ")
}

// altText is what stands for an image that the copy cannot show.
func altText(attrs []html.Attribute) string {
	for _, a := range attrs {
		if a.Key == "alt" {
			return a.Val
		}
	}
	return ""
}

// dropLinkAttributes takes off what only a link can have.
func dropLinkAttributes(attrs []html.Attribute) []html.Attribute {
	out := attrs[:0]
	for _, a := range attrs {
		switch a.Key {
		case "rel", "download", "target", "hreflang", "type":
		default:
			out = append(out, a)
		}
	}
	return out
}

// html writes a page, or a part of one, as HTML. What needs no change is passed
// on as it is.
func (b *binder) html(w io.Writer, page []byte) error {
	t := tagger{binder: b, z: html.NewTokenizer(bytes.NewReader(page)), w: w}
	for {
		kind := t.z.Next()
		if kind == html.ErrorToken {
			if err := t.z.Err(); !errors.Is(err, io.EOF) {
				return err
			}
			return nil
		}
		if err := t.token(kind); err != nil {
			return err
		}
	}
}

// A tagger goes through the tags of a text.
type tagger struct {
	*binder
	z     *html.Tokenizer
	w     io.Writer
	links []string // the names that the open links were given
	depth int      // of <svg>
}

func (t *tagger) token(kind html.TokenType) error {
	raw := t.z.Raw()
	switch kind {
	case html.StartTagToken, html.SelfClosingTagToken:
		return t.start(kind, bytes.Clone(raw))
	case html.EndTagToken:
		return t.end(bytes.Clone(raw))
	}
	_, err := t.w.Write(raw)
	return err
}

func (t *tagger) start(kind html.TokenType, raw []byte) error {
	token := t.z.Token()
	name, attrs, err := t.tag(token.Data, token.Attr, t.depth > 0)
	if err != nil {
		return err
	}
	if kind == html.StartTagToken {
		switch token.Data {
		case "a":
			t.links = append(t.links, name)
		case "svg":
			t.depth++
		}
	}
	if name != token.Data || !equal(attrs, token.Attr) {
		raw = startTag(name, attrs, kind == html.SelfClosingTagToken)
		if token.Data == "img" && name != "img" {
			raw = append(raw, html.EscapeString(altText(token.Attr))+"</"+name+">"...)
		}
	}
	_, err = t.w.Write(raw)
	return err
}

func (t *tagger) end(raw []byte) error {
	name, _ := t.z.TagName()
	switch n := len(t.links); {
	case string(name) == "svg":
		t.depth--
	case string(name) == "a" && n > 0:
		raw = []byte("</" + t.links[n-1] + ">")
		t.links = t.links[:n-1]
	}
	_, err := t.w.Write(raw)
	return err
}

func equal(a, b []html.Attribute) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

func startTag(name string, attrs []html.Attribute, closed bool) []byte {
	b := []byte("<" + name)
	for _, a := range attrs {
		b = append(b, " "+a.Key+`="`+html.EscapeString(a.Val)+`"`...)
	}
	if closed {
		b = append(b, '/')
	}
	return append(b, '>')
}
