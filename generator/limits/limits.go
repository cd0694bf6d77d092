// Package limits holds the bounds on what one site may cost to build. Each is
// counted, on bytes or on things and before they are parsed or decoded, and
// never timed: whether a site builds must not depend on how fast the machine is.
//
// The bounds are far above what people write. They are here because a few bytes
// of a contributed page can otherwise take gigabytes or minutes. Only site.toml,
// which is trusted, can move them. How deep TOML may nest is not among them: it
// holds for site.toml itself (see package record).
package limits

// Limits are the bounds of a site.
type Limits struct {
	Page        int // bytes of a Markdown file
	FrontMatter int // bytes of its front matter
	Nesting     int // levels of quotes and lists
	Brackets    int // levels of brackets on a line
	Marks       int // signs of links and emphasis of a paragraph
	Cells       int // cells of all tables of a page
	Code        int // bytes of a code block that is highlighted
	Links       int // bytes that the links of a page name together
	Queries     int // query blocks of a page
	Output      int // bytes that a page becomes
	Pixels      int // of an image
	Files       int // in content/
}

// Default returns the bounds of a site that sets none.
func Default() Limits {
	return Limits{
		Page: 1 << 20, FrontMatter: 64 << 10, Nesting: 16, Brackets: 64, Marks: 20_000, Cells: 100_000, Code: 64 << 10,
		Links: 4 << 20, Queries: 200, Output: 32 << 20, Pixels: 50_000_000, Files: 100_000,
	}
}
