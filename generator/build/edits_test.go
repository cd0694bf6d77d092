package build_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"path"
	"slices"
	"strings"
)

// A draft is the folder of a site at one moment: content by path.
type draft map[string]string

// An edit changes a draft in one way. What it does depends on the draft and on
// the seed alone, so a sequence can be played again, and with edits left out.
type edit struct {
	what string
	seed uint64
}

func (e edit) String() string { return fmt.Sprintf("{%q, %d}", e.what, e.seed) }

// apply carries the edit out.
func (e edit) apply(d draft) {
	edits()[e.what](&pen{rand.New(rand.NewPCG(e.seed, 7)), d})
}

// randomEdits makes a sequence of edits.
func randomEdits(r *rand.Rand, n int) []edit {
	names := slices.Sorted(maps.Keys(edits()))
	var out []edit
	for range n {
		out = append(out, edit{names[r.IntN(len(names))], r.Uint64() >> 40})
	}
	return out
}

// A pen writes in a draft.
type pen struct {
	*rand.Rand
	draft draft
}

// edits are all that can happen to a site.
func edits() map[string]func(p *pen) {
	return map[string]func(p *pen){
		"body":         func(p *pen) { p.change(p.page(), p.withBody) },
		"front matter": func(p *pen) { p.change(p.page(), p.withKey) },
		"title": func(p *pen) {
			p.change(p.page(), func(s string) string { return p.withLine(s, "title", `"`+p.words(2)+`"`) })
		},
		"id":            func(p *pen) { p.change(p.page(), func(s string) string { return p.withLine(s, "id", `"`+p.id()+`"`) }) },
		"break page":    func(p *pen) { p.change(p.page(), p.broken) },
		"new page":      func(p *pen) { p.draft[p.folder()+"/"+p.word()+".md"] = p.fresh() },
		"new folder":    func(p *pen) { p.draft[p.folder()+"/"+p.word()+"/_index.md"] = p.fresh() },
		"new document":  func(p *pen) { p.draft["content/"+p.word()+"/_index.md"] = document(p.words(2)) },
		"delete page":   func(p *pen) { delete(p.draft, p.page()) },
		"delete folder": func(p *pen) { p.moveAll(p.folder(), "") },
		"rename page":   func(p *pen) { p.move(p.page(), p.folder()+"/"+p.word()+".md") },
		"rename folder": func(p *pen) { p.moveAll(p.folder(), "content/"+p.word()) },
		"swap pages":    func(p *pen) { a, b := p.page(), p.page(); p.draft[a], p.draft[b] = p.draft[b], p.draft[a] },
		"copy page":     func(p *pen) { p.draft[p.folder()+"/"+p.word()+".md"] = p.draft[p.page()] },
		"image": func(p *pen) {
			p.draft[p.folder()+"/"+p.word()+".svg"] = "<svg xmlns=\"http://www.w3.org/2000/svg\"><title>" + p.word() + "</title></svg>"
		},
		"data file": func(p *pen) { p.draft["content/plan/table.csv"] = p.words(5) },
		"site title": func(p *pen) {
			p.change("site.toml", func(s string) string { return p.withLine(s, "title", `"`+p.words(2)+`"`) })
		},
		"site key":   func(p *pen) { p.change("site.toml", p.withSetting) },
		"site table": func(p *pen) { p.draft["site.toml"] += p.pick(tables()...) },
		"site kind":  func(p *pen) { p.change("site.toml", p.withKind) },
		"short sentences": func(p *pen) {
			p.change("site.toml", func(s string) string { return s + fmt.Sprintf("[plain_language]\nsentence_words = %d\n", 3+p.IntN(4)) })
		},
		"restore site":   func(p *pen) { p.draft["site.toml"] = draftConfig },
		"break site":     func(p *pen) { p.draft["site.toml"] += p.pick("x = [\n", "unknown = 1\n", "title = 3\n") },
		"lock":           func(p *pen) { p.draft["ids.lock"] = p.pick("", "I1\n", "A1\nI1#duty\n", "?\n") },
		"theme asset":    func(p *pen) { p.draft["theme/assets/style.css"] = "p { order: " + fmt.Sprint(p.IntN(9)) + " }\n" },
		"theme words":    func(p *pen) { p.draft["theme/i18n/en.toml"] = "search = \"" + p.word() + "\"\n" },
		"theme partial":  func(p *pen) { p.draft["theme/partials/footer.html"] = "<footer>" + p.word() + "</footer>\n" },
		"break theme":    func(p *pen) { p.draft["theme/partials/footer.html"] = p.pick("{{ if }}", "{{ .Nothing }}") },
		"drop the theme": func(p *pen) { p.moveAll("theme", "") },
		"leftovers": func(p *pen) {
			p.draft[p.page()+"~"] = "x"
			p.draft["content/.#x.md"] = "x"
			p.draft["content/plan/4913"] = ""
		},
	}
}

