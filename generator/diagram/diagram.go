// Package diagram draws three pictures: a map of things in layers and the
// routes between them, a timeline, and a small chart of measured values. Plain
// values go in; geometry and SVG come out, the same bytes for the same values.
//
// It knows nothing of sites, pages or templates, and nothing of colours: marks
// and routes carry classes, and a style sheet gives those their looks. Nothing
// drawn has an id, so pictures can stand on one page together. The pictures
// are hidden from screen readers and left out of the tab order: whoever puts
// one in a page puts the same content beside it as a list or table.
package diagram

import (
	"html"
	"math"
	"strconv"
	"strings"
)

// A Picture is a drawing of fixed size, in CSS pixels.
type Picture struct {
	Width, Height float64
	Boxes         []Box // the marks, each of which may be a link
	Routes        []Route
	content       strings.Builder
}

// A Box is where a mark stands.
type Box struct {
	X, Y, W, H float64
	Lines      []string // its text, as wrapped
	Node       int      // number of the node or row it stands for
}

// A Route is one line between two marks: straight pieces, bent at its points.
type Route struct {
	From, To int // numbers of the nodes
	Points   []Point
}

// A Point is a place in a picture.
type Point struct{ X, Y float64 }

// SVG returns the drawing as an svg element with the class.
func (p *Picture) SVG(class string) string {
	w, h := num(math.Ceil(p.Width)), num(math.Ceil(p.Height))
	return `<svg class="` + html.EscapeString(class) + `" aria-hidden="true" direction="ltr" width="` + w + `" height="` + h +
		`" viewBox="0 0 ` + w + ` ` + h + `">` + p.content.String() + `</svg>`
}

// write appends pieces of SVG, which must be well-formed together.
func (p *Picture) write(pieces ...string) {
	for _, s := range pieces {
		p.content.WriteString(s)
	}
}

// open starts an element; attributes come in pairs, and empty ones are left
// out.
func (p *Picture) open(name string, attributes ...string) {
	p.start(name, attributes)
	p.write(">")
}

func (p *Picture) start(name string, attributes []string) {
	p.write("<", name)
	for i := 0; i+1 < len(attributes); i += 2 {
		if attributes[i+1] != "" {
			p.write(" ", attributes[i], `="`, escape(attributes[i+1]), `"`)
		}
	}
}

func (p *Picture) close(name string) { p.write("</", name, ">") }

// empty writes an element without content.
func (p *Picture) empty(name string, attributes ...string) {
	p.start(name, attributes)
	p.write("/>")
}

// text writes one line of text.
func (p *Picture) text(x, y float64, class, anchor, s string) {
	p.open("text", "x", num(x), "y", num(y), "class", class, "text-anchor", anchor)
	p.write(escape(s))
	p.close("text")
}

// line writes a straight line.
func (p *Picture) line(class string, x1, y1, x2, y2 float64) {
	p.empty("line", "class", class, "x1", num(x1), "y1", num(y1), "x2", num(x2), "y2", num(y2))
}

// link starts what leads to an address, with its words in full; without an
// address it is a group.
func (p *Picture) link(href, title string) (end string) {
	end = "g"
	if href != "" {
		end = "a"
		p.open("a", "href", href, "tabindex", "-1")
	} else {
		p.open("g")
	}
	if title != "" {
		p.write("<title>", escape(title), "</title>")
	}
	return end
}

// num writes a length with one decimal at most.
func num(n float64) string {
	return strconv.FormatFloat(math.Round(n*10)/10+0, 'f', -1, 64)
}

// escape makes text of a title, whatever stands in it.
func escape(s string) string { return html.EscapeString(visible(s)) }

// spaced joins the classes that are there.
func spaced(classes ...string) string {
	var out []string
	for _, c := range classes {
		if c != "" {
			out = append(out, c)
		}
	}
	return strings.Join(out, " ")
}
