package main

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"github.com/BurntSushi/toml"
	"github.com/alecthomas/chroma/v2"
	"github.com/alecthomas/chroma/v2/lexers"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/util"
	"golang.org/x/sync/errgroup"
)

// floor does what no generator with these libraries can do without: it reads
// every file, parses its front matter and its Markdown, highlights its code,
// and writes the HTML. No links, no navigation, no templates. What a build
// takes beyond this is our own.
func floor(site, out string) error {
	md := libraries()
	var g errgroup.Group
	g.SetLimit(runtime.GOMAXPROCS(0))
	root := filepath.Join(site, "content")
	err := filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(root, name)
		if err != nil {
			return err
		}
		if d.IsDir() {
			return os.MkdirAll(filepath.Join(out, rel), 0o755)
		}
		g.Go(func() error { return convert(md, name, filepath.Join(out, strings.TrimSuffix(rel, ".md")+".html")) })
		return nil
	})
	if err != nil {
		return err
	}
	return g.Wait()
}

func convert(md goldmark.Markdown, from, to string) error {
	src, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if err := page(md, src, &b); err != nil {
		return err
	}
	return os.WriteFile(to, b.Bytes(), 0o644)
}

// libraries are those that the generator is made of, as they come.
func libraries() goldmark.Markdown {
	return goldmark.New(
		goldmark.WithExtensions(extension.GFM),
		goldmark.WithParserOptions(parser.WithAutoHeadingID()),
		goldmark.WithRendererOptions(renderer.WithNodeRenderers(util.Prioritized(code{}, 1))))
}

// page parses the front matter of a page and converts the rest.
func page(md goldmark.Markdown, src []byte, to *bytes.Buffer) error {
	parts := bytes.SplitN(src, []byte("+++\n"), 3)
	var front map[string]any
	if _, err := toml.Decode(string(parts[1]), &front); err != nil {
		return err
	}
	return md.Convert(parts[2], to)
}

// code highlights fenced code with classes.
type code struct{}

func (code) RegisterFuncs(r renderer.NodeRendererFuncRegisterer) {
	r.Register(ast.KindFencedCodeBlock, func(w util.BufWriter, src []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		return ast.WalkSkipChildren, writeCode(w, src, n.(*ast.FencedCodeBlock))
	})
}

func writeCode(w util.BufWriter, src []byte, n *ast.FencedCodeBlock) error {
	var text []byte
	for i := range n.Lines().Len() {
		line := n.Lines().At(i)
		text = append(text, line.Value(src)...)
	}
	next, err := lexers.Get(string(n.Language(src))).Tokenise(nil, string(text))
	if err != nil {
		return err
	}
	for t := next(); t != chroma.EOF; t = next() {
		_, _ = w.WriteString(`<span class="` + chroma.StandardTypes[t.Type] + `">`)
		_, _ = w.Write(util.EscapeHTML([]byte(t.Value)))
		_, _ = w.WriteString("</span>")
	}
	return nil
}
