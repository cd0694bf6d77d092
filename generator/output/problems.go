package output

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"
)

// maxProblems is how many problems of one write are told: enough to see what
// they have in common.
const maxProblems = 20

// joinSorted joins errors in the order of their texts, each text once.
func joinSorted(problems []error) error {
	return errors.Join(sorted(problems)...)
}

// joinFirst does the same with the first maxProblems, and counts the rest.
func joinFirst(problems []error) error {
	problems = sorted(problems)
	if more := len(problems) - maxProblems; more > 0 {
		problems = append(problems[:maxProblems], fmt.Errorf("and %d more", more))
	}
	return errors.Join(problems...)
}

func sorted(problems []error) []error {
	slices.SortStableFunc(problems, func(a, b error) int { return strings.Compare(a.Error(), b.Error()) })
	return slices.CompactFunc(problems, func(a, b error) bool { return a.Error() == b.Error() })
}

// cause takes off the operation and path that the os package puts before an
// error, for messages that tell the path already.
func cause(err error) error {
	switch e := err.(type) {
	case *fs.PathError:
		return e.Err
	case *os.LinkError:
		return e.Err
	}
	return err
}
