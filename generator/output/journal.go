package output

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// A journal is what a commit has to do. Each of its steps can be done again.
type journal struct {
	manifest [sha256.Size]byte // sum of the new manifest's text, which is in the stage
	steps    []step            // in the order they are done
}

// A step is one change to the site.
type step struct {
	verb   verb
	number int // of the staged file; 0 for remove
	path   string
}

type verb string

const (
	// move puts a staged file in its place.
	move verb = "move"
	// remove removes a file of the old manifest.
	remove verb = "remove"
	// respell removes a file of the old manifest whose path is that of a staged
	// file but for case or normalisation. Once the staged file is in place, a
	// disk that ignores case finds it by the old path too: it must then stay.
	respell verb = "respell"
)

const journalHeader = "trigpoint journal 1"

func (j journal) text() []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "%s\nmanifest %x\n", journalHeader, j.manifest)
	for _, s := range j.steps {
		fmt.Fprintf(&b, "%s %d %s\n", s.verb, s.number, s.path)
	}
	return b.Bytes()
}

// parseJournal reads what text returns. Like the manifest it is not trusted.
func parseJournal(text []byte) (journal, error) {
	lines, err := linesOf(text, journalHeader)
	if err != nil {
		return journal{}, err
	}
	if len(lines) == 0 {
		return journal{}, errors.New("line 2: no sum of the manifest")
	}
	var j journal
	digits, ok := strings.CutPrefix(lines[0], "manifest ")
	sum, err := hex.DecodeString(digits)
	if !ok || err != nil || len(sum) != sha256.Size {
		return journal{}, errors.New("line 2: no sum of the manifest")
	}
	j.manifest = [sha256.Size]byte(sum)
	for i, line := range lines[1:] {
		s, err := parseStep(line)
		if err != nil {
			return journal{}, fmt.Errorf("line %d: %w", i+3, err)
		}
		j.steps = append(j.steps, s)
	}
	return j, nil
}

func parseStep(line string) (step, error) {
	word, rest, _ := strings.Cut(line, " ")
	digits, p, _ := strings.Cut(rest, " ")
	number, err := strconv.Atoi(digits)
	if err != nil || number < 0 {
		return step{}, errors.New("no number of a staged file")
	}
	s := step{verb(word), number, p}
	if s.verb != move && s.verb != remove && s.verb != respell {
		return step{}, fmt.Errorf("%q is none of %s, %s and %s", word, move, remove, respell)
	}
	return s, checkPath(p)
}

// stagedPath returns the path of a staged file.
func stagedPath(number int) string { return stagePath + "/" + strconv.Itoa(number) }
