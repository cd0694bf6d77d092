package theme

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"strconv"
	"strings"
	"time"

	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"

	"trigpoint/generator/diag"
	"trigpoint/generator/record"
)

// Words are the words of the interface in one language: i18n/<lang>.toml.
type Words struct {
	Lang string          // of the file
	lent map[string]bool // the keys that are English, since the file has none
	list map[string]string
	tag  language.Tag
}

// fallback is the language that every theme has.
const fallback = "en"

// readWords reads every language of every layer; nearer files replace single
// words, and English stands in for words that are missing.
func (t *Theme) readWords(diags *diag.List) (map[string]Words, error) {
	out := map[string]Words{}
	for i := len(t.layers) - 1; i >= 0; i-- {
		layer := t.layers[i]
		files, err := fs.ReadDir(layer.FS, "i18n") // fs.Glob would pass over a folder that cannot be read
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, fmt.Errorf("reading %s/i18n: %w", layer.Name, err)
		}
		for _, f := range files {
			file := "i18n/" + f.Name()
			if path.Ext(file) != ".toml" {
				continue
			}
			src, err := fs.ReadFile(layer.FS, file)
			if err != nil {
				return nil, fmt.Errorf("reading %s/%s: %w", layer.Name, file, err)
			}
			table, faults := record.Parse(layer.Name+"/"+file, string(src), 1)
			*diags = append(*diags, faults...)
			lang := strings.TrimSuffix(path.Base(file), ".toml")
			w := out[lang]
			if w.list == nil {
				w = Words{Lang: lang, list: map[string]string{}, tag: language.Make(lang)}
			}
			collect(w.list, "", record.Reader{Table: table, Diags: diags})
			out[lang] = w
		}
	}
	for lang, w := range out {
		all := maps.Clone(out[fallback].list)
		maps.Copy(all, w.list)
		w.lent = map[string]bool{}
		for key := range all {
			_, own := w.list[key]
			w.lent[key] = !own
		}
		w.list = all
		out[lang] = w
	}
	return out, nil
}

// collect flattens tables into keys with dots.
func collect(into map[string]string, prefix string, r record.Reader) {
	for _, key := range r.Keys() {
		v, _ := r.Get(key)
		if _, ok := v.Table(); ok {
			collect(into, prefix+key+".", r.Sub(key))
			continue
		}
		into[prefix+key] = r.Text(key)
	}
}

// Words returns the words for a language tag, those of its main language, or
// English.
func (t *Theme) Words(tag string) Words {
	main, _, _ := strings.Cut(tag, "-")
	for _, lang := range []string{tag, main, fallback} {
		if w, ok := t.words[lang]; ok {
			return w
		}
	}
	return Words{Lang: fallback}
}

// rightToLeft are the scripts that are written so, by ISO 15924.
const rightToLeft = "Adlm Arab Hebr Mand Mend Nkoo Rohg Samr Syrc Thaa Yezi"

// Direction is how a language is written: ltr or rtl.
func Direction(tag string) string {
	script, _ := language.Make(tag).Script()
	if strings.Contains(rightToLeft, script.String()) {
		return "rtl"
	}
	return "ltr"
}

// T returns the word for a key, with {0}, {1}… replaced by the arguments. If
// the first argument is a number and the key has a form for such numbers, as
// the language counts them (key.one, key.two, key.few…: plural categories of
// Unicode CLDR), that is taken. A key that no language has is returned as it
// is, so that it is seen.
func (w Words) T(key string, args ...any) string {
	text, ok := w.list[key]
	if len(args) > 0 {
		if form, has := w.form(key, args[0]); has {
			text, ok = form, true
		}
	}
	if !ok {
		return key
	}
	for i, a := range args {
		text = strings.ReplaceAll(text, "{"+strconv.Itoa(i)+"}", toText(a))
	}
	return text
}

// form is the key's form for a number.
func (w Words) form(key string, count any) (string, bool) {
	n, ok := count.(int)
	if !ok {
		return "", false
	}
	names := [...]string{plural.Other: "other", plural.Zero: "zero", plural.One: "one", plural.Two: "two", plural.Few: "few", plural.Many: "many"}
	text, ok := w.list[key+"."+names[plural.Cardinal.MatchPlural(w.tag, n, 0, 0, 0, 0)]]
	return text, ok
}

// LangOf is the language of a key's words: English where the file has none.
func (w Words) LangOf(key string) string {
	if w.lent[key] {
		return fallback
	}
	return w.Lang
}

// Has tells whether the key has a word.
func (w Words) Has(key string) bool { _, ok := w.list[key]; return ok }

func toText(a any) string {
	switch a := a.(type) {
	case string:
		return a
	case int:
		return strconv.Itoa(a)
	}
	return ""
}

// Date writes a day as people read it, such as 11 May 2011.
func (w Words) Date(d time.Time) string {
	if d.IsZero() {
		return ""
	}
	month := w.list["month."+strconv.Itoa(int(d.Month()))]
	return w.T("date", strconv.Itoa(d.Day()), month, strconv.Itoa(d.Year()))
}

// Or joins what a status, state or enum value is called, or makes plain words
// of the value itself: "in-progress" → "In progress".
func (w Words) Or(prefix, value string) string {
	if text, ok := w.list[prefix+"."+value]; ok {
		return text
	}
	words := strings.ReplaceAll(value, "-", " ")
	if words == "" {
		return ""
	}
	return strings.ToUpper(words[:1]) + words[1:]
}
