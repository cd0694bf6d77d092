// Package scaffold makes the first files of new things: a site, a document, an
// element, a theme. What it starts from lies in archetypes/, embedded in the
// program.
//
// It makes files in memory and picks ids; it neither looks at the disk nor
// writes to it, so it cannot overwrite anything.
package scaffold

import (
	"bytes"
	"embed"
	"io/fs"
	"path"
	"strings"
	"text/template"
)

//go:embed all:archetypes
var archetypes embed.FS

// A File is to be created at a path, slash-separated.
type File struct {
	Path    string
	Content []byte
}

// Site returns the files of a small complete site with the title: a strategy
// with principles, and actions that serve them.
func Site(title string) ([]File, error) {
	return fill("site", "", map[string]string{"Title": title})
}

// Document returns the first page of a document in the folder content/name.
func Document(name, title string) ([]File, error) {
	return fill("document", path.Join("content", name), map[string]string{"Title": title})
}

// Theme returns a theme that extends another, in the folder themes/name.
func Theme(name, extends string) ([]File, error) {
	return fill("theme", path.Join("themes", name), map[string]string{"Name": name, "Extends": extends})
}

// fill fills every file of an archetype in; dir is where the files will lie. A
// name that begins with a dot is kept as dot-NAME, so that no tool takes the
// archetype's for its own.
func fill(archetype, dir string, values map[string]string) ([]File, error) {
	root, err := fs.Sub(archetypes, "archetypes/"+archetype)
	if err != nil {
		return nil, err
	}
	var files []File
	err = fs.WalkDir(root, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		src, err := fs.ReadFile(root, name)
		if err != nil {
			return err
		}
		content, err := execute(name, string(src), values)
		to := strings.ReplaceAll(strings.ReplaceAll(name, "dot-", "."), "NAME", values["Name"])
		files = append(files, File{path.Join(dir, to), content})
		return err
	})
	return files, err
}

// execute fills in a text. Its actions stand between << and >>, since layouts
// use braces.
func execute(name, text string, values any) ([]byte, error) {
	t, err := template.New(name).Delims("<<", ">>").Funcs(template.FuncMap{"toml": Quote}).Parse(text)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	err = t.Execute(&b, values)
	return b.Bytes(), err
}
