package render

import (
	"bytes"
	"html/template"
	"slices"
	"strconv"

	"trigpoint/generator/config"
	"trigpoint/generator/site"
)

// QueryView is what a query block shows; the part for its kind is set.
type QueryView struct {
	Kind     string // list, matrix, coverage, map or timeline
	Caption  string
	Empty    string // the author's words for nothing
	List     *ListView
	Matrix   *MatrixView
	Coverage []CoverageView
	Map      *MapView
	Timeline *TimelineView
}

func (f *filler) query(w *bytes.Buffer, n int) {
	res := f.page.Results[n]
	if res == nil {
		return
	}
	q := &QueryView{Kind: res.Query.Kind, Caption: res.Caption, Empty: res.Empty}
	switch {
	case res.List != nil:
		q.List = f.view.listView(res.List)
		f.view.Page.Tables = f.view.Page.Tables || q.List.Sort || len(q.List.Filters) > 0
	case res.Matrix != nil:
		q.Matrix = f.view.matrixView(res.Matrix)
	case res.Map != nil:
		q.Map = f.view.mapView(res.Map)
	case res.Timeline != nil:
		q.Timeline = f.view.timelineView(res.Timeline)
	default:
		q.Coverage = f.view.coverageViews(res.Coverage)
	}
	f.partial(w, "query/"+q.Kind, PartView{View: f.view, Query: q})
}

// ListView is a list of elements.
type ListView struct {
	As        string // list, table, cards or count
	Columns   []ColumnView
	Filters   []ColumnView // columns by which a script lets readers narrow the table
	Facets    string       // each one's label, its values in order and, where that is not the page's, their language: lists in a list, as JSON
	WordsLang string       // the language of the interface's words, where it is not the page's
	Sort      bool         // a script lets readers sort the table
	Groups    []ListGroupView
	Shown     int
	Total     int // more than Shown where the block's max cut the list
}

// ColumnView is a column of a table.
type ColumnView struct{ Name, Label string }

// ListGroupView is a part of a list; Title is empty in a list without groups.
type ListGroupView struct {
	Title string
	Href  string
	Rows  []RowView
}

// RowView is an element and its cells, one for each column.
type RowView struct {
	Element Link
	Cells   []CellView
	Facets  string // the row's values for each of the list's filters: lists in a list, as JSON
}

// CellView is a value: links, a date, a status, or text; or several of these,
// each beside the element that it is of.
type CellView struct {
	Column  string
	Links   []Link
	Date    DateView
	Status  *StatusView
	Text    string
	InWords template.HTMLAttr // goes into the tag around Text: its language, unless it is the page's
	Parts   []PartCellView
	History *ProgressView
	None    bool   // the column leads to other elements, and this one to none
	Sort    string // what a script sorts by, where that is not the text
}

// PartCellView is the value of an element that the row's leads to.
type PartCellView struct {
	Of   Link
	Cell CellView
}

func (v *View) listView(l *site.List) *ListView {
	out := &ListView{As: l.As, Shown: len(l.Elements), Total: l.Total}
	columns := l.Columns
	if len(columns) == 0 {
		columns = []string{site.ColumnID, site.ColumnTitle}
	}
	for _, c := range columns {
		out.Columns = append(out.Columns, ColumnView{c, v.columnLabel(c, l.Elements)})
	}
	out.Sort = l.Sortable
	for _, c := range l.Filters {
		out.Filters = append(out.Filters, ColumnView{c, v.columnLabel(c, l.Elements)})
	}
	out.Facets, out.WordsLang = v.facets(l), v.foreign(v.words.LangOf("table.all"))
	for _, g := range l.Groups {
		group := ListGroupView{Title: v.words.Or("value", g.Title)}
		if !g.Target.IsZero() {
			group.Title, group.Href = g.Target.Title(), v.href(g.Target)
		}
		for _, e := range g.Elements {
			row := v.row(e, columns)
			if len(l.Filters) > 0 {
				row.Facets = v.values(e, l.Filters)
			}
			group.Rows = append(group.Rows, row)
		}
		out.Groups = append(out.Groups, group)
	}
	return out
}

