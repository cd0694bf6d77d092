package publish

import (
	"path"
	"slices"
	"strings"
)

// A Plan is what there is to do, in its order.
type Plan struct {
	Blocking []string // of ours and gone, in the way of something new
	Assets   []File   // to send, first what pages use
	Pages    []File   // and then the pages
	Removals []string // of ours, and gone from the site

	Kept      []string // once ours and gone from the site, but changed by somebody else: left alone
	Foreign   []string // not ours, and in the way of a file of the site
	Unchanged int

	now record // what is there and stays, before anything is sent
}

// IsEmpty tells that there is nothing to do.
func (p *Plan) IsEmpty() bool { return p.Sends() == 0 && p.Removes() == 0 }

// Sends is how many files are sent.
func (p *Plan) Sends() int { return len(p.Assets) + len(p.Pages) }

// Removes is how many files are removed.
func (p *Plan) Removes() int { return len(p.Blocking) + len(p.Removals) }

// plan compares the site with what is ours and what is there.
func plan(files []File, ours record, there map[string]Object) *Plan {
	p := &Plan{now: record{}}
	for _, f := range files {
		p.file(f, ours, there)
	}
	p.gone(files, ours, there)
	return p
}

// file decides about one file of the site.
func (p *Plan) file(f File, ours record, there map[string]Object) {
	e, mine := ours[f.Path]
	at, found := there[f.Path]
	switch {
	case found && !mine && at.Tag != f.Tag:
		p.Foreign = append(p.Foreign, f.Path)
	case found && mine && e.arrived(f, at):
		p.now[f.Path] = entry{f.Print, at.Tag}
		p.Unchanged++
		return
	}
	if isPage(f.Path) {
		p.Pages = append(p.Pages, f)
	} else {
		p.Assets = append(p.Assets, f)
	}
}

// arrived tells whether the file is there as it should be: as it was recorded,
// or, of one that was on its way, with the tag that it has to have.
func (e entry) arrived(f File, at Object) bool {
	return e.print == f.Print && (e.tag == at.Tag || e.tag == "" && at.Tag == f.Tag)
}

// gone decides about the files of ours that the site does not have any more.
func (p *Plan) gone(files []File, ours record, there map[string]Object) {
	names, folders := map[string]bool{}, map[string]bool{}
	for _, f := range files {
		names[f.Path] = true
		for dir := path.Dir(f.Path); dir != "."; dir = path.Dir(dir) {
			folders[dir] = true
		}
	}
	for name, e := range ours {
		at, found := there[name]
		switch {
		case names[name] || !found:
		case e.tag != "" && e.tag != at.Tag:
			p.Kept = append(p.Kept, name)
		case folders[name] || below(name, names):
			p.Blocking = append(p.Blocking, name)
		default:
			p.Removals = append(p.Removals, name)
		}
	}
	slices.Sort(p.Kept)
	slices.Sort(p.Blocking)
	slices.Sort(p.Removals)
}

// below tells whether a folder above the file has the name of one of the files.
func below(name string, names map[string]bool) bool {
	for dir := path.Dir(name); dir != "."; dir = path.Dir(dir) {
		if names[dir] {
			return true
		}
	}
	return false
}

// onTheWay is the record while the plan is carried out: what is there, what is
// about to be sent, and what is about to be removed. Of a file whose content is
// there already under other headers, the tag cannot tell whether it has arrived:
// it is sent again in any case.
func (p *Plan) onTheWay(ours record, there map[string]Object) record {
	r := record{}
	for name, e := range p.now {
		r[name] = e
	}
	for _, f := range slices.Concat(p.Assets, p.Pages) {
		r[f.Path] = entry{print: f.Print}
		if at, found := there[f.Path]; found && at.Tag == f.Tag {
			r[f.Path] = entry{}
		}
	}
	for _, name := range slices.Concat(p.Blocking, p.Removals) {
		r[name] = ours[name]
	}
	return r
}

func isPage(name string) bool {
	switch strings.ToLower(path.Ext(name)) {
	case ".html", ".htm", ".xhtml":
		return true
	}
	return false
}
