package site

import (
	"slices"

	"trigpoint/generator/config"
)

// Matrix is a table of the elements of one kind against those of another. One
// that nobody could read holds the rows and columns with the most relations.
type Matrix struct {
	RowKinds, ColumnKinds   []*config.Kind
	Via                     [][]string // the paths from row to column, each enough
	Rows, Columns           []*Element // those that are shown, in order
	Cells                   [][]Cell   // by row, then column, of those
	RowTotals, ColumnTotals []int      // for each of those, what it is related to, shown or not
	Total                   int        // pairs that are related, shown or not
	RowsInAll, ColumnsInAll int
	Unrelated               []*Element // rows, then columns, shown or not
}

// The largest table: wider than a screen, and longer than a page, but such that
// a browser and a reader get to its end.
const (
	matrixRows    = 200
	matrixColumns = 40
)

// A Cell says how a row's element is related to a column's.
type Cell struct {
	Related bool
	Direct  *Element   // which of the two says so, where a path of one step joins them
	Through []*Element // what stands between, for a path of several steps
}

// matrix reads a matrix block.
func (r reading) matrix() *Matrix {
	r.Reject("rows", "columns", "via", "caption", "empty")
	rows, columns := r.kinds("rows"), r.kinds("columns")
	via := r.paths("via", rows, columns)
	if len(via) == 0 {
		return nil
	}
	m := &Matrix{Via: via, RowKinds: r.kindsNamed(rows), ColumnKinds: r.kindsNamed(columns)}
	m.fill(r.elements(rows), r.elements(columns))
	for _, row := range m.Rows {
		cells := make([]Cell, len(m.Columns))
		for j, column := range m.Columns {
			cells[j] = cell(row, column, via)
		}
		m.Cells = append(m.Cells, cells)
	}
	return m
}

// fill counts what each row and column is related to, and chooses those to show.
func (m *Matrix) fill(rows, columns []*Element) {
	number := map[*Element]int{}
	for j, c := range columns {
		number[c] = j
	}
	byRow, byColumn := make([]int, len(rows)), make([]int, len(columns))
	for i, row := range rows {
		seen := map[int]bool{}
		for _, via := range m.Via {
			for _, e := range row.Follow(via) {
				if j, ok := number[e]; ok && !seen[j] {
					seen[j] = true
					byRow[i]++
					byColumn[j]++
				}
			}
		}
		m.Total += byRow[i]
	}
	m.RowsInAll, m.ColumnsInAll = len(rows), len(columns)
	m.Rows, m.RowTotals = m.most(rows, byRow, matrixRows)
	m.Columns, m.ColumnTotals = m.most(columns, byColumn, matrixColumns)
}

// most keeps the elements with the highest totals, in the order they are in, and
// remembers those with none.
func (m *Matrix) most(list []*Element, totals []int, bound int) (shown []*Element, theirs []int) {
	order := make([]int, len(list))
	for i := range list {
		order[i] = i
		if totals[i] == 0 {
			m.Unrelated = append(m.Unrelated, list[i])
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return totals[b] - totals[a] })
	order = order[:min(bound, len(order))]
	slices.Sort(order)
	for _, i := range order {
		shown, theirs = append(shown, list[i]), append(theirs, totals[i])
	}
	return shown, theirs
}

// cell finds how row leads to column by one of the paths, and through what.
func cell(row, column *Element, paths [][]string) Cell {
	var c Cell
	for _, via := range paths {
		if len(via) == 1 {
			if slices.Contains(row.Related(via[0]), column) {
				c.Related, c.Direct = true, column
				if row.says(via[0]) {
					c.Direct = row
				}
			}
			continue
		}
		for _, middle := range row.Related(via[0]) {
			if slices.Contains(middle.Follow(via[1:]), column) && !slices.Contains(c.Through, middle) {
				c.Related = true
				c.Through = append(c.Through, middle)
			}
		}
	}
	return c
}

// says tells whether the element's author wrote the relation, as opposed to
// its being computed from the other side.
func (e *Element) says(name string) bool {
	return slices.ContainsFunc(e.Out, func(g Group) bool { return g.Relation.Name == name })
}
