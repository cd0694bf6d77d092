package serve

import (
	"net/url"
	"path/filepath"
	"strconv"
	"strings"

	"trigpoint/generator/diag"
)

// link opens a file in the author's editor: an address that the system passes
// to it or, for an editor in a terminal, a command to copy. Both are empty
// where site.toml names no editor.
type link struct {
	Href    string `json:"href"`
	Command string `json:"command"`
}

// editor makes links to lines of files.
type editor struct{ href, command, dir string }

// newEditor returns the editor that site.toml names: one that is known, or a
// pattern with {path}, {line} and {column}.
func newEditor(name, dir string) editor {
	e := editor{dir: dir}
	switch strings.ToLower(name) {
	case "":
	case "vscode", "code":
		e.href = "vscode://file{path}:{line}:{column}"
	case "vscode-insiders", "vscodium", "cursor", "windsurf", "zed":
		e.href = strings.ToLower(name) + "://file{path}:{line}:{column}"
	case "idea", "phpstorm", "webstorm", "pycharm", "goland", "rubymine", "rider", "clion":
		e.href = strings.ToLower(name) + "://open?file={path}&line={line}&column={column}"
	case "sublime", "subl":
		e.href = "subl://open?url=file://{path}&line={line}&column={column}"
	case "textmate", "mate":
		e.href = "txmt://open?url=file://{path}&line={line}&column={column}"
	case "bbedit":
		e.href = "bbedit://open?url=file://{path}&line={line}"
	case "macvim", "mvim":
		e.href = "mvim://open?url=file://{path}&line={line}&column={column}"
	case "vim", "nvim", "vi", "emacs", "nano", "kak", "micro", "emacsclient":
		e.command = strings.ToLower(name) + " +{line} {path}"
	case "helix", "hx":
		e.command = "hx {path}:{line}:{column}"
	default:
		e.custom(name)
	}
	return e
}

// custom takes a pattern of the author's: an address, or else a command.
func (e *editor) custom(pattern string) {
	if !strings.Contains(pattern, "{path}") {
		return
	}
	scheme, _, isAddress := strings.Cut(pattern, "://")
	switch {
	case !isAddress || strings.ContainsAny(scheme, " {"):
		e.command = pattern
	case scheme != "javascript" && scheme != "data":
		e.href = pattern
	}
}

// link leads to a place in a source of the site.
func (e editor) link(at diag.Position) link {
	if at.Path == "" || !filepath.IsLocal(filepath.FromSlash(at.Path)) {
		return link{}
	}
	p := filepath.ToSlash(filepath.Join(e.dir, filepath.FromSlash(at.Path)))
	if !strings.HasPrefix(p, "/") {
		p = "/" + p // C:/…
	}
	escaped := strings.NewReplacer("&", "%26", "+", "%2B", "=", "%3D").Replace((&url.URL{Path: p}).EscapedPath())
	return link{fill(e.href, escaped, at), fill(e.command, quote(at.Path), at)}
}

func fill(pattern, path string, at diag.Position) string {
	return strings.NewReplacer("{path}", path, "{line}", strconv.Itoa(max(at.Line, 1)),
		"{column}", strconv.Itoa(max(at.Col, 1))).Replace(pattern)
}

// quote makes one word of a path for a shell.
func quote(p string) string {
	if strings.IndexFunc(p, func(r rune) bool {
		return !strings.ContainsRune("/._-", r) && (r < '0' || r > '9') && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z')
	}) < 0 {
		return p
	}
	return "'" + strings.ReplaceAll(p, "'", `'\''`) + "'"
}
