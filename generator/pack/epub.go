package pack

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"fmt"
	"hash/crc32"
	"io"
	"net/url"
	"path"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/net/html"

	"trigpoint/generator/render"
	"trigpoint/generator/site"
	"trigpoint/generator/theme"
)

// A Chapters is the format of an EPUB: each page is a file of its own, at its
// address with another ending.
type Chapters struct{ Single }

// Href implements render.Format.
func (c Chapters) Href(from string, to site.Target) string {
	if to.Page == nil || !c.holds[to.Page] {
		return outsideAddress(to)
	}
	fragment := site.EscapePath(xmlID(to.Fragment()))
	if to.Page.Address == from && fragment != "" {
		return "#" + fragment
	}
	href := site.EscapePath(site.Relative(dir(chapter(from)), chapter(to.Page.Address)))
	if fragment != "" {
		href += "#" + fragment
	}
	return href
}

// Anchor implements render.Format.
func (Chapters) Anchor(*site.Page) string { return "" }

// chapter is the file of a page, in the folder of chapters.
func chapter(address string) string {
	return strings.ReplaceAll(strings.TrimSuffix(address, ".html"), " ", "_") + ".xhtml"
}

func dir(p string) string {
	if d := path.Dir(p); d != "." {
		return d
	}
	return ""
}

// Where the parts of a book lie in its archive.
const (
	bookDir     = "EPUB/"
	chapterDir  = "text/"
	imageDir    = "images/"
	packageName = "package.opf"
)

// A book is an EPUB that is being written.
type book struct {
	binding
	*archive
	vol      *render.Volume
	renderer *render.Renderer
	chapters []bookPart          // in reading order
	images   map[string]bookPart // by address
	order    []string            // of the images
	pages    []pageLink          // the paragraphs that can be cited
	drawn    bool                // some chapter has a drawing
}

// bookPart is a file that the package lists.
type bookPart struct{ id, href, kind, properties string }

// pageLink is an entry of the page list.
type pageLink struct{ href, label string }

