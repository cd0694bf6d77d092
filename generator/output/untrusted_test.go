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

const header = "trigpoint manifest 1\n"

// The journal is the manifest that is to come.
func TestManifestIsNotTrusted(t *testing.T) {
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
		"unsorted":   header + entry("b", "A") + entry("a", "A"),
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
				refused(t, dir, tree{"a.html": "A"}, "/.trigpoint/manifest is damaged", "line", "build again")
			})
			dir, precious = planted(t, header)
			tree{".trigpoint/journal": manifest, ".trigpoint/stage/0": "A"}.plant(t, dir)
			wantUntouched(t, filepath.Dir(precious), []string{"public/.trigpoint", "public/.trigpoint/lock"}, func() {
				refused(t, dir, tree{"a.html": "A"}, "/.trigpoint/journal is damaged", "line", "build again")
			})
		})
	}
}

// An interrupted commit puts nothing over what others have put there since.
func TestJournalKeepsForeign(t *testing.T) {
	for p, word := range map[string]string{
		"theirs":        "/theirs: a file is there that no build wrote",
		"deep/theirs":   "/deep/theirs: a file is there that no build wrote",
		"link/precious": "/link/precious: link is not a folder",
		"link":          "/link: a link is there",
	} {
		t.Run(p, func(t *testing.T) {
			dir, precious := planted(t, header)
			tree{"link": "-> ..", "deep/theirs": "T", ".trigpoint/journal": header + entry(p, "N"), ".trigpoint/stage/0": "N"}.plant(t, dir)
			wantUntouched(t, filepath.Dir(precious), []string{"public/.trigpoint", "public/.trigpoint/lock"}, func() {
				refused(t, dir, tree{"a.html": "A"}, word, "the next build finishes that first")
			})
		})
	}
}

// Nor does it remove what no manifest says is ours, or what is behind a link.
func TestJournalRemovesOnlyOurs(t *testing.T) {
	dir, precious := planted(t, header+entry("gone", "G")+entry("link/precious", "P"))
	tree{"gone": "G", "link": "-> ..", ".trigpoint/journal": header}.plant(t, dir)
	write(t, dir, tree{"a.html": "A"})
	wantTree(t, site(t, dir), tree{"a.html": "A", "theirs": "T", "link": "-> .."})
	if _, err := os.Stat(precious); err != nil {
		t.Error(err)
	}
}

// A journal moves from the stage only what has the content that it tells.
func TestStageIsNotTrusted(t *testing.T) {
	for name, staged := range map[string]tree{
		"no stage":      {},
		"other content": {"stage/0": "X"},
		"other names":   {"stage/00": "N", "stage/1": "N", "stage/-1": "N", "stage/x": "N"},
		"folder":        {"stage/0/": "dir"},
		"link":          {"stage/0": "-> x", "stage/x": "N"},
		"no folder":     {"stage": "N"},
	} {
		t.Run(name, func(t *testing.T) {
			dir, _ := planted(t, header)
			staged.with(tree{"journal": header + entry("a.html", "N")}).plant(t, filepath.Join(dir, ".trigpoint"))
			write(t, dir, tree{"b.html": "B"})
			wantTree(t, site(t, dir), tree{"b.html": "B", "theirs": "T"})
			wantClean(t, dir)
		})
	}
}

// If a stage was lost, what the journal tells is not taken for what is there.
func TestJournalWithoutStage(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, tree{"a.html": "old"})
	waitForTick(t, dir)
	tree{"journal": header + entry("a.html", "new")}.plant(t, filepath.Join(dir, ".trigpoint"))
	write(t, dir, tree{"a.html": "new"})
	wantTree(t, site(t, dir), tree{"a.html": "new"})
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
		".trigpoint/journal":  "manifest",
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
			mustDo(t, os.Symlink(target, filepath.Join(dir, filepath.FromSlash(p))))
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
