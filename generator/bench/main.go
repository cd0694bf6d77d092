// Bench measures whole builds of a generated site, as a user would see them:
// processes, with their wall time, processor time and peak memory. It compares
// them with the floor (the libraries alone) and with other generators found on
// the PATH, on the same pages.
//
//	go run ./generator/bench -pages 10000 -runs 5
//	go run ./generator/bench views -pages 10000
//	go run ./generator/bench serve -pages 10000
//	go run ./generator/bench serve -site .
//
// The second measures what search, pictures and reports add to a build, the last
// two previews: from an edit to the page that has it.
// It prints what it measured and judges nothing. The method is described in
// docs/performance.md.
package main

import (
	"cmp"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"text/tabwriter"
	"time"
)

func main() {
	if len(os.Args) == 4 && os.Args[1] == "floor" {
		exit(floor(os.Args[2], os.Args[3]))
	}
	if len(os.Args) > 1 && os.Args[1] == "serve" {
		exit(benchServe(os.Args[2:]))
	}
	if len(os.Args) > 1 && os.Args[1] == "views" {
		exit(benchViews(os.Args[2:]))
	}
	pages := flag.Int("pages", 10_000, "how many pages the site has")
	runs := flag.Int("runs", 5, "how many times each is measured, after one warm-up")
	to := flag.String("write", "", "only write the generated site to this folder")
	peer := flag.Bool("peer", false, "write it as a Hugo site")
	dir := flag.String("dir", "", "where to put the sites (a folder on a RAM disk measures the program and not the disk)")
	flag.Parse()
	switch {
	case *to != "" && *peer:
		exit(NewCorpus(*pages).writeHugo(*to))
	case *to != "":
		exit(NewCorpus(*pages).Write(*to))
	}
	exit(measure(*pages, *runs, *dir))
}

func exit(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
	os.Exit(0)
}

// measure makes the corpus, runs every contestant in turn, and prints a table.
func measure(pages, runs int, dir string) error {
	work, err := os.MkdirTemp(dir, "trigpoint-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(work)
	list, err := contestants(pages, work)
	if err != nil {
		return err
	}
	if err := turns(list, runs); err != nil {
		return err
	}
	return table(list, pages, runs)
}

// write writes the generated site in a process of its own. What a process has
// taken at most counts for those that it starts, too, where the system tells.
func write(pages int, to string, more ...string) error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	args := append([]string{"-pages", strconv.Itoa(pages), "-write", to}, more...)
	if out, err := exec.Command(self, args...).CombinedOutput(); err != nil {
		return fmt.Errorf("%w\n%s", err, out)
	}
	return nil
}

// turns runs all contestants in turn, so that a busy moment hits each of them.
func turns(list []*contestant, runs int) error {
	for run := range runs + 1 {
		for _, c := range list {
			m, err := c.run()
			if err != nil {
				return fmt.Errorf("%s: %w", c.name, err)
			}
			if run > 0 { // the first warms the caches
				c.runs = append(c.runs, m)
			}
		}
	}
	return nil
}

// contestant is one way to build the corpus.
type contestant struct {
	name  string
	args  []string
	out   string // emptied before each run
	site  string // whose site.toml is written before each run; empty: none
	parts string // of that: what is made besides pages
	runs  []measurement
}

// measurement is what the system says of a finished process.
type measurement struct {
	wall, cpu time.Duration
	memory    int64 // peak, in bytes
}

// run builds once, from nothing.
func (c *contestant) run() (measurement, error) {
	if err := os.RemoveAll(c.out); err != nil {
		return measurement{}, err
	}
	if c.site != "" {
		if err := os.WriteFile(filepath.Join(c.site, "site.toml"), []byte(corpusConfig+c.parts), 0o644); err != nil {
			return measurement{}, err
		}
	}
	cmd := exec.Command(c.args[0], c.args[1:]...)
	started := time.Now()
	if out, err := cmd.CombinedOutput(); err != nil {
		return measurement{}, fmt.Errorf("%w\n%s", err, out)
	}
	m := measurement{wall: time.Since(started), memory: peak(cmd.ProcessState)}
	m.cpu = cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
	return m, nil
}

// workshop makes a folder for sites, which the caller removes, and in it the
// program that is measured.
func workshop(dir string) (work, program string, err error) {
	if work, err = os.MkdirTemp(dir, "trigpoint-bench-"); err != nil {
		return "", "", err
	}
	program, err = compile(work)
	return work, program, err
}

// compile makes the program that is measured and returns its path.
func compile(work string) (string, error) {
	program := filepath.Join(work, "trigpoint")
	if out, err := exec.Command("go", "build", "-o", program, "trigpoint/generator").CombinedOutput(); err != nil {
		return "", fmt.Errorf("%w\n%s", err, out)
	}
	return program, nil
}

// contestants prepares the site, the program, the floor, and whatever peers are
// there.
func contestants(pages int, work string) ([]*contestant, error) {
	program, err := compile(work)
	if err != nil {
		return nil, err
	}
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	site, out := filepath.Join(work, "site"), filepath.Join(work, "out")
	if err := write(pages, site); err != nil {
		return nil, err
	}
	build := []string{program, "build", "-C", site, "--to", out}
	list := []*contestant{
		{name: "trigpoint, pages and checks", args: build, out: out, site: site, parts: pagesOnly},
		{name: "trigpoint, with search and data", args: build, out: out, site: site, parts: everything},
		{name: "floor (libraries alone)", args: []string{self, "floor", site, out}, out: out},
	}
	if hugo, err := exec.LookPath("hugo"); err == nil {
		dir := filepath.Join(work, "hugo")
		if err := write(pages, dir, "-peer"); err != nil {
			return nil, err
		}
		list = append(list, &contestant{name: "hugo", out: out,
			args: []string{hugo, "--source", dir, "--destination", out, "--quiet", "--noBuildLock"}})
	}
	return list, nil
}

// table prints medians, and each as a multiple of the first contestant's.
func table(list []*contestant, pages, runs int) error {
	w := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Printf("%d pages, median of %d runs\n", pages, runs)
	fmt.Fprintln(w, "\twall\t×\tcpu\t×\tpeak memory\t×\t")
	first := list[0].median()
	for _, c := range list {
		m := c.median()
		fmt.Fprintf(w, "%s\t%.2f s\t%.2f\t%.2f s\t%.2f\t%d MB\t%.2f\t\n", c.name,
			m.wall.Seconds(), ratio(m.wall, first.wall), m.cpu.Seconds(), ratio(m.cpu, first.cpu),
			m.memory>>20, float64(m.memory)/float64(first.memory))
	}
	return w.Flush()
}

func ratio(a, b time.Duration) float64 { return a.Seconds() / b.Seconds() }

// median takes the median of each figure by itself.
func (c *contestant) median() measurement {
	return measurement{
		wall:   middle(c.runs, func(m measurement) time.Duration { return m.wall }),
		cpu:    middle(c.runs, func(m measurement) time.Duration { return m.cpu }),
		memory: middle(c.runs, func(m measurement) int64 { return m.memory }),
	}
}

func middle[T cmp.Ordered](runs []measurement, figure func(measurement) T) T {
	var list []T
	for _, m := range runs {
		list = append(list, figure(m))
	}
	slices.Sort(list)
	return list[len(list)/2]
}
