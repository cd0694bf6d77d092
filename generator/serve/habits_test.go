package serve

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"testing"
	"time"
)

// Each of these saves plan/one.md as one editor does: the same calls in the same
// order. The pauses are the editors', too.
func saves() map[string]func(d *desk, name, content string) {
	return map[string]func(d *desk, name, content string){
		"in place":   func(d *desk, name, content string) { d.write(name, content) },
		"vim":        vim,
		"vim, slow":  vimSlow,
		"emacs":      emacs,
		"vs code":    vsCode,
		"jetbrains":  jetBrains,
		"gnome":      replace(".goutputstream-K4YU71"),
		"sublime":    replace(".one.md.sb-1a2b3c"),
		"kate":       replace("one.md.XqJp12.tmp"),
		"rsync":      rsync,
		"git":        unlinkAndCreate,
		"truncating": truncating,
		"delayed":    func(d *desk, name, content string) { pieces(d, name, content, 300*time.Millisecond) },
	}
}

// vim with 'backup' or 'writebackup': it tries whether it may create files,
// moves the original away, and writes a new one.
func vim(d *desk, name, content string)     { vimWith(d, name, content, 0) }
func vimSlow(d *desk, name, content string) { vimWith(d, name, content, 50*time.Millisecond) }

func vimWith(d *desk, name, content string, pause time.Duration) {
	dir := filepath.ToSlash(filepath.Dir(name))
	swap := dir + "/." + filepath.Base(name) + ".swp"
	d.write(swap, "b0VIM 9.0")
	d.write(dir+"/4913", "")
	d.remove(dir + "/4913")
	d.rename(name, name+"~")
	time.Sleep(pause)
	f, err := os.OpenFile(d.disk(name), os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o644)
	d.must(err)
	_, err = f.WriteString(content)
	d.must(err)
	d.must(f.Sync())
	d.must(f.Close())
	d.must(os.Chmod(d.disk(name), 0o644))
	d.remove(name + "~")
	d.remove(swap)
}

// emacs locks the file with a link that leads nowhere, saves itself now and
// then, makes a backup by renaming, and writes.
func emacs(d *desk, name, content string) {
	dir, base := filepath.ToSlash(filepath.Dir(name)), filepath.Base(name)
	lock := dir + "/.#" + base
	d.must(os.Symlink("ada@desk.example.1234:1700000000", d.disk(lock)))
	d.write(dir+"/#"+base+"#", content[:len(content)/2])
	d.rename(name, name+"~")
	d.write(name, content)
	d.must(os.Chmod(d.disk(name), 0o644))
	d.remove(dir + "/#" + base + "#")
	d.remove(lock)
}

// vsCode empties the file and writes it, in two calls.
func vsCode(d *desk, name, content string) { pieces(d, name, content, 10*time.Millisecond) }

// pieces empties a file, and later writes it.
func pieces(d *desk, name, content string, pause time.Duration) {
	f, err := os.OpenFile(d.disk(name), os.O_WRONLY|os.O_TRUNC, 0)
	d.must(err)
	time.Sleep(pause)
	_, err = f.WriteString(content)
	d.must(err)
	d.must(f.Close())
}

// jetBrains writes beside the file, moves the original away and the new one in.
func jetBrains(d *desk, name, content string) {
	d.write(name+"___jb_tmp___", content)
	d.rename(name, name+"___jb_old___")
	d.rename(name+"___jb_tmp___", name)
	d.remove(name + "___jb_old___")
}

// replace writes a temporary file and renames it.
func replace(temporary string) func(d *desk, name, content string) {
	return func(d *desk, name, content string) {
		other := filepath.ToSlash(filepath.Join(filepath.Dir(name), temporary))
		d.write(other, content)
		d.rename(other, name)
	}
}

// rsync -t gives the new file the time of the original, which may be long ago.
func rsync(d *desk, name, content string) {
	other := filepath.ToSlash(filepath.Join(filepath.Dir(name), ".one.md.k3Jd8f"))
	d.write(other, content)
	old := time.Date(2001, 2, 3, 4, 5, 6, 0, time.UTC)
	d.must(os.Chtimes(d.disk(other), old, old))
	d.rename(other, name)
}

// unlinkAndCreate is what git does to a file that another branch has otherwise.
func unlinkAndCreate(d *desk, name, content string) {
	d.must(os.Remove(d.disk(name)))
	f, err := os.OpenFile(d.disk(name), os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644)
	d.must(err)
	_, err = f.WriteString(content)
	d.must(err)
	d.must(f.Close())
}

// truncating writes over the old content and cuts off what is left of it.
func truncating(d *desk, name, content string) {
	f, err := os.OpenFile(d.disk(name), os.O_WRONLY, 0)
	d.must(err)
	_, err = f.WriteString(content)
	d.must(err)
	d.must(f.Truncate(int64(len(content))))
	d.must(f.Close())
}

