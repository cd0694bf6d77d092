package main

import (
	"bufio"
	"bytes"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"text/tabwriter"
	"time"
)

// serveBench measures previews as an author meets them: a process that serves,
// a file that is saved, and a page that is asked for until it has the edit.
type serveBench struct {
	work, program, site string
	edits               int
	pages               []string // sources that are edited, as paths in the site
}

// benchServe reads the arguments after "serve".
func benchServe(args []string) error {
	f := flag.NewFlagSet("serve", flag.ExitOnError)
	pages := f.Int("pages", 10_000, "how many pages the site has")
	site := f.String("site", "", "measure on a copy of this site in place of a generated one")
	edits := f.Int("edits", 20, "how many edits are measured")
	dir := f.String("dir", "", "where to put the sites")
	_ = f.Parse(args)
	work, program, err := workshop(*dir)
	defer os.RemoveAll(work) // "", if there is none
	if err != nil {
		return err
	}
	b := &serveBench{work: work, program: program, site: filepath.Join(work, "site"), edits: *edits}
	var previews []*preview
	if *site != "" {
		previews, err = b.existing(*site)
	} else {
		previews, err = b.generated(*pages)
	}
	if err != nil {
		return err
	}
	return b.measure(previews)
}

// existing prepares a copy of a site.
func (b *serveBench) existing(from string) ([]*preview, error) {
	for _, name := range []string{"content", "theme", "themes", "site.toml", "ids.lock"} {
		info, err := os.Stat(filepath.Join(from, name))
		switch {
		case err != nil:
			continue
		case info.IsDir():
			err = os.CopyFS(filepath.Join(b.site, name), os.DirFS(filepath.Join(from, name)))
		default:
			var content []byte
			if content, err = os.ReadFile(filepath.Join(from, name)); err == nil {
				err = os.WriteFile(filepath.Join(b.site, name), content, 0o644)
			}
		}
		if err != nil {
			return nil, err
		}
	}
	err := filepath.WalkDir(filepath.Join(b.site, "content"), func(name string, d fs.DirEntry, err error) error {
		if err == nil && strings.HasSuffix(name, ".md") && d.Name() != "_index.md" {
			rel, _ := filepath.Rel(b.site, name)
			b.pages = append(b.pages, filepath.ToSlash(rel))
		}
		return err
	})
	return []*preview{b.ours()}, err
}

// generated prepares a corpus, and Hugo's form of it if Hugo is there.
func (b *serveBench) generated(pages int) ([]*preview, error) {
	corpus := NewCorpus(pages)
	b.pages = corpus.Pages
	if err := corpus.Write(b.site); err != nil {
		return nil, err
	}
	list := []*preview{b.ours()}
	hugo, err := exec.LookPath("hugo")
	if err != nil {
		fmt.Println("hugo is not on the PATH: it was not measured")
		return list, nil
	}
	dir := filepath.Join(b.work, "hugo")
	return append(list, &preview{
		name: "hugo server", site: dir, ready: regexp.MustCompile(`(http://(?:localhost|127\.0\.0\.1):\d+)/`),
		args: []string{hugo, "server", "--source", dir, "--bind", "127.0.0.1", "--port", "14011", "--noBuildLock"},
		page: func(source string) string {
			return "/" + strings.ToLower(strings.TrimSuffix(strings.TrimPrefix(source, "content/"), ".md")) + "/"
		},
	}), corpus.writeHugo(dir)
}

func (b *serveBench) ours() *preview {
	return &preview{
		name: "trigpoint serve", site: b.site, ready: regexp.MustCompile(`serving (http://127\.0\.0\.1:\d+)/`),
		args: []string{b.program, "serve", "-C", b.site, "--addr", "127.0.0.1:0"},
		page: func(source string) string {
			return "/" + strings.TrimSuffix(strings.TrimPrefix(source, "content/"), ".md") + ".html"
		},
	}
}

