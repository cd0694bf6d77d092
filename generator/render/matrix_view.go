package render

import "trigpoint/generator/site"

// MatrixView is a table of one kind against another.
type MatrixView struct {
	RowLabel, ColumnLabel string // what stands in the rows and columns
	Columns               []Link
	Rows                  []MatrixRowView
	Totals                []int    // of the columns; like all totals, of what is left out too
	Total                 int      // of all pairs that are related
	Cut                   []MapCut // what was left out
	Gaps                  []Link   // rows and columns without any relation
	MoreGaps              int      // how many more there are
	Through               string   // label of what stands between; empty for a direct relation
}

// MatrixRowView is a row.
type MatrixRowView struct {
	Head  Link
	Cells []MatrixCellView
	Total int
}

// MatrixCellView says whether, and through what, the two are related.
type MatrixCellView struct {
	Related bool
	Direct  *Link // the one of the two whose page says so, where they are related directly
	Through []Link
	Row     string // what the cell is about, for readers who hear it
	Column  string
}

// mostGaps is how many gaps are named; below a table of hundreds nobody reads more.
const mostGaps = 60

func (v *View) matrixView(m *site.Matrix) *MatrixView {
	out := &MatrixView{Columns: v.cites(m.Columns), Totals: m.ColumnTotals, Total: m.Total}
	for _, k := range m.RowKinds {
		out.RowLabel = join(out.RowLabel, k.Plural)
	}
	for _, k := range m.ColumnKinds {
		out.ColumnLabel = join(out.ColumnLabel, k.Plural)
	}
	for i, e := range m.Rows {
		row := MatrixRowView{Head: v.cites(m.Rows[i : i+1])[0], Total: m.RowTotals[i]}
		for j, c := range m.Cells[i] {
			row.Cells = append(row.Cells, v.matrixCell(c, e, m.Columns[j]))
		}
		out.Rows = append(out.Rows, row)
	}
	if n := len(m.Rows); n < m.RowsInAll {
		out.Cut = append(out.Cut, MapCut{Title: out.RowLabel, Shown: n, Total: m.RowsInAll})
	}
	if n := len(m.Columns); n < m.ColumnsInAll {
		out.Cut = append(out.Cut, MapCut{Title: out.ColumnLabel, Shown: n, Total: m.ColumnsInAll})
	}
	named := min(mostGaps, len(m.Unrelated))
	out.Gaps, out.MoreGaps = v.cites(m.Unrelated[:named]), len(m.Unrelated)-named
	for _, via := range m.Via {
		if len(via) > 1 {
			out.Through = join(out.Through, v.columnLabel(via[0], nil))
		}
	}
	return out
}

func (v *View) matrixCell(c site.Cell, row, column *site.Element) MatrixCellView {
	out := MatrixCellView{Related: c.Related, Through: v.cites(c.Through), Row: row.Cite, Column: column.Cite}
	if c.Direct != nil {
		other := row
		if c.Direct == row {
			other = column
		}
		link := v.shortLink(c.Direct)
		link.Title = v.words.T("matrix.joined", c.Direct.Cite, other.Cite)
		out.Direct = &link
	}
	return out
}