// TestSaves: however an editor saves, the page is never seen gone or empty, the
// new text is seen, and nothing that the editor left behind is.
func TestSaves(t *testing.T) {
	t.Parallel()
	for editor, save := range saves() {
		t.Run(editor, func(t *testing.T) {
			t.Parallel()
			const name = "content/plan/one.md"
			l := newDesk(t).look()
			first, second, third := l.read(name), front("One", "Second words, more of them."), front("One", "Third.")
			save(l.desk, name, second)
			steps := l.settled()
			l.expect(steps, "~"+name)
			l.never(steps, name, first, second)
			os.Remove(l.disk(name + "~"))
			save(l.desk, name, third) // the watch is still on the new file
			steps = l.settled()
			l.expect(steps, "~"+name)
			l.never(steps, name, second, third)
		})
	}
}

// poll does without what the system reports.
func poll(w *Watch) { w.Poll, w.pace.poll = true, 20*time.Millisecond }

// TestPollingSaves: the same, where nothing is reported.
func TestPollingSaves(t *testing.T) {
	t.Parallel()
	for editor, save := range saves() {
		t.Run(editor, func(t *testing.T) {
			t.Parallel()
			const name = "content/plan/one.md"
			l := newDesk(t).look(poll)
			first, second := l.read(name), front("One", "Second words, more of them.")
			save(l.desk, name, second)
			steps := l.settled()
			l.expect(steps, "~"+name)
			l.never(steps, name, first, second)
		})
	}
}

// moves are what else happens to files, and what the watch reports of it.
func moves() map[string]struct {
	do   func(d *desk)
	want []string
} {
	type move = struct {
		do   func(d *desk)
		want []string
	}
	return map[string]move{
		"a folder is made and filled at once": {func(d *desk) {
			d.write("content/plan/n/o/p/new.md", front("New", "Words."))
		}, []string{"+content/plan/n/o/p/new.md"}},
		"a tree is moved in": {func(d *desk) {
			from := d.outside()
			d.must(os.MkdirAll(filepath.Join(from, "tree/sub"), 0o755))
			d.must(os.WriteFile(filepath.Join(from, "tree/sub/a.md"), []byte(front("A", "Words.")), 0o644))
			d.must(os.Rename(filepath.Join(from, "tree"), d.disk("content/tree")))
			d.write("content/tree/sub/b.md", front("B", "Words."))
		}, []string{"+content/tree/sub/a.md", "+content/tree/sub/b.md"}},
		"a tree is moved out, and edited there": {func(d *desk) {
			to := d.outside()
			d.must(os.Rename(d.disk("content/plan"), filepath.Join(to, "plan")))
			d.must(os.WriteFile(filepath.Join(to, "plan/deep/three.md"), []byte("x"), 0o644))
		}, []string{"-content/plan/_index.md", "-content/plan/deep/three.md", "-content/plan/one.md", "-content/plan/two.md"}},
		"a folder is renamed, and a file below it edited": {func(d *desk) {
			d.rename("content/plan", "content/route")
			d.write("content/route/deep/three.md", front("Three", "Other words."))
		}, []string{"-content/plan/_index.md", "-content/plan/deep/three.md", "-content/plan/one.md", "-content/plan/two.md",
			"+content/route/_index.md", "+content/route/deep/three.md", "+content/route/one.md", "+content/route/two.md"}},
		"two folders change places": {func(d *desk) {
			d.write("content/other/one.md", front("Other", "Words."))
			d.rename("content/plan", "content/swap")
			d.rename("content/other", "content/plan")
			d.rename("content/swap", "content/other")
		}, []string{"+content/other/_index.md", "+content/other/deep/three.md", "+content/other/one.md", "+content/other/two.md",
			"-content/plan/_index.md", "-content/plan/deep/three.md", "~content/plan/one.md", "-content/plan/two.md"}},
		"all content is deleted and made again": {func(d *desk) {
			d.remove("content")
			d.write("content/_index.md", front("Home", "Another beginning."))
			d.write("content/plan/one.md", front("One", "Again."))
		}, []string{"~content/_index.md", "-content/plan/_index.md", "-content/plan/deep/three.md", "~content/plan/one.md", "-content/plan/two.md"}},
		"a page is deleted":        {func(d *desk) { d.remove("content/plan/two.md") }, []string{"-content/plan/two.md"}},
		"a page is renamed":        {func(d *desk) { d.rename("content/plan/two.md", "content/plan/2.md") }, []string{"+content/plan/2.md", "-content/plan/two.md"}},
		"the site's file is saved": {func(d *desk) { vim(d, "site.toml", "title = \"Other\"\n") }, []string{"~site.toml"}},
		"a theme is begun": {func(d *desk) {
			d.write("theme/assets/style.css", "p { color: red }")
			d.write("themes/own/theme.toml", "")
		}, []string{"+theme/assets/style.css", "+themes/own/theme.toml"}},
		"a file is touched": {func(d *desk) {
			now := time.Now().Add(time.Second)
			d.must(os.Chtimes(d.disk("content/plan/one.md"), now, now))
		}, nil},
		"a file's mode is changed":     {func(d *desk) { d.must(os.Chmod(d.disk("content/plan/one.md"), 0o600)) }, nil},
		"a file is saved as it was":    {func(d *desk) { d.write("content/plan/one.md", d.read("content/plan/one.md")) }, nil},
		"a file is replaced by a like": {func(d *desk) { d.place("content/plan/one.md", d.read("content/plan/one.md")) }, nil},
		"other bytes, same size and time": {func(d *desk) {
			info, err := os.Stat(d.disk("content/plan/one.md"))
			d.must(err)
			d.write("content/plan/one.md", front("One", "First swords"))
			d.must(os.Chtimes(d.disk("content/plan/one.md"), info.ModTime(), info.ModTime()))
		}, []string{"~content/plan/one.md"}},
		"what is no source changes": {func(d *desk) {
			d.write("public/index.html", "<p>")
			d.write(".git/index", "x")
			d.write("content/.git/HEAD", "x")
			d.write("content/plan/~$one.docx", "x")
			d.write("content/plan/.~lock.one.ods#", "x")
			d.write("content/plan/.DS_Store", "x")
			d.write("content/plan/Thumbs.db", "x")
			d.write("notes.txt", "x")
		}, nil},
	}
}

