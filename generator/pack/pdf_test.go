package pack_test

import (
	"bytes"
	"fmt"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/ledongthuc/pdf"
	"golang.org/x/net/html"

	"trigpoint/generator/build"
	"trigpoint/generator/pack"
)

// Without a browser there are no PDFs and nobody offers any; who asks for one is
// told.
func TestNoBrowser(t *testing.T) {
	src := source(t)
	src["site.toml"].Data = bytes.Replace(src["site.toml"].Data, []byte(`"epub"]`), []byte(`"epub", "pdf"]`), 1)
	none := func(string) (*pack.Browser, error) { return nil, pack.ErrNoBrowser }
	res := result(t, src, build.Options{Copies: &build.Copies{Browser: none}})
	if len(res.Notes) != 1 || !strings.Contains(res.Notes[0], "no Chromium or Chrome was found") {
		t.Errorf("the notes are %q", res.Notes)
	}
	for _, f := range res.Set.Files() {
		if strings.HasSuffix(f.Path, ".pdf") {
			t.Errorf("there is %s", f.Path)
		}
	}
	b := builder(src)
	_, err := b.Build(build.Options{Now: day(), Copies: &build.Copies{Browser: none, Formats: []string{"pdf"}}})
	if err == nil || !strings.Contains(err.Error(), "no PDF can be made") {
		t.Errorf("the error is %v", err)
	}
}

// A browser that is named and not there is not replaced by another.
func TestNamedBrowser(t *testing.T) {
	_, err := pack.FindBrowser(t.Context(), "/nowhere/chromium")
	if err == nil || !strings.Contains(err.Error(), "/nowhere/chromium") {
		t.Errorf("the error is %v", err)
	}
}

// browser is the browser of this machine.
func browser(t *testing.T) *pack.Browser {
	t.Helper()
	b, err := pack.FindBrowser(t.Context(), os.Getenv("CHROMIUM"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(b.Close)
	return b
}

// What is printed reaches no server, not even one of this machine, and no file.
func TestSlowPrintAlone(t *testing.T) {
	slow(t, "pdftotext")
	var asked atomic.Int64
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked.Add(1) }))
	defer server.Close()
	dir := t.TempDir()
	secret := filepath.Join(dir, "secret.html")
	if err := os.WriteFile(secret, []byte("<p>canarysecret</p>"), 0o600); err != nil {
		t.Fatal(err)
	}
	page := fmt.Sprintf(`<!doctype html><title>x</title><link rel="stylesheet" href="%[1]s/s.css"><p>Here.</p>
<img src="%[1]s/i.png"><iframe src="%[1]s/f.html"></iframe><iframe src="file://%[2]s"></iframe><object data="file://%[2]s"></object>
<iframe src="http://169.254.169.254/"></iframe><script>document.body.append("canaryscript"); fetch("%[1]s/x")</script>`, server.URL, filepath.ToSlash(secret))
	printed, err := browser(t).Print(page, false)
	if err != nil {
		t.Fatal(err)
	}
	text := run(t, "pdftotext", written(t, "x.pdf", printed), "-")
	if !strings.Contains(text, "Here.") || strings.Contains(text, "canary") {
		t.Errorf("the page reads %q", text)
	}
	if n := asked.Load(); n > 0 {
		t.Errorf("the server was asked %d times", n)
	}
}

// A PDF is tagged, titled, in a language; it has bookmarks, its links lead to
// pages, the numbers in its contents are those of the pages, and it says what the
// site says.
func TestSlowPDF(t *testing.T) {
	slow(t, "pdfinfo", "pdftotext", "qpdf", "java", "mvn")
	var series []string
	for name, src := range map[string]fs.FS{"hard": source(t), "ours": ours(t)} {
		for _, theme := range []string{"fieldbook", "civic"} {
			s := built(t, src, build.Options{Theme: theme, Copies: printing(browser(t))})
			if len(s.copies("pdf")) != 3 {
				t.Errorf("there are %v", s.copies("pdf"))
			}
			for _, p := range s.copies("pdf") {
				t.Run(name+"/"+theme+"/"+p, func(t *testing.T) { checkPDF(t, s, p) })
			}
			series = append(series, written(t, s.series("pdf"), s[s.series("pdf")]))
		}
	}
	checkGuide(t, validate(t, series))
}

// A second print has the same bytes, by a browser in another time zone and with
// one core too.
func TestSlowPDFReproducible(t *testing.T) {
	slow(t)
	want := built(t, source(t), build.Options{Copies: printing(browser(t))})
	cores := runtime.GOMAXPROCS(1)
	defer runtime.GOMAXPROCS(cores)
	t.Setenv("TZ", "Pacific/Auckland")
	got := built(t, source(t), build.Options{Copies: printing(browser(t))})
	for _, p := range want.copies("pdf") {
		if !bytes.Equal(got[p], want[p]) {
			t.Errorf("%s differs in a second build", p)
		}
	}
}

// bookmarks are the titles of an outline, in order.
func bookmarks(item pdf.Value) []string {
	var out []string
	for ; !item.IsNull(); item = item.Key("Next") {
		out = append(append(out, item.Key("Title").Text()), bookmarks(item.Key("First"))...)
	}
	return out
}

// printing makes single files and PDFs with a browser.
func printing(b *pack.Browser) *build.Copies {
	return pdfs(func(string) (*pack.Browser, error) { return b, nil })
}

func pdfs(find func(string) (*pack.Browser, error)) *build.Copies {
	return &build.Copies{Formats: []string{"html", "pdf"}, Browser: find}
}

