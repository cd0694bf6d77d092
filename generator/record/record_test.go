package record_test

import (
	"strings"
	"testing"
	"time"

	"trigpoint/generator/record"
)

const sample = `title = "Open asset registers"
# addresses = ["no"]
addresses = ["I2", "I24"] # why
"odd key" = 'it''s'
text = """
two # lines
"""
due = 2012-03-31
[document]
stage.name = "flag"
[[updates]]
date = 2012-02-06
note = "one"
[[updates]]
note = "twö", x = 1
`

func TestPositions(t *testing.T) {
	text := strings.Replace(strings.Replace(sample, "'it''s'", `'its'`, 1), `"twö", x = 1`, `"twö"`, 1)
	table, list := record.Parse("a.md", text, 2)
	if len(list) > 0 {
		t.Fatal(list)
	}
	addresses, _ := table.Get("addresses")
	updates, _ := table.Get("updates")
	second, _ := updates.Items()[1].Table()
	note, _ := second.Get("note")
	document, _ := table.Get("document")
	inner, _ := document.Table()
	for _, c := range []struct{ name, got, want string }{
		{"key", table.KeyPosition("addresses").String(), "a.md:4:1"},
		{"second item", addresses.Items()[1].Position().String(), "a.md:4:21"},
		{"quoted key", table.KeyPosition("odd key").String(), "a.md:5:1"},
		{"behind a long text", table.KeyPosition("due").String(), "a.md:9:1"},
		{"in a table", inner.KeyPosition("stage").String(), "a.md:11:1"},
		{"in the second of two", note.Position().String(), "a.md:16:9"},
		{"table itself", second.Position().String(), "a.md:15:3"},
	} {
		if c.got != c.want {
			t.Errorf("%s: %s, want %s", c.name, c.got, c.want)
		}
	}
	if got := addresses.Items()[1].Position().Len; got != 3 {
		t.Errorf("length %d, want 3", got)
	}
}

func TestFaults(t *testing.T) {
	for _, c := range []struct{ name, text, at, message string }{
		{"syntax", "a = 1\nb = \n", "f.toml:2:5", ""},
		{"twice", "a = 1\na = 2\n", "f.toml:2:1", ""},
		{"control character", "a = \"b\x7f\"", "f.toml:1:6", "TOML files cannot"},
		{"nested lists", "a = " + strings.Repeat("[", 5_000_000), "f.toml:1:37", "nesting"},
		{"dotted key", strings.Repeat("a.", 20_000) + "b = 1", "f.toml:1:66", "nesting"},
	} {
		table, list := record.Parse("f.toml", c.text, 1)
		if len(list) != 1 || list[0].Position.String() != c.at || !strings.Contains(list[0].Message, c.message) {
			t.Errorf("%s: %+v, want one at %s", c.name, list, c.at)
		}
		if len(table.Keys()) > 0 {
			t.Errorf("%s: keys %v from a faulty text", c.name, table.Keys())
		}
	}
}

func TestDates(t *testing.T) {
	table, _ := record.Parse("f", "day = 2026-05-11\nlocal = 2026-05-11T09:30:00\nabs = 2026-05-11T09:30:00Z\ntime = 09:30:00", 1)
	zone := time.FixedZone("far", 13*3600)
	for key, want := range map[string]string{
		"day": "2026-05-11T00:00:00+13:00", "local": "2026-05-11T09:30:00+13:00", "abs": "2026-05-11T09:30:00Z", "time": "",
	} {
		v, _ := table.Get(key)
		at, ok := v.Instant(zone)
		if got := at.Format(time.RFC3339); ok != (want != "") || ok && got != want {
			t.Errorf("%s: %s, want %s", key, got, want)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add(sample)
	f.Add("a = [{b = '''x''', c = [1, 2]}, {b = 1979-05-27 07:32:00Z}]\n[x.\"y z\"]\n")
	f.Add("[[a]]\n[a.b]\n[[a.c]]\nd.e = 1\n[[a]]\n[[a.c]]\nd = 2")
	f.Fuzz(func(t *testing.T, text string) {
		table, list := record.Parse("f", text, 1)
		lines := strings.Count(text, "\n") + 1
		for _, d := range list {
			if d.Position.Line < 1 || d.Position.Line > lines {
				t.Errorf("fault on line %d of %d", d.Position.Line, lines)
			}
		}
		for _, k := range table.Keys() {
			v, _ := table.Get(k)
			if p := v.Position(); p.Line < 1 || p.Line > lines {
				t.Errorf("value of %q on line %d of %d", k, p.Line, lines)
			}
			for _, item := range v.Items() {
				item.Position()
			}
		}
	})
}
