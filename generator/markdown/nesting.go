package markdown

import (
	"bytes"
	"fmt"

	"trigpoint/generator/limits"
)

// tooMuch finds what would cost far more than its size: memory, or time. It is
// counted on the text, before parsing.
func tooMuch(src []byte, l limits.Limits) (at int, fault, hint string) {
	if at, fault = tooNested(src, l); fault != "" {
		return at, fault, "write it flatter"
	}
	if at, fault = tooManyMarks(src, l.Marks); fault != "" {
		return at, fault, "divide the page"
	}
	at, fault = tooManyCells(src, l.Cells)
	return at, fault, "put the figures into a file beside the page"
}

// tooManyCells finds the table with which a page has more cells than allowed:
// the columns of each line between pipes, times the lines below it. A row is
// filled up to the width of its table, so that few bytes can make many.
func tooManyCells(src []byte, most int) (at int, fault string) {
	cells, columns := 0, 0
	for start := 0; start < len(src); {
		end := len(src)
		if i := bytes.IndexByte(src[start:], '\n'); i >= 0 {
			end = start + i
		}
		line := bytes.Trim(src[start:end], " \t>")
		switch {
		case len(line) == 0:
			columns = 0
		case isDelimiterRow(line):
			columns = max(columns, bytes.Count(line, []byte("|"))+1)
		}
		if cells += columns; cells > most {
			return start, fmt.Sprintf("the tables have more than %d cells", most)
		}
		start = end + 1
	}
	return 0, ""
}

// isDelimiterRow tells the line below the head of a table.
func isDelimiterRow(line []byte) bool {
	return bytes.IndexByte(line, '-') >= 0 && len(bytes.Trim(line, "|:- \t")) == 0
}

// tooNested finds a line that opens more quotes and list items than allowed,
// or a run of brackets that no reader meant: goldmark takes gigabytes for
// thousands of levels.
func tooNested(src []byte, l limits.Limits) (at int, fault string) {
	for start := 0; start < len(src); {
		end := len(src)
		if i := bytes.IndexByte(src[start:], '\n'); i >= 0 {
			end = start + i
		}
		line := src[start:end]
		if markers(line) > l.Nesting {
			return start, fmt.Sprintf("quotes and lists nest more than %d deep", l.Nesting)
		}
		if brackets(line) > l.Brackets {
			return start, fmt.Sprintf("brackets nest more than %d deep", l.Brackets)
		}
		start = end + 1
	}
	return 0, ""
}

// markers counts the quote and list markers that a line begins with.
func markers(line []byte) int {
	n := 0
	for i := 0; i < len(line); i++ {
		switch c := line[i]; {
		case c == ' ' || c == '\t':
		case c == '>':
			n++
		case (c == '-' || c == '+' || c == '*') && i+1 < len(line) && (line[i+1] == ' ' || line[i+1] == '\t'):
			n++
		case (c == '-' || c == '+' || c == '*') && i+1 == len(line):
			return n + 1
		case c >= '0' && c <= '9':
			j := i
			for j < len(line) && line[j] >= '0' && line[j] <= '9' {
				j++
			}
			if j+1 >= len(line) || line[j] != '.' && line[j] != ')' || line[j+1] != ' ' {
				return n
			}
			n, i = n+1, j
		default:
			return n
		}
	}
	return n
}

// brackets measures the deepest run of opening brackets on a line.
func brackets(line []byte) int {
	if bytes.IndexByte(line, '[') < 0 { // of most lines
		return 0
	}
	depth, deepest := 0, 0
	for i := 0; i < len(line); i++ {
		switch line[i] {
		case '\\':
			i++
		case '[':
			depth++
			deepest = max(deepest, depth)
		case ']':
			depth = max(depth-1, 0)
		}
	}
	return deepest
}
