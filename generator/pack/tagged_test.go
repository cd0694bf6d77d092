package pack_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/ledongthuc/pdf"
	"golang.org/x/net/html"
)

// A tagged PDF says its words in the order of its tags, which is that of the
// text, wherever they lie on the paper.
type tagged struct {
	sheets map[string]pieces // by what is written for each
	words  strings.Builder
}

// pieces are the words of a sheet, or of a drawing on it, by the numbers that
// tags know them by. What styles add, such as the numbers of pages, has none.
type pieces map[int64]string

// taggedWords are the words of a PDF in the order of its tags.
func taggedWords(r *pdf.Reader) string {
	out := tagged{sheets: map[string]pieces{}}
	for i := range r.NumPage() {
		sheet := r.Page(i + 1).V
		out.sheets[sheet.String()] = newPieces(sheet.Key("Contents"), sheet.Key("Resources"))
	}
	out.tag(r.Trailer().Key("Root").Key("StructTreeRoot").Key("K"), nil, false)
	return out.words.String()
}

// tag adds the words below a tag. The mark of a list's item is not among them, and
// the head of a table that goes on over the sheet is said once.
func (d *tagged) tag(v pdf.Value, here pieces, head bool) {
	switch v.Kind() {
	case pdf.Integer:
		d.words.WriteString(here[v.Int64()])
	case pdf.Array:
		d.tags(v, here, head)
	case pdf.Dict:
		kind := v.Key("S").Name()
		if kind == "Lbl" {
			return
		}
		if sheet := v.Key("Pg"); !sheet.IsNull() {
			here = d.sheets[sheet.String()]
		}
		if drawing := v.Key("Stm"); !drawing.IsNull() {
			here = newPieces(drawing, drawing.Key("Resources"))
		}
		d.tag(v.Key("MCID"), here, head)
		d.tag(v.Key("K"), here, head || kind == "TH")
	}
}

func (d *tagged) tags(list pdf.Value, here pieces, head bool) {
	var parts []string
	for i := range list.Len() {
		part := tagged{sheets: d.sheets}
		part.tag(list.Index(i), here, head)
		parts = append(parts, part.words.String())
	}
	if head {
		parts = once(parts)
	}
	for _, part := range parts {
		d.words.WriteString(part)
	}
}

// once is a list that may stand there several times.
func once(list []string) []string {
	for n := 1; n <= len(list)/2; n++ {
		if len(list)%n == 0 && slices.Equal(slices.Repeat(list[:n], len(list)/n), list) {
			return list[:n]
		}
	}
	return list
}

// A pen follows what is written on a sheet.
type pen struct {
	pieces
	resources pdf.Value
	fonts     map[string]pdf.TextEncoding
	font      pdf.TextEncoding
	marks     []mark // around what comes next
}

// A mark stands around words on a sheet. It has a number, or it says which they
// are: those of a ligature.
type mark struct {
	number   int64
	numbered bool
	instead  string
	says     bool
}

// newPieces reads what is written on a sheet.
func newPieces(content, resources pdf.Value) pieces {
	p := pen{pieces: pieces{}, resources: resources, fonts: map[string]pdf.TextEncoding{}}
	pdf.Interpret(content, func(stack *pdf.Stack, name string) {
		args := make([]pdf.Value, stack.Len())
		for i := range args {
			args[len(args)-1-i] = stack.Pop()
		}
		p.do(name, args)
	})
	return p.pieces
}

func (p *pen) do(name string, args []pdf.Value) {
	switch name {
	case "BMC":
		p.marks = append(p.marks, mark{})
	case "BDC":
		id, text := args[1].Key("MCID"), args[1].Key("ActualText")
		p.marks = append(p.marks, mark{id.Int64(), !id.IsNull(), text.Text(), !text.IsNull()})
	case "EMC":
		p.marks = p.marks[:len(p.marks)-1]
	case "Tf":
		p.font = p.encoding(args[0].Name())
	case "Tj":
		p.show(args[0])
	case "TJ":
		for i := range args[0].Len() {
			p.show(args[0].Index(i))
		}
	}
}

func (p *pen) encoding(font string) pdf.TextEncoding {
	if p.fonts[font] == nil {
		f := pdf.Font{V: p.resources.Key("Font").Key(font)}
		p.fonts[font] = f.Encoder()
	}
	return p.fonts[font]
}

// show notes text under the number of the mark around it.
func (p *pen) show(v pdf.Value) {
	if v.Kind() != pdf.String { // a distance
		return
	}
	text := strings.ReplaceAll(p.font.Decode(v.RawString()), "\ufffd", "") // what no font has a letter for
	for i := len(p.marks) - 1; i >= 0; i-- {
		m := &p.marks[i]
		if m.says {
			text, m.instead = m.instead, ""
		}
		if m.numbered {
			p.pieces[m.number] += text
			return
		}
	}
}

// inked are the words of a body that have ink on paper, and tags: all but those for
// screen readers alone, and what is hidden from those, but for links in it. Of a
// drawing that is there twice, the wide one is printed.
func inked(n *html.Node, hidden bool) string {
	hidden = hidden || attribute(n, "aria-hidden") == "true"
	if n.Data == "a" {
		hidden = false
	}
	var b strings.Builder
	for c := range n.ChildNodes() {
		switch {
		case c.Type == html.TextNode && !hidden:
			b.WriteString(c.Data)
		case c.Type != html.ElementNode, hasClass(c, "said"), hasClass(c, "narrow"), c.Data == "title":
		default:
			b.WriteString(inked(c, hidden))
		}
	}
	return b.String()
}

// checkPDFWords compares, page by page, all words of the bodies with those of the
// PDF: prose, lists, tables and drawings, nothing left out, nothing between them,
// in one order.
func checkPDFWords(t *testing.T, r *pdf.Reader, single []*html.Node) {
	t.Helper()
	text := squeeze(taggedWords(r))
	pages := 0
	for _, n := range single {
		if n.Data != "article" || !hasClass(n, "leaf") {
			continue
		}
		want := squeeze(inked(body(t, below(n)), false))
		if pages++; want == "" {
			t.Errorf("%s has no words", attribute(n, "id"))
		}
		i := strings.Index(text, want)
		if i < 0 {
			t.Errorf("%s: the PDF does not say in one piece, in its place\n%s\n%s", attribute(n, "id"), want, parting(text, want))
			continue
		}
		text = text[i+len(want):]
	}
	if pages == 0 {
		t.Error("no page was compared")
	}
}

// parting shows where a text leaves what is wanted.
func parting(text, want string) string {
	low, high := 0, len(want)
	for low < high {
		if half := (low + high + 1) / 2; strings.Contains(text, want[:half]) {
			low = half
		} else {
			high = half - 1
		}
	}
	has := text[strings.Index(text, want[:low])+low:]
	return "but, after " + want[max(0, low-60):low] + " in place of " + want[low:min(low+60, len(want))] + ":\n" + has[:min(100, len(has))]
}
