package output_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"trigpoint/generator/output"
)

// project makes a folder with sources, an output folder of ours, a folder of
// somebody else's, and links to them and to a home folder.
func project(t *testing.T) string {
	t.Helper()
	dir, home := t.TempDir(), t.TempDir()
	tree{"me/.profile": "", "me/site/": "dir"}.plant(t, home)
	tree{
		"site.toml":                "title = 'A'",
		"content/a/_index.md":      "A",
		"themes/plain/theme.toml":  "",
		"content-old/public/":      "dir",
		"empty/":                   "dir",
		"kept/.gitkeep":            "",
		"kept/.git/HEAD":           "ref",
		"foreign/notes.txt":        "mine",
		"file":                     "a file",
		"to-content":               "-> content",
		"to-inside":                "-> content/a",
		"to-foreign":               "-> foreign",
		"to-home":                  "-> " + home + "/me",
		"to-homes":                 "-> " + home,
		"to-root":                  "-> /",
		"to-file":                  "-> file",
		"to-project":               "-> .",
		"to-empty":                 "-> empty",
		"to-nothing":               "-> nowhere",
		"elsewhere/linked-sources": "-> ../content",
	}.plant(t, dir)
	for _, name := range []string{"HOME", "USERPROFILE"} {
		t.Setenv(name, filepath.Join(home, "me"))
	}
	write(t, filepath.Join(dir, "public"), tree{"index.html": "ours"})
	return dir
}

func TestOpenRefuses(t *testing.T) {
	dir := project(t)
	before, other := everything(t, dir), t.TempDir()
	for _, c := range []struct {
		output, source string
		words          []string
	}{
		{"content", "content", []string{": it is ", "/content,"}},
		{"to-content", "content", []string{": it is "}},
		{"content", "to-content", []string{": it is "}},
		{"content", "elsewhere/linked-sources", []string{": it is "}},
		{"content/a/public", "content", []string{"lies in"}},
		{"content/new/public", "content", []string{"lies in"}},
		{"to-inside", "content", []string{"lies in"}},
		{"to-inside/new", "to-content", []string{"lies in"}},
		{"to-project/content/x", "content", []string{"lies in"}},
		{".", "content", []string{"contains"}},
		{".", "site.toml", []string{"contains", "site.toml"}},
		{"to-project", "themes/plain", []string{"contains"}},
		{"themes", "themes/plain/theme.toml", []string{"contains"}},
		{"content", "elsewhere/linked-sources/a", []string{"contains"}},
		{"planned", "planned/content", []string{"contains"}}, // neither is there
		{"planned/content", "planned", []string{"lies in"}},
		{"site.toml", "content", []string{"file"}},
		{"to-file", "content", []string{"file"}},
		{"file/public", "content", []string{"not a directory"}},
		{"to-root", "content", []string{"root of the disk"}},
		{"to-home", "content", []string{"home folder"}},
		{"to-homes", "content", []string{"home folder"}},
		{"foreign", "content", []string{"notes.txt", "no build", "empty"}},
		{"to-foreign", "content", []string{"notes.txt", "no build"}},
		{"to-nothing", "content", []string{"leads nowhere"}},
		{"to-nothing/public", "content", []string{"leads nowhere"}},
	} {
		name := filepath.Join(dir, filepath.FromSlash(c.output))
		_, err := output.Open(name, []string{filepath.Join(other, "none"), filepath.Join(dir, c.source)})
		wantError(t, err, append(c.words, "cannot be the output folder")...)
		if t.Failed() {
			t.Fatalf("in the case %q", c)
		}
	}
	_, err := output.Open("/", nil)
	wantError(t, err, "root of the disk")
	_, err = output.Open("", nil)
	wantError(t, err, "no name")
	wantTree(t, everything(t, dir), before)
}

func TestOpenTakes(t *testing.T) {
	dir := project(t)
	before := everything(t, dir)
	for _, name := range []string{
		"public", "new", "new/deep/public", "empty", "kept", "to-empty", "content-old/public", "content2", "to-home/site",
	} {
		sources := []string{filepath.Join(dir, "content"), filepath.Join(dir, "site.toml"), filepath.Join(dir, "missing")}
		if _, err := output.Open(filepath.Join(dir, filepath.FromSlash(name)), sources); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	wantTree(t, everything(t, dir), before)
}

// What Open found may have changed when Write comes.
func TestWriteChecksAgain(t *testing.T) {
	dir := project(t)
	f, err := output.Open(filepath.Join(dir, "new"), []string{filepath.Join(dir, "content")})
	mustDo(t, err)
	mustDo(t, os.Symlink("content", filepath.Join(dir, "new")))
	_, err = f.Write(context.Background(), tree{"a.html": "A"}.set(t), 1)
	wantError(t, err, "/new/ cannot be the output folder: it is ", "content")
	mustDo(t, os.Remove(filepath.Join(dir, "new")))
	tree{"new/theirs.txt": "T"}.plant(t, dir)
	_, err = f.Write(context.Background(), tree{"a.html": "A"}.set(t), 1)
	wantError(t, err, "theirs.txt")
	wantTree(t, everything(t, filepath.Join(dir, "new")), tree{"theirs.txt": "T"})
}

// A relative name is that of the folder it was when it was opened.
func TestWriteAfterChdir(t *testing.T) {
	dir := t.TempDir()
	t.Chdir(dir)
	f := open(t, "public")
	tree{"other/": "dir"}.plant(t, dir)
	t.Chdir(filepath.Join(dir, "other"))
	_, err := f.Write(context.Background(), tree{"a.html": "A"}.set(t), 1)
	mustDo(t, err)
	wantTree(t, site(t, dir+"/public"), tree{"a.html": "A"})
}
