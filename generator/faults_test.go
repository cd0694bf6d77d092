package main

import (
	"bytes"
	"fmt"
	"io/fs"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
	"time"
	"unicode/utf8"

	"golang.org/x/tools/txtar"

	"trigpoint/generator/build"
	"trigpoint/generator/diag"
	"trigpoint/themes"
)

// A fixture is a small faulty site, as an archive in testdata/faults. What it
// must report stands beside each fault: on the line after it, "//", blanks,
// and under the fault as many carets as it is long, then the severity, the
// message, [code] and, where there are any, (hint: …) and (also: place). A
// fault in the first two columns, which "//" covers, is written //@1 or, with
// its length, //@1+5; one of a line as a whole //@. One of a whole file stands
// in the archive's comment, as //! severity path: …. These lines are taken out
// before the site is built.
//
// The comment may also hold lines "option: …", with drafts, strict, as-of=DATE,
// escaped=PATH (\xNN in the file is a byte), link=PATH (the file is a symbolic
// link) or pad=PATH (the file is filled up beyond the largest size).
type fixture struct {
	archive *txtar.Archive
	site    fstest.MapFS
	options build.Options
	want    []string
}

var (
	beside   = regexp.MustCompile(`^//(?:( *)(\^+)|@(\d*)(?:\+(\d+))?) ((?:error|warning|info): .*)$`)
	wholeOne = regexp.MustCompile(`^//! (error|warning|info) (\S+?): (.*)$`)
)

// fixtures lists the archives.
func fixtures(t testing.TB) []string {
	t.Helper()
	names, err := filepath.Glob("testdata/faults/*.txtar")
	if err != nil || len(names) == 0 {
		t.Fatal("no fixtures", err)
	}
	return names
}

func readFixture(t *testing.T, src []byte) *fixture {
	t.Helper()
	f := &fixture{archive: txtar.Parse(src), site: fstest.MapFS{}}
	f.options.Now = time.Date(2012, 6, 30, 12, 0, 0, 0, time.UTC)
	for _, file := range f.archive.Files {
		f.site[file.Name] = &fstest.MapFile{Data: f.cut(file.Name, file.Data)}
	}
	if f.site["site.toml"] == nil {
		f.site["site.toml"] = &fstest.MapFile{Data: []byte("title = \"Fixture\"\n")}
	}
	for line := range strings.Lines(string(f.archive.Comment)) {
		line = strings.TrimSuffix(line, "\n")
		if m := wholeOne.FindStringSubmatch(line); m != nil {
			f.want = append(f.want, m[2]+": "+m[1]+": "+m[3])
		} else if options, ok := strings.CutPrefix(line, "option: "); ok {
			f.option(t, options)
		}
	}
	slices.Sort(f.want)
	return f
}

func (f *fixture) option(t *testing.T, text string) {
	t.Helper()
	key, value, _ := strings.Cut(text, "=")
	switch key {
	case "drafts":
		f.options.Drafts = true
	case "strict":
		f.options.Strict = true
	case "as-of":
		f.options.AsOf = value
	case "escaped":
		text := strings.ReplaceAll(string(f.site[value].Data), "\\x", "\x00")
		f.site[value].Data = regexp.MustCompile("\x00..").ReplaceAllFunc([]byte(text), func(b []byte) []byte {
			n, err := strconv.ParseUint(string(b[1:]), 16, 8)
			if err != nil {
				t.Fatal(err)
			}
			return []byte{byte(n)}
		})
	case "link":
		f.site[value].Mode = fs.ModeSymlink
	case "pad":
		f.site[value].Data = append(f.site[value].Data, bytes.Repeat([]byte("word "), 1<<18)...)
	default:
		t.Fatalf("no option %q", text)
	}
}

// cut takes the expectations out of a file.
func (f *fixture) cut(name string, data []byte) []byte {
	var out bytes.Buffer
	number := 0
	for line := range bytes.Lines(data) {
		m := beside.FindSubmatch(bytes.TrimSuffix(line, []byte("\n")))
		if m == nil {
			out.Write(line)
			number++
			continue
		}
		col, length := len(m[1])+3, len(m[2])
		if length == 0 {
			col, _ = strconv.Atoi(string(m[3]))
			length, _ = strconv.Atoi(string(m[4]))
		}
		f.want = append(f.want, place(name, number, col, length)+": "+string(m[5]))
	}
	return out.Bytes()
}

