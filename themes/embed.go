// Package themes holds the themes that come with the program, so that a built
// binary works in an empty folder. It is here, and not below generator/,
// because Go embeds only what lies below the embedding file.
package themes

import (
	"embed"
	"io/fs"
)

//go:embed all:fieldbook all:civic
var files embed.FS

// FS returns the themes, a folder each.
func FS() fs.FS { return files }
