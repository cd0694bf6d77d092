package site

import (
	"path"

	"trigpoint/generator/config"
	"trigpoint/generator/diag"
	"trigpoint/generator/markdown"
	"trigpoint/generator/record"
)

// hide remembers the ids and the terms of a page that is not published, so that
// a reference to one of them gets the right message, and is unwrapped.
func (l *linker) hide(f *markdown.File, why Publication) {
	l.hideElement(f.Meta.ID, f.Meta.Title, why)
	l.hideOldIDs(f.Meta.Was, why)
	for _, h := range f.Headings {
		if h.Explicit {
			l.hideElement(h.ID, h.Text, why)
			l.hideOldIDs(record.Reader{Table: h.Attrs, Diags: &diag.List{}}.List("was"), why)
		}
	}
}

func (l *linker) hideElement(id, title string, why Publication) {
	if id == "" {
		return
	}
	l.hidden[id] = why
	if kind := l.cfg.KindOf(id); kind != nil && kind.Use == config.Glossary {
		l.hidden[termKey(title)] = why
	}
}

func (l *linker) hideOldIDs(list []record.Value, why Publication) {
	for _, v := range list {
		if id, ok := v.Text(); ok {
			l.hidden[id] = why
		}
	}
}

// termKey keeps a hidden term apart from ids and sources of the same letters.
func termKey(name string) string { return "term " + foldTerm(name) }

// isHidden tells whether a source, an id or a term's key is of something that is
// not published.
func (l *linker) isHidden(name string) bool { return l.hidden[name] != Published }

// hideAssets hides the files in sections that are not published: another page
// may name one, but it is not to be read yet.
func (l *linker) hideAssets(decided map[*Page]Window) {
	for _, a := range l.in.Assets {
		if why := decided[l.section(path.Dir(a.Path))].At(l.in.Now); why != Published && !l.in.Drafts {
			l.hidden[a.Path] = why
		}
	}
}
