// Package build runs the passes in order: read, compile, link, check, render.
// It knows every other package, so that they need not know each other.
//
// A Builder remembers compiled files by their content, what linking found out
// about each alone, and nothing else: a second build compiles what changed, and
// links everything again. It reads through the file systems it is given and takes
// the time as an argument; writing the result is left to package output.
package build

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"slices"
	"strings"
	"time"

	"trigpoint/generator/check"
	"trigpoint/generator/config"
	"trigpoint/generator/data"
	"trigpoint/generator/diag"
	"trigpoint/generator/limits"
	"trigpoint/generator/markdown"
	"trigpoint/generator/output"
	"trigpoint/generator/pack"
	"trigpoint/generator/render"
	"trigpoint/generator/search"
	"trigpoint/generator/site"
	"trigpoint/generator/theme"
)

// Options are what a command can ask of a build.
type Options struct {
	Now     time.Time // the moment of the build
	AsOf    string    // a date or date and time in the site's zone, in place of Now
	Drafts  bool      // include what is not published, marked
	Strict  bool      // warnings count as errors
	BaseURL string    // in place of base_url
	Theme   string    // in place of theme
	Copies  *Copies   // nil: the site has no off-line copies
}

// A Result is what a build found and made. Set is nil when there are errors.
type Result struct {
	Config *config.Config
	Site   *site.Site
	Diags  diag.List // sorted, with the site's severities and waivers applied
	Set    *output.Set
	Notes  []string // what else the author should know, a line each
}

// Failed tells whether the author has something to mend before the site can be
// written.
func (r *Result) Failed() bool { return r.Diags.Count(diag.Error) > 0 }

// A Builder builds one site again and again.
type Builder struct {
	root   fs.FS // the folder with site.toml
	themes fs.FS // the themes in the program
	*memory
}

// memory is what a builder keeps between builds. Each part of it depends on
// what it is kept under and on nothing else.
type memory struct {
	limits   limits.Limits
	html     bool // in Markdown is allowed
	compiler *markdown.Compiler
	memo     memo
	links    site.Memory
	checks   check.Memory
	config   *configured
	theme    *loaded
	plan     *output.Plan
	names    []string // that checkNames found to be good
}

// A Summer is a file system that knows the sum of every file's content, and of
// everything in a folder, without reading it. What has the same sum as in the
// last build is not read again.
type Summer interface {
	Sum(name string) (sum [sha256.Size]byte, ok bool)
}

// New returns a builder for the site in root. themes holds the embedded
// themes, a folder each.
func New(root, themes fs.FS) *Builder {
	return &Builder{root, themes, &memory{memo: memo{}}}
}

// bound sets what files are compiled within: the limits, and whether HTML is
// allowed. Under others they may compile to something else, so what is remembered
// goes.
func (b *Builder) bound(l limits.Limits, html bool) {
	if b.compiler != nil && b.limits == l && b.html == html {
		return
	}
	b.limits, b.html, b.compiler, b.memo = l, html, markdown.NewCompiler(l), memo{}
	if html {
		b.compiler = b.compiler.WithHTML()
	}
}

// On returns a builder of the same site as it is in root: another snapshot of
// its folder. The two share what they remember, so one builds at a time. Files
// of sets made before are still rendered from where they were.
func (b *Builder) On(root fs.FS) *Builder { return &Builder{root, b.themes, b.memory} }

// sum asks the file system for a sum.
func (b *Builder) sum(name string) (sum [sha256.Size]byte, ok bool) {
	if s, has := b.root.(Summer); has {
		return s.Sum(name)
	}
	return sum, false
}

// Build builds the site. An error is what keeps the program from going on; the
// author's mistakes are in the result.
func (b *Builder) Build(o Options) (*Result, error) {
	res, err := b.Check(o)
	if err != nil || unread(res.Diags) {
		return res, err
	}
	faulty := res.Failed()
	t, err := b.dress(res, o)
	if faulty { // what keeps the theme from loading may be among the faults
		return res, nil
	}
	if err != nil || res.Failed() {
		return res, err
	}
	res.Set, err = b.list(res, t, o)
	return res, err
}

// dress loads the theme, and reports what is wrong with it and what pages ask of
// it in vain.
func (b *Builder) dress(res *Result, o Options) (*theme.Theme, error) {
	t, faults, err := b.loadTheme(res.Config)
	if err == nil {
		faults = append(slices.Clone(faults), checkLayouts(res.Site, t)...)
	}
	res.Diags = append(res.Diags, faults.With(res.Config.Severities, o.Strict)...).Sorted()
	return t, err
}

// Check does everything but render.
func (b *Builder) Check(o Options) (*Result, error) {
	src, err := fs.ReadFile(b.root, config.FileName)
	if err != nil {
		return nil, fmt.Errorf("this folder has no site: %w", err)
	}
	cfg, diags := b.configure(src, o.Theme)
	b.bound(cfg.Limits, cfg.RawHTML)
	now, err := o.moment(cfg.Zone)
	if err != nil {
		return nil, err
	}
	tree, err := b.read(&diags)
	if err != nil {
		return nil, err
	}
	lock, err := b.lock()
	if err != nil {
		return nil, err
	}
	if err := b.checkTheme(cfg, &diags); err != nil {
		return nil, err
	}
	s, faults := site.New(site.Input{Config: cfg, Files: tree.files, Assets: tree.assets, Now: now, Drafts: o.Drafts, Lock: lock, Memory: &b.links})
	for _, f := range tree.files {
		diags = append(diags, f.Diags...)
	}
	if !unread(diags) {
		diags = append(append(append(diags, faults...), check.Run(s, &b.checks)...), b.checkNames(s)...)
	}
	active, err := b.checkFiles(s)
	if err != nil {
		return nil, err
	}
	diags = append(diags, active...)
	diags = published(s, check.Waive(s, diags)).With(cfg.Severities, o.Strict)
	return &Result{Config: cfg, Site: s, Diags: diags.Sorted()}, nil
}

