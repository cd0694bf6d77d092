package main

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/tools/txtar"

	"trigpoint/generator/build"
	"trigpoint/themes"
)

// plainWords are words that do no harm: what the site makes of them is what it
// may make of any.
var plainWords = []string{"Word", "two words", "2026", "https://www.example.org/a", "a/b.c", "Ää, Öö", strings.Repeat("long ", 20)}

// hostileWords are taken from what has worked against others.
var hostileWords = []string{
	`"><script>alert(1)</script>`, `'><img src=x onerror=alert(1)>`, `</title></textarea></style></script><svg onload=alert(1)>`,
	`javascript:alert(1)`, `data:text/html,<script>alert(1)</script>`, `" onmouseover="alert(1)`, `' autofocus onfocus='alert(1)`,
	`]]><x/><![CDATA[`, `--><script>alert(1)</script><!--`, `<!--`, `<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>&e;`,
	`{{.}}{{define "x"}}`, `{title}{n}{id}`, `%s%d%!`, `\u003cscript\u003e`, "a\x00b\x0bc\x7f\u0085\u2028\u2029\ufffe", "\u202egnp.exe",
	"line\nbreak\r\n\ttab", `=cmd|' /C calc'!A0`, `&#106;avascript:`, `&lt;b&gt;`, `__proto__`, `//evil.example/x`, `[I1](javascript:1)`, "^name ]( `code` |",
	strings.Repeat("<b>", 200), strings.Repeat("\u0301", 300), "\U0001F4A9", `\`, `"`, `'`, `<`, `&`,
}

// FuzzWords puts any words wherever a text can stand in front matter and in
// site.toml, and reads every file that comes out, in one theme or the other.
func FuzzWords(f *testing.F) {
	for _, words := range hostileWords {
		f.Add(words)
	}
	var sites []*worded
	for _, theme := range []string{"fieldbook", "civic"} {
		sites = append(sites, newWorded(f, theme))
	}
	f.Fuzz(func(t *testing.T, words string) {
		if !utf8.ValidString(words) || len(words) > 4<<10 {
			return // the first is reported (encoding), the second only slow
		}
		sites[len(words)%2].check(t, words) // the one or the other: both take their time
	})
}

// A worded site has words of which a test decides.
type worded struct {
	theme   string
	builder *build.Builder // which remembers the theme
	archive *txtar.Archive
	shape   map[string]bool // tags and attributes, kind of file before them
	size    map[string]int  // of the largest file of a name
}

func newWorded(tb testing.TB, theme string) *worded {
	archive, err := txtar.ParseFile("testdata/words.txtar")
	if err != nil {
		tb.Fatal(err)
	}
	w := &worded{theme, build.New(nil, themes.FS()), archive, map[string]bool{}, map[string]int{}}
	for _, words := range plainWords {
		files := w.build(tb, words)
		if len(files) < 40 {
			tb.Fatalf("with %q there are only %d files", words, len(files))
		}
		for name, content := range files {
			shape, fault := shapeOf(name, content)
			if fault != "" {
				tb.Fatalf("with %q, %s: %s", words, name, fault)
			}
			for s := range shape {
				w.shape[where(name)+s] = true
			}
			w.size[name] = max(w.size[name], len(content))
		}
	}
	return w
}

func (w *worded) check(t *testing.T, words string) {
	for name, content := range w.build(t, words) {
		if fault := w.judge(name, content, len(words)); fault != "" {
			t.Errorf("%s: %s: %s", w.theme, name, fault)
		}
	}
}

