package theme

import (
	"bytes"
	"regexp"
	"strings"
	"unicode/utf8"

	"trigpoint/generator/diag"
)

// What loads from another host, in a template, a style sheet and a script. The
// policy of the pages would keep browsers from it; the author should know before.
var (
	remoteTag    = regexp.MustCompile(`(?i)<(?:script|link|img|iframe|frame|source|video|audio|track|embed|object|use|image|input)\b[^>]*?\b(?:src|href|srcset|data|poster)\s*=\s*["']?\s*((?:https?:)?//[^\s"'>]+)`)
	namingLink   = regexp.MustCompile(`(?i)^<link\b[^>]*\brel\s*=\s*["']?(?:canonical|license|alternate|me|author)\b`)
	remoteStyle  = regexp.MustCompile(`(?i)(?:url\(|@import)\s*["']?\s*((?:https?:)?//[^\s"')]+)`)
	remoteScript = regexp.MustCompile("(?:import|from|fetch|importScripts)\\s*\\(?\\s*[\"'`]((?:https?:)?//[^\\s\"'`]+)")
)

// checkRemote reports what a file of the theme loads from another host.
func checkRemote(diags *diag.List, file string, content []byte) {
	pattern := remoteTag
	switch {
	case strings.HasSuffix(file, ".css"):
		pattern = remoteStyle
	case strings.HasSuffix(file, ".js"):
		pattern = remoteScript
	case !strings.HasSuffix(file, ".html"):
		return
	}
	for _, m := range pattern.FindAllSubmatchIndex(content, -1) {
		if namingLink.Match(content[m[0]:]) {
			continue
		}
		before, address := content[:m[2]], content[m[2]:m[3]]
		at := diag.Position{Path: file, Line: bytes.Count(before, []byte("\n")) + 1, Len: utf8.RuneCount(address),
			Col: utf8.RuneCount(before[bytes.LastIndexByte(before, '\n')+1:]) + 1}
		addOnce(diags, diag.Diagnostic{Position: at, Code: "theme-remote", Hint: "keep a copy in assets/",
			Message: "the theme loads something from another host"})
	}
}
