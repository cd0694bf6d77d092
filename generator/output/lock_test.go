package output_test

import (
	"bytes"
	"path/filepath"
	"testing"

	"trigpoint/generator/output"
)

func TestTwoWriters(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "public")
	write(t, dir, pages())
	started, goOn := make(chan bool), make(chan bool)
	slow, err := output.NewSet([]output.File{rendered("slow.html", func(b *bytes.Buffer) error {
		close(started)
		<-goOn
		b.WriteString("slow")
		return nil
	})})
	mustDo(t, err)
	first, second := open(t, dir), open(t, dir)
	done := make(chan error)
	go func() {
		_, err := first.Write(t.Context(), slow, 1)
		done <- err
	}()
	<-started
	for _, f := range []*output.Folder{second, first} { // also by the same Folder
		_, err = f.Write(t.Context(), tree{"quick.html": "quick"}.set(t), 1)
		wantError(t, err, "another build is writing to", "/public/", "wait")
	}
	wantTree(t, site(t, dir), pages())
	close(goOn)
	mustDo(t, <-done)
	wantTree(t, site(t, dir), tree{"slow.html": "slow"})
	write(t, dir, tree{"quick.html": "quick"}) // and the lock is free again
	wantTree(t, site(t, dir), tree{"quick.html": "quick"})
}