// epub writes the pages of a volume as an EPUB 3, a chapter for each.
func (b binding) epub(w io.Writer, vol *render.Volume) error {
	r, err := render.New(b.Site, b.Theme, Chapters{NewSingle(vol.Pages)})
	if err != nil {
		return err
	}
	k := &book{binding: b, archive: newArchive(w), vol: vol, renderer: r, images: map[string]bookPart{}}
	for _, step := range []func() error{k.begin, k.writeChapters, k.writeImages, k.writeCover, k.writeStyle, k.writeNav, k.writePackage, k.Close} {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// begin writes what tells readers that this is a book: the type comes first,
// unpacked and without any extra field.
func (k *book) begin() error {
	const kind = "application/epub+zip"
	h := &zip.FileHeader{Name: "mimetype", Method: zip.Store, CRC32: crc32.ChecksumIEEE([]byte(kind)),
		CompressedSize64: uint64(len(kind)), UncompressedSize64: uint64(len(kind))}
	w, err := k.CreateRaw(h)
	if err != nil {
		return err
	}
	if _, err := io.WriteString(w, kind); err != nil {
		return err
	}
	return k.add("META-INF/container.xml", []byte(`<?xml version="1.0" encoding="UTF-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="`+bookDir+packageName+`" media-type="application/oebps-package+xml"/></rootfiles>
</container>
`))
}

func (k *book) writeChapters() error {
	var page, out bytes.Buffer
	for i, p := range k.vol.Pages {
		page.Reset()
		out.Reset()
		if err := k.renderer.CopyPage(&page, p); err != nil {
			return err
		}
		if err := k.chapter(&out, p, page.Bytes()); err != nil {
			return fmt.Errorf("binding %s: %w", p.Source(), err)
		}
		part := bookPart{"c" + strconv.Itoa(i+1), chapterDir + chapter(p.Address), "application/xhtml+xml", ""}
		if bytes.Contains(out.Bytes(), []byte("<svg")) {
			part.properties, k.drawn = "svg", true
		}
		k.chapters = append(k.chapters, part)
		k.listParagraphs(p)
		if err := k.add(bookDir+part.href, out.Bytes()); err != nil {
			return err
		}
	}
	return nil
}

// chapter writes the file of one page.
func (k *book) chapter(w *bytes.Buffer, p *site.Page, page []byte) error {
	here := chapterDir + chapter(p.Address)
	openXHTML(w, p.Lang, p.Title, site.Relative(dir(here), "style.css"))
	w.WriteString("<section class=\"leaf\" epub:type=\"chapter\">\n")
	b := &binder{base: k.Base, id: xmlFragment, extra: bookTypes,
		image: func(address string) (string, error) {
			part, err := k.image(address)
			if part.href == "" {
				return "", err
			}
			return site.EscapePath(site.Relative(dir(here), part.href)), err
		}}
	if err := b.xhtml(w, page); err != nil {
		return err
	}
	w.WriteString("</section>\n</body>\n</html>\n")
	return nil
}

func openXHTML(w *bytes.Buffer, lang, title, style string) {
	fmt.Fprintf(w, `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" lang="%[1]s" xml:lang="%[1]s" dir="%[4]s" class="book">
<head>
<title>%[2]s</title>
<link rel="stylesheet" type="text/css" href="%[3]s"/>
</head>
<body>
`, escaped(lang), escaped(title), escaped(site.EscapePath(style)), theme.Direction(lang))
}

// xmlFragment gives an id, or a fragment, a name that XML can have.
func xmlFragment(id string) string {
	if plain, err := url.PathUnescape(id); err == nil {
		id = plain
	}
	return xmlID(id)
}

// bookTypes says in EPUB's own words what a role says of a footnote.
func bookTypes(name string, attrs []html.Attribute) []html.Attribute {
	types := map[string]string{"doc-noteref": "noteref", "doc-endnotes": "footnotes", "doc-backlink": "backlink"}
	for _, a := range attrs {
		if t := types[a.Val]; a.Key == "role" && t != "" {
			return []html.Attribute{{Key: "epub:type", Val: t}}
		}
		if name == "li" && a.Key == "id" && strings.HasPrefix(a.Val, "fn.") {
			return []html.Attribute{{Key: "epub:type", Val: "footnote"}}
		}
	}
	return nil
}

// image takes an image into the book, once. It returns nothing for a kind that
// readers need not show (EPUB 3.3, section 3.2).
func (k *book) image(address string) (bookPart, error) {
	if part, ok := k.images[address]; ok {
		return part, nil
	}
	kind := imageType(address)
	if !slices.Contains([]string{"image/png", "image/jpeg", "image/gif", "image/svg+xml", "image/webp"}, kind) {
		return bookPart{}, nil
	}
	n := strconv.Itoa(len(k.images) + 1)
	part := bookPart{"i" + n, imageDir + n + strings.ToLower(path.Ext(address)), kind, ""}
	k.images[address] = part
	k.order = append(k.order, address)
	return part, nil
}

func (k *book) writeImages() error {
	for _, address := range k.order {
		i := slices.IndexFunc(k.Site.Assets, func(a *site.Asset) bool { return a.Address == address })
		if i < 0 {
			return fmt.Errorf("the theme shows %s in a copy: copies hold images of the content alone", address)
		}
		content, err := k.Asset(k.Site.Assets[i])
		if err == nil && k.images[address].kind == "image/svg+xml" {
			err = wellFormed(content)
		}
		if err != nil {
			return fmt.Errorf("taking %s into the book: %w", k.Site.Assets[i].Path, err)
		}
		if err := k.add(bookDir+k.images[address].href, content); err != nil {
			return err
		}
	}
	return nil
}

// wellFormed tells what is wrong with a drawing as XML.
func wellFormed(content []byte) error {
	d := xml.NewDecoder(bytes.NewReader(content))
	for {
		if _, err := d.Token(); err == io.EOF {
			return nil
		} else if err != nil {
			return err
		}
	}
}

// listParagraphs adds the numbered paragraphs of a page to the page list.
func (k *book) listParagraphs(p *site.Page) {
	if p.Document == nil || !p.Document.Meta.Numbered {
		return
	}
	name := p.Title
	if p.Element != nil {
		name = p.Element.Cite
	}
	for _, par := range p.Paragraphs {
		if par.Number != "" && par.Anchor != "" {
			k.pages = append(k.pages, pageLink{site.EscapePath(chapterDir+chapter(p.Address)) + "#" + xmlID(par.Anchor),
				k.renderer.CopyWord(k.vol, "cite.paragraph", name, par.Number)})
		}
	}
}

func (k *book) writeStyle() error {
	css, err := k.renderer.CopyStyle("epub.css")
	if err != nil {
		return err
	}
	return k.add(bookDir+"style.css", []byte(css))
}
