package pack

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strconv"

	"golang.org/x/sync/errgroup"
)

// A Shelf keeps copies on the disk between the time they are made and the time
// they are written to the output. Pages name the sizes and sums of copies, so
// the copies come first; and they may be too large for memory.
//
// The zero Shelf is ready to use.
type Shelf struct {
	dir  string
	lock *os.File // see newShelf
}

// Close removes what is kept.
func (s *Shelf) Close() error {
	if s.lock != nil {
		s.lock.Close()
	}
	if s.dir == "" {
		return nil
	}
	return os.RemoveAll(s.dir)
}

// Keep makes the copies, several at once, in a folder among the system's
// temporary files, and returns them with their sizes and sums. They can be read
// until the shelf is closed, or keeps others. What processes that were killed had
// on their shelves is removed.
func (s *Shelf) Keep(ctx context.Context, copies []Copy) (out []Copy, err error) {
	if s.dir == "" {
		removeLeft()
		if s.dir, s.lock, err = newShelf(); err != nil {
			return nil, fmt.Errorf("making room for copies: %w", err)
		}
	}
	out = make([]Copy, len(copies))
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(runtime.GOMAXPROCS(0))
	for i, c := range copies {
		g.Go(func() (err error) {
			if out[i], err = s.keep(ctx, i, c); err != nil {
				err = fmt.Errorf("making %s: %w", c.Path, err)
			}
			return err
		})
	}
	return out, g.Wait()
}

func (s *Shelf) keep(ctx context.Context, number int, c Copy) (Copy, error) {
	if ctx.Err() != nil {
		return c, context.Cause(ctx)
	}
	name := filepath.Join(s.dir, strconv.Itoa(number))
	file, err := os.Create(name)
	if err != nil {
		return c, err
	}
	defer file.Close()
	sum := sha256.New()
	buffer := bufio.NewWriterSize(io.MultiWriter(file, sum, interrupted{ctx}), 256<<10)
	if err := c.Stream(buffer); err != nil {
		return c, err
	}
	if err := buffer.Flush(); err != nil {
		return c, err
	}
	info, err := file.Stat()
	if err != nil {
		return c, err
	}
	c.Size, c.Sum = info.Size(), hex.EncodeToString(sum.Sum(nil))
	c.Stream = func(w io.Writer) error { return pour(w, name) }
	return c, file.Close()
}

// pour writes a kept copy.
func pour(w io.Writer, name string) error {
	file, err := os.Open(name)
	if err != nil {
		return err
	}
	defer file.Close()
	_, err = io.Copy(w, file)
	return err
}

// interrupted lets a writer fail once the context is done.
type interrupted struct{ context.Context }

func (i interrupted) Write(p []byte) (int, error) {
	if i.Err() != nil {
		return 0, context.Cause(i)
	}
	return len(p), nil
}