func place(path string, line, col, length int) string {
	return diag.Position{Path: path, Line: line, Col: col}.String() + map[bool]string{true: fmt.Sprintf("+%d", length)}[length > 1]
}

// got builds the site and returns what it reports, in the form of want.
func (f *fixture) got(t *testing.T) (diag.List, []string) {
	t.Helper()
	res, err := build.New(f.site, themes.FS()).Build(f.options)
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for _, d := range res.Diags {
		p := d.Position
		list = append(list, place(p.Path, p.Line, p.Col, p.Len)+": "+said(d))
	}
	slices.Sort(list)
	return res.Diags, list
}

func said(d diag.Diagnostic) string {
	text := fmt.Sprintf("%s: %s [%s]", d.Severity, d.Message, d.Code)
	if d.Hint != "" {
		text += " (hint: " + d.Hint + ")"
	}
	for _, r := range d.Related {
		text += " (also: " + r.String() + ")"
	}
	return text
}

// annotated is the archive with what was really reported, to be read, judged
// and only then put in the fixture's place.
func (f *fixture) annotated(list diag.List) string {
	var b bytes.Buffer
	for line := range strings.Lines(string(f.archive.Comment)) {
		if !strings.HasPrefix(line, "//!") {
			b.WriteString(line)
		}
	}
	for _, d := range list {
		if d.Position.Line == 0 {
			fmt.Fprintf(&b, "//! %s %s: %s\n", d.Severity, d.Position.Path, strings.TrimPrefix(said(d), d.Severity.String()+": "))
		}
	}
	for _, file := range f.archive.Files {
		fmt.Fprintf(&b, "-- %s --\n", file.Name)
		number := 0
		for line := range bytes.Lines(file.Data) {
			if beside.Match(bytes.TrimSuffix(line, []byte("\n"))) {
				continue
			}
			b.Write(line)
			number++
			for _, d := range list {
				if d.Position.Path == file.Name && d.Position.Line == number {
					b.WriteString(annotation(d.Position) + said(d) + "\n")
				}
			}
		}
	}
	return b.String()
}

func annotation(p diag.Position) string {
	switch {
	case p.Col == 0:
		return "//@ "
	case p.Col > 2:
		return "//" + strings.Repeat(" ", p.Col-3) + strings.Repeat("^", max(p.Len, 1)) + " "
	case p.Len > 1:
		return fmt.Sprintf("//@%d+%d ", p.Col, p.Len)
	}
	return fmt.Sprintf("//@%d ", p.Col)
}

func TestFaults(t *testing.T) {
	shown := map[string]bool{}
	for _, name := range fixtures(t) {
		base := strings.TrimSuffix(filepath.Base(name), ".txtar")
		t.Run(base, func(t *testing.T) {
			f := readFixture(t, readFile(t, name))
			list, got := f.got(t)
			if !slices.Equal(got, f.want) {
				t.Errorf("want\n  %s\ngot\n  %s\nwhich would be\n%s", strings.Join(f.want, "\n  "), strings.Join(got, "\n  "), f.annotated(list))
			}
			for _, d := range list {
				checkWording(t, f, d)
				if code := strings.ReplaceAll(string(d.Code), "/", "-"); strings.HasPrefix(base+"-", code+"-") {
					shown[string(d.Code)] = true
				}
			}
		})
	}
	for _, c := range diag.Codes() {
		if !shown[string(c.Code)] {
			t.Errorf("no fixture testdata/faults/%s*.txtar shows the code %s", c.Code, c.Code)
		}
	}
}

// checkWording holds every message to the rules of design: a position that is
// in the file, lower case at the start unless it is a name, no full stop.
func checkWording(t *testing.T, f *fixture, d diag.Diagnostic) {
	t.Helper()
	p := d.Position
	if file := f.site[p.Path]; p.Line > 0 && file != nil && file.Mode == 0 && utf8.Valid(file.Data) {
		line, ok := diag.Line(file.Data, p.Line)
		if !ok || p.Col+max(p.Len, 1) > utf8.RuneCount(line)+2 {
			t.Errorf("%s+%d is outside the file", p, p.Len)
		}
	}
	for _, text := range []string{d.Message, d.Hint} {
		if strings.HasSuffix(text, ".") && !strings.HasSuffix(text, "..") || strings.TrimSpace(text) != text || strings.Contains(text, "\n") {
			t.Errorf("%s: wording: %q", p, text)
		}
	}
}
