package main

import (
	"context"
	"fmt"
	"io"
	"net"
	"os/exec"
	"runtime"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"trigpoint/generator/build"
	"trigpoint/generator/diag"
	"trigpoint/generator/serve"
	"trigpoint/themes"
)

// serveFlags are the flags of serve besides those of every build.
type serveFlags struct {
	addr     string
	open     bool
	follow   bool
	poll     bool
	noDrafts bool
}

func serveCommand(e *environment) *cobra.Command {
	var o build.Options
	var s serveFlags
	c := &cobra.Command{
		Use:   "serve",
		Short: "Preview the site and show every change at once",
		Long: "Preview the site in a browser and show every change at once. Drafts and what is not\n" +
			"yet published are shown, marked; nothing is written. In the browser, the key e shows\n" +
			"links that open the source.",
		Example: "  trigpoint serve --open\n  trigpoint serve --no-drafts --as-of 2026-05-11",
		Args:    none,
		RunE:    func(c *cobra.Command, _ []string) error { return e.serve(c, o, s) },
	}
	f := c.Flags()
	f.StringVar(&s.addr, "addr", "127.0.0.1:4011", "listen at this `address`, or at the next port that is free")
	f.BoolVar(&s.open, "open", false, "open the site in the browser")
	f.BoolVar(&s.follow, "follow", false, "let the browser go to the page that is being edited")
	f.BoolVar(&s.poll, "poll", false, "look for changes again and again; for mounts that report none")
	f.BoolVar(&s.noDrafts, "no-drafts", false, "show only what is published")
	f.StringVar(&o.AsOf, "as-of", "", "show the site as on this `date`")
	f.BoolVar(&o.Strict, "strict", false, "count warnings as errors")
	f.StringVar(&o.Theme, "theme", "", "use the theme with this `name`")
	return c
}

// serve previews the site until it is interrupted.
func (e *environment) serve(c *cobra.Command, o build.Options, s serveFlags) error {
	if _, err := e.builder(); err != nil {
		return err
	}
	if err := o.CheckMoment(); err != nil {
		return err
	}
	e.garbage.preview()
	l, err := serve.Listen(s.addr)
	if err != nil {
		return err
	}
	out := &lines{w: c.OutOrStdout(), messages: c.ErrOrStderr()}
	o.Drafts = !s.noDrafts
	copies := newPress(c.Context())
	defer copies.close()
	o.Copies = &build.Copies{Browser: copies.browser}
	p, err := serve.New(serve.Options{Dir: e.dir, Themes: themes.FS(), Build: o, Clock: e.clock, Follow: s.follow,
		Poll: s.poll, Hosts: serve.Names(l), Say: out.say, Report: func(r *serve.Report) { e.tell(out, r) }})
	if err != nil {
		return err
	}
	ctx, stop := context.WithCancel(c.Context())
	var running sync.WaitGroup
	running.Go(func() { p.Run(ctx) })
	defer running.Wait()
	defer stop()
	e.announce(out, l, s)
	return p.Serve(ctx, l)
}

// announce prints where the preview is, and opens it if that is asked for.
func (e *environment) announce(out *lines, l net.Listener, s serveFlags) {
	address := "http://" + l.Addr().String() + "/"
	if a, ok := l.Addr().(*net.TCPAddr); ok && a.IP.IsUnspecified() {
		address = fmt.Sprintf("http://127.0.0.1:%d/", a.Port)
	}
	if _, asked, _ := net.SplitHostPort(s.addr); asked != "0" {
		if _, got, _ := net.SplitHostPort(l.Addr().String()); got != asked {
			out.say("port " + asked + " is taken; using " + got)
		}
	}
	if !serve.Loopback(l) {
		out.say("warning: everybody in this network can read the preview, drafts included; --addr 127.0.0.1:4011 keeps it to this machine")
	}
	out.print("serving " + address + " (press Ctrl-C to stop)\n")
	if s.open {
		if err := openBrowser(address); err != nil {
			out.say("the browser could not be opened: " + err.Error())
		}
	}
}

// tell prints what a build came to.
func (e *environment) tell(out *lines, r *serve.Report) {
	out.mu.Lock()
	defer out.mu.Unlock()
	if r.Err != nil {
		fmt.Fprintf(out.messages, "trigpoint: %s\n", r.Err)
	}
	_ = diag.WriteText(out.messages, r.Diags, r.Source, e.style(out.messages))
	word := "rebuilt"
	if r.First {
		word = "built"
	}
	if r.Err != nil || r.Diags.Count(diag.Error) > 0 {
		word = "not " + word
	}
	found := ": " + diag.Count(r.Files, "file") + ", " + diag.Summary(r.Diags)
	switch {
	case r.Err != nil && r.Files == 0:
		found = ""
	case r.Err != nil: // which kept the build from looking
		found = ": " + diag.Count(r.Files, "file") + " as they were"
	}
	fmt.Fprintf(out.w, "%s%s, in %.0f ms\n", word, found, float64(r.Took)/float64(time.Millisecond))
}

// lines prints whole lines from several goroutines.
type lines struct {
	mu          sync.Mutex
	w, messages io.Writer
}

func (l *lines) print(text string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	fmt.Fprint(l.w, text)
}

func (l *lines) say(text string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	fmt.Fprintf(l.messages, "trigpoint: %s\n", text)
}

// openBrowser asks the system to open an address.
func openBrowser(address string) error {
	opener := exec.Command("xdg-open", address)
	switch runtime.GOOS {
	case "darwin":
		opener = exec.Command("open", address)
	case "windows":
		opener = exec.Command("rundll32", "url.dll,FileProtocolHandler", address)
	}
	if err := opener.Start(); err != nil {
		return err
	}
	go func() { _ = opener.Wait() }() // or it stays in the table of processes all day
	return nil
}
