package render

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"html/template"
	"slices"
	"strings"

	"trigpoint/generator/diagram"
	"trigpoint/generator/site"
)

// A Copy is an off-line copy as pages offer it.
type Copy struct {
	Path     string         // in the site
	Format   string         // zip, html, epub or pdf
	Document *site.Document // nil: of the whole series
	Size     int64          // in bytes; 0 where the copy is made only when it is asked for
	Sum      string         // SHA-256 in hexadecimal; likewise empty
}

// WithCopies returns a renderer whose pages offer the copies.
func (r *Renderer) WithCopies(copies []Copy) *Renderer {
	return &Renderer{site: r.site, theme: r.theme, format: r.format, code: r.code, copies: copies, shells: map[shellKey]*shell{}}
}

// DownloadsAddress is the address of the page that offers all copies.
const DownloadsAddress = "downloads.html"

func (r *Renderer) downloads(w *bytes.Buffer) error {
	v := r.view(DownloadsAddress, nil, r.site.Config.Language)
	v.title = v.words.T("copies.title")
	if err := r.theme.Execute(w, "downloads", v); err != nil {
		return fmt.Errorf("rendering %s: %w", DownloadsAddress, err)
	}
	return v.err
}

// CopyOffer is a copy that a page offers.
type CopyOffer struct {
	Href   string
	Name   string // of the file
	Format string // zip, html, epub or pdf
	Label  string // what the format is called
	About  string // what it is good for
	Size   string // as people read it; empty where the copy is not made yet
	Sum    string // SHA-256 in hexadecimal; likewise
}

// offers lists the copies of a document, or of the series.
func (v *View) offers(d *site.Document) []CopyOffer {
	var out []CopyOffer
	for _, c := range v.renderer.copies {
		if c.Document == d {
			out = append(out, CopyOffer{Href: v.file(c.Path), Name: c.Path[strings.LastIndexByte(c.Path, '/')+1:], Format: c.Format,
				Label: v.words.T("copies." + c.Format), About: v.words.T("copies." + c.Format + "-about"), Size: v.size(c.Size), Sum: c.Sum})
		}
	}
	return out
}

// sums leads to the file of checksums, which is there once the copies are made.
func (v *View) sums() Link {
	first := v.renderer.copies[0]
	if first.Sum == "" {
		return Link{}
	}
	return Link{Href: v.file(dir(first.Path) + "/SHA256SUMS"), Text: "SHA256SUMS"}
}

// size writes a number of bytes in the unit that leaves it short.
func (v *View) size(n int64) string {
	switch {
	case n <= 0:
		return ""
	case n < 1000_000:
		return v.words.T("copies.kilobytes", fmt.Sprint((n+999)/1000))
	}
	return v.words.T("copies.megabytes", fmt.Sprintf("%.1f", float64(n)/1e6))
}

// A Volume is what one copy binds: a document, or the series.
type Volume struct {
	Document *site.Document // nil: the series
	Pages    []*site.Page   // in reading order
	Address  string         // of the site on the web, where it has one
}

// Root is the page that the others lie below.
func (vol *Volume) Root(s *site.Site) *site.Page {
	if vol.Document != nil {
		return vol.Document.Front
	}
	return s.Home
}

// CopyView is what the partials "copy/frame" and "copy/cover" are given.
type CopyView struct {
	*View
	Name     string        // of the document or of the series
	Summary  string        // of it
	Document *DocumentView // nil: the series
	Contents []CopyContents
	Address  string        // of the site, where it has one
	Pages    template.HTML // the place of the pages

	inlined map[string][]string // by directive: the sums of what stands in the file itself
}

// CopyContents is an entry in the table of contents of a copy.
type CopyContents struct {
	Href     string
	Text     string
	ID       string // of the page's element
	Children []CopyContents
}

// CoverLine is a line on a cover, how far down it stands, and the size of its letters.
type CoverLine struct {
	Text string
	Y    int
	Size int
}

// The room for words on a cover, in its own units.
const coverWidth, coverTop, coverRoom = 1040, 320, 480

// Lines breaks the name into lines that fit a cover: a long one into smaller lines.
func (v *CopyView) Lines() []CoverLine {
	name := strings.Join(strings.Fields(v.Name), " ")
	for _, size := range []int{96, 68} {
		if lines := nameLines(name, size); strings.Join(lines, " ") == name {
			return coverLines(lines, coverTop, size)
		}
	}
	const smallest = 48
	return coverLines(nameLines(name, smallest), coverTop, smallest)
}

func nameLines(name string, size int) []string {
	return diagram.Wrap(name, coverWidth, float64(size), 1+coverRoom*5/(6*size))
}

// Below are the lines below the name: the edition, or who publishes the series.
func (v *CopyView) Below() []CoverLine {
	const size, top, most = 44, 880, 2
	text := v.Site.Publisher
	if v.Document != nil {
		text = v.Document.Edition
	}
	return coverLines(diagram.Wrap(text, coverWidth, size, most), top, size)
}

func coverLines(lines []string, top, size int) []CoverLine {
	var out []CoverLine
	for i, line := range lines {
		out = append(out, CoverLine{line, top + i*size*6/5, size})
	}
	return out
}

// The marks stand in the frame where something is put later. They cannot come
// from content, where < and quotes are escaped.
const (
	pagesMark  = "<!--pages-->"
	policyMark = "policy-of-the-copy"
)