// build makes every file of the site, the parts of its copies too; none, if the
// words are refused.
func (w *worded) build(tb testing.TB, words string) map[string][]byte {
	site := fstest.MapFS{}
	for _, f := range w.archive.Files {
		site[f.Name] = &fstest.MapFile{Data: bytes.ReplaceAll(f.Data, []byte(`"WORDS"`), []byte(inTOML(words)))}
	}
	res, err := w.builder.On(site).Build(build.Options{Now: guideDay(), Theme: w.theme, Copies: &build.Copies{Formats: []string{"html", "epub"}}})
	if err != nil {
		tb.Fatal(err)
	}
	files := map[string][]byte{}
	if res.Set == nil {
		return nil
	}
	for _, f := range res.Set.Files() {
		if path.Ext(f.Path) == ".png" {
			continue // takes most of the time, and holds nothing that is read as text
		}
		var b bytes.Buffer
		if err := f.Render(&b); err != nil {
			tb.Fatal(err)
		}
		files[f.Path] = b.Bytes()
		if path.Ext(f.Path) == ".epub" {
			for part, content := range unpacked(b.Bytes()) {
				files[f.Path+" ▸ "+part] = content
			}
		}
	}
	return files
}

// inTOML writes a string of TOML.
func inTOML(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range s {
		if r < ' ' || r == '"' || r == '\\' || r == 0x7f {
			fmt.Fprintf(&b, `\u%04X`, r)
		} else {
			b.WriteRune(r)
		}
	}
	return b.String() + `"`
}

// mostOfWords is how often words stand in one file, and mostOfByte how much one
// byte of them becomes there.
const mostOfWords, mostOfByte = 300, 8

// judge says what is wrong with a file: it is not well-formed, holds a tag or an
// attribute that no plain words bring about, or is too large.
func (w *worded) judge(name string, content []byte, words int) string {
	shape, fault := shapeOf(name, content)
	if fault != "" {
		return fault
	}
	for s := range shape {
		if !w.shape[where(name)+s] {
			return "the words have made " + strconv.Quote(s)
		}
	}
	if most := w.size[name] + 1000*mostOfByte + words*mostOfWords*mostOfByte; len(content) > most && w.size[name] > 0 {
		return fmt.Sprintf("%d bytes, and plain words make %d", len(content), w.size[name])
	}
	return ""
}

// where tells copies, in which scripts stand, from what holds none.
func where(name string) string {
	if strings.HasPrefix(name, build.CopiesDir+"/") {
		return "copy"
	}
	return ""
}

// shapeOf lists what markup a file holds. A fault is that it cannot be read.
func shapeOf(name string, content []byte) (shape map[string]bool, fault string) {
	switch kind := path.Ext(name); kind {
	case ".html":
		return htmlShape(content)
	case ".xml", ".atom", ".svg", ".xhtml", ".opf", ".ncx", ".stratml", ".sitemap":
		return xmlShape(kind, content)
	case ".json", ".jsonld", ".webmanifest":
		if !json.Valid(content) {
			return nil, "it is not JSON"
		}
	case ".js":
		if bytes.Contains(content, []byte("</")) && !strings.HasPrefix(name, "assets/") {
			return nil, "an end tag stands in a script"
		}
		call, index := bytes.CutPrefix(content, []byte("searchPart("))
		if call = bytes.TrimSuffix(call, []byte(");\n")); index && !json.Valid(append(append([]byte("["), call...), ']')) {
			return nil, "it is no call with JSON"
		}
	case ".csv", ".txt":
		if !utf8.Valid(content) || bytes.ContainsAny(content, "\x00") {
			return nil, "it is not text"
		}
	}
	return nil, ""
}

// xmlShape wants well-formed XML without a document type of its own.
func xmlShape(kind string, content []byte) (shape map[string]bool, fault string) {
	shape = map[string]bool{}
	for d := xml.NewDecoder(bytes.NewReader(content)); ; {
		token, err := d.Token()
		switch token := token.(type) {
		case xml.StartElement:
			for _, a := range token.Attr {
				shape[kind+" "+token.Name.Local+" "+a.Name.Local] = true
			}
			shape[kind+" "+token.Name.Local] = true
		case xml.Directive:
			shape[kind+" <!"+string(token)+">"] = true
		case xml.ProcInst:
			shape[kind+" <?"+token.Target] = true
		}
		if errors.Is(err, io.EOF) {
			return shape, ""
		}
		if err != nil {
			return nil, "it is not well-formed: " + err.Error()
		}
	}
}

