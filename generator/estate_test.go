package main

import (
	"context"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// An estate is a site on the disk, the program that builds it, and what it
// becomes: two editions, which differ in site.toml alone, so that no moment lies
// between them.
type estate struct {
	*testing.T
	program  string
	site     string
	out      string
	sources  map[string]string
	editions [2]string            // site.toml
	want     [2]map[string]string // what public/ holds
}

// foreign are files of others in the output folder.
var foreign = map[string]string{"CNAME": "www.example.org\n", ".git/HEAD": "ref\n", "all/theirs.txt": "theirs\n"}

// copiesFlag names the copies that all builds make: while watching, those of
// site.toml are not made.
const copiesFlag = "--formats=zip,html"

func newEstate(t *testing.T, program string) *estate {
	t.Helper()
	e := &estate{T: t, program: program, site: filepath.Join(t.TempDir(), "site"), sources: map[string]string{}}
	e.out = filepath.Join(e.site, "public")
	const kind = "id = \"I{n}\"\nplural = \"Issues"
	e.editions = [2]string{
		"title = \"The first edition\"\n[kinds.issue]\n" + kind + "\"\n",
		"title = \"Another one\"\n[kinds.issue]\n" + kind + " of others\"\n",
	}
	e.sources["content/_index.md"] = "+++\ntitle = \"Home\"\n+++\n![A picture](picture.svg)\n"
	e.sources["content/picture.svg"] = "<svg xmlns=\"http://www.w3.org/2000/svg\"/>\n"
	for i := range 40 {
		e.sources[fmt.Sprintf("content/plan/p%d.md", i)] = fmt.Sprintf("+++\nid = \"I%d\"\ntitle = \"Page %d\"\n+++\n%s\n", i+1, i, strings.Repeat("Words of this page. ", 100))
	}
	for name, content := range e.sources {
		mustWrite(t, filepath.Join(e.site, name), []byte(content))
	}
	for n := range e.editions {
		e.edit(n)
		to := filepath.Join(t.TempDir(), "public")
		e.run("build", copiesFlag, "--to", to)
		e.want[n] = e.holds(to)
	}
	if len(e.want[0]) < 100 || maps.Equal(e.want[0], e.want[1]) {
		t.Fatalf("the editions have %d and %d files", len(e.want[0]), len(e.want[1]))
	}
	e.edit(0)
	e.run("build", copiesFlag)
	e.plant()
	return e
}

// edit puts an edition's site.toml in its place, in one step.
func (e *estate) edit(n int) {
	e.Helper()
	name := filepath.Join(e.site, "site.toml")
	mustWrite(e.T, name+".new", []byte(e.editions[n]))
	if err := os.Rename(name+".new", name); err != nil {
		e.Fatal(err)
	}
}

// command is a run of the program for the site, on a day that does not pass.
func (e *estate) command(args ...string) *exec.Cmd {
	cmd := exec.CommandContext(e.Context(), e.program, append([]string{"-C", e.site}, args...)...)
	cmd.Env = append(os.Environ(), "SOURCE_DATE_EPOCH=1341057600")
	return cmd
}

func (e *estate) run(args ...string) {
	e.Helper()
	if out, err := e.command(args...).CombinedOutput(); err != nil {
		e.Fatalf("%v: %s\n%s", args, err, out)
	}
}

// holds reads the files of a folder, without those that the program keeps there
// for itself.
func (e *estate) holds(dir string) map[string]string {
	e.Helper()
	files := map[string]string{}
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		rel, err := filepath.Rel(dir, name)
		if rel = filepath.ToSlash(rel); err != nil || strings.HasPrefix(rel, ".trigpoint/") {
			return err
		}
		files[rel] = string(readFile(e.T, name))
		return nil
	})
	if err != nil {
		e.Fatal(err)
	}
	return files
}

// plant puts the foreign files into the output folder.
func (e *estate) plant() {
	e.Helper()
	for name, content := range foreign {
		mustWrite(e.T, filepath.Join(e.out, name), []byte(content))
	}
}