func (r *Renderer) copyView(vol *Volume) *CopyView {
	root := vol.Root(r.site)
	v := r.view("", vol.Document, root.Lang)
	v.title = r.CopyName(vol)
	out := &CopyView{View: v, Name: v.title, Summary: root.Summary(), Address: vol.Address,
		Pages: pagesMark, inlined: map[string][]string{}}
	if vol.Document != nil {
		out.Document = v.documentOf(vol.Document)
	}
	out.Contents = v.copyContents([]*site.Page{root})
	out.Contents = append(out.Contents[:1:1], out.Contents[0].Children...)
	out.Contents[0].Children = nil
	return out
}

func (v *View) copyContents(pages []*site.Page) []CopyContents {
	var out []CopyContents
	for _, p := range pages {
		item := CopyContents{Href: v.href(p.Target()), Text: p.Title, Children: v.copyContents(p.Children)}
		if p.Element != nil {
			item.ID = p.Element.ID
		}
		out = append(out, item)
	}
	return out
}

// Style is the content of assets, joined, to stand in the file itself.
func (v *CopyView) Style(names ...string) (template.CSS, error) {
	text, err := v.inline("style", names)
	return template.CSS(text), err
}

// Script is the same for scripts.
func (v *CopyView) Script(names ...string) (template.JS, error) {
	text, err := v.inline("script", names)
	return template.JS(text), err
}

// inline joins assets and notes the sum of what it returns.
func (v *CopyView) inline(directive string, names []string) (string, error) {
	var b strings.Builder
	for _, name := range names {
		a, ok := v.renderer.theme.Asset(name)
		if !ok {
			return "", fmt.Errorf("the theme has no asset %q", name)
		}
		b.Write(a.Content)
		b.WriteByte('\n')
	}
	if directive == "style" {
		b.WriteString(v.codeStyle())
	}
	text := strings.NewReplacer("</s", `<\/s`, "<!--", `<\!--`).Replace(b.String())
	sum := sha256.Sum256([]byte(text))
	v.inlined[directive] = append(v.inlined[directive], "'sha256-"+base64.StdEncoding.EncodeToString(sum[:])+"'")
	return text, nil
}

// codeStyle is the style of highlighted code, if the site has any.
func (v *View) codeStyle() string {
	if !slices.ContainsFunc(v.renderer.site.Pages, func(p *site.Page) bool { return p.File.HasCode }) {
		return ""
	}
	light, dark := v.renderer.code[0], v.renderer.code[1]
	return string(light.Content) + "\n@media screen and (prefers-color-scheme: dark){" + string(dark.Content) + "}\n"
}

// Policy is a Content-Security-Policy that lets the file use what stands in it
// and nothing else.
func (v *CopyView) Policy() string { return policyMark }

func (v *CopyView) policy() string {
	out := "default-src 'none'; img-src data:"
	for _, directive := range []string{"style", "script"} {
		if sums := v.inlined[directive]; len(sums) > 0 {
			out += "; " + directive + "-src " + strings.Join(sums, " ")
		}
	}
	return out + "; base-uri 'none'; form-action 'none'"
}

// CopyFrame makes what stands before and behind the pages in a copy that is one
// file: the partial "copy/frame", cut where it places its pages.
func (r *Renderer) CopyFrame(vol *Volume) (before, after string, err error) {
	var b bytes.Buffer
	v := r.copyView(vol)
	if err := r.theme.Partial(&b, "copy/frame", v); err != nil {
		return "", "", err
	}
	text := strings.Replace(b.String(), policyMark, template.HTMLEscapeString(v.policy()), 1)
	before, after, found := strings.Cut(text, pagesMark)
	if !found {
		return "", "", fmt.Errorf("the theme's partial copy/frame has no {{.Pages}}")
	}
	return before, after, v.err
}

// CopyCover writes the cover of a copy, a drawing: the partial "copy/cover".
func (r *Renderer) CopyCover(w *bytes.Buffer, vol *Volume) error {
	return r.theme.Partial(w, "copy/cover", r.copyView(vol))
}

// CopyContents is the table of contents of a copy.
func (r *Renderer) CopyContents(vol *Volume) []CopyContents { return r.copyView(vol).Contents }

// CopyPage writes a page as a part of a copy: the partial "copy/page", without
// the site around it.
func (r *Renderer) CopyPage(w *bytes.Buffer, p *site.Page) error {
	v := r.view(p.Address, p.Document, p.Lang)
	v.Page = r.pageView(v, p)
	if v.err == nil {
		v.err = r.theme.Partial(w, "copy/page", v)
	}
	if v.err != nil {
		return fmt.Errorf("rendering %s: %w", p.Source(), v.err)
	}
	return nil
}

// CopyWord is a word of the interface in the language of a volume.
func (r *Renderer) CopyWord(vol *Volume, key string, args ...any) string {
	return r.theme.Words(vol.Root(r.site).Lang).T(key, args...)
}

// CopyName is what a volume is called. The series has the name of the site, whose
// first page may be called "Home".
func (r *Renderer) CopyName(vol *Volume) string {
	if vol.Document == nil {
		return r.site.Config.Title
	}
	return vol.Document.Front.Title
}

// CopyLang is the language of a volume, as a BCP 47 tag.
func (r *Renderer) CopyLang(vol *Volume) string { return vol.Root(r.site).Lang }

// CopyStyle joins style sheets for a copy that has a file for them.
func (r *Renderer) CopyStyle(names ...string) (string, error) {
	v := &CopyView{View: &View{renderer: r}, inlined: map[string][]string{}}
	return v.inline("style", names)
}
