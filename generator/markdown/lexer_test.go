package markdown_test

import (
	"html"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/alecthomas/chroma/v2"
	"github.com/alecthomas/chroma/v2/lexers"

	"trigpoint/generator/limits"
	"trigpoint/generator/markdown"
)

// TestQuickLexers: code is highlighted with the very tokens that chroma finds
// by trying all rules, in the texts that chroma tests its lexers with; each
// language on its own text, and on the beginnings of others, which are full of
// faults to it.
func TestQuickLexers(t *testing.T) {
	t.Parallel()
	texts := chromaTexts(t)
	names := slices.Sorted(maps.Keys(texts))
	c, compared := markdown.NewCompiler(limits.Default()), 0
	for i, language := range lexers.Names(true) {
		if f := compileCode(c, language, "x"); !f.HasCode || strings.Contains(language, " ") {
			continue
		}
		for n, name := range names {
			code := texts[name]
			if own := strings.EqualFold(name, language); !own && (n+i)%16 != 0 {
				continue
			} else if !own {
				code = strings.ToValidUTF8(code[:min(len(code), 400)], "")
			}
			compared++
			got := string(compileCode(c, language, code).Body.HTML)
			want := highlighted(t, language, code+"\n")
			for n := 0; n < 3 && !strings.Contains(got, want); n++ { // on a busy machine chroma gives up too soon: see find
				want = highlighted(t, language, code+"\n")
			}
			if !strings.Contains(got, want) {
				t.Fatalf("%s in the text %s:\n%s\nchroma finds:\n%s", language, name, got, want)
			}
		}
	}
	if compared < 300 {
		t.Errorf("%d texts were compared: too few to prove anything", compared)
	}
}

func compileCode(c *markdown.Compiler, language, code string) *markdown.File {
	fence := strings.Repeat("`", 30)
	return c.Compile("content/a.md", []byte("+++\ntitle = \"A\"\n+++\n"+fence+language+"\n"+code+"\n"+fence+"\n"))
}

// chromaTexts are the texts of chroma's own tests, by the name of the language.
func chromaTexts(t *testing.T) map[string]string {
	dir, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/alecthomas/chroma/v2").Output()
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(filepath.Join(strings.TrimSpace(string(dir)), "lexers", "testdata", "*.actual"))
	if err != nil || len(files) == 0 {
		t.Fatalf("chroma's module has no texts: %v", err)
	}
	texts := map[string]string{}
	for _, file := range files {
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		text := strings.ToValidUTF8(strings.NewReplacer("\r", "", "\x00", "").Replace(string(b)), "")
		texts[strings.TrimSuffix(filepath.Base(file), ".actual")] = text
	}
	return texts
}

// highlighted marks the tokens that chroma finds by itself.
func highlighted(t *testing.T, language, code string) string {
	next, err := lexers.Get(language).Tokenise(nil, code)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	b.WriteString(`">`)
	for token := next(); token != chroma.EOF; token = next() {
		class, text := chroma.StandardTypes[token.Type], html.EscapeString(token.Value)
		text = strings.ReplaceAll(strings.ReplaceAll(text, "&#34;", "&quot;"), "&#39;", "'")
		if class == "" || strings.TrimSpace(token.Value) == "" || token.Type.InCategory(chroma.Text) || token.Type.InCategory(chroma.Punctuation) {
			b.WriteString(text)
			continue
		}
		b.WriteString(`<span class="` + class + `">` + text + "</span>")
	}
	return b.String() + "</code>"
}
