package site

import (
	"bufio"
	"bytes"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"trigpoint/generator/diag"
)

// LockName is the file, beside site.toml, that records what was published.
const LockName = "ids.lock"

// Lock records the ids and named paragraphs that were public once. It is
// written only when an author asks for it; a site that loses one of them is
// told so.
type Lock struct {
	Entries []LockEntry
}

// A LockEntry is one id, or id#paragraph, and the line it stands on.
type LockEntry struct {
	Name string
	Line int
}

// ParseLock reads a lock file: a name a line, # before comments.
func ParseLock(src []byte) *Lock {
	k := &Lock{}
	for n, s := 1, bufio.NewScanner(bytes.NewReader(src)); s.Scan(); n++ {
		if name := strings.TrimSpace(s.Text()); name != "" && name[0] != '#' {
			k.Entries = append(k.Entries, LockEntry{name, n})
		}
	}
	return k
}

// Record returns the lock file for the site as it is now.
func (s *Site) Record() []byte {
	var names []string
	for _, e := range s.Elements {
		names = append(names, e.ID)
		for i, par := range e.Page.File.Paragraphs {
			if owner := e.Page.owner(i); par.Name != "" && owner == e {
				names = append(names, e.ID+"#"+par.Name)
			}
		}
	}
	slices.SortFunc(names, compareIDs)
	var b bytes.Buffer
	fmt.Fprintln(&b, "# Ids and paragraphs that were published. Written by `trigpoint lock`; commit it.")
	for _, n := range names {
		fmt.Fprintln(&b, n)
	}
	return b.Bytes()
}

// owner returns the element in whose section paragraph i stands, or the
// page's.
func (p *Page) owner(i int) *Element {
	if e := elementAt(p.File, p.headings, p.File.Paragraphs[i].Heading); e != nil {
		return e
	}
	return p.Element
}

// compareLock reports what was published once and is gone without a trace.
func (l *linker) compareLock() {
	if l.in.Lock == nil {
		return
	}
	for _, entry := range l.in.Lock.Entries {
		id, name, paragraph := strings.Cut(entry.Name, "#")
		e := l.site.elements[id]
		if e == nil {
			e = l.site.was[id]
		}
		at := diag.Position{Path: LockName, Line: entry.Line, Col: 1, Len: utf8.RuneCountInString(entry.Name)}
		switch {
		case e == nil && l.isHidden(id):
			l.lostToDraft(at, id)
		case e == nil:
			l.diags.Add(at, "lock-lost", `add was = ["`+id+`"] to what took its place, or keep it as withdrawn`, "%s was published and is gone", id)
		case e != nil && paragraph && !e.hasParagraph(name):
			l.diags.Add(at, "lock-lost", "name the paragraph ^"+name+" again", "paragraph %q of %s was published and is gone", name, e.ID)
		}
	}
}

// lostToDraft reports what was published and is hidden again. That its time is
// over is no fault: it was announced, and a site that refused to be built on that
// day would keep it public.
func (l *linker) lostToDraft(at diag.Position, id string) {
	if why := l.hidden[id]; why != Expired {
		l.diags.Add(at, "lock-lost", "publish it again, or take the line out if it has to go", "%s was published and is hidden again (%s)", id, why)
	}
}

func (e *Element) hasParagraph(name string) bool {
	return slices.ContainsFunc(e.Page.Paragraphs, func(p Paragraph) bool { return p.Anchor == name })
}
