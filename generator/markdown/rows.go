package markdown

import (
	"bytes"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"

	"trigpoint/generator/diag"
)

// A row is a line of a block that has bars in it, divided at them.
type row struct {
	line  text.Segment // without the blanks around it
	cells []text.Segment
}

var (
	dashes = regexp.MustCompile(`^:?-+:?$`)
	// likeDashes matches what people and word processors write in their place.
	likeDashes = regexp.MustCompile(`^[-‐‑‒–—−=_~:;+. ]*[-‐‑‒–—−=_~][-‐‑‒–—−=_~:;+. ]*$`)
)

// checkRows reports rows of a table that Markdown takes for words, bars and all,
// since the line of dashes below the headings is missing or wrong.
func (a *assembler) checkRows(block ast.Node) {
	var bare []row // those that stand between bars
	var above row
	for i := range block.Lines().Len() {
		r := a.row(block.Lines().At(i))
		if a.isDivider(r) {
			a.checkDivider(r, above)
			return
		}
		if above = r; len(r.cells) > 1 && a.isBarred(r) {
			bare = append(bare, r)
		}
	}
	if len(bare) > 1 || len(bare) == 1 && block.Kind() == ast.KindHeading {
		a.noTable(bare[0].line, ruleOf(len(bare[0].cells))+" between the headings and the rest",
			"no line of dashes and bars stands below the headings")
	}
}

// checkDivider says what keeps a line of dashes from making a table.
func (a *assembler) checkDivider(r, above row) {
	for _, c := range r.cells {
		if !dashes.Match(c.Value(a.src)) {
			a.noTable(c, "write ---", "the line below the headings is not of dashes alone")
			return
		}
	}
	switch n := len(above.cells); {
	case n == 0:
		a.noTable(r.line, "write the headings of the columns in the line above", "no headings stand above the line of dashes")
	case n != len(r.cells):
		a.noTable(r.line, ruleOf(n), "the line of dashes has "+diag.Count(len(r.cells), "cell")+", and the row above it "+diag.Count(n, "cell"))
	}
}

func (a *assembler) noTable(at text.Segment, hint, why string) {
	p := a.position(at.Start)
	p.Len = utf8.RuneCount(at.Value(a.src))
	a.file.Diags.Add(p, "table-syntax", hint, "this is no table: %s", why)
}

// ruleOf says how the line of dashes is written for a number of columns.
func ruleOf(columns int) string {
	if columns > 8 {
		return "write | --- once for each of the " + diag.Count(columns, "column")
	}
	return "write |" + strings.Repeat(" --- |", columns)
}

// row divides a line; without a bar it has no cells.
func (a *assembler) row(line text.Segment) row {
	r := row{line: trim(line, a.src)}
	value := r.line.Value(a.src)
	if bytes.IndexByte(value, '|') < 0 {
		return r
	}
	start := r.line.Start
	for i, c := range value {
		end := c == '|' && (i == 0 || value[i-1] != '\\')
		if end && i == 0 {
			start++
		} else if end {
			r.add(a.src, start, r.line.Start+i)
			start = r.line.Start + i + 1
		}
	}
	if start < r.line.Stop {
		r.add(a.src, start, r.line.Stop)
	}
	return r
}

func (r *row) add(src []byte, start, end int) {
	r.cells = append(r.cells, trim(text.NewSegment(start, end), src))
}

func trim(s text.Segment, src []byte) text.Segment {
	s = s.TrimLeftSpace(src)
	return s.TrimRightSpace(src)
}

// isDivider tells whether a row was meant to divide headings from what is below.
func (a *assembler) isDivider(r row) bool {
	for _, c := range r.cells {
		if !likeDashes.Match(c.Value(a.src)) {
			return false
		}
	}
	return len(r.cells) > 1 || len(r.cells) == 1 && a.isBarred(r)
}

// isBarred tells whether a row begins and ends with a bar, which running text
// does not.
func (a *assembler) isBarred(r row) bool {
	value := r.line.Value(a.src)
	return len(r.cells) > 0 && value[0] == '|' && value[len(value)-1] == '|'
}

// checkLost reports what a row has beyond the columns of its table: Markdown
// leaves it out, and says nothing.
func (a *assembler) checkLost(last ast.Node) {
	lines := last.Lines()
	if lines.Len() == 0 {
		return
	}
	end := lines.At(0).Stop
	_, rest, more := bytes.Cut(a.lineAt(end), []byte("|"))
	if lost := bytes.Trim(rest, "| \t"); more && len(lost) > 0 {
		from := end + bytes.Index(a.lineAt(end), lost)
		p := a.position(from)
		p.Len = utf8.RuneCount(lost)
		a.file.Diags.Add(p, "table-syntax", `take it out, or write \| for a bar that is part of the text`, "the table has no column for this, so it is left out")
	}
}
