package pack

import (
	"bytes"
	"fmt"
	"io"
	"maps"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/ledongthuc/pdf"
	"golang.org/x/net/html"

	"trigpoint/generator/render"
)

// maxPrints is how often a copy is printed before page numbers that do not
// settle are left out.
const maxPrints = 5

// pdf prints the single file of a volume. References name pages, which only the
// printed copy knows: so a proof is printed first, and the numbers found in it
// stand in the next. Where they have moved some text to another page, it is
// printed again.
func (b binding) pdf(w io.Writer, vol *render.Volume) error {
	numbers, err := b.proof(vol)
	if err != nil {
		return err
	}
	for range maxPrints {
		printed, found, err := b.print(vol, b.leaves(vol, numbers), false)
		if err != nil {
			return err
		}
		if maps.Equal(found, numbers) {
			_, err = w.Write(b.pinned(vol, printed))
			return err
		}
		numbers = found
	}
	printed, _, err := b.print(vol, nil, false)
	if err == nil {
		_, err = w.Write(b.pinned(vol, printed))
	}
	return err
}

// proof prints a volume with numbers that take as much room as the right ones
// will, and returns those.
func (b binding) proof(vol *render.Volume) (map[string]int, error) {
	const contents, each = 3, 3.7 // sheets, as documents have them
	guess := map[string]int{}
	for i, p := range vol.Pages {
		guess[pageID(p)] = contents + int(each*float64(i))
	}
	_, numbers, err := b.print(vol, b.leaves(vol, guess), true)
	return numbers, err
}

// print prints a volume, and returns the page of each place that a link leads
// to.
func (b binding) print(vol *render.Volume, add addition, proof bool) ([]byte, map[string]int, error) {
	var single bytes.Buffer
	if err := b.single(&single, vol, forPrint(add, proof)); err != nil {
		return nil, nil, err
	}
	printed, err := b.Browser.Print(single.String(), proof)
	if err != nil {
		return nil, nil, err
	}
	numbers, err := destinations(printed)
	return printed, numbers, err
}

// forPrint marks a copy that goes to the printer. The theme's styles (copy.css)
// lay out nothing of it for the screen, and hide the words of a proof, which is
// printed for the sake of its numbers: what need not be drawn takes no time.
func forPrint(add addition, proof bool) addition {
	kind := map[bool]string{true: "proof", false: "copy"}[proof]
	return func(name string, attrs []html.Attribute) []html.Attribute {
		switch {
		case name == "html":
			return []html.Attribute{{Key: "data-print", Val: kind}}
		case add == nil:
			return nil
		}
		return add(name, attrs)
	}
}

// leaves adds to each link within a copy the number of the sheet it leads to:
// alone, for the contents, and in words. Where only that of the page's beginning
// is known, it takes that.
func (b binding) leaves(vol *render.Volume, numbers map[string]int) addition {
	words := b.Theme.Words(vol.Root(b.Site).Lang)
	return func(name string, attrs []html.Attribute) []html.Attribute {
		if name != "a" {
			return nil
		}
		for _, a := range attrs {
			fragment, ok := strings.CutPrefix(a.Val, "#")
			if a.Key != "href" || !ok {
				continue
			}
			id := unescapePath(fragment)
			n := numbers[id]
			if n == 0 {
				page, _, _ := strings.Cut(id, ":")
				n = numbers[page]
			}
			if n > 0 {
				return []html.Attribute{{Key: "data-leaf", Val: strconv.Itoa(n)}, {Key: "data-page", Val: words.T("copies.page", strconv.Itoa(n))}}
			}
		}
		return nil
	}
}

// destinations returns the page number of each place that a PDF has a name for.
// A page is known by what is written for it: each has contents of its own.
func destinations(printed []byte) (out map[string]int, err error) {
	defer func() {
		if fault := recover(); fault != nil { // the library panics on what it cannot read
			err = fmt.Errorf("the browser's PDF cannot be read: %v", fault)
		}
	}()
	r, err := pdf.NewReader(bytes.NewReader(printed), int64(len(printed)))
	if err != nil {
		return nil, fmt.Errorf("the browser's PDF cannot be read: %w", err)
	}
	number := map[string]int{}
	for i := range r.NumPage() {
		number[r.Page(i+1).V.String()] = i + 1
	}
	out = map[string]int{}
	places := r.Trailer().Key("Root").Key("Dests")
	for _, name := range places.Keys() {
		id, err := url.PathUnescape(name)
		if err != nil {
			id = name
		}
		out[id] = number[places.Key(name).Index(0).String()]
	}
	return out, nil
}

// pinned sets the dates in a PDF, which the browser takes from the clock, to the
// day that the content is of. Nothing else moves: all dates are of one length.
func (b binding) pinned(vol *render.Volume, printed []byte) []byte {
	day := modified(vol).Format("20060102150405")
	return regexp.MustCompile(`/(CreationDate|ModDate) \(D:\d{14}`).ReplaceAllFunc(printed, func(old []byte) []byte {
		return append(old[:len(old)-len(day):len(old)-len(day)], day...)
	})
}

// modified is the last day that the content names, not that of the build.
func modified(vol *render.Volume) time.Time {
	last := stamp()
	note := func(t time.Time) {
		if t.After(last) {
			last = t
		}
	}
	for _, p := range vol.Pages {
		note(p.File.Meta.Updated)
		if p.Document != nil {
			note(p.Document.Updated())
		}
	}
	return last.UTC()
}