func (p *pen) pick(list ...string) string { return list[p.IntN(len(list))] }

func (p *pen) word() string {
	return p.pick("alpha", "beta", "gamma", "delta", "open", "data", "plan", "owner", "café", "Two Words")
}

func (p *pen) words(n int) string {
	var out []string
	for range n {
		out = append(out, p.word())
	}
	return strings.Join(out, " ")
}

func (p *pen) id() string { return p.pick("I1", "I2", "I3", "A1", "A2", "A3", "K1", "t-open", "Q9") }

// page is one of the Markdown files; "" if there is none.
func (p *pen) page() string {
	var pages []string
	for name := range p.draft {
		if strings.HasSuffix(name, ".md") {
			pages = append(pages, name)
		}
	}
	if len(pages) == 0 {
		return "content/first.md"
	}
	slices.Sort(pages)
	return p.pick(pages...)
}

func (p *pen) folder() string { return path.Dir(p.page()) }

func (p *pen) change(name string, how func(string) string) { p.draft[name] = how(p.draft[name]) }

func (p *pen) move(from, to string) {
	if text, ok := p.draft[from]; ok {
		delete(p.draft, from)
		p.draft[to] = text
	}
}

// moveAll moves what is in a folder; to nowhere, if to is empty. The content
// folder stays.
func (p *pen) moveAll(from, to string) {
	if from == "content" {
		return
	}
	for _, name := range slices.Sorted(maps.Keys(p.draft)) {
		rest, ok := strings.CutPrefix(name, from+"/")
		switch {
		case ok && to == "":
			delete(p.draft, name)
		case ok:
			p.move(name, to+"/"+rest)
		}
	}
}

// withLine sets a key of front matter, or of site.toml.
func (p *pen) withLine(text, key, value string) string {
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		if strings.HasPrefix(line, key+" = ") {
			lines[i] = key + " = " + value
			return strings.Join(lines, "\n")
		}
	}
	return strings.Replace(text, "+++\n", "+++\n"+key+" = "+value+"\n", 1)
}

func (p *pen) withKey(text string) string {
	keys := [][2]string{{"summary", `"` + p.words(4) + `"`}, {"weight", fmt.Sprint(p.IntN(5))}, {"draft", p.pick("true", "false")},
		{"publish", p.pick("2026-01-01", "2030-01-01")}, {"expire", p.pick("2026-12-31", "2026-01-01")}, {"updated", "2026-02-03"},
		{"addresses", `["` + p.id() + `"]`}, {"kind", p.pick(`"issue"`, `"action"`, `"term"`)}, {"was", `["` + p.pick("I8", "A8") + `"]`},
		{"aliases", `["` + p.word() + `/old.html"]`}, {"owner", `"` + p.word() + `"`}, {"lang", p.pick(`"cy"`, `"en-GB"`)}, {"wieght", "1"},
		{"updates", `[{ date = 2026-02-03, status = "` + p.pick("open", "done") + `" }]`}}
	k := keys[p.IntN(len(keys))]
	return p.withLine(text, k[0], k[1])
}

func (p *pen) withSetting(text string) string {
	keys := [][2]string{{"language", p.pick(`"en-GB"`, `"cy"`)}, {"time_zone", p.pick(`"Europe/London"`, `"Pacific/Auckland"`)},
		{"base_url", p.pick(`"https://example.org/"`, `"https://example.org/sub/"`)}, {"publisher", `"` + p.words(2) + `"`},
		{"theme", p.pick(`"fieldbook"`, `"fieldbook"`, `"fieldbook"`, `"gone"`)}, {"summary", `"` + p.words(3) + `"`}}
	k := keys[p.IntN(len(keys))]
	if strings.Contains(text, "\n"+k[0]+" = ") {
		return p.withLine(text, k[0], k[1])
	}
	return k[0] + " = " + k[1] + "\n" + text
}

