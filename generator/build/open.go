package build

import (
	"bytes"
	"image/color"

	"trigpoint/generator/card"
	"trigpoint/generator/data"
	"trigpoint/generator/render"
	"trigpoint/generator/site"
)

// web is the format of the pages of a site at an address, which carry what the
// open data says of them.
func web(open *data.Emitter, base string) render.Web {
	return render.Web{Base: basePath(base), Policy: data.Policy(), Data: catalogue(open),
		Header: func(w *bytes.Buffer, address, title string, p *site.Page, link func(string) string) {
			open.Head(w, data.Place{Address: address, Title: title, Page: p, Link: link})
		}}
}

func catalogue(open *data.Emitter) []render.DataGroup {
	var out []render.DataGroup
	for _, g := range open.Catalogue() {
		group := render.DataGroup{Name: g.Name}
		for _, f := range g.Files {
			group.Files = append(group.Files, render.DataFile(f))
		}
		out = append(out, group)
	}
	return out
}

// colours are those that the theme, or the site, gives to the icon and the card.
func colours(params map[string]any) card.Colours {
	c := card.Colours{Ground: color.RGBA{0x17, 0x21, 0x2a, 0xff}, Ink: color.RGBA{0xf5, 0xf6, 0xef, 0xff}, Mark: color.RGBA{0xff, 0x94, 0x70, 0xff}}
	for name, to := range map[string]*color.RGBA{"card_ground": &c.Ground, "card_ink": &c.Ink, "card_mark": &c.Mark} {
		text, _ := params[name].(string)
		if own, ok := card.ParseColour(text); ok {
			*to = own
		}
	}
	return c
}
