package pack

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"sync"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// A Browser is the user's own Chromium or Chrome, which prints PDFs. It starts
// when the first is printed, and prints several at once.
//
// What it prints is put into an empty page, so that there is no address that
// anything could be relative to, with scripts off. A proxy that is not there
// keeps it from the network, this machine's own servers included, and a page
// without an address may read no file.
type Browser struct {
	path string
	ctx  context.Context // of the process
	once sync.Once
	stop []context.CancelFunc
	err  error
}

// ErrNoBrowser is the error of FindBrowser where there is none.
var ErrNoBrowser = errors.New("no Chromium or Chrome was found")

// FindBrowser finds the browser that is named, by its path or its name, or else
// the first that is installed. It lasts until the context is done or it is
// closed.
func FindBrowser(ctx context.Context, named string) (*Browser, error) {
	names := []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome",
		"/Applications/Google Chrome.app/Contents/MacOS/Google Chrome", "/Applications/Chromium.app/Contents/MacOS/Chromium",
		`C:\Program Files\Google\Chrome\Application\chrome.exe`, `C:\Program Files (x86)\Google\Chrome\Application\chrome.exe`}
	if named != "" {
		names = []string{named}
	}
	for _, name := range names {
		if path, err := exec.LookPath(name); err == nil {
			return &Browser{path: path, ctx: ctx}, nil
		}
	}
	if named != "" {
		return nil, fmt.Errorf("%w at %s", ErrNoBrowser, named)
	}
	return nil, ErrNoBrowser
}

// Close ends the browser, if it was started.
func (b *Browser) Close() {
	b.once.Do(func() { b.err = errors.New("the browser is closed") })
	for i := len(b.stop) - 1; i >= 0; i-- {
		b.stop[i]()
	}
}

func (b *Browser) start() error {
	b.once.Do(func() {
		options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(b.path), chromedp.DisableGPU,
			chromedp.ProxyServer("127.0.0.1:9"), chromedp.Flag("proxy-bypass-list", "<-loopback>"),
			chromedp.Flag("host-resolver-rules", "MAP * ~NOTFOUND"))
		ctx, stop := chromedp.NewExecAllocator(b.ctx, options...)
		b.stop = append(b.stop, stop)
		b.ctx, stop = chromedp.NewContext(ctx, chromedp.WithErrorf(silent), chromedp.WithLogf(silent))
		b.stop = append(b.stop, stop)
		if err := chromedp.Do(b.ctx); err != nil {
			b.err = fmt.Errorf("starting %s: %w", b.path, err)
		}
	})
	return b.err
}

func silent(string, ...any) {}

// printLimit is how long one printing may take.
const printLimit = 3 * time.Minute

// Print prints a page on paper of the size that its styles ask for. Tags and an
// outline take longer, and are left out of a proof.
func (b *Browser) Print(html string, proof bool) ([]byte, error) {
	if err := b.start(); err != nil {
		return nil, err
	}
	ctx, stop := context.WithTimeout(b.ctx, printLimit)
	defer stop()
	tab, closeTab := chromedp.NewContext(ctx)
	defer closeTab()
	pdf, err := chromedp.Run(tab, printing(html, proof))
	if err != nil {
		return nil, fmt.Errorf("printing with %s: %w", b.path, err)
	}
	return pdf, nil
}

func printing(html string, proof bool) chromedp.Action[[]byte] {
	return func(ctx context.Context, t *chromedp.Target) ([]byte, error) {
		off := emulation.SetScriptExecutionDisabledParams{Value: true}
		if _, err := cdp.Call(ctx, t, emulation.SetScriptExecutionDisabled, off); err != nil {
			return nil, err
		}
		tree, err := cdp.Call(ctx, t, page.GetFrameTree, cdp.Empty{})
		if err != nil {
			return nil, err
		}
		content := page.SetDocumentContentParams{FrameID: tree.FrameTree.Frame.ID, HTML: html}
		if _, err := cdp.Call(ctx, t, page.SetDocumentContent, content); err != nil {
			return nil, err
		}
		yes, tagged := true, !proof
		return chromedp.PrintToPDF(func(p *page.PrintToPDFParams) {
			p.PreferCSSPageSize, p.PrintBackground = &yes, &yes
			p.GenerateTaggedPDF, p.GenerateDocumentOutline = &tagged, &tagged
			p.TransferMode = page.PrintToPDFTransferModeReturnAsStream
		})(ctx, t)
	}
}
