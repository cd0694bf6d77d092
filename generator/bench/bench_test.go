package main

import (
	"bytes"
	"testing"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/util"
)

func BenchmarkFloor(b *testing.B) {
	c := NewCorpus(50)
	md := goldmark.New(
		goldmark.WithExtensions(extension.GFM),
		goldmark.WithParserOptions(parser.WithAutoHeadingID()),
		goldmark.WithRendererOptions(renderer.WithNodeRenderers(util.Prioritized(code{}, 1))))
	src := bytes.SplitN([]byte(c.Files[c.Pages[7]]), []byte("+++\n"), 3)[2]
	b.ReportAllocs()
	for b.Loop() {
		var w bytes.Buffer
		_ = md.Convert(src, &w)
	}
}
