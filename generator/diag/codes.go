package diag

import "strings"

// A CodeInfo documents one code: what it means, its severity unless site.toml
// sets another, and whether that may be set at all. Fixed codes stand for
// input that no right output can be made from.
type CodeInfo struct {
	Code    Code
	Default Severity
	Fixed   bool
	Meaning string
}

// CoveragePrefix starts the code of a coverage rule: "coverage/" and the
// rule's name in site.toml.
const CoveragePrefix = "coverage/"

// Codes returns every code there is, in the order of docs/diagnostics.md. The
// rules of [coverage.*] in site.toml add one each, under CoveragePrefix.
func Codes() []CodeInfo { return codes[:] }

// DefaultSeverity is the severity of a code unless site.toml sets another.
func DefaultSeverity(c Code) Severity {
	for i := range codes {
		if codes[i].Code == c {
			return codes[i].Default
		}
	}
	return Warning // a coverage rule; its own severity replaces this
}

// Known tells whether the code exists; coverage codes are known by prefix.
func Known(c Code) bool {
	for i := range codes {
		if codes[i].Code == c {
			return true
		}
	}
	return strings.HasPrefix(string(c), CoveragePrefix)
}

// Fixed tells whether the severity of a code cannot be changed, nor waived.
func Fixed(c Code) bool {
	for i := range codes {
		if codes[i].Code == c {
			return codes[i].Fixed
		}
	}
	return false
}

var codes = [...]CodeInfo{
	{"encoding", Error, true, "the file is not plain UTF-8 text"},
	{"file-name", Error, true, "a file or folder name that not every system can hold"},
	{"file-skipped", Warning, false, "a file that is not read, or not as a page"},
	{"limit", Error, true, "the input is larger or deeper than the limits allow"},
	{"front-matter", Error, true, "the block between the +++ lines is missing, unclosed or of another kind"},
	{"toml", Error, true, "text that is not TOML"},
	{"key-unknown", Error, false, "a key that nothing reads"},
	{"key-missing", Error, false, "a key that must be there"},
	{"value-type", Error, true, "a value of the wrong type"},
	{"value-unknown", Error, false, "a value that is not one of those allowed"},
	{"expire-early", Warning, true, "a page that expires before it is published"},
	{"template", Error, true, "a layout or partial of a theme that cannot be read"},
	{"theme-remote", Error, false, "a theme that loads something from another host"},

	{"id-duplicate", Error, true, "two elements with one id"},
	{"id-shape", Error, false, "an id of a shape that no kind declares, or another kind's"},
	{"id-case", Error, false, "an id that differs from its shape only in case"},
	{"kind-unknown", Error, true, "a kind that site.toml does not declare"},
	{"field-unknown", Error, false, "a key that is neither standard nor a field or relation of the kind"},
	{"field-missing", Error, false, "a required field without a value"},
	{"attribute-unused", Error, false, "attributes on a heading that is no element"},
	{"section-missing", Error, false, "a section that the kind requires is not there"},
	{"count", Error, false, "more or fewer elements of a kind than site.toml expects"},
	{"address-duplicate", Error, true, "two things that would be written to one address"},
	{"anchor-duplicate", Error, true, "two anchors of one page with one name"},
	{"anchor-shape", Warning, false, "what looks like the name of a paragraph and is none"},

	{"ref-unknown", Error, false, "a reference to an element that does not exist"},
	{"ref-case", Warning, false, "a reference that differs from the id only in case"},
	{"ref-kind", Error, false, "a relation that leads to an element of the wrong kind"},
	{"ref-adjacent", Warning, false, "two references without a space, which Markdown reads as one"},
	{"ref-renamed", Warning, false, "a reference by an id that the element had before"},
	{"ref-hidden", Error, false, "a published page refers to one that is not published"},
	{"anchor-unknown", Error, false, "a paragraph or heading that the page does not have"},
	{"path-unknown", Error, false, "a link to a file that does not exist"},
	{"path-case", Error, false, "a link whose path differs from the file's only in case"},
	{"image-unknown", Error, false, "an image that does not exist"},
	{"file-active", Error, false, "a file beside the pages that could act in a reader's browser"},
	{"url-scheme", Error, false, "a link of a kind that browsers may act on"},

	{"relation-inverse", Error, false, "the inverse of a relation, which is computed and never written"},
	{"cardinality", Error, false, "fewer or more relations than site.toml allows"},
	{"cycle", Error, false, "relations that lead round in a circle"},
	{"waiver-stale", Error, false, "a waiver that waives nothing"},
	{"waiver-reason", Error, false, "a waiver without a written reason"},
	{"document-replaced", Error, false, "a document said to be superseded, and no published one supersedes it"},
	{"contact-expired", Warning, false, "the contact in security.txt is no longer to be trusted, or soon will not be"},
	{"lock-lost", Error, false, "an id or paragraph that was published once and is gone"},
	{"query-unknown", Warning, false, "a block whose word is almost that of a query block"},
	{"query-path", Error, false, "a path in a query block that cannot lead anywhere"},
	{"query-empty", Warning, false, "a query block that never shows anything"},

	{"heading-order", Error, false, "a heading that skips a level, or a second title"},
	{"heading-syntax", Warning, false, "what looks like a heading and is none"},
	{"image-alt", Error, false, "an image without alternative text"},
	{"link-text", Warning, false, "link text that does not say where it leads"},
	{"link-syntax", Warning, false, "what looks like a link and is none"},
	{"table-syntax", Warning, false, "rows that are no table, or are more than it has columns for"},
	{"box-mark", Warning, false, "a mark that would begin a box and begins none"},
	{"fence-open", Warning, false, "a fenced block without an end"},
	{"footnote-unused", Warning, false, "a footnote that nothing refers to"},
	{"raw-html", Error, false, "HTML in Markdown, which is shown as text or left out"},
	{"text-direction", Warning, false, "invisible characters that change the order of the text"},
	{"provenance", Error, false, "sourced text without a source"},
	{"provenance-missing", Off, false, "a page that does not say where its text comes from"},
	{"page-alone", Off, false, "a page that nothing refers to, or that refers to nothing"},
	{"term-unused", Info, false, "a glossary term that nothing refers to"},
	{"sentence-long", Warning, false, "a sentence that is hard to read in one breath"},
	{"acronym-undefined", Warning, false, "an acronym that nothing explains"},
	{"metaphor-title", Warning, false, "a title in pictures, without plain words beside it"},
}
