package markdown

import (
	"bytes"
	"slices"
	"strings"

	"github.com/microcosm-cc/bluemonday"
	"golang.org/x/net/html"
)

// What HTML in Markdown may be, where site.toml permits any: words that Markdown
// cannot mark, and tables, lists and notes that it cannot draw. No style, script,
// form, class, id, link or picture: Markdown has links and pictures, which are
// checked. (WHATWG HTML, 4.4 to 4.11)
const (
	htmlPhrasing = " abbr b bdi bdo br cite code del dfn em i ins kbd mark q rp rt ruby s samp small span strong sub sup time u var wbr "
	htmlFlow     = " blockquote caption dd details div dl dt figcaption figure hr li ol p pre summary table tbody td tfoot th thead tr ul "
	htmlVoid     = " br hr wbr "
	htmlOpen     = " caption dd dt li p rp rt tbody td tfoot th thead tr " // end where another begins
	htmlFilled   = " dl ol table tbody tfoot thead tr ul "                 // hold certain elements and no words
)

// htmlParents are the elements that some stand in, and nowhere else.
func htmlParents(name string) string {
	switch name {
	case "li":
		return " ul ol "
	case "dt", "dd":
		return " dl "
	case "tr":
		return " table thead tbody tfoot "
	case "td", "th":
		return " tr "
	case "caption", "thead", "tbody", "tfoot":
		return " table "
	case "summary":
		return " details "
	case "figcaption":
		return " figure "
	case "rt", "rp":
		return " ruby "
	}
	return ""
}

func among(list, name string) bool { return name != "" && strings.Contains(list, " "+name+" ") }

// htmlPolicy is the list of what passes; what it does not name is left out.
func htmlPolicy() *bluemonday.Policy {
	p := bluemonday.NewPolicy()
	p.AllowElements(strings.Fields(htmlPhrasing + htmlFlow)...)
	p.AllowNoAttrs().OnElements("span")
	p.AllowAttrs("lang").Matching(bluemonday.Paragraph).Globally()
	p.AllowAttrs("dir").Matching(bluemonday.Direction).Globally()
	p.AllowAttrs("title").Globally()
	p.AllowAttrs("datetime").Matching(bluemonday.ISO8601).OnElements("time", "del", "ins")
	p.AllowAttrs("colspan", "rowspan", "start", "value").Matching(bluemonday.Integer).OnElements("td", "th", "ol", "li")
	return p
}

// sanitise keeps of some HTML what the policy allows, and closes what it leaves
// open. It reports whether a tag or an attribute was left out.
func (a *assembler) sanitise(raw []byte) (clean []byte, lost bool) {
	b := balancer{most: a.limits.Nesting}
	b.write(a.policy.SanitizeBytes(raw))
	return b.Bytes(), tally(b.Bytes()) != tally(raw)
}

// tally counts tags that open, and attributes.
func tally(raw []byte) (n int) {
	for z := html.NewTokenizer(bytes.NewReader(raw)); ; {
		switch z.Next() {
		case html.ErrorToken:
			return n
		case html.StartTagToken, html.SelfClosingTagToken:
			n += 1 + len(z.Token().Attr)
		}
	}
}

// A balancer writes HTML in which every element is closed in its turn and
// stands where it may, so that nothing of it reaches the page around it. Each
// element is closed once: it writes no more than it reads.
type balancer struct {
	bytes.Buffer
	open []string
	most int // levels
}

func (b *balancer) write(raw []byte) {
	for z := html.NewTokenizer(bytes.NewReader(raw)); ; {
		switch z.Next() {
		case html.ErrorToken:
			b.closeTo(0)
			return
		case html.TextToken:
			b.Write(z.Raw())
		case html.StartTagToken, html.SelfClosingTagToken:
			tag := bytes.Clone(z.Raw())
			name, _ := z.TagName()
			b.start(string(name), tag)
		case html.EndTagToken:
			name, _ := z.TagName()
			if i := lastIndex(b.open, string(name)); i >= 0 {
				b.closeTo(i)
			}
		}
	}
}

func (b *balancer) start(name string, tag []byte) {
	for !b.fits(name) && among(htmlOpen, b.top()) {
		b.closeTo(len(b.open) - 1)
	}
	if !b.fits(name) || len(b.open) >= b.most {
		return
	}
	b.Write(tag)
	if !among(htmlVoid, name) {
		b.open = append(b.open, name)
	}
}

// fits reports whether an element may stand in the one that is open.
func (b *balancer) fits(name string) bool {
	if parents := htmlParents(name); parents != "" {
		return among(parents, b.top())
	}
	if among(htmlFlow, name) && (among(htmlPhrasing, b.top()) || among(" p pre summary ", b.top())) {
		return false
	}
	return !among(htmlFilled, b.top())
}

func (b *balancer) top() string {
	if len(b.open) == 0 {
		return ""
	}
	return b.open[len(b.open)-1]
}

func (b *balancer) closeTo(n int) {
	for len(b.open) > n {
		b.WriteString("</" + b.top() + ">")
		b.open = b.open[:len(b.open)-1]
	}
}

func lastIndex(list []string, s string) int {
	for i, v := range slices.Backward(list) {
		if v == s {
			return i
		}
	}
	return -1
}

// htmlWords are the words of some HTML, each block of them on a line.
func htmlWords(raw []byte) string {
	var b strings.Builder
	for z := html.NewTokenizer(bytes.NewReader(raw)); ; {
		switch z.Next() {
		case html.ErrorToken:
			return strings.TrimSpace(b.String())
		case html.TextToken:
			b.WriteString(strings.ReplaceAll(z.Token().Data, "\n", " "))
		default:
			if name, _ := z.TagName(); among(htmlFlow, string(name)) && b.Len() > 0 && !strings.HasSuffix(b.String(), "\n") {
				b.WriteByte('\n')
			}
		}
	}
}
