// Package publish makes a remote place, a bucket or a folder, hold the site that
// a build wrote, and nothing less that an earlier publish put there: it sends
// what changed and removes what is gone.
//
// It builds nothing, knows nothing of what is in the files, and touches nothing
// that it did not put there. It reads the clock and, for buckets, the environment
// and the network.
//
// # What is kept at the remote place
//
// The names that begin with .trigpoint are ours. They tell no more than the site
// does, since a bucket that everybody may read holds them too.
//
//	published  the record: what of the place is ours, and what it holds
//	lock       held by the publisher at work
//
// # How a site is published
//
//  1. The lock is taken: an object that can be made only once. Its holder changes
//     it again and again; a lock that did not change for a minute, by the watch of
//     whoever waits for it, is that of a publisher who is gone, and is taken over.
//     No clocks of two machines are compared. A holder that cannot renew its lock
//     stops before the minute is over.
//  2. The record and what is there are read, and compared with the site. That is
//     the plan (plan.go). A file of somebody else in the way ends it here.
//  3. The record is written with all that is about to be sent marked as on its
//     way. From here on, whatever happens, it names every file of ours.
//  4. Files that pages use are sent, then the pages, then what is gone is removed.
//     Each is replaced whole. A visitor meets no page before what it uses.
//  5. The record is written with what is there now, and the lock removed.
//
// A publish that is cut short is finished by the next one: it finds by their tags
// which files on their way have arrived, and sends the others.
package publish

import (
	"context"
	"errors"
	"fmt"
	"time"

	"trigpoint/generator/output"
)

// Options say how to publish.
type Options struct {
	DryRun   bool          // plan alone; nothing is written
	Replace  bool          // take over files of others that are in the way
	Unlocked bool          // take no lock, for a store without conditional writes
	Patience time.Duration // how long a silent lock is respected; zero: a minute

	// Progress is told what is done of how much, one call at a time; nil: nobody.
	Progress func(done, total int, path string)
	// Waiting is told that there is a lock, and for how long it is watched; nil: nobody.
	Waiting func(time.Duration)
}

// own begins the names of what is ours beside the site.
const (
	own        = ".trigpoint"
	recordPath = own + "/published"
	lockPath   = own + "/lock"
)

// DefaultPatience is how long a silent lock is respected.
const DefaultPatience = time.Minute

// Publish makes the store hold what the last build wrote to the folder. The plan
// is returned with an error too, where it was made.
func Publish(ctx context.Context, from *output.Folder, store Store, o Options) (*Plan, error) {
	if o.Patience == 0 {
		o.Patience = DefaultPatience
	}
	files, err := load(from, store)
	if err != nil {
		return nil, err
	}
	if o.DryRun || o.Unlocked {
		return run(ctx, store, files, o)
	}
	lease, err := acquire(ctx, store, o)
	if err != nil {
		return nil, err
	}
	held, end := lease.hold(ctx)
	plan, err := run(held, store, files, o)
	if cause := context.Cause(held); cause != nil && err != nil {
		err = cause
	}
	return plan, errors.Join(err, end())
}

// A File is one file of the site.
type File struct {
	Path    string
	Size    int64
	Headers Headers
	Tag     string // that the store gives to its content
	Print   string // of content and headers
	Read    func() ([]byte, error)
}

// load lists what the last build wrote, and makes sure that it is all there.
func load(from *output.Folder, store Store) ([]File, error) {
	written, err := from.Written()
	if err != nil {
		return nil, err
	}
	files := make([]File, len(written))
	for i, w := range written {
		if w.Path == output.NotForPublication {
			return nil, fmt.Errorf("what was built is not for publication (see %s there): build it without --drafts and --as-of", w.Path)
		}
		content, err := from.Read(w)
		if err != nil {
			return nil, err
		}
		h := headersOf(w.Path, w.Sum)
		files[i] = File{w.Path, w.Size, h, store.Tag(content), h.print(w.Sum), func() ([]byte, error) { return from.Read(w) }}
	}
	if len(files) == 0 {
		return nil, errors.New("the site that was built has no files: build again")
	}
	return files, nil
}
