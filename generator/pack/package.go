package pack

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"time"

	"trigpoint/generator/render"
	"trigpoint/generator/site"
	"trigpoint/generator/theme"
)

// What an EPUB says of itself: cover, contents, and the package that lists
// every part.

func (k *book) writeCover() error {
	var cover, page bytes.Buffer
	if err := k.renderer.CopyCover(&cover, k.vol); err != nil {
		return err
	}
	if err := wellFormed(cover.Bytes()); err != nil {
		return fmt.Errorf("the theme's partial copy/cover: %w", err)
	}
	if err := k.add(bookDir+"cover.svg", cover.Bytes()); err != nil {
		return err
	}
	openXHTML(&page, k.lang(), k.title(), "style.css")
	fmt.Fprintf(&page, "<section class=\"cover\" epub:type=\"cover\">\n<img src=\"cover.svg\" alt=\"%s\"/>\n</section>\n</body>\n</html>\n",
		escaped(k.title()))
	return k.add(bookDir+"cover.xhtml", page.Bytes())
}

func (k *book) title() string { return k.renderer.CopyName(k.vol) }
func (k *book) lang() string  { return k.renderer.CopyLang(k.vol) }

func (k *book) word(key string, args ...any) string { return k.renderer.CopyWord(k.vol, key, args...) }

// writeNav writes the contents, the landmarks and the list of paragraphs.
func (k *book) writeNav() error {
	var w bytes.Buffer
	openXHTML(&w, k.lang(), k.word("copies.contents"), "style.css")
	fmt.Fprintf(&w, "<nav epub:type=\"toc\" id=\"toc\">\n<h1>%s</h1>\n", escaped(k.word("copies.contents")))
	writeContents(&w, k.renderer.CopyContents(k.vol))
	fmt.Fprintf(&w, `</nav>
<nav epub:type="landmarks" hidden="hidden">
<ol>
<li><a epub:type="cover" href="cover.xhtml">%s</a></li>
<li><a epub:type="toc" href="#toc">%s</a></li>
<li><a epub:type="bodymatter" href="%s">%s</a></li>
</ol>
</nav>
`, escaped(k.word("copies.cover")), escaped(k.word("copies.contents")), site.EscapePath(k.chapters[0].href), escaped(k.title()))
	if len(k.pages) > 0 {
		w.WriteString("<nav epub:type=\"page-list\" hidden=\"hidden\">\n<ol>\n")
		for _, p := range k.pages {
			fmt.Fprintf(&w, "<li><a href=\"%s\">%s</a></li>\n", p.href, escaped(p.label))
		}
		w.WriteString("</ol>\n</nav>\n")
	}
	w.WriteString("</body>\n</html>\n")
	return k.add(bookDir+"nav.xhtml", w.Bytes())
}

func writeContents(w *bytes.Buffer, items []render.CopyContents) {
	w.WriteString("<ol>\n")
	for _, item := range items {
		text := item.Text
		if item.ID != "" {
			text = item.ID + " " + text
		}
		fmt.Fprintf(w, "<li><a href=\"%s\">%s</a>", chapterDir+escaped(item.Href), escaped(text))
		if len(item.Children) > 0 {
			writeContents(w, item.Children)
		}
		w.WriteString("</li>\n")
	}
	w.WriteString("</ol>\n")
}

// writePackage writes what the book is and the list of its parts.
func (k *book) writePackage() error {
	var w bytes.Buffer
	fmt.Fprintf(&w, `<?xml version="1.0" encoding="UTF-8"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id" xml:lang="%s">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
`, escaped(k.lang()))
	k.describe(&w)
	w.WriteString("</metadata>\n<manifest>\n")
	for _, part := range k.parts() {
		fmt.Fprintf(&w, `<item id="%s" href="%s" media-type="%s"`, part.id, site.EscapePath(part.href), part.kind)
		if part.properties != "" {
			fmt.Fprintf(&w, ` properties="%s"`, part.properties)
		}
		w.WriteString("/>\n")
	}
	fmt.Fprintf(&w, "</manifest>\n<spine page-progression-direction=\"%s\">\n<itemref idref=\"cover\"/>\n<itemref idref=\"nav\"/>\n", theme.Direction(k.lang()))
	for _, c := range k.chapters {
		fmt.Fprintf(&w, "<itemref idref=\"%s\"/>\n", c.id)
	}
	w.WriteString("</spine>\n</package>\n")
	return k.add(bookDir+packageName, w.Bytes())
}

// parts lists every file of the book but the package.
func (k *book) parts() []bookPart {
	out := []bookPart{
		{"nav", "nav.xhtml", "application/xhtml+xml", "nav"},
		{"cover", "cover.xhtml", "application/xhtml+xml", ""},
		{"cover-image", "cover.svg", "image/svg+xml", "cover-image"},
		{"style", "style.css", "text/css", ""},
	}
	out = append(out, k.chapters...)
	for _, address := range k.order {
		out = append(out, k.images[address])
	}
	return out
}

// describe writes the metadata: what the book is, and who can read it.
func (k *book) describe(w *bytes.Buffer) {
	element := func(name, text string) {
		if text != "" {
			fmt.Fprintf(w, "<dc:%s>%s</dc:%s>\n", name, escaped(text), name)
		}
	}
	meta := func(property, text string) {
		fmt.Fprintf(w, "<meta property=\"%s\">%s</meta>\n", property, escaped(text))
	}
	c := k.Site.Config
	fmt.Fprintf(w, "<dc:identifier id=\"id\">%s</dc:identifier>\n", k.identifier())
	element("title", k.title())
	element("language", k.lang())
	element("publisher", c.Publisher)
	element("rights", c.Licence)
	element("source", k.Base)
	if d := k.vol.Document; d != nil {
		for _, a := range d.Meta.Authors {
			element("creator", a)
		}
		if !d.Meta.Published.IsZero() {
			element("date", d.Meta.Published.Format(time.DateOnly))
		}
	}
	element("description", k.vol.Root(k.Site).Summary())
	meta("dcterms:modified", modified(k.vol).Format("2006-01-02T15:04:05Z"))
	k.describeAccess(meta)
}

// describeAccess says what readers need to read the book, in the words of
// schema.org.
func (k *book) describeAccess(meta func(property, text string)) {
	meta("schema:accessMode", "textual")
	if k.drawn || len(k.images) > 0 {
		meta("schema:accessMode", "visual")
	}
	meta("schema:accessModeSufficient", "textual")
	features := []string{"tableOfContents", "readingOrder", "structuralNavigation", "alternativeText"}
	if len(k.pages) > 0 {
		features = append(features, "pageNavigation")
	}
	for _, f := range features {
		meta("schema:accessibilityFeature", f)
	}
	meta("schema:accessibilityHazard", "none")
	meta("schema:accessibilitySummary", k.word("copies.access"))
}

// identifier is made from what names the book, so that a later build of the
// same edition is the same book.
func (k *book) identifier() string {
	sum := sha256.Sum256([]byte(k.Base + "\n" + k.Site.Config.Title + "\n" + newNames(k.Site).of(k.vol.Document)))
	sum[6], sum[8] = sum[6]&0x0f|0x80, sum[8]&0x3f|0x80 // a UUID of version 8: of one's own making
	return fmt.Sprintf("urn:uuid:%x-%x-%x-%x-%x", sum[:4], sum[4:6], sum[6:8], sum[8:10], sum[10:16])
}
