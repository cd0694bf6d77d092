package publish

import (
	"context"
	"errors"
)

// A Store is a place that a site is published to. Paths are slash-separated and
// relative to it.
type Store interface {
	// List returns what is there of the paths asked for, by path.
	List(ctx context.Context, wanted map[string]bool) (map[string]Object, error)
	// Read returns a file and its tag; fs.ErrNotExist if there is none.
	Read(ctx context.Context, path string) (content []byte, tag string, err error)
	// Put makes or replaces a file in one step, if what is there matches, and
	// returns its new tag. It fails with ErrChanged if that does not match.
	Put(ctx context.Context, path string, content []byte, h Headers, m Match) (tag string, err error)
	// Remove removes a file. That there is none is no error.
	Remove(ctx context.Context, path string) error
	// Tag is the tag that a file of that content has, unless the store makes its
	// tags in some other way.
	Tag(content []byte) string
	// Workers is how many calls at once the store is good for.
	Workers() int
}

// An Object is a file in a store. Its tag is another whenever its content is.
type Object struct {
	Size int64
	Tag  string
}

// A Match says what must be there for a file to be put: Anything, Nothing, or
// what has the tag.
type Match string

// The matches that are no tags.
const (
	Anything Match = "*"
	Nothing  Match = ""
)

// ErrChanged means that something else is there than was to be replaced.
var ErrChanged = errors.New("somebody else has written it")
