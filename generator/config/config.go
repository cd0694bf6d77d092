// Package config reads site.toml: what the site is called and where it lies,
// and what its strategy is made of (kinds of element, relations between them,
// rules of coverage).
//
// It knows none of those kinds by name, and nothing of the content: whether a
// page keeps to what is declared here is decided when the site is linked.
package config

import (
	"strings"
	"time"

	"trigpoint/generator/diag"
	"trigpoint/generator/limits"
	"trigpoint/generator/record"
)

// FileName is the name of the configuration file, in the site's folder.
const FileName = "site.toml"

// Config is site.toml, read and checked. It never changes after Parse.
type Config struct {
	Title      string
	Summary    string
	BaseURL    string // absolute, with a slash at its end, or empty
	Theme      string
	ThemeAt    diag.Position // where site.toml names it, or zero
	Language   string        // BCP 47
	Zone       *time.Location
	StatusDate time.Time // the day status is derived for; zero: the build's
	Publisher  string
	Licence    string
	RepoURL    string // address of the source folder on a code host, or empty
	Editor     string

	Kinds     []*Kind
	Relations []*Relation
	Coverage  []*Coverage

	Severities  map[diag.Code]diag.Severity
	Plain       PlainLanguage
	RawHTML     bool // HTML in Markdown is kept, as far as it does no harm
	Search      bool
	Data        bool     // files for programs: data, feeds, the sitemap
	Copies      []string // formats
	Browser     string   // that prints copies: its path or name; empty: any
	Security    Security
	Limits      limits.Limits
	Publish     Publish
	ThemeParams record.Table // judged by the theme

	planTypes map[string]string // by stage
	relations map[string]*Relation
	inverses  map[string]*Relation
	kinds     map[string]*Kind
}

// PlainLanguage holds the bounds of the plain-language checks.
type PlainLanguage struct {
	SentenceWords int      // the longest sentence that passes
	Metaphors     []string // words that need plain words beside them in a title
	Acronyms      []string // capitals that need no explanation
}

// Kind returns the kind with the name, or nil.
func (c *Config) Kind(name string) *Kind { return c.kinds[name] }

// Relation returns the relation with the forward name, or nil.
func (c *Config) Relation(name string) *Relation { return c.relations[name] }

// Inverse returns the relation whose inverse has the name, or nil.
func (c *Config) Inverse(name string) *Relation { return c.inverses[name] }

// KindOf returns the kind whose id shape the id has, or nil.
func (c *Config) KindOf(id string) *Kind {
	for _, k := range c.Kinds {
		if k.Shape.Match(id) {
			return k
		}
	}
	return nil
}

// SuggestKind is a hint for a name that no kind has.
func (c *Config) SuggestKind(name string) string {
	if hint := diag.DidYouMean(name, c.KindNames()); hint != "" || len(c.Kinds) == 0 {
		return hint
	}
	return "site.toml declares " + strings.Join(c.KindNames(), ", ")
}

// KindNames lists the declared kinds in their order.
func (c *Config) KindNames() []string {
	names := make([]string, len(c.Kinds))
	for i, k := range c.Kinds {
		names[i] = k.Name
	}
	return names
}
