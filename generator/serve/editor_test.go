package serve

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"trigpoint/generator/diag"
)

// TestEditor: what each value of "editor" makes of a place.
func TestEditor(t *testing.T) {
	t.Parallel()
	at := diag.Position{Path: "content/plan/größe & more.md", Line: 12, Col: 3}
	const file = "/srv/me/a%20site/content/plan/gr%C3%B6%C3%9Fe%20%26%20more.md"
	const word = "'content/plan/größe & more.md'"
	for name, want := range map[string]link{
		"":                {},
		"notepad":         {},
		"vscode":          {Href: "vscode://file" + file + ":12:3"},
		"code":            {Href: "vscode://file" + file + ":12:3"},
		"VSCode":          {Href: "vscode://file" + file + ":12:3"},
		"vscode-insiders": {Href: "vscode-insiders://file" + file + ":12:3"},
		"vscodium":        {Href: "vscodium://file" + file + ":12:3"},
		"cursor":          {Href: "cursor://file" + file + ":12:3"},
		"windsurf":        {Href: "windsurf://file" + file + ":12:3"},
		"zed":             {Href: "zed://file" + file + ":12:3"},
		"idea":            {Href: "idea://open?file=" + file + "&line=12&column=3"},
		"webstorm":        {Href: "webstorm://open?file=" + file + "&line=12&column=3"},
		"pycharm":         {Href: "pycharm://open?file=" + file + "&line=12&column=3"},
		"goland":          {Href: "goland://open?file=" + file + "&line=12&column=3"},
		"sublime":         {Href: "subl://open?url=file://" + file + "&line=12&column=3"},
		"textmate":        {Href: "txmt://open?url=file://" + file + "&line=12&column=3"},
		"bbedit":          {Href: "bbedit://open?url=file://" + file + "&line=12"},
		"macvim":          {Href: "mvim://open?url=file://" + file + "&line=12&column=3"},
		"vim":             {Command: "vim +12 " + word},
		"nvim":            {Command: "nvim +12 " + word},
		"emacs":           {Command: "emacs +12 " + word},
		"emacsclient":     {Command: "emacsclient +12 " + word},
		"nano":            {Command: "nano +12 " + word},
		"helix":           {Command: "hx " + word + ":12:3"},

		"kate -l {line} {path}":                {Command: "kate -l 12 " + word},
		"my://open?f={path}&l={line}:{column}": {Href: "my://open?f=" + file + "&l=12:3"},
		"javascript://{path}":                  {},
		"data://{path}":                        {},
		"{path}://x":                           {Command: word + "://x"},
	} {
		if got := newEditor(name, "/srv/me/a site").link(at); got != want {
			t.Errorf("editor = %q: %+v, want %+v", name, got, want)
		}
	}
}

// TestEditorStaysInTheSite: there are links to files of the site and to no others,
// and a path is one word for a shell.
func TestEditorStaysInTheSite(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"", "../other.md", "/etc/passwd", "content/../../x.md"} {
		for _, e := range []string{"vscode", "vim"} {
			if got := newEditor(e, "/site").link(diag.Position{Path: name, Line: 1}); got != (link{}) {
				t.Errorf("%s: %q is linked to: %+v", e, name, got)
			}
		}
	}
	got := newEditor("vim", "/site").link(diag.Position{Path: "content/it's $(here).md"})
	if want := `vim +1 'content/it'\''s $(here).md'`; got.Command != want {
		t.Errorf("the command is %s, want %s", got.Command, want)
	}
}

// TestEditorsAreExplained: the guide names every editor that is known, and no
// other.
func TestEditorsAreExplained(t *testing.T) {
	t.Parallel()
	guide, err := os.ReadFile("../../docs/writing.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, found := strings.Cut(string(guide), "\n### The editor\n")
	section, _, _ := strings.Cut(rest, "\n#")
	code, err := os.ReadFile("editor.go")
	if err != nil || !found {
		t.Fatal(err, "the guide has no section on the editor")
	}
	explained := regexp.MustCompile("`([a-z-]+)`").FindAllStringSubmatch(section, -1)
	var names []string
	for _, m := range explained {
		names = append(names, m[1])
		if e := newEditor(m[1], "/"); m[1] != "editor" && e.href+e.command == "" {
			t.Errorf("the guide names %s, which nothing knows", m[1])
		}
	}
	for _, line := range strings.Split(string(code), "\n") {
		list, isCase := strings.CutPrefix(line, "\tcase \"")
		for _, m := range regexp.MustCompile(`"([a-z-]+)"`).FindAllStringSubmatch(`"`+list, -1) {
			if isCase && !slices.Contains(names, m[1]) {
				t.Errorf("the guide does not name %s", m[1])
			}
		}
	}
}
