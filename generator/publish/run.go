package publish

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"golang.org/x/sync/errgroup"
)

// run makes the plan and carries it out.
func run(ctx context.Context, store Store, files []File, o Options) (*Plan, error) {
	ours, was, err := readRecord(ctx, store)
	if err != nil {
		return nil, err
	}
	wanted := map[string]bool{}
	for name := range ours {
		wanted[name] = true
	}
	for _, f := range files {
		wanted[f.Path] = true
	}
	there, err := store.List(ctx, wanted)
	if err != nil {
		return nil, err
	}
	p := plan(files, ours, there)
	if len(p.Foreign) > 0 && !o.Replace {
		return p, refusal(p.Foreign)
	}
	if o.DryRun {
		return p, nil
	}
	if p.IsEmpty() {
		return p, settle(ctx, store, p.now, ours, was)
	}
	if was, err = writeRecord(ctx, store, p.onTheWay(ours, there), was); err != nil {
		return p, err
	}
	w := &work{store: store, plan: p, tell: o.Progress, total: p.Sends() + p.Removes()}
	if err := w.carryOut(ctx); err != nil {
		return p, err
	}
	_, err = writeRecord(ctx, store, p.now, was)
	return p, err
}

// settle writes the record after all has been done before, if it says otherwise.
func settle(ctx context.Context, store Store, now, ours record, was Match) error {
	if string(now.text()) == string(ours.text()) {
		return nil
	}
	_, err := writeRecord(ctx, store, now, was)
	return err
}

// refusal names what is in the way, or the first of it.
func refusal(foreign []string) error {
	const most = 5
	var list string
	for _, name := range foreign[:min(most, len(foreign))] {
		list += "\n  " + name
	}
	if more := len(foreign) - most; more > 0 {
		list += fmt.Sprintf("\n  and %d more", more)
	}
	return fmt.Errorf("files that no publish put there are in the way; nothing was changed: move them away, or give --replace to take them over:%s", list)
}

// work is a plan while it is carried out.
type work struct {
	store Store
	plan  *Plan
	total int

	mutex sync.Mutex
	tell  func(done, total int, path string)
	done  int
}

// carryOut does what is planned, one sort of thing after the other.
func (w *work) carryOut(ctx context.Context) error {
	for _, step := range []func() error{
		func() error { return each(ctx, w, w.plan.Blocking, w.remove) },
		func() error { return each(ctx, w, w.plan.Assets, w.send) },
		func() error { return each(ctx, w, w.plan.Pages, w.send) },
		func() error { return each(ctx, w, w.plan.Removals, w.remove) },
	} {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// each does something with every item, as many at once as the store is good for.
func each[T any](ctx context.Context, w *work, items []T, do func(context.Context, T) error) error {
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(w.store.Workers())
	for _, item := range items {
		group.Go(func() error {
			if err := context.Cause(ctx); err != nil {
				return err
			}
			return do(ctx, item)
		})
	}
	return group.Wait()
}

func (w *work) send(ctx context.Context, f File) error {
	content, err := f.Read()
	if err != nil {
		return err
	}
	tag, err := w.store.Put(ctx, f.Path, content, f.Headers, Anything)
	if err != nil {
		return err
	}
	w.finished(f.Path, func() { w.plan.now[f.Path] = entry{f.Print, tag} })
	return nil
}

func (w *work) remove(ctx context.Context, name string) error {
	if err := w.store.Remove(ctx, name); err != nil {
		return err
	}
	w.finished(name, func() {})
	return nil
}

func (w *work) finished(name string, note func()) {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	note()
	w.done++
	if w.tell != nil {
		w.tell(w.done, w.total, name)
	}
}

// errBusy means that somebody else publishes to the same place.
var errBusy = errors.New("somebody else is publishing there: wait until that is done, and publish again")
