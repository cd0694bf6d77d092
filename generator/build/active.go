package build

import (
	"bytes"
	"encoding/xml"
	"io"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"

	"trigpoint/generator/diag"
	"trigpoint/generator/site"
)

// checkFiles judges the published files beside the Markdown: pictures that
// browsers would need too much memory for, and files that could run a script in
// a reader's browser, with all that the site may do there.
func (b *Builder) checkFiles(s *site.Site) (diag.List, error) {
	var list diag.List
	for _, a := range s.Assets {
		if a.Width*a.Height > b.limits.Pixels {
			list.Add(diag.Position{Path: a.Path}, "limit", "make it smaller", "the image has %d × %d pixels; the limit is %d million", a.Width, a.Height, b.limits.Pixels/1_000_000)
		}
		switch ext := strings.ToLower(path.Ext(a.Path)); {
		case ext == ".svg":
			content, err := fs.ReadFile(b.root, a.Path)
			if err != nil {
				return nil, err
			}
			checkDrawing(&list, a.Path, content)
		case strings.Contains(activeTypes, ext+" "):
			list.Add(diag.Position{Path: a.Path}, "file-active", "put it into an archive such as .zip, or write it as Markdown", "a browser would run what is in a file *%s", ext)
		}
	}
	return list, nil
}

// activeTypes are files that browsers open as pages.
const activeTypes = ".html .htm .xhtml .xht .shtml .xml .xsl .xslt .svgz .mht .mhtml .hta .swf "

// checkDrawing reports the first thing in a drawing that acts, or loads from
// elsewhere. As an image a drawing can do neither, but a reader may open it.
func checkDrawing(list *diag.List, name string, content []byte) {
	d := xml.NewDecoder(bytes.NewReader(content))
	for {
		line, col := d.InputPos()
		token, err := d.Token()
		if err == io.EOF {
			return
		}
		what := ""
		switch t := token.(type) {
		case xml.StartElement:
			what = actsIn(t)
		case xml.CharData:
			what = loadsIn(string(t))
		case xml.ProcInst:
			if t.Target != "xml" {
				what = "an instruction <?" + t.Target
			}
		case xml.Directive:
			if bytes.Contains(t, []byte("ENTITY")) {
				what = "entities of its own"
			}
		}
		if err != nil {
			what = "something that is not XML"
		}
		if what != "" {
			list.Add(diag.Position{Path: name, Line: line, Col: col}, "file-active", "save it as plain SVG, or as PNG", "the drawing holds %s", what)
			return
		}
	}
}

var activeElements = []string{"script", "foreignobject", "iframe", "embed", "object", "handler", "listener"}

// actsIn says what of an element acts, or loads from elsewhere.
func actsIn(e xml.StartElement) string {
	name := strings.ToLower(e.Name.Local)
	if slices.Contains(activeElements, name) {
		return "<" + e.Name.Local + ">"
	}
	for _, a := range e.Attr {
		key, value := strings.ToLower(a.Name.Local), strings.TrimSpace(a.Value)
		switch {
		case strings.HasPrefix(key, "on"):
			return "a script in " + a.Name.Local
		case key == "attributename" && strings.HasSuffix(strings.ToLower(value), "href"):
			return "an animation of a link"
		case (key == "href" || key == "src") && !harmless(name, value):
			return "a reference to " + value[:min(len(value), 40)]
		}
		if what := loadsIn(value); what != "" {
			return what
		}
	}
	return ""
}

// harmless tells the references that a drawing may have: to its own parts, to
// pictures in it, and links that readers follow.
func harmless(element, to string) bool {
	if element == "a" {
		return regexp.MustCompile(`^(?i:#|https?://|mailto:)`).MatchString(to)
	}
	return to == "" || regexp.MustCompile(`^(?i:#|data:image/(png|jpeg|gif|webp)[;,])`).MatchString(to)
}

var loads = regexp.MustCompile(`(?i)@import|url\(\s*["']?\s*[^#"'\s)]`)

// loadsIn finds what a style sheet loads.
func loadsIn(style string) string {
	if loads.MatchString(style) {
		return "a style that loads something"
	}
	return ""
}