func checkPDF(t *testing.T, s site, p string) {
	file := written(t, p, s[p])
	if out := run(t, "qpdf", "--check", file); !strings.Contains(out, "No syntax or stream encoding errors found") {
		t.Errorf("qpdf says %s", out)
	}
	info := run(t, "pdfinfo", file)
	single := elements(t, s[strings.TrimSuffix(p, ".pdf")+".html"])
	title := words(single[slices.IndexFunc(single, func(n *html.Node) bool { return n.Data == "title" })])
	for _, want := range []string{`Tagged: +yes`, `Title: +` + regexp.QuoteMeta(title), `JavaScript: +no`, `Page size: .*A4`} {
		if !regexp.MustCompile(want).MatchString(info) {
			t.Errorf("pdfinfo does not say %s:\n%s", want, info)
		}
	}
	r, err := pdf.NewReader(bytes.NewReader(s[p]), int64(len(s[p])))
	if err != nil {
		t.Fatal(err)
	}
	root := r.Trailer().Key("Root")
	if lang := root.Key("Lang").Text(); lang != attribute(single[0], "lang") {
		t.Errorf("the language is %q", lang)
	}
	if n := len(bookmarks(root.Key("Outlines").Key("First"))); n < len(pagesOf(single)) {
		t.Errorf("%d bookmarks for %d pages", n, len(pagesOf(single)))
	}
	checkPDFLinks(t, r, single)
	checkPDFContents(t, file, single)
	checkPDFWords(t, r, single)
	checkBrackets(t, file)
}

// checkBrackets finds no addresses and numbers of pages in brackets like those that
// their links stand in.
func checkBrackets(t *testing.T, file string) {
	t.Helper()
	nested := regexp.MustCompile(`\([^()]{0,60}\((page\d|id/|https?:)[^()]*\)`)
	text := strings.Join(sheets(t, file), "")
	if found := nested.FindString(text); found != "" {
		t.Errorf("brackets stand in brackets: %s", found)
	}
	if !strings.Contains(text, "[page") && !strings.Contains(text, "[id/") && !strings.Contains(text, "[http") {
		t.Error("neither pages nor addresses stand beside links")
	}
}

// checkPDFLinks follows each link in a PDF to a page, or finds it in the HTML;
// and finds each of those that the bodies of pages have in the PDF.
func checkPDFLinks(t *testing.T, r *pdf.Reader, single []*html.Node) {
	t.Helper()
	external := map[string]bool{}
	for _, n := range single {
		if h := attribute(n, "href"); strings.Contains(h, "://") {
			external[plainURL(h)] = within(n, "body")
		}
	}
	pages := map[string]bool{}
	for i := range r.NumPage() {
		pages[r.Page(i+1).V.String()] = true
	}
	places := r.Trailer().Key("Root").Key("Dests")
	inside, printed := 0, map[string]bool{}
	for i := range r.NumPage() {
		notes := r.Page(i + 1).V.Key("Annots")
		for k := range notes.Len() {
			a := notes.Index(k)
			if uri := a.Key("A").Key("URI"); !uri.IsNull() {
				if _, ok := external[plainURL(uri.RawString())]; !ok {
					t.Errorf("a link leads to %s, and none in the HTML does", uri.RawString())
				}
				printed[plainURL(uri.RawString())] = true
				continue
			}
			inside++
			if to := places.Key(a.Key("Dest").Name()).Index(0); !pages[to.String()] {
				t.Errorf("the link to %q leads nowhere", a.Key("Dest").Name())
			}
		}
	}
	for h, said := range external {
		if said && !printed[h] {
			t.Errorf("a page links to %s; no link in the PDF does", h)
		}
	}
	if inside < len(pagesOf(single)) {
		t.Errorf("only %d links lead to places inside", inside)
	}
}

// plainURL is an address as HTML and a PDF both have it: a browser adds the slash
// of an empty path, and escapes what is not ASCII.
func plainURL(h string) string {
	if plain, err := url.PathUnescape(h); err == nil {
		h = plain
	}
	return strings.TrimSuffix(h, "/")
}

// sheets are the words of each sheet of a PDF, squeezed, without what stands in
// its margins.
func sheets(t *testing.T, file string, options ...string) []string {
	t.Helper()
	args := append(options, "-x", "0", "-y", "60", "-W", "600", "-H", "725", file, "-")
	out := strings.Split(run(t, "pdftotext", args...), "\f")
	for i, text := range out {
		out[i] = squeeze(text)
	}
	return out
}

// checkPDFContents looks for the title of each page at the top of the sheet that
// the contents name.
func checkPDFContents(t *testing.T, file string, single []*html.Node) {
	t.Helper()
	all := sheets(t, file)
	lines := sheets(t, file, "-layout")
	contents := strings.Join(lines[1:min(6, len(lines))], "")
	for id, n := range pagesOf(single) {
		list := below(n)
		title := squeeze(words(list[slices.IndexFunc(list, func(n *html.Node) bool { return n.Data == "h1" })]))
		found := false
		for i, text := range all {
			found = found || strings.Contains(text[:min(len(text), len(title)+60)], title) && strings.Contains(contents, title+strconv.Itoa(i+1))
		}
		if !found {
			t.Errorf("the contents do not name the sheet that %s begins on", id)
		}
	}
}

func within(n *html.Node, class string) bool {
	for ; n != nil; n = n.Parent {
		if hasClass(n, class) {
			return true
		}
	}
	return false
}

// squeeze takes out what a line break can change: blanks and hyphens.
func squeeze(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r > 0xFFFF: // a picture of a letter's size, for which few machines have a font
			return -1
		case r <= ' ', r == '\u00a0', r == '\u00ad', r == '-', r == '‐':
			return -1
		}
		return r
	}, text)
}
