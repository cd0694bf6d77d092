package markdown

import (
	"bytes"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
)

// context makes a link of every bracketed label, whether the file defines it
// or not: what a label means is known only when the site is linked. A label
// that means nothing there is written out as the author wrote it.
type context struct{ parser.Context }

func newContext() parser.Context {
	return context{parser.NewContext(parser.WithIDs(noIDs{}))}
}

// Reference answers for labels that the file does not define.
func (c context) Reference(label string) (parser.Reference, bool) {
	if ref, ok := c.Context.Reference(label); ok {
		return ref, true
	}
	if strings.TrimSpace(label) == "" {
		return nil, false
	}
	return undefined{}, true
}

// undefined is the definition of a label that the file does not define. Its
// title can stand in no file: NUL is refused before parsing.
type undefined struct{}

var undefinedTitle = []byte{0}

func (undefined) Label() []byte       { return nil }
func (undefined) Destination() []byte { return nil }
func (undefined) Title() []byte       { return undefinedTitle }
func (undefined) String() string      { return "undefined" }

func isUndefined(title []byte) bool { return bytes.Equal(title, undefinedTitle) }

// noIDs keeps goldmark from making heading ids: it drops letters outside
// ASCII. The survey makes them.
type noIDs struct{}

func (noIDs) Generate([]byte, ast.NodeKind) []byte { return nil }
func (noIDs) Put([]byte)                           {}