// htmlVoid are the elements that have no end.
const htmlVoid = " area base br col embed hr img input link meta source track wbr "

// htmlShape wants every element to be closed in its turn, every id to be there
// once and every address to be of a scheme that runs nothing.
func htmlShape(content []byte) (shape map[string]bool, fault string) {
	shape, ids := map[string]bool{}, map[string]bool{}
	var open []string
	kind := "" // of the script
	for z := html.NewTokenizer(bytes.NewReader(content)); ; {
		switch z.Next() {
		case html.ErrorToken:
			if z.Err() != io.EOF || len(open) > 0 {
				return nil, fmt.Sprint("left open: ", open, z.Err())
			}
			return shape, ""
		case html.CommentToken:
			shape[".html <!--"] = true
		case html.TextToken:
			if n := len(open); n > 0 && (open[n-1] == "script" || open[n-1] == "style") {
				shape[".html words in "+open[n-1]+kind] = true
			}
		case html.StartTagToken:
			token := z.Token()
			if !strings.Contains(htmlVoid, " "+token.Data+" ") {
				open = append(open, token.Data)
				kind = fmt.Sprint(token.Attr)
			}
			if fault := attributes(token, shape, ids); fault != "" {
				return nil, fault
			}
		case html.SelfClosingTagToken:
			if fault := attributes(z.Token(), shape, ids); fault != "" {
				return nil, fault
			}
		case html.EndTagToken:
			name := z.Token().Data
			if len(open) == 0 || open[len(open)-1] != name {
				return nil, fmt.Sprintf("</%s> closes %v", name, open)
			}
			open = open[:len(open)-1]
		}
	}
}

// attributes notes the attributes of a tag.
func attributes(token html.Token, shape, ids map[string]bool) (fault string) {
	shape[".html "+token.Data] = true
	for _, a := range token.Attr {
		shape[".html "+token.Data+" "+a.Key] = true
		switch a.Key {
		case "id":
			if ids[a.Val] {
				return "the id " + strconv.Quote(a.Val) + " stands twice"
			}
			ids[a.Val] = true
		case "href", "src":
			if i := strings.IndexAny(a.Val, ":/?#"); i >= 0 && a.Val[i] == ':' && !strings.Contains(" https http mailto tel data ", " "+a.Val[:i]+" ") {
				return "an address is " + strconv.Quote(a.Val)
			}
			if strings.HasPrefix(a.Val, "data:") && token.Data == "a" {
				return "a link is " + strconv.Quote(a.Val)
			}
		}
	}
	return ""
}

// TestWordsBite: what hostile words would make, if they were not escaped, is
// noticed.
func TestWordsBite(t *testing.T) {
	w := newWorded(t, "fieldbook")
	page := w.build(t, "Word")["plan/a1.html"]
	for _, words := range []string{"<script>alert(1)</script>", "<img onerror=x>", "<b>", "</main>", `<a href="javascript:1">x</a>`, `<p id="main">x</p><p id="main">x</p>`, "<!--", strings.Repeat("x", 1<<20)} {
		hurt := bytes.Replace(page, []byte("</h1>"), []byte(words+"</h1>"), 1)
		if w.judge("plan/a1.html", hurt, len("Word")) == "" {
			t.Errorf("%.40s on a page is not noticed", words)
		}
	}
	for name, content := range map[string]string{"feed.xml": "<feed>&</feed>", "a.json": "{", "search/x.js": `x("</script>")`, "search/y.js": "searchPart(\"a\n\");\n", "a.svg": "<svg xmlns=''><script/></svg>", "a.csv": "\x00"} {
		if w.judge(name, []byte(content), 4) == "" {
			t.Errorf("%s of %s is not noticed", content, name)
		}
	}
}
