package publish

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"

	"trigpoint/generator/output"
)

// A record says which files of a store are ours, by path.
type record map[string]entry

// An entry is what is known of a file of ours.
type entry struct {
	print string // of content and headers; none: they may be anything
	tag   string // none: it is on its way, and may be there or not
}

// The version goes up when an older generator could misread the record.
const recordHeader = "trigpoint published 1"

// none stands for what is not known in a line of the record.
const none = "-"

// text returns the record as it is kept: the header, then "print tag path" lines,
// sorted by path.
func (r record) text() []byte {
	var b bytes.Buffer
	fmt.Fprintln(&b, recordHeader)
	for _, p := range slices.Sorted(maps.Keys(r)) {
		fmt.Fprintln(&b, known(r[p].print), known(r[p].tag), p)
	}
	return b.Bytes()
}

func known(s string) string {
	if s == "" {
		return none
	}
	return s
}

// parseRecord reads what text returns. It takes nothing on trust: what is in a
// record may be removed, so each path must be one that a site can have.
func parseRecord(text []byte) (record, error) {
	first, rest, _ := strings.Cut(string(text), "\n")
	if first != recordHeader || rest != "" && !strings.HasSuffix(rest, "\n") {
		return nil, errors.New("it is no record of this version of the program, or cut off")
	}
	r := record{}
	for line := range strings.Lines(rest) {
		parts := strings.SplitN(strings.TrimSuffix(line, "\n"), " ", 3)
		if len(parts) != 3 || output.CheckPath(parts[2]) != nil {
			return nil, fmt.Errorf("the line %q is none of a record", line)
		}
		e := entry{strings.TrimPrefix(parts[0], none), strings.TrimPrefix(parts[1], none)}
		r[parts[2]] = e
	}
	return r, nil
}

// readRecord reads the record of a store and its tag, both empty where nothing
// was published yet.
func readRecord(ctx context.Context, store Store) (record, Match, error) {
	text, tag, err := store.Read(ctx, recordPath)
	if errors.Is(err, fs.ErrNotExist) {
		return record{}, Nothing, nil
	}
	if err != nil {
		return nil, "", err
	}
	r, err := parseRecord(text)
	if err != nil {
		return nil, "", fmt.Errorf("reading the record of what was published, %s: %w", recordPath, err)
	}
	return r, Match(tag), nil
}

// writeRecord replaces the record that was read. Somebody else's is never
// replaced: then two publish at once.
func writeRecord(ctx context.Context, store Store, r record, was Match) (Match, error) {
	tag, err := store.Put(ctx, recordPath, r.text(), ownHeaders(), was)
	if errors.Is(err, ErrChanged) {
		return "", errBusy
	}
	return Match(tag), err
}