// withKind gives a kind something more.
func (p *pen) withKind(text string) string {
	more := p.pick("sections = [\"Alpha\"]", "folder = \"deep\"", "cite = \"{title}\"", "expect = 1",
		"progress = { statuses = [\"open\", \"done\"], closed = [\"done\"] }")
	at := p.pick("[kinds.issue]\n", "[kinds.action]\n", "[kinds.duty]\n")
	return strings.Replace(text, at, at+more+"\n", 1)
}

func tables() []string {
	return []string{
		"[kinds.risk]\nid = \"Q{n}\"\n", "[plain_language]\nacronyms = [\"CAFÉ\", \"NHS\"]\n", "[checks]\npage-alone = \"error\"\n", "[checks]\nsummary-missing = \"off\"\n",
		"[coverage.issue-addressed]\neach = \"issue\"\nneeds = [\"addressed-by\"]\nmessage = \"no action addresses it\"\n",
	}
}

func (p *pen) fresh() string {
	text := "+++\ntitle = \"" + p.words(2) + "\"\n+++\n"
	for range 1 + p.IntN(3) {
		text = p.withBody(text)
	}
	if p.IntN(2) == 0 {
		text = p.withLine(text, "id", `"`+p.id()+`"`)
	}
	return text
}

// withBody adds a block.
func (p *pen) withBody(text string) string {
	return text + "\n" + p.pick(
		p.words(8)+".\n", "## "+p.words(2)+"\n", "### "+p.words(2)+" {#"+p.id()+"}\n\n"+p.words(5)+".\n",
		"See ["+p.id()+"] and ["+p.words(2)+"]["+p.id()+"].\n", "A duty. ^duty\n", "By ["+p.id()+"#duty].\n",
		"To [a page]("+strings.TrimPrefix(p.page(), "content/")+").\n", "To [a page](one.md#alpha).\n", "![A picture](alpha.svg)\n", "A table: [all](table.csv).\n",
		"```list\nkind = \""+p.pick("issue", "action", "term")+"\"\nempty = \"None.\"\n```\n",
		"```matrix\nrows = \"issue\"\ncolumns = \"action\"\nvia = \"addressed-by\"\nempty = \"None.\"\n```\n",
		"```coverage\n```\n", "```map\nkinds = [\"issue\", \"action\"]\nvia = [\"addresses\"]\nempty = \"None.\"\n```\n",
		"The NHS and the TUC.\n", "A note[^n].\n\n[^n]: "+p.words(3)+".\n", "What is open? <b>"+p.word()+"</b>\n", "~~~go\nfunc main() {}\n~~~\n")
}

// broken makes a page that cannot be read.
func (p *pen) broken(text string) string {
	return p.pick("", "+++\ntitle = \n+++\n", "+++\ntitle = \"x\"\n", text[:len(text)/2], "---\ntitle: x\n---\n", text+"\xff", strings.Replace(text, "title", "titel", 1))
}

func document(title string) string {
	return "+++\ntitle = \"" + title + "\"\n[document]\nstate = \"published\"\n+++\nA document.\n"
}

const draftConfig = `title = "Draft"

[kinds.issue]
id = "I{n}"
map = true
[kinds.action]
id = "A{n}"
map = true
fields.owner = { type = "string", label = "Owner" }
[kinds.duty]
id = "K{n}"
[kinds.term]
id = "t-{slug}"
use = "glossary"
[relations.addresses]
from = ["action"]
to = ["issue"]
inverse = "addressed-by"
`

// firstDraft is the site that every sequence begins with.
func firstDraft() draft {
	return draft{
		"site.toml":              draftConfig,
		"content/_index.md":      "+++\ntitle = \"Home\"\n+++\nWelcome.\n",
		"content/plan/_index.md": document("The plan"),
		"content/plan/one.md":    "+++\ntitle = \"One\"\nid = \"I1\"\n+++\nFirst words. ^duty\n\n## Alpha\n\nMore.\n",
		"content/plan/two.md":    "+++\ntitle = \"Two\"\nid = \"A1\"\naddresses = [\"I1\"]\n+++\nSee [I1#duty] and [one](one.md).\n",
		"content/plan/open.md":   "+++\ntitle = \"Open\"\nid = \"t-open\"\nsummary = \"Not closed.\"\n+++\nA term.\n",
		"content/plan/deep/a.md": "+++\ntitle = \"Deep\"\n+++\n```list\nkind = \"action\"\n```\n",
	}
}