// survived looks at the output folder in which something went wrong, and at the
// sources.
func (e *estate) survived() {
	e.Helper()
	_, err := os.Stat(filepath.Join(e.out, ".trigpoint", "journal"))
	if fault := lost(e.holds(e.out), err == nil, e.want); fault != "" {
		e.Fatal(fault)
	}
	e.untouched()
}

// lost says what was lost of a site. Each file is that of one edition or the
// other, and without a journal all are of one; what others put there is as it was.
func lost(have map[string]string, journal bool, editions [2]map[string]string) string {
	for name, content := range foreign {
		if have[name] != content {
			return fmt.Sprintf("the foreign file %s holds %q", name, have[name])
		}
	}
	have = without(have, foreign)
	for name, content := range have {
		old, was := editions[0][name]
		next, is := editions[1][name]
		if (!was || old != content) && (!is || next != content) {
			return fmt.Sprintf("%s is of neither edition: %.80q", name, content)
		}
	}
	if !journal && !maps.Equal(have, editions[0]) && !maps.Equal(have, editions[1]) {
		return "there is no journal, and the site is neither the one edition nor the other"
	}
	return ""
}

// untouched wants the sources to be as they were written.
func (e *estate) untouched() {
	e.Helper()
	for name, content := range e.sources {
		if got := string(readFile(e.T, filepath.Join(e.site, name))); got != content {
			e.Fatalf("the source %s holds %.80q", name, got)
		}
	}
}

// heals builds an edition, which has to come to its end, and wants the output to
// hold it and nothing else.
func (e *estate) heals(n int) {
	e.Helper()
	e.edit(n)
	e.run("build", copiesFlag)
	e.is(n)
	own, err := os.ReadDir(filepath.Join(e.out, ".trigpoint"))
	if err != nil {
		e.Fatal(err)
	}
	for _, f := range own {
		if f.Name() != "lock" && f.Name() != "manifest" {
			e.Fatalf(".trigpoint/%s is left over", f.Name())
		}
	}
}

// is wants the output to be an edition, whole.
func (e *estate) is(n int) {
	e.Helper()
	have := without(e.holds(e.out), foreign)
	if !maps.Equal(have, e.want[n]) {
		for name := range e.want[n] {
			if have[name] != e.want[n][name] {
				e.Errorf("%s is not that of the edition", name)
			}
		}
		e.Fatalf("the output has %d files, and edition %d has %d", len(have), n, len(e.want[n]))
	}
}

// killed runs a command and kills it after a while.
func (e *estate) killed(after time.Duration, meanwhile func(done <-chan struct{}), args ...string) {
	e.Helper()
	cmd := e.command(args...)
	if err := cmd.Start(); err != nil {
		e.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(e.Context(), after)
	defer cancel()
	meanwhile(ctx.Done())
	<-ctx.Done()
	_ = cmd.Process.Kill() // it may have ended
	_ = cmd.Wait()
}

// slowProgram compiles the program, for tests that take their time.
func slowProgram(t *testing.T) string {
	t.Helper()
	if os.Getenv("TRIGPOINT_SLOW") == "" {
		t.Skip("TRIGPOINT_SLOW=1 runs this test, which runs the program again and again")
	}
	program := filepath.Join(t.TempDir(), "trigpoint.exe")
	if out, err := exec.Command("go", "build", "-o", program, ".").CombinedOutput(); err != nil {
		t.Fatalf("%s\n%s", err, out)
	}
	return program
}

func without(files, others map[string]string) map[string]string {
	rest := maps.Clone(files)
	for name := range others {
		delete(rest, name)
	}
	return rest
}

// editing puts one edition and the other in place, again and again.
func (e *estate) editing(every time.Duration) func(<-chan struct{}) {
	return func(done <-chan struct{}) {
		for n := 0; ; n = 1 - n {
			select {
			case <-done:
				return
			case <-time.After(every):
				e.edit(n)
			}
		}
	}
}