// TestMoves: files and folders come, go and move.
func TestMoves(t *testing.T) {
	t.Parallel()
	for name, m := range moves() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			l := newDesk(t).look()
			m.do(l.desk)
			l.expect(l.settled(), m.want...)
			// And the watch is on whatever there is now.
			l.write("content/plan/deep/later.md", front("Later", "Words."))
			l.write("content/later.md", front("Later", "Words."))
			l.settled()
			l.write("content/plan/deep/later.md", front("Later", "Other words."))
			l.expect(l.settled(), "~content/plan/deep/later.md")
		})
	}
}

// TestPollingMoves: the same, where nothing is reported.
func TestPollingMoves(t *testing.T) {
	t.Parallel()
	for name, m := range moves() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			l := newDesk(t).look(poll)
			m.do(l.desk)
			l.expect(l.settled(), m.want...)
		})
	}
}

// TestCheckout changes the branch with git itself.
func TestCheckout(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("not run: there is no git here")
	}
	d := newDesk(t)
	git := func(args ...string) {
		t.Helper()
		cmd := exec.Command("git", append([]string{"-c", "user.name=Ada", "-c", "user.email=ada@example.org"}, args...)...)
		cmd.Dir = d.dir
		cmd.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL="+os.DevNull, "GIT_CONFIG_NOSYSTEM=1")
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("git %v: %s\n%s", args, err, out)
		}
	}
	git("init", "-q", "-b", "first")
	git("add", ".")
	git("commit", "-qm", "First")
	git("checkout", "-q", "-b", "second")
	d.write("content/plan/one.md", front("One", "On the other branch."))
	d.remove("content/plan/deep")
	d.write("content/plan/wide/four.md", front("Four", "Only there."))
	git("add", "-A")
	git("commit", "-qm", "Second")
	git("checkout", "-q", "first")
	l := d.look()
	git("checkout", "-q", "second")
	l.expect(l.settled(), "-content/plan/deep/three.md", "~content/plan/one.md", "+content/plan/wide/four.md")
	git("checkout", "-q", "first")
	l.expect(l.settled(), "+content/plan/deep/three.md", "~content/plan/one.md", "-content/plan/wide/four.md")
}

// TestLinks: a link that leads nowhere, as Emacs leaves one, stops nothing at
// the start; a theme that is a link to a folder is watched.
func TestLinks(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("not run: links need rights here")
	}
	d := newDesk(t)
	d.must(os.Symlink("ada@desk.example.1:2", d.disk("content/plan/.#one.md")))
	d.must(os.Symlink("nowhere", d.disk("content/plan/lost.md")))
	theme := d.outside()
	d.must(os.WriteFile(filepath.Join(theme, "theme.toml"), nil, 0o644))
	d.mkdir("themes")
	d.must(os.Symlink(theme, d.disk("themes/own")))
	l := d.look()
	d.must(os.WriteFile(filepath.Join(theme, "theme.toml"), []byte("# edited\n"), 0o644))
	l.write("content/plan/one.md", front("One", "Edited."))
	var steps []step
	for len(changed(steps)) < 2 {
		steps = append(steps, l.next())
	}
	l.expect(steps, "~content/plan/one.md", "~themes/own/theme.toml")
}
