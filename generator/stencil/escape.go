package stencil

import (
	"html/template"
	"io"
	"reflect"
	"strconv"
	"strings"
	"sync/atomic"
	"text/template/parse"
)

// escape writes a value in one of the places that a template can have it in.
type escape func(s *state, v reflect.Value)

// A place is a template with one value in such a place. Texts that need no
// escaping there are written as they are; for all others this template runs.
type place struct {
	before, after string
	harmless      *byteSet     // what such texts are made of; nil, if there are none
	trusted       reflect.Type // stays as it is whatever it holds
}

// places are all that this package knows; where a theme has a value elsewhere,
// in a script or a style, the library runs the template.
func places() []place {
	words, segment := setOf(wordBytes).beyondASCII(), setOf("-._~")
	address := setOf("-._~/#")
	return []place{
		{"<p>", "</p>", words, html},
		{`<p title="`, `">`, words, nil},
		{`<title>`, `</title>`, words, nil},
		{`<a href="`, `">`, address, nil},
		{`<a href="/`, `">`, address, nil},
		{`<a href="#`, `">`, segment, nil},
		{`<meta http-equiv="refresh" content="0; url=`, `">`, address, nil},
		{`<p `, `>`, nil, reflect.TypeFor[template.HTMLAttr]()},
	}
}

// wordBytes are those that neither text nor a quoted attribute has to escape,
// besides letters and digits.
const wordBytes = " \t\n.,:;!?()[]{}/-_#%*=@|~^$`\\"

// escapes are the places, by what the library puts behind a value there.
func escapes() map[string]escape {
	out := map[string]escape{}
	for _, p := range places() {
		t := template.Must(template.New("").Parse(p.before + "{{.}}" + p.after))
		_ = t.Execute(io.Discard, "")
		var names []string
		for _, cmd := range t.Tree.Root.Nodes[1].(*parse.ActionNode).Pipe.Cmds[1:] {
			names = append(names, cmd.String())
		}
		out[strings.Join(names, "|")] = p.escape(t)
	}
	return out
}

// The types of values that are nothing but words, a number, or HTML.
var (
	html   = reflect.TypeFor[template.HTML]()
	text   = reflect.TypeFor[string]()
	number = reflect.TypeFor[int]()
)

func (p place) escape(t *template.Template) escape {
	var last atomic.Pointer[escaped]
	return func(s *state, v reflect.Value) {
		if v = unboxed(v); v.Kind() == reflect.Func && p.trusted == html {
			asPiece(v)(s.Buffer)
			return
		}
		if v = plain(v); !v.IsValid() {
			giveUp()
		}
		switch kind := v.Type(); {
		case kind == p.trusted, kind == text && p.harmless.all(v.String()):
			s.WriteString(v.String())
		case kind == number && p.harmless != nil:
			s.WriteString(strconv.FormatInt(v.Int(), 10))
		case kind == text:
			s.WriteString(p.known(&last, t, v.String()))
		default:
			s.WriteString(p.run(t, v.Interface()))
		}
	}
}

// run lets the library write a value, and takes off what stands around it.
func (p place) run(t *template.Template, v any) string {
	var b strings.Builder
	if err := t.Execute(&b, v); err != nil {
		giveUp()
	}
	return strings.TrimSuffix(strings.TrimPrefix(b.String(), p.before), p.after)
}

// escaped is a text as it stands in a place.
type escaped struct{ text, html string }

// known writes a text as the last time, if it is the same: each page has some
// that all have.
func (p place) known(last *atomic.Pointer[escaped], t *template.Template, text string) string {
	e := last.Load()
	if e == nil || e.text != text {
		e = &escaped{text, p.run(t, text)}
		last.Store(e)
	}
	return e.html
}

// A byteSet is a set of bytes.
type byteSet [256]bool

// setOf holds letters, digits and the bytes given.
func setOf(more string) *byteSet {
	var set byteSet
	for c := range set {
		set[c] = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || strings.IndexByte(more, byte(c)) >= 0
	}
	return &set
}

// beyondASCII adds the bytes that other characters are made of.
func (set *byteSet) beyondASCII() *byteSet {
	for c := 0x80; c < len(set); c++ {
		set[c] = true
	}
	return set
}

func (set *byteSet) all(s string) bool {
	if set == nil {
		return false
	}
	for i := range len(s) {
		if !set[s[i]] {
			return false
		}
	}
	return true
}
