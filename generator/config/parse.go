package config

import (
	"net/url"
	"slices"
	"strings"
	"time"

	"trigpoint/generator/diag"
	"trigpoint/generator/record"
)

// Defaults of the keys that site.toml may leave out.
const (
	DefaultTheme    = "fieldbook"
	defaultLanguage = "en-GB"
	defaultZone     = "Europe/London"
	defaultSentence = 35
)

// Parse reads the text of site.toml. The Config is complete even where
// diagnostics are returned: what is wrong has its default.
func Parse(path string, src []byte) (*Config, diag.List) {
	var diags diag.List
	table, faults := record.Parse(path, string(src), 1)
	diags = append(diags, faults...)
	r := record.Reader{Table: table, Diags: &diags}
	c := &Config{
		Title: r.Text("title"), Summary: r.Text("summary"), Publisher: r.Text("publisher"),
		Licence: r.Text("licence"), Editor: r.Text("editor"),
		Theme:    withDefault(r.Text("theme"), DefaultTheme),
		Language: withDefault(r.Language("language"), defaultLanguage), Zone: readZone(r), StatusDate: r.Date("status_date"),
		BaseURL: readAddress(r, "base_url"), RepoURL: readAddress(r, "repo_url"),
		RawHTML: r.Bool("raw_html"), Search: true, Data: true,
	}
	if v, _ := r.Get("title"); len(faults) == 0 && c.Title == "" && (!r.Has("title") || v.Type() == "a text") {
		diags.Add(r.Position(), "key-missing", `add title = "…"`, "the site has no title")
	}
	if v, named := r.Get("theme"); named {
		c.ThemeAt = v.Position()
	}
	readKinds(c, r.Sub("kinds"))
	readRelations(c, r.Sub("relations"))
	readCoverage(c, r.Sub("coverage"))
	c.Limits = readLimits(r.Sub("limits"))
	c.Severities = readChecks(c, r.Sub("checks"))
	c.Plain = readPlain(r.Sub("plain_language"))
	readSwitches(c, r)
	r.Reject("title", "summary", "base_url", "theme", "language", "time_zone", "status_date", "publisher",
		"licence", "repo_url", "editor", "raw_html", "kinds", "relations", "coverage", "checks", "plain_language",
		"search", "data", "copies", "security", "stratml", "limits", "publish", "theme_params")
	return c, diags
}

func withDefault(s, def string) string {
	if s == "" {
		return def
	}
	return s
}

func readZone(r record.Reader) *time.Location {
	name := withDefault(r.Text("time_zone"), defaultZone)
	zone, err := time.LoadLocation(name)
	if err != nil || name == "Local" {
		v, _ := r.Get("time_zone")
		r.Diags.Add(v.Position(), "value-unknown", `write a zone such as "Europe/London" or "UTC"`, "time zone %q is not known", name)
		return time.UTC
	}
	return zone
}

// readAddress returns an absolute http address that ends in a slash.
func readAddress(r record.Reader, key string) string {
	text := r.Text(key)
	if text == "" {
		return ""
	}
	address, err := Address(text)
	if err != "" {
		v, _ := r.Get(key)
		r.Diags.Add(v.Position(), "value-unknown", `write it like "https://www.example.org/strategy/"`, "%s %s", key, err)
	}
	return address
}

// Address checks the address of a site and ends it with a slash. The fault is
// in words that follow "the address", or empty.
func Address(text string) (address, fault string) {
	u, err := url.Parse(text)
	switch {
	case err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https":
		return "", "is not an absolute http address"
	case u.RawQuery != "" || u.Fragment != "" || u.User != nil:
		return "", "must be scheme, host and path alone"
	}
	return strings.TrimSuffix(u.String(), "/") + "/", ""
}

func readChecks(c *Config, r record.Reader) map[diag.Code]diag.Severity {
	out := map[diag.Code]diag.Severity{}
	var known []string
	for _, info := range diag.Codes() {
		known = append(known, string(info.Code))
	}
	for _, rule := range c.Coverage {
		known = append(known, string(rule.Code()))
	}
	for _, key := range r.Keys() {
		if s, ok := diag.ParseSeverity(r.OneOf(key, "error", "warning", "info", "off")); ok {
			out[diag.Code(key)] = s
		}
	}
	r.Reject(known...)
	return out
}

func readPlain(r record.Reader) PlainLanguage {
	p := PlainLanguage{
		SentenceWords: r.Int("sentence_words", defaultSentence),
		Metaphors:     r.Texts("metaphors"),
		Acronyms:      r.Texts("acronyms"),
	}
	r.Reject("sentence_words", "metaphors", "acronyms")
	return p
}

// CopyFormats are the off-line copies that [copies] can ask for.
func CopyFormats() []string { return []string{"zip", "html", "epub", "pdf"} }

func readSwitches(c *Config, r record.Reader) {
	c.Search = readSwitch(r.Sub("search"), c.Search)
	c.Data = readSwitch(r.Sub("data"), c.Data)
	c.planTypes = readPlanTypes(r.Sub("stratml"))
	c.Security = readSecurity(r.Sub("security"))
	c.Publish = readPublish(r.Sub("publish"))
	copies := r.Sub("copies")
	for _, v := range copies.List("formats") {
		name, _ := v.Text()
		if !slices.Contains(CopyFormats(), name) {
			copies.Diags.Add(v.Position(), "value-unknown", diag.DidYouMean(name, CopyFormats()), "no copy format %q", name)
			continue
		}
		c.Copies = append(c.Copies, name)
	}
	c.Browser = copies.Text("browser")
	copies.Reject("formats", "browser")
	c.ThemeParams = r.Sub("theme_params").Table
}

// readSwitch reads a table that turns a part of the site on or off.
func readSwitch(r record.Reader, def bool) bool {
	r.Reject("enabled")
	if !r.Has("enabled") {
		return def
	}
	return r.Bool("enabled")
}
