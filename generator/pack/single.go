package pack

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"io"
	"net/url"
	"path"
	"strings"

	"golang.org/x/net/html"

	"trigpoint/generator/render"
	"trigpoint/generator/site"
	"trigpoint/generator/theme"
)

// Single is the format of a file that holds many pages: links between them are
// fragments. The id of a page is its address less the ending; ids in it stand
// behind that and a colon, which no address has.
type Single struct{ holds map[*site.Page]bool }

// NewSingle returns the format of a file that holds the pages.
func NewSingle(pages []*site.Page) Single {
	s := Single{make(map[*site.Page]bool, len(pages))}
	for _, p := range pages {
		s.holds[p] = true
	}
	return s
}

// Href implements render.Format.
func (s Single) Href(_ string, to site.Target) string {
	if to.Page == nil || !s.holds[to.Page] {
		return outsideAddress(to)
	}
	if f := to.Fragment(); f != "" {
		return "#" + site.EscapePath(s.Anchor(to.Page)+f)
	}
	return "#" + site.EscapePath(pageID(to.Page))
}

// File implements render.Format.
func (Single) File(_, to string) string { return outside + site.EscapePath(to) }

// Anchor implements render.Format.
func (Single) Anchor(p *site.Page) string { return pageID(p) + ":" }

// pageID is the id of a page in a file with others. No id has a blank in it.
func pageID(p *site.Page) string {
	return strings.ReplaceAll(strings.TrimSuffix(p.Address, ".html"), " ", "_")
}

// single writes the pages of a volume into one file, one by one. add, if it is
// not nil, adds attributes to tags.
func (b binding) single(w io.Writer, vol *render.Volume, add addition) error {
	r, err := render.New(b.Site, b.Theme, NewSingle(vol.Pages))
	if err != nil {
		return err
	}
	before, after, err := r.CopyFrame(vol)
	if err != nil {
		return err
	}
	images := dataURIs(b.Site.Assets, b.Asset)
	frame := &binder{base: b.Base, id: func(id string) string { return id }, image: images, extra: add}
	if err := frame.html(w, []byte(before)); err != nil {
		return err
	}
	var page bytes.Buffer
	for _, p := range vol.Pages {
		page.Reset()
		if err := r.CopyPage(&page, p); err != nil {
			return err
		}
		bind := &binder{base: b.Base, id: prefixed(pageID(p) + ":"), image: images, extra: add}
		if err := leaf(w, p, bind, page.Bytes()); err != nil {
			return fmt.Errorf("binding %s: %w", p.Source(), err)
		}
	}
	return frame.html(w, []byte(after))
}

// leaf writes one page.
func leaf(w io.Writer, p *site.Page, bind *binder, page []byte) error {
	open := startTag("article", []html.Attribute{{Key: "class", Val: "leaf"}, {Key: "id", Val: pageID(p)}, {Key: "lang", Val: p.Lang}, {Key: "dir", Val: theme.Direction(p.Lang)}}, false)
	if _, err := w.Write(append(open, '\n')); err != nil {
		return err
	}
	if err := bind.html(w, page); err != nil {
		return err
	}
	_, err := io.WriteString(w, "</article>\n")
	return err
}

// prefixed gives the ids of the theme, which begin with _, the prefix that the
// format has given all other ids.
func prefixed(prefix string) func(string) string {
	return func(id string) string {
		if strings.HasPrefix(id, "_") && !strings.Contains(id, ":") {
			return prefix + id
		}
		return id
	}
}

// dataURIs returns what puts images into a file itself.
func dataURIs(assets []*site.Asset, read func(*site.Asset) ([]byte, error)) func(string) (string, error) {
	byAddress := make(map[string]*site.Asset, len(assets))
	for _, a := range assets {
		byAddress[a.Address] = a
	}
	return func(address string) (string, error) {
		a := byAddress[address]
		if a == nil {
			return "", fmt.Errorf("the theme shows %s in a copy: copies hold images of the content alone", address)
		}
		content, err := read(a)
		if err != nil {
			return "", err
		}
		return "data:" + imageType(address) + ";base64," + base64.StdEncoding.EncodeToString(content), nil
	}
}

// imageType is the media type of an image by its name.
func imageType(name string) string {
	switch ext := strings.ToLower(path.Ext(name)); ext {
	case ".svg":
		return "image/svg+xml"
	case ".jpg":
		return "image/jpeg"
	case "":
		return "application/octet-stream"
	default:
		return "image/" + ext[1:]
	}
}

func unescapePath(p string) string {
	if u, err := url.PathUnescape(p); err == nil {
		return u
	}
	return p
}
