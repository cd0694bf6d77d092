// Package serve is the author's preview: a server of the site as it is in
// memory, which builds again when a source changes and tells the open tabs.
//
// Watching is building again (see Watch, which `build --watch` uses too): every
// change leads to a new build from a new snapshot, and an edition of the site
// takes the place of the one before at once and whole. Its files are rendered
// when they are asked for. A build that fails leaves the last good edition where
// it is, with the problems over it.
//
// No request reaches the disk: a path is looked up among the files of the
// edition, by its exact name. What the preview adds to a page, a script and its
// own addresses below /.trigpoint/, is added to the response alone; the files of
// an edition are those that `build` would write.
//
// It leaves out everything that changes a source, and everything that is meant
// for readers: hosts serve the folder that `build` writes.
package serve

import (
	"context"
	"crypto/rand"
	"fmt"
	"io/fs"
	"net/http"
	"path/filepath"
	"sync/atomic"
	"time"

	"trigpoint/generator/build"
	"trigpoint/generator/diag"
	"trigpoint/generator/source"
)

// Options say what is previewed and how.
type Options struct {
	Dir    string // the folder with site.toml
	Themes fs.FS  // the themes in the program
	// Build is what each build is asked for. Its Now is replaced by what Clock
	// says.
	Build  build.Options
	Clock  func() (time.Time, error)
	Follow bool // the browser goes to the page that is being edited
	Poll   bool // see Watch
	// Hosts are the names and addresses, without a port, by which the preview
	// may be called, besides those of this machine's loopback.
	Hosts []string
	// Say is told what the author should know, a line each, and Report the
	// problems of each build.
	Say    func(string)
	Report func(*Report)
}

// A Report is what one build came to.
type Report struct {
	Diags  diag.List
	Source diag.Source // the sources as they were built
	Err    error       // what kept the build from going on
	Files  int         // in the edition that is shown
	First  bool
	Took   time.Duration
}

// A Preview is one site being previewed.
type Preview struct {
	o       Options
	dir     string // absolute
	token   string // of this process; the browser's client carries it
	builder *build.Builder
	tree    *source.Tree // of the last build
	early   *early       // a build that was made in the quiet time, or nil
	day     string       // on which it was made
	now     atomic.Pointer[state]
	shown   *shown
	retired *retired
	hub     *hub
	watch   *Watch
	rest    rest
	guard   guard
	ready   chan struct{} // closed when the first build is done
}

// state is what the preview shows at one time. It never changes.
type state struct {
	number   uint64 // counts from 1
	edition  *edition
	problems problems
}

// New returns a preview; Run sets it going.
func New(o Options) (*Preview, error) {
	dir, err := filepath.Abs(o.Dir)
	if err != nil {
		return nil, err
	}
	p := &Preview{o: o, dir: dir, token: rand.Text(), builder: build.New(nil, o.Themes),
		shown: newShown(), retired: &retired{}, hub: newHub(), guard: newGuard(o.Hosts), ready: make(chan struct{})}
	p.watch = &Watch{Dir: dir, Poll: o.Poll, Each: p.rebuild, Ahead: p.buildEarly, Idle: p.turnPage, Say: o.Say}
	p.now.Store(&state{})
	return p, nil
}

// Run watches and builds until the context is done.
func (p *Preview) Run(ctx context.Context) {
	p.watch.Run(ctx)
	p.hub.close()
}

// Ready is closed when the first build is done.
func (p *Preview) Ready() <-chan struct{} { return p.ready }

// Handler answers the browser.
func (p *Preview) Handler() http.Handler { return http.HandlerFunc(p.serve) }

// rebuild builds the snapshot, shows what came of it, and tells the tabs.
func (p *Preview) rebuild(tree *source.Tree, changes *source.Changes) {
	p.rest.end()
	started := time.Now()
	before := p.now.Load()
	res, err := p.take(tree, &started)
	after := &state{number: before.number + 1, edition: before.edition}
	if err == nil && res.Set != nil {
		after.edition = newEdition(res)
		p.retired.keep(before.edition, after.edition, themeEdited(changes))
	}
	after.problems = p.problems(tree, res, err)
	shown := p.shown.list()
	p.now.Store(after)
	u, faults := p.update(before, after, shown, changes)
	if faults != nil {
		after = &state{after.number, after.edition, *faults}
		p.now.Store(after)
		u.problems = *faults
	}
	p.hub.send(u)
	p.report(tree, res, err, after, time.Since(started))
	tree.Release(released)
	if before.number == 0 {
		close(p.ready)
	}
	p.rest.begin()
}

// early is a build of a snapshot that may be in the middle of a save.
type early struct {
	tree *source.Tree
	res  *build.Result
	err  error
	took time.Duration
}

// buildEarly builds a snapshot while it is waited for quiet.
func (p *Preview) buildEarly(tree *source.Tree) {
	p.rest.end()
	if p.early != nil && source.Diff(p.early.tree, tree).None() {
		return
	}
	started := time.Now()
	res, err := p.build(tree)
	p.early = &early{tree, res, err, time.Since(started)}
}

// take returns the build of a snapshot: the early one, if that was made of the
// same content, or a new one. Of the former, the time that it took counts too.
func (p *Preview) take(tree *source.Tree, started *time.Time) (*build.Result, error) {
	e := p.early
	if p.early = nil; e == nil || !source.Diff(e.tree, tree).None() {
		return p.build(tree)
	}
	e.tree.Release(released)
	p.tree, *started = tree, started.Add(-e.took)
	return e.res, e.err
}

// released tells the sources whose content is let go once they are compiled.
func released(name string) bool { return filepath.Ext(name) == ".md" }

// build never panics: a fault of the program is a problem to show, and the
// preview goes on.
func (p *Preview) build(tree *source.Tree) (res *build.Result, err error) {
	defer func() {
		if fault := recover(); fault != nil {
			err = fmt.Errorf("the program has a fault, which is not yours: %v", fault)
		}
	}()
	o := p.o.Build
	if o.Now, err = p.o.Clock(); err != nil {
		return nil, err
	}
	p.tree, p.day = tree, o.Now.Format(time.DateOnly)
	p.builder = p.builder.On(tree)
	return p.builder.Build(o)
}

// turnPage builds again when what is due, published or expired may have changed
// without a change of the sources: on a new day, and when an embargo ends.
func (p *Preview) turnPage() {
	p.early = nil
	now, err := p.o.Clock()
	if err != nil || p.tree == nil {
		return
	}
	e := p.now.Load().edition
	due := e != nil && e.site.Outdated(now)
	if p.o.Build.AsOf == "" && (due || p.day != now.Format(time.DateOnly)) {
		p.rebuild(p.tree, &source.Changes{})
	}
}

func (p *Preview) report(tree *source.Tree, res *build.Result, err error, s *state, took time.Duration) {
	if p.o.Report == nil {
		return
	}
	r := &Report{Err: err, First: s.number == 1, Took: took, Source: reader(tree)}
	if res != nil {
		r.Diags = res.Diags
	}
	if s.edition != nil {
		r.Files = s.edition.set.Len()
	}
	p.o.Report(r)
}

// reader reads sources for excerpts.
func reader(tree *source.Tree) diag.Source {
	return func(name string) []byte {
		src, err := fs.ReadFile(tree, name)
		if err != nil {
			return nil
		}
		return src
	}
}
