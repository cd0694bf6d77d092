package output_test

import (
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func entry(p, content string) string {
	return fmt.Sprintf("%x %d %s\n", sha256.Sum256([]byte(content)), len(content), p)
}

// planted makes an output folder with a manifest of somebody's own beside a file
// that nobody may touch, and returns both.
func planted(t *testing.T, manifest string) (dir, precious string) {
	t.Helper()
	top := t.TempDir()
	dir, precious = filepath.Join(top, "public"), filepath.Join(top, "precious")
	tree{"precious": "P", "public/theirs": "T", "public/.trigpoint/manifest": manifest}.plant(t, top)
	return dir, precious
}

func TestManifestIsNotTrusted(t *testing.T) {
	const header = "trigpoint manifest 1\n"
	for name, manifest := range map[string]string{
		"empty":      "",
		"other":      "something else\n",
		"newer":      "trigpoint manifest 2\n",
		"cut":        header + strings.TrimSuffix(entry("a", "A"), "\n"),
		"header cut": strings.TrimSuffix(header, "\n"),
		"outside":    header + entry("../precious", "P"),
		"inside out": header + entry("a/../../precious", "P"),
		"absolute":   header + entry("/etc/passwd", "P"),
		"own":        header + entry(".trigpoint/lock", ""),
		"twice":      header + entry("a", "A") + entry("a", "A"),
		"case":       header + entry("A", "A") + entry("a", "A"),
		"no path":    header + entry("", "A"),
		"no size":    header + strings.Replace(entry("a", "A"), " 1 ", " x ", 1),
		"minus":      header + strings.Replace(entry("a", "A"), " 1 ", " -1 ", 1),
		"no sum":     header + "a 1 a\n",
		"short sum":  header + "abcd 1 a\n",
		"blank line": header + "\n" + entry("a", "A"),
	} {
		t.Run(name, func(t *testing.T) {
			dir, precious := planted(t, manifest)
			wantUntouched(t, filepath.Dir(precious), []string{"public/.trigpoint", "public/.trigpoint/lock"}, func() {
				refused(t, dir, tree{"a.html": "A"}, "/.trigpoint/manifest: it is damaged", "line", "build again")
			})
		})
	}
}

func TestJournalIsNotTrusted(t *testing.T) {
	manifest := "trigpoint manifest 1\n" + entry("new", "N")
	header := fmt.Sprintf("trigpoint journal 1\nmanifest %x\n", sha256.Sum256([]byte(manifest)))
	for name, c := range map[string]struct{ journal, word string }{
		"empty":          {"", "line 1"},
		"newer":          {"trigpoint journal 2\n", "line 1"},
		"no sum":         {"trigpoint journal 1\n", "line 2"},
		"wrong sum":      {"trigpoint journal 1\nmanifest abc\n", "line 2"},
		"verb":           {header + "chmod 0 a\n", "chmod"},
		"number":         {header + "move ../../precious a\n", "line 3"},
		"minus":          {header + "move -1 a\n", "line 3"},
		"to outside":     {header + "move 0 ../precious\n", `".."`},
		"to absolute":    {header + "move 0 /etc/passwd\n", "absolute"},
		"to own":         {header + "move 0 .trigpoint/lock\n", ".trigpoint"},
		"remove outside": {header + "remove 0 ../precious\n", `".."`},
		"cut":            {header + "move 0 a", "cut off"},
		"over theirs":    {header + "move 0 theirs\n", "theirs: a file is there that no build wrote"},
		"through a link": {header + "move 0 link/precious\n", "link is not a folder"},
		"over a link":    {header + "move 0 link\n", "link: a link is there"},
	} {
		t.Run(name, func(t *testing.T) {
			dir, precious := planted(t, "trigpoint manifest 1\n")
			tree{"link": "-> ..", ".trigpoint/journal": c.journal, ".trigpoint/stage/0": "N", ".trigpoint/stage/manifest": manifest}.plant(t, dir)
			wantUntouched(t, filepath.Dir(precious), []string{"public/.trigpoint", "public/.trigpoint/lock"}, func() {
				refused(t, dir, tree{"a.html": "A"}, c.word)
			})
		})
	}
}

// A journal removes only what the manifest says is ours, and no link leads it away.
func TestJournalRemovesOnlyOurs(t *testing.T) {
	now := "trigpoint manifest 1\n"
	dir, precious := planted(t, now+entry("gone", "G")+entry("link/precious", "P"))
	journal := fmt.Sprintf("trigpoint journal 1\nmanifest %x\n", sha256.Sum256([]byte(now))) +
		"remove 0 gone\nremove 0 link/precious\nremove 0 theirs\nrespell 7 theirs\nrespell 8 gone\n"
	tree{"gone": "G", "link": "-> ..", ".trigpoint/journal": journal, ".trigpoint/stage/manifest": now}.plant(t, dir)
	write(t, dir, tree{"a.html": "A"})
	wantTree(t, site(t, dir), tree{"a.html": "A", "theirs": "T", "link": "-> .."})
	if _, err := os.Stat(precious); err != nil {
		t.Error(err)
	}
}

// A journal that does not belong to the stage beside it has been carried out.
func TestStaleJournalIsDropped(t *testing.T) {
	for name, staged := range map[string]tree{
		"no stage":      {},
		"another stage": {".trigpoint/stage/0": "N", ".trigpoint/stage/manifest": "trigpoint manifest 1\n"},
		"stage of file": {".trigpoint/stage": "a file"},
	} {
		t.Run(name, func(t *testing.T) {
			dir, _ := planted(t, "trigpoint manifest 1\n")
			journal := fmt.Sprintf("trigpoint journal 1\nmanifest %x\nmove 0 new\n", sha256.Sum256(nil))
			staged.with(tree{".trigpoint/journal": journal}).plant(t, dir)
			write(t, dir, tree{"a.html": "A"})
			wantTree(t, site(t, dir), tree{"a.html": "A", "theirs": "T"})
			wantClean(t, dir)
		})
	}
}

// wantClean expects no trace of a write under way.
func wantClean(t *testing.T, dir string) {
	t.Helper()
	entries, err := os.ReadDir(dir + "/.trigpoint")
	mustDo(t, err)
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	wantPaths(t, ".trigpoint", names, "lock", "manifest")
}

// Our own folder, or what is in it, may have been made a link to somewhere else.
func TestOwnFolderFollowsNoLink(t *testing.T) {
	for p, target := range map[string]string{
		".trigpoint":          "../outside",
		".trigpoint/manifest": "../../outside/manifest",
		".trigpoint/lock":     "../../outside/none",
		".trigpoint/stage":    "../../outside/stage",
	} {
		t.Run(p, func(t *testing.T) {
			top := t.TempDir()
			dir := filepath.Join(top, "public")
			write(t, dir, tree{"index.html": "I"})
			tree{"outside/manifest": "trigpoint manifest 1\n", "outside/stage/0": "0"}.plant(t, top)
			mustDo(t, os.RemoveAll(filepath.Join(dir, p)))
			mustDo(t, os.Symlink(target, filepath.Join(dir, p)))
			wantUntouched(t, filepath.Join(top, "outside"), nil, func() {
				_, err := open(t, dir).Write(t.Context(), tree{"index.html": "new"}.set(t), 2)
				if p != ".trigpoint/stage" {
					wantError(t, err, p)
				} else if err != nil { // only that link goes
					t.Error(err)
				}
			})
		})
	}
}
