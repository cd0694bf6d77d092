package data

import (
	"bytes"
	"fmt"
	"path"

	"trigpoint/generator/card"
	"trigpoint/generator/output"
	"trigpoint/generator/site"
)

// Where the pictures that stand for the site lie.
const (
	iconPath     = "icon.svg"
	touchPath    = "apple-touch-icon.png" // the name that devices look for
	manifestPath = "site.webmanifest"
	cardPath     = "card.png"
)

// iconSizes are those that devices ask for, in pixels.
var iconSizes = [...]int{192, 512}

func iconName(size int) string { return fmt.Sprintf("icon-%d.png", size) }

// cardOf is the card of one document.
func cardOf(d *site.Document) string { return path.Join(path.Dir(d.Front.Address), cardPath) }

// pictures lists the icons, the manifest that names them, and the cards. Cards
// are shown by other sites, which find them by an absolute address: without one
// there is none.
func (e *Emitter) pictures() []output.File {
	files := []output.File{
		output.Bytes(iconPath, card.IconSVG(e.colours)),
		drawn(touchPath, func() ([]byte, error) { return card.Icon(180, e.colours) }),
		encoded(manifestPath, func() any { return e.manifest() }),
	}
	for _, size := range iconSizes {
		files = append(files, drawn(iconName(size), func() ([]byte, error) { return card.Icon(size, e.colours) }))
	}
	if e.base == "" {
		return files
	}
	c, cards := e.site.Config, card.NewCards(e.colours)
	files = append(files, drawn(cardPath, func() ([]byte, error) {
		return cards.Draw(card.Words{Title: c.Title, Below: c.Publisher})
	}))
	for _, d := range e.site.Documents {
		files = append(files, drawn(cardOf(d), func() ([]byte, error) {
			return cards.Draw(card.Words{Above: c.Title, Title: d.Title(), Below: c.Publisher})
		}))
	}
	return files
}

func drawn(path string, draw func() ([]byte, error)) output.File {
	return output.File{Path: path, Render: func(b *bytes.Buffer) error {
		content, err := draw()
		b.Write(content)
		return err
	}}
}

// manifest is a web application manifest: what a device shows when a reader
// keeps the site among the things on its screen.
type manifest struct {
	Name       string         `json:"name"`
	ShortName  string         `json:"short_name"`
	About      string         `json:"description,omitempty"`
	Lang       string         `json:"lang"`
	Start      string         `json:"start_url"`
	Scope      string         `json:"scope"`
	Display    string         `json:"display"`
	Background string         `json:"background_color"`
	Theme      string         `json:"theme_color"`
	Icons      []manifestIcon `json:"icons"`
}

type manifestIcon struct {
	Source string `json:"src"`
	Type   string `json:"type"`
	Sizes  string `json:"sizes"`
}

func (e *Emitter) manifest() *manifest {
	c := e.site.Config
	ground := fmt.Sprintf("#%02x%02x%02x", e.colours.Ground.R, e.colours.Ground.G, e.colours.Ground.B)
	m := &manifest{Name: plain(c.Title), ShortName: brief(c.Title, 24), About: plain(c.Summary), Lang: c.Language,
		Start: "index.html", Scope: "./", Display: "browser", Background: ground, Theme: ground,
		Icons: []manifestIcon{{iconPath, "image/svg+xml", "any"}}}
	for _, size := range iconSizes {
		m.Icons = append(m.Icons, manifestIcon{iconName(size), "image/png", fmt.Sprintf("%dx%d", size, size)})
	}
	return m
}

// icons links the icons and the manifest.
func (h *head) icons(link func(string) string) {
	h.link("icon", "image/svg+xml", "", link(iconPath))
	h.link("apple-touch-icon", "", "", link(touchPath))
	h.link("manifest", "", "", link(manifestPath))
}

// image names the card: of the document, or of the series.
func (e *Emitter) image(h *head, p Place) {
	if e.base == "" {
		return
	}
	name, alt := cardPath, e.site.Config.Title
	if p.Page != nil && p.Page.Document != nil {
		name, alt = cardOf(p.Page.Document), p.Page.Document.Title()
	}
	h.meta("property", "og:image", e.base+site.EscapePath(name))
	h.meta("property", "og:image:width", fmt.Sprint(card.Width))
	h.meta("property", "og:image:height", fmt.Sprint(card.Height))
	h.meta("property", "og:image:alt", alt)
	h.meta("name", "twitter:card", "summary_large_image")
}
