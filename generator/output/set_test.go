package output_test

import (
	"bytes"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unicode"

	"trigpoint/generator/output"
)

func newSet(paths ...string) (*output.Set, error) {
	var files []output.File
	for _, p := range paths {
		files = append(files, output.Bytes(p, []byte(p)))
	}
	return output.NewSet(files)
}

func TestSetRefusesPaths(t *testing.T) {
	for p, reason := range map[string]string{
		"":                              "empty",
		"/a.html":                       "absolute",
		"a//b.html":                     "empty segment",
		"a/":                            "empty segment",
		"../a.html":                     `segment "..": write it`,
		"a/../b.html":                   `segment "..": write it`,
		"..":                            `segment "..": write it`,
		".":                             `segment ".": write it`,
		"./a.html":                      `segment ".": write it`,
		`a\b.html`:                      "character",
		"a\x00b":                        "character",
		"a\nb":                          "character",
		"a\x7fb":                        "character",
		"c:/a.html":                     "character",
		"a.html:stream":                 "character",
		`a"b`:                           "character",
		"a<b":                           "character",
		"a>b":                           "character",
		"a|b":                           "character",
		"a?b":                           "character",
		"a*b":                           "character",
		"a./b.html":                     "dot or a space",
		"a.html.":                       "dot or a space",
		"a /b.html":                     "dot or a space",
		"...":                           "dot or a space",
		"con":                           "device",
		"a/NUL.txt":                     "device",
		"Aux/b.html":                    "device",
		"prn.a.b":                       "device",
		"com1.html":                     "device",
		"com0":                          "device",
		"COM¹.html":                     "device",
		"LPT9":                          "device",
		"lpt³":                          "device",
		"con .html":                     "device",
		"conin$":                        "device",
		"CONOUT$.x":                     "device",
		".trigpoint/a":                  ".trigpoint",
		".trigpoint":                    ".trigpoint",
		".TrigPoint/manifest":           ".trigpoint",
		"a/.trigpoint.tmp":              ".trigpoint",
		"\xff.html":                     "UTF-8",
		strings.Repeat("a/", 120) + "b": "241 bytes",
		strings.Repeat("a", 256):        "256 bytes",
	} {
		_, err := newSet("fine.html", p)
		wantError(t, err, reason)
	}
}

func TestSetTakesPaths(t *testing.T) {
	paths := []string{
		"index.html", ".nojekyll", ".well-known/security.txt", "a b/c d.html", "a.b.c/..d", "ä/ß/日本.html",
		"console.html", "common.css", "com.html", "com12", "lpt", "auxiliary/nully.html", "x.con",
		strings.Repeat("a/", 119) + "bc", strings.Repeat("b", 240),
	}
	if _, err := newSet(paths...); err != nil {
		t.Error(err)
	}
}

func TestSetRefusesCollisions(t *testing.T) {
	for _, pair := range [][2]string{
		{"a.html", "a.html"},
		{"Page.html", "page.html"},
		{"ä.html", "a\u0308.html"},
		{"Ä.html", "a\u0308.html"},
		{"straße/ΣΊΣΥΦΟΣ.html", "straße/σίσυφος.html"},
		{"\u212a.html", "k.html"}, // the Kelvin sign
		{"Docs/a.html", "docs/b.html"},
		{"x/Docs/a.html", "x/docs/c/b.html"},
		{"a", "a/b.html"},
		{"A", "a/b.html"},
		{"a/b", "a/b/c/d.html"},
	} {
		for _, paths := range [][]string{{pair[0], pair[1]}, {pair[1], "m.html", pair[0]}} {
			_, err := newSet(paths...)
			wantError(t, err, quoted(pair[0]), quoted(pair[1]))
		}
	}
	if _, err := newSet("a/b.html", "a/c.html", "ab.html", "b/a.html", "b/b/a.html", "masse", "maße"); err != nil {
		t.Error(err)
	}
}

func quoted(p string) string {
	return `"` + p + `"`
}

// Whatever letters are changed into others that differ in case only, the two
// names collide; and any other letter keeps them apart.
func TestSetIgnoresCase(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	letters := []rune("abkszABKSZäÖçÉßẞσςΣиИǆǅǄ")
	for range 500 {
		name := make([]rune, 1+random.IntN(6))
		for i := range name {
			name[i] = letters[random.IntN(len(letters))]
		}
		other := slices.Clone(name)
		i := random.IntN(len(name))
		other[i] = unicode.SimpleFold(name[i])
		if _, err := newSet(string(name)+"_", string(other)+"_"); err == nil {
			t.Errorf("%q and %q can be in one set", string(name), string(other))
		}
		other[i] = 'x'
		if _, err := newSet(string(name), string(other)); err != nil {
			t.Error(err)
		}
	}
}

func TestSetTellsAllProblemsSorted(t *testing.T) {
	paths := []string{"b", "a/../b", "con", "B", "../z", "b/c", "ok", "/x"}
	_, err := newSet(paths...)
	wantError(t, err, "..", "con", `"B"`, `"b/c"`, "absolute")
	lines := strings.Split(err.Error(), "\n")
	if len(lines) != 6 || !slices.IsSorted(lines) {
		t.Errorf("want six sorted lines, have:\n%v", err)
	}
	random := rand.New(rand.NewPCG(1, 2))
	for range 20 {
		random.Shuffle(len(paths), func(i, j int) { paths[i], paths[j] = paths[j], paths[i] })
		if _, again := newSet(paths...); again.Error() != err.Error() {
			t.Fatalf("another order of files gives another error:\n%v\n%v", err, again)
		}
	}
}

func TestSetRefusesNilRender(t *testing.T) {
	_, err := output.NewSet([]output.File{{Path: "a.html"}})
	wantError(t, err, `"a.html"`, "Render")
}

func TestSet(t *testing.T) {
	files := []output.File{output.Bytes("b", []byte("B")), output.Bytes("a/c", []byte("C")), output.Bytes("a", nil)}[:2]
	s, err := output.NewSet(files)
	mustDo(t, err)
	files[0].Path = "changed"
	s.Files()[0].Path = "changed"
	var paths []string
	for _, f := range s.Files() {
		paths = append(paths, f.Path)
	}
	wantPaths(t, "files", paths, "a/c", "b")
	if s.Len() != 2 {
		t.Errorf("length %d; want 2", s.Len())
	}
	f, ok := s.Find("a/c")
	var b bytes.Buffer
	if !ok || f.Path != "a/c" || f.Render(&b) != nil || b.String() != "C" {
		t.Errorf("a/c: found %v, %q, renders %q", ok, f.Path, b.String())
	}
	for _, p := range []string{"", "a", "A/c", "b/", "changed"} {
		if _, ok := s.Find(p); ok {
			t.Errorf("%q is found", p)
		}
	}
}
