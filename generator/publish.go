package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"trigpoint/generator/build"
	"trigpoint/generator/config"
	"trigpoint/generator/output"
	"trigpoint/generator/publish"
)

// A delivery is one call of publish: where from and where to.
type delivery struct {
	*environment
	from string // a folder built before; empty: build first
	config.Publish
	publish.Options
}

func publishCommand(e *environment) *cobra.Command {
	d := delivery{environment: e}
	c := &cobra.Command{
		Use:   "publish",
		Short: "Build the site and send what changed to a bucket or a folder",
		Long: "Build the site to public/ and send what changed to a bucket or a folder: first what\n" +
			"pages use, then the pages; then what is gone from the site is removed. Files that no\n" +
			"publish put there are never touched. A publish that was cut short is finished by the\n" +
			"next.\n\n" +
			"Credentials for a bucket are those of the environment (AWS_ACCESS_KEY_ID,\n" +
			"AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN) or of ~/.aws/credentials (AWS_PROFILE).",
		Example: "  trigpoint publish --to s3://bucket/strategy --dry-run\n" +
			"  trigpoint publish --to ../pages\n" +
			"  trigpoint publish   # to what [publish] in site.toml says",
		Args: none,
		RunE: func(c *cobra.Command, _ []string) error { return d.run(c) },
	}
	f := c.Flags()
	f.StringVar(&d.To, "to", "", "publish to this `place`: s3://bucket/prefix, or a folder")
	f.StringVar(&d.Endpoint, "endpoint", "", "the `address` of an S3-compatible store (Amazon's)")
	f.StringVar(&d.Region, "region", "", "the `region` of the bucket")
	f.StringVar(&d.from, "from", "", "build nothing, and send this `folder` as it was built before")
	f.BoolVar(&d.DryRun, "dry-run", false, "print what would be done there, and do nothing there")
	f.BoolVar(&d.Replace, "replace", false, "take over files of others that are in the way")
	f.BoolVar(&d.Unlocked, "no-lock", false, "keep no other publisher away, for stores that cannot")
	return c
}

// run builds the site, unless it was built before, and sends it.
func (d delivery) run(c *cobra.Command) error {
	started := d.now()
	if err := d.complete(); err != nil {
		return err
	}
	from, err := d.open(c)
	if err != nil {
		return err
	}
	store, err := d.store()
	if err != nil {
		return err
	}
	end := d.follow(c.ErrOrStderr())
	plan, err := publish.Publish(c.Context(), from, store, d.Options)
	end()
	if errors.Is(err, context.Canceled) {
		return errors.New("publishing was broken off: publish again, and it goes on from there")
	}
	if err != nil {
		return err
	}
	return d.say(c.OutOrStdout(), plan, d.now().Sub(started))
}

// complete fills in from site.toml, and from the environment, what the flags
// leave open. What was built before can be sent without a site.toml.
func (d *delivery) complete() error {
	src, err := os.ReadFile(filepath.Join(d.dir, config.FileName))
	if err != nil && (d.from == "" || !errors.Is(err, fs.ErrNotExist)) {
		_, err := d.builder() // says it
		return err
	}
	set, _ := config.Parse(config.FileName, src) // its faults are reported by the build
	if d.To == "" && set.Publish.To == "" {
		return errors.New(`say where to publish: --to s3://bucket/prefix, --to FOLDER, or to = "…" under [publish] in ` + config.FileName)
	}
	if d.To == "" {
		d.To = set.Publish.To
		if !isAddress(d.To) && !filepath.IsAbs(d.To) {
			d.To = filepath.Join(d.dir, d.To)
		}
	}
	d.Endpoint = cmp.Or(d.Endpoint, set.Publish.Endpoint, d.getenv("AWS_ENDPOINT_URL_S3"), d.getenv("AWS_ENDPOINT_URL"))
	d.Region = cmp.Or(d.Region, set.Publish.Region, d.getenv("AWS_REGION"), d.getenv("AWS_DEFAULT_REGION"))
	return nil
}

// isAddress tells the address of a bucket from a folder.
func isAddress(to string) bool { return strings.Contains(to, "://") }

// open builds the site to public/, or opens what was built before.
func (d delivery) open(c *cobra.Command) (from *output.Folder, err error) {
	if d.from != "" {
		return output.Open(d.from, nil)
	}
	p := newPress(c.Context())
	defer func() { err = errors.Join(err, p.close()) }()
	copies, err := (&buildFlags{}).copies(p)
	if err != nil {
		return nil, err
	}
	to := filepath.Join(d.dir, "public")
	if err := d.build(c, build.Options{Copies: copies}, to); err != nil {
		return nil, err
	}
	return d.folder(to)
}

// store opens the place to publish to.
func (d delivery) store() (publish.Store, error) {
	if isAddress(d.To) {
		b, err := publish.ParseBucket(d.To)
		if err != nil {
			return nil, err
		}
		b.Endpoint, b.Region = d.Endpoint, d.Region
		return publish.OpenBucket(b)
	}
	if err := output.Apart(d.To, d.sources()); err != nil {
		return nil, err
	}
	return publish.OpenFolder(d.To)
}

// follow shows how far publishing is, on a terminal, until end is called.
func (d *delivery) follow(w io.Writer) (end func()) {
	d.Waiting = func(patience time.Duration) {
		fmt.Fprintf(w, "somebody else has locked the place; if nothing is heard of them, it is taken over in %s\n", patience)
	}
	if !d.terminal(w) {
		return func() {}
	}
	shown := false
	d.Progress = func(done, total int, path string) {
		shown = true
		fmt.Fprintf(w, "\r\x1b[K%d/%d %s", done, total, path)
	}
	return func() {
		if shown {
			fmt.Fprint(w, "\r\x1b[K")
		}
	}
}

// say prints what was done, or would be.
func (d delivery) say(w io.Writer, p *publish.Plan, took time.Duration) error {
	if d.DryRun {
		for _, f := range slices.Concat(p.Assets, p.Pages) {
			fmt.Fprintf(w, "send    %s (%d bytes)\n", f.Path, f.Size)
		}
		for _, name := range slices.Concat(p.Blocking, p.Removals) {
			fmt.Fprintf(w, "remove  %s\n", name)
		}
	}
	for _, name := range p.Kept {
		fmt.Fprintf(w, "keep    %s, which is gone from the site, but was changed by somebody else\n", name)
	}
	counts := fmt.Sprintf("%d sent, %d removed, %d unchanged, in %.2f s", p.Sends(), p.Removes(), p.Unchanged, took.Seconds())
	if d.DryRun {
		counts = fmt.Sprintf("%d to send, %d to remove, %d unchanged; nothing was done there", p.Sends(), p.Removes(), p.Unchanged)
	}
	_, err := fmt.Fprintf(w, "%s: %s\n", d.To, counts)
	return err
}
