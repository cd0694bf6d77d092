package markdown

import (
	"bytes"
	"fmt"
)

// tooManyMarks finds the paragraph with which a page has more signs of links and
// emphasis than allowed. goldmark looks for the partner of each among all that
// came before it in the paragraph, and for each footnote among all of the page:
// a page of a megabyte could take a quarter of an hour. So what counts is the sum
// of the squares, which for one paragraph is that of most.
func tooManyMarks(src []byte, most int) (at int, fault string) {
	left := most * most
	notes := bytes.Count(src, []byte("[^"))
	left -= notes * notes
	marks, begin := 0, 0
	for start := 0; start < len(src) && left >= marks*marks; {
		end := len(src)
		if i := bytes.IndexByte(src[start:], '\n'); i >= 0 {
			end = start + i
		}
		line := src[start:end]
		if len(bytes.TrimSpace(line)) == 0 {
			left -= marks * marks
			marks, begin = 0, end+1
		}
		for _, c := range line {
			if isMark[c] {
				marks++
			}
		}
		start = end + 1
	}
	if left >= marks*marks {
		return 0, ""
	}
	return min(begin, len(src)), fmt.Sprintf("links, emphasis and footnotes have more than %d signs in a paragraph", most)
}

// isMark are the bytes that begin links and emphasis. A table is looked at three
// times as fast as a list of cases, and here it is for every byte of a site.
var isMark = [256]bool{'[': true, '*': true, '_': true, '~': true, '"': true, '\'': true}