// columnLabel names a column: by the interface's words, the field's label, or
// the relation's.
func (v *View) columnLabel(name string, elements []*site.Element) string {
	for _, e := range elements {
		if f, ok := e.Kind.Field(name); ok {
			return f.Label
		}
	}
	cfg := v.renderer.site.Config
	path, last, far := site.FarColumn(name)
	if far && cfg.Relation(last) == nil && cfg.Inverse(last) == nil {
		return v.columnLabel(path[len(path)-1], nil)
	}
	if r := cfg.Relation(last); r != nil {
		return r.Label
	}
	if r := cfg.Inverse(last); r != nil {
		return r.InverseLabel
	}
	return v.words.T("column." + name)
}

func (v *View) row(e *site.Element, columns []string) RowView {
	r := RowView{Element: v.elementLink(e)}
	for _, c := range columns {
		r.Cells = append(r.Cells, v.cell(e, c))
	}
	return r
}

func (v *View) cell(e *site.Element, column string) CellView {
	c := CellView{Column: column}
	switch column {
	case site.ColumnID:
		c.Links = []Link{v.shortLink(e)}
	case site.ColumnTitle:
		c.Links = []Link{v.elementLink(e)}
	case site.ColumnSummary:
		c.Text, c.InWords = e.Summary, v.inWords(e.Page)
	case site.ColumnKind:
		c.Text = e.Kind.Label
	case site.ColumnDocument:
		if d := e.Document(); d != nil {
			c.Links = []Link{v.pageLink(d.Front)}
		}
	case site.StatusField:
		c.Status = v.statusView(e)
		c.Sort = statusOrder(e)
	case site.ColumnSince:
		if e.Progress != nil {
			c.Date = v.date(e.Progress.Since)
		}
	case site.ColumnHistory:
		c.History = v.progressView(e)
	default:
		v.valueCell(e, column, &c)
	}
	return c
}

// valueCell fills the cell of a field or a relation.
func (v *View) valueCell(e *site.Element, column string, c *CellView) {
	if _, ok := e.Kind.Field(column); ok {
		if f, ok := e.Field(column); ok {
			view := v.fieldView(f)
			c.Text, c.Date = view.Text, view.Date
			if f.Field.Type == config.Series && len(f.Series) > 0 {
				c.Text = number(f.Series[len(f.Series)-1].Value)
			}
		}
		return
	}
	path, last, far := site.FarColumn(column)
	if far && !v.isRelation(last) {
		for _, to := range e.Follow(path) {
			c.Parts = append(c.Parts, PartCellView{v.shortLink(to), v.cell(to, last)})
		}
		c.None = len(c.Parts) == 0
		return
	}
	c.Links = v.elementLinks(e.Follow(append(path, last)))
	c.None = len(c.Links) == 0
}

// isRelation tells whether a name is a relation's or leads up or down a page.
func (v *View) isRelation(name string) bool {
	cfg := v.renderer.site.Config
	return cfg.Relation(name) != nil || cfg.Inverse(name) != nil || name == config.Parent || name == config.Children
}

// shortLink is a link in the words of the id.
func (v *View) shortLink(e *site.Element) Link {
	link := v.elementLink(e)
	link.Text, link.Title = e.ID, e.Title
	return link
}

// statusOrder is the place of the status among those of the kind.
func statusOrder(e *site.Element) string {
	if e.Progress == nil {
		return ""
	}
	return strconv.Itoa(slices.Index(e.Kind.Progress.Statuses, e.Progress.Status))
}

// cites links to elements by the words they are cited by.
func (v *View) cites(list []*site.Element) []Link {
	out := v.elementLinks(list)
	for i, e := range list {
		out[i].Text, out[i].Title = e.Cite, e.Title
	}
	return out
}

func join(a, b string) string {
	if a == "" {
		return b
	}
	return a + ", " + b
}
