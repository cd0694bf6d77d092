package theme

import (
	"errors"
	"fmt"
	"io"
)

// Within returns the theme with a bound on what one of its templates may write,
// in bytes: a template can go on without end.
func (t *Theme) Within(most int) *Theme {
	bounded := *t
	bounded.most = most
	return &bounded
}

var errEndless = errors.New("a template writes without end")

// bounded is a writer that takes so many bytes and no more.
type bounded struct {
	io.Writer
	left int
}

func (b *bounded) Write(p []byte) (int, error) {
	if b.left -= len(p); b.left < 0 {
		return 0, errEndless
	}
	return b.Writer.Write(p)
}

// within runs a template, whose file is named, with the bound of the theme.
func (t *Theme) within(w io.Writer, file string, run func(io.Writer) error) error {
	if t.most == 0 {
		return run(w)
	}
	err := run(&bounded{w, t.most})
	if errors.Is(err, errEndless) {
		return fmt.Errorf("%s writes more than %d MB: divide the page, or look for a range without end", file, t.most>>20)
	}
	return err
}
