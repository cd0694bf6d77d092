package main

import (
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// A setting is what surrounds a build without being part of it.
type setting struct {
	env   []string
	umask fs.FileMode
	dir   string    // of the checkout
	dates time.Time // of the sources
	modes fs.FileMode
	args  []string
}

// settings are as far from each other as machines are.
func settings() map[string]setting {
	usual := setting{umask: 0o022, dir: "site", modes: 0o644, dates: time.Unix(1_700_000_000, 0)}
	with := func(change func(s *setting)) setting {
		s := usual
		change(&s)
		return s
	}
	return map[string]setting{
		"as usual":            usual,
		"again":               usual,
		"another time zone":   with(func(s *setting) { s.env = []string{"TZ=Pacific/Kiritimati"} }),
		"another locale":      with(func(s *setting) { s.env = []string{"LC_ALL=tr_TR.UTF-8", "LANG=tr_TR.UTF-8", "LANGUAGE=tr"} }),
		"no environment":      with(func(s *setting) { s.env = []string{"HOME=", "USER=", "TERM=", "LANG="} }),
		"a private umask":     with(func(s *setting) { s.umask = 0o077 }),
		"no umask":            with(func(s *setting) { s.umask = 0 }),
		"one core":            with(func(s *setting) { s.env = []string{"GOMAXPROCS=1"} }),
		"many cores":          with(func(s *setting) { s.env = []string{"GOMAXPROCS=13", "GOGC=20"} }),
		"another folder":      with(func(s *setting) { s.dir = "ein anderer Ordner/с именем/trigpoint 'x'" }),
		"a later hour":        with(func(s *setting) { s.env = []string{"SOURCE_DATE_EPOCH=1341097199"} }),
		"sources of today":    with(func(s *setting) { s.dates, s.modes = time.Now(), 0o600 }),
		"everything at once":  {[]string{"TZ=America/St_Johns", "LC_ALL=az_AZ", "GOMAXPROCS=3", "USER=other", "SOURCE_DATE_EPOCH=1341010801"}, 0o027, "x/y/z", time.Unix(1, 0), 0o640, nil},
		"another base: bites": with(func(s *setting) { s.args = []string{"--base-url", "https://elsewhere.example/"} }),
	}
}

// A found file is what a build wrote: its mode, and its content or, of a folder,
// nothing.
type found struct {
	mode    fs.FileMode
	content string
}

// TestSlowTwice builds the site of this repository, copies and all, in settings
// that differ in all that differs between machines: what is written has the same
// bytes, and modes that the umask alone decides.
func TestSlowTwice(t *testing.T) {
	program := slowProgram(t)
	want := settings()["as usual"].build(t, program)
	if len(want) < 600 {
		t.Fatalf("only %d files and folders", len(want))
	}
	for name, s := range settings() {
		fault := compared(want, s.build(t, program), s.umask)
		if bites := strings.HasSuffix(name, "bites"); bites && fault == "" {
			t.Errorf("%s: no difference is found", name)
		} else if !bites && fault != "" {
			t.Errorf("%s: %s", name, fault)
		}
	}
	t.Logf("%d files and folders are the same in %d settings", len(want), len(settings())-1)
}

// compared says what differs. The modes that are wanted are those of an umask.
func compared(want, got map[string]found, umask fs.FileMode) string {
	for name, w := range want {
		g, there := got[name]
		most := fs.FileMode(0o644)
		if w.mode.IsDir() {
			most = fs.ModeDir | 0o755
		}
		switch {
		case !there:
			return name + " is missing"
		case g.mode != most&^umask:
			return fmt.Sprintf("%s has the mode %s, and should have %s", name, g.mode, most&^umask)
		case g.content != w.content:
			return name + " holds other bytes"
		}
	}
	for name := range got {
		if _, there := want[name]; !there {
			return name + " is there"
		}
	}
	return ""
}

// build builds a copy of this repository's site in the setting.
func (s setting) build(t *testing.T, program string) map[string]found {
	t.Helper()
	site := filepath.Join(t.TempDir(), s.dir)
	for name, f := range published(t) {
		file := filepath.Join(site, name)
		mustWrite(t, file, f.Data)
		if err := os.Chtimes(file, s.dates, s.dates); err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(file, s.modes); err != nil {
			t.Fatal(err)
		}
	}
	script := fmt.Sprintf(`umask %03o; exec "$0" "$@"`, s.umask)
	cmd := exec.Command("bash", append([]string{"-c", script, program, "build", "-C", site, "--formats", "zip,html,epub"}, s.args...)...)
	cmd.Env = append(append(os.Environ(), "TZ=UTC", "SOURCE_DATE_EPOCH=1341057600"), s.env...)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%s\n%s", err, out)
	}
	return foundIn(t, filepath.Join(site, "public"))
}

// foundIn reads a folder, without what the program keeps there for itself.
func foundIn(t *testing.T, dir string) map[string]found {
	t.Helper()
	files := map[string]found{}
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.Name() == ".trigpoint" {
			return fs.SkipDir
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		f := found{mode: info.Mode()}
		if !d.IsDir() {
			f.content = string(readFile(t, name))
		}
		files[strings.TrimPrefix(name, dir)] = f
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// TestTwiceBites: other bytes, another mode, and files that are missing or too
// many are differences.
func TestTwiceBites(t *testing.T) {
	want := map[string]found{"/a": {0o644, "a"}, "/b": {fs.ModeDir | 0o755, ""}}
	for name, got := range map[string]map[string]found{
		"bytes":    {"/a": {0o600, "b"}, "/b": {fs.ModeDir | 0o700, ""}},
		"mode":     {"/a": {0o644, "a"}, "/b": {fs.ModeDir | 0o700, ""}},
		"missing":  {"/a": {0o600, "a"}},
		"too many": {"/a": {0o600, "a"}, "/b": {fs.ModeDir | 0o700, ""}, "/c": {}},
	} {
		if compared(want, got, 0o077) == "" {
			t.Errorf("%s: no difference is found", name)
		}
	}
	if fault := compared(want, map[string]found{"/a": {0o600, "a"}, "/b": {fs.ModeDir | 0o700, ""}}, 0o077); fault != "" {
		t.Error(fault)
	}
}