// measure runs each preview, and a whole build for comparison.
func (b *serveBench) measure(previews []*preview) error {
	fmt.Printf("%d pages, median of %d edits, each from the write to the changed page\n", len(b.pages), b.edits)
	w := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(w, "\tedit\tslowest\tfirst page\tpeak memory\t")
	for _, p := range previews {
		if err := p.run(b.pages, b.edits); err != nil {
			return fmt.Errorf("%s: %w", p.name, err)
		}
		fmt.Fprintf(w, "%s\t%.0f ms\t%.0f ms\t%.2f s\t%d MB\t\n", p.name, milliseconds(p.took[len(p.took)/2]),
			milliseconds(p.took[len(p.took)-1]), p.first.Seconds(), p.memory>>20)
	}
	build := &contestant{args: []string{b.program, "build", "-C", b.site, "--to", filepath.Join(b.work, "out")}, out: filepath.Join(b.work, "out")}
	m, err := build.run()
	if err != nil {
		return err
	}
	fmt.Fprintf(w, "trigpoint build, whole\t\t\t%.2f s\t%d MB\t\n", m.wall.Seconds(), m.memory>>20)
	return w.Flush()
}

func milliseconds(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

// A preview is a program that serves a site while it is edited.
type preview struct {
	name, site string
	args       []string
	ready      *regexp.Regexp             // in a line it prints: where it serves
	page       func(source string) string // address of a source's page

	took   []time.Duration // of the edits, sorted
	first  time.Duration   // from the start to the first page
	memory int64           // peak, in bytes
}

// run starts the program, edits pages, and stops it.
func (p *preview) run(pages []string, edits int) error {
	cmd := exec.Command(p.args[0], p.args[1:]...)
	out, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	started := time.Now()
	if err := cmd.Start(); err != nil {
		return err
	}
	defer func() { _ = cmd.Process.Kill(); _ = cmd.Wait() }()
	base, err := p.address(out)
	if err != nil {
		return err
	}
	if _, err := await(base+p.page(pages[0]), ""); err != nil {
		return err
	}
	p.first = time.Since(started)
	r := rand.New(rand.NewPCG(3, 4))
	for n := range edits {
		took, err := p.edit(base, pages[r.IntN(len(pages))], n)
		if err != nil {
			return err
		}
		p.took = append(p.took, took)
		time.Sleep(100 * time.Millisecond) // an author takes a breath
	}
	slices.Sort(p.took)
	_ = cmd.Process.Signal(os.Interrupt)
	_ = cmd.Wait()
	p.memory = peak(cmd.ProcessState)
	return nil
}

// address waits for the line that says where the program serves. What it prints
// later is thrown away.
func (p *preview) address(out io.Reader) (string, error) {
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if m := p.ready.FindStringSubmatch(lines.Text()); m != nil {
			go func() { _, _ = io.Copy(io.Discard, out) }()
			return m[1], nil
		}
	}
	return "", fmt.Errorf("it does not say where it serves")
}

// edit adds a sentence to a page and waits until the page has it.
func (p *preview) edit(base, source string, n int) (time.Duration, error) {
	name := filepath.Join(p.site, filepath.FromSlash(source))
	content, err := os.ReadFile(name)
	if err != nil {
		return 0, err
	}
	mark := fmt.Sprintf("edited%dth", n)
	content = append(bytes.TrimRight(content, "\n"), "\n\nThis page was "+mark+" just now.\n"...)
	started := time.Now()
	if err := os.WriteFile(name, content, 0o644); err != nil {
		return 0, err
	}
	return await(base+p.page(source), mark, started)
}

// await asks for an address until the answer has the words, and returns how
// long that took from the moment given, or from now.
func await(url, words string, since ...time.Time) (time.Duration, error) {
	started := append(since, time.Now())[0]
	for time.Since(started) < time.Minute {
		r, err := http.Get(url)
		if err == nil {
			b, err := io.ReadAll(r.Body)
			_ = r.Body.Close()
			if err == nil && r.StatusCode == http.StatusOK && bytes.Contains(b, []byte(words)) {
				return time.Since(started), nil
			}
		}
		time.Sleep(time.Millisecond)
	}
	return 0, fmt.Errorf("%s never has %q", url, words)
}