// unread tells whether site.toml itself cannot be read: nothing that it declares
// is known then.
func unread(l diag.List) bool {
	return slices.ContainsFunc(l, func(d diag.Diagnostic) bool { return d.Code == "toml" && d.Position.Path == config.FileName })
}

// published leaves out what is wrong with pages that are not: an unfinished
// draft keeps nobody from publishing the rest. What hides a page for ever is
// told of hidden pages above all.
func published(s *site.Site, list diag.List) diag.List {
	hidden := make(map[string]bool, len(s.Hidden))
	for _, h := range s.Hidden {
		hidden[h.Source] = true
	}
	return slices.DeleteFunc(list, func(d diag.Diagnostic) bool { return hidden[d.Position.Path] && d.Code != "expire-early" })
}

// checkNames reports addresses that not every system can hold. Those that were
// good in the same place of the build before are good.
func (b *Builder) checkNames(s *site.Site) diag.List {
	var list diag.List
	known, good := b.names, make([]string, 0, len(b.names)+16)
	check := func(address, what string, at func() diag.Position) {
		if n := len(good); n < len(known) && known[n] == address {
			good = append(good, address)
		} else if err := output.CheckPath(address); err != nil {
			list.Add(at(), "file-name", "rename it", "the %s %s %s", what, address, err)
		} else {
			good = append(good, address)
		}
	}
	for _, p := range s.Pages {
		check(p.Address, "address", func() diag.Position { return diag.Position{Path: p.Source()} })
		for i, a := range p.Aliases {
			check(a, "alias", func() diag.Position { return p.AliasPosition(i) })
		}
	}
	for _, e := range s.Elements {
		check(e.Address(), "permanent address", e.Position)
		for _, id := range e.Was {
			check(site.Permanent(id), "permanent address", e.Position)
		}
	}
	for _, l := range s.Listings {
		check(l.Address, "address of the list", func() diag.Position { return l.Kind.PluralAt })
	}
	for _, a := range s.Assets {
		check(a.Address, "address", func() diag.Position { return diag.Position{Path: a.Path} })
	}
	b.names = good
	return list
}

// CheckMoment returns an error if AsOf can be no moment in any site.
func (o Options) CheckMoment() error {
	_, err := o.moment(time.UTC)
	return err
}

// moment is the time that the build takes place at.
func (o Options) moment(zone *time.Location) (time.Time, error) {
	if o.AsOf == "" {
		return o.Now, nil
	}
	for _, layout := range []string{time.DateOnly, "2006-01-02T15:04", "2006-01-02T15:04:05"} {
		if t, err := time.ParseInLocation(layout, o.AsOf, zone); err == nil {
			return t, nil
		}
	}
	if t, err := time.Parse(time.RFC3339, o.AsOf); err == nil {
		return t, nil
	}
	return time.Time{}, fmt.Errorf("--as-of %s: write a date such as 2026-05-11, or 2026-05-11T09:30", o.AsOf)
}

func (b *Builder) lock() (*site.Lock, error) {
	src, err := fs.ReadFile(b.root, site.LockName)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return site.ParseLock(src), nil
}

// list lists the files of the site, not yet rendered; nil if there are problems.
func (b *Builder) list(res *Result, t *theme.Theme, o Options) (*output.Set, error) {
	base := res.Config.BaseURL
	if o.BaseURL != "" {
		address, fault := config.Address(o.BaseURL)
		if fault != "" {
			return nil, fmt.Errorf("--base-url %s: the address %s", o.BaseURL, fault)
		}
		base = address
	}
	open := data.New(res.Site, base, colours(t.Params))
	r, err := render.New(res.Site, t, web(open, base))
	if err != nil {
		return nil, err
	}
	files := append(r.Files(b.asset), open.Files()...)
	if res.Config.Search {
		files = append(files, search.Files(res.Site)...)
	}
	if o.Drafts || o.AsOf != "" {
		files = append(files, output.Bytes(output.NotForPublication, []byte(notForPublication)))
	}
	return b.complete(res, o.Copies, emitters{r, open}, pack.Input{Site: res.Site, Theme: t, Base: base, Files: files, Asset: b.asset})
}

// notForPublication says so to people who find such a copy; publish reads the
// name.
const notForPublication = "This copy of the site was built with --drafts or --as-of.\nIt may show what is not to be read yet, or no more. Do not publish it.\n"

// clashes reports pages, aliases and files of the author's that have the
// address of a file that every site has, such as 404.html. Those among
// themselves are reported when the site is linked.
func clashes(s *site.Site, files []output.File) diag.List {
	count := make(map[string]int, len(files))
	for _, f := range files {
		count[strings.ToLower(f.Path)]++
	}
	var list diag.List
	check := func(at diag.Position, address string) {
		if count[strings.ToLower(address)] > 1 {
			list.Add(at, "address-duplicate", "rename it", "the address %s is that of a file of the site's own", address)
		}
	}
	for _, p := range s.Pages {
		check(diag.Position{Path: p.Source()}, p.Address)
		for i, a := range p.Aliases {
			check(p.AliasPosition(i), a)
		}
	}
	for _, a := range s.Assets {
		check(diag.Position{Path: a.Path}, a.Address)
	}
	return list
}

func basePath(base string) string {
	u, err := url.Parse(base)
	if err != nil {
		return "/"
	}
	return u.EscapedPath()
}
