package publish

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"time"
)

// A lease is the lock, held by this publisher. It is renewed four times while
// others would still respect it, and given up before they would not.
type lease struct {
	store    Store
	patience time.Duration
	owner    string // a word of chance; who it is, is nobody's business
	count    int
	tag      Match
	renewed  time.Time
}

var (
	errLost = errors.New("the lock on the place could not be kept, so the publish was stopped: publish again, and it goes on from there")

	errNoLocks = errors.New("the store ignores conditions on what it is sent, so that it cannot keep two publishers apart: " +
		"make sure that there is one alone, and give --no-lock")
)

// acquire takes the lock.
func acquire(ctx context.Context, store Store, o Options) (*lease, error) {
	l := &lease{store: store, patience: o.Patience, owner: rand.Text()}
	err := l.put(ctx, Nothing)
	if errors.Is(err, ErrChanged) {
		if o.Waiting != nil {
			o.Waiting(o.Patience)
		}
		err = l.outwait(ctx)
	}
	if err != nil {
		return nil, err
	}
	return l, l.prove(ctx)
}

// put writes the lock, if what is there matches.
func (l *lease) put(ctx context.Context, m Match) error {
	started := wall()
	l.count++
	tag, err := l.store.Put(ctx, lockPath, fmt.Appendf(nil, "trigpoint lock 1\n%s %d\n", l.owner, l.count), ownHeaders(), m)
	if err == nil {
		l.tag, l.renewed = Match(tag), started
	}
	return err
}

// wall is the time without the reading of the monotonic clock, which stands still
// while a computer sleeps.
func wall() time.Time { return time.Now().Round(0) }

// outwait watches the lock of somebody else. While it changes, its holder is
// alive. When it has not for long enough, it is taken over.
func (l *lease) outwait(ctx context.Context) error {
	seen, since := Nothing, time.Now()
	for {
		_, tag, err := l.store.Read(ctx, lockPath)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return busy(l.put(ctx, Nothing))
		case err != nil:
			return err
		case seen == Nothing:
			seen = Match(tag)
		case Match(tag) != seen:
			return errBusy
		case time.Since(since) > l.patience:
			return busy(l.put(ctx, seen))
		}
		if err := sleep(ctx, l.patience/20); err != nil {
			return err
		}
	}
}

// busy tells that another was quicker.
func busy(err error) error {
	if errors.Is(err, ErrChanged) {
		return errBusy
	}
	return err
}

// prove makes sure that the store keeps to conditions: a lock that can be made
// twice is none.
func (l *lease) prove(ctx context.Context) error {
	_, err := l.store.Put(ctx, lockPath, []byte("trigpoint lock 1\ntwice\n"), ownHeaders(), Nothing)
	if errors.Is(err, ErrChanged) {
		return nil
	}
	if err == nil {
		err = errNoLocks
	}
	return errors.Join(err, l.store.Remove(context.WithoutCancel(ctx), lockPath))
}

// hold renews the lease until end is called, which gives it up. The context is
// done, and says why, when the lease is lost.
func (l *lease) hold(ctx context.Context) (held context.Context, end func() error) {
	held, cancel := context.WithCancelCause(ctx)
	stop, stopped := make(chan bool), make(chan bool)
	go func() {
		defer close(stopped)
		l.renew(held, cancel, stop)
	}()
	return held, func() error {
		close(stop)
		<-stopped
		lost := errors.Is(context.Cause(held), errLost) || wall().Sub(l.renewed) > l.patience*3/4
		cancel(nil)
		if lost {
			return nil // it may be another's now
		}
		last, free := context.WithTimeout(context.WithoutCancel(ctx), l.patience)
		defer free()
		return l.store.Remove(last, lockPath)
	}
}

func (l *lease) renew(ctx context.Context, cancel context.CancelCauseFunc, stop <-chan bool) {
	tick := time.NewTicker(l.patience / 8)
	defer tick.Stop()
	for {
		select {
		case <-stop:
			return
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		age := wall().Sub(l.renewed)
		if age > l.patience/4 {
			try, end := context.WithTimeout(ctx, l.patience/4)
			err := l.put(try, l.tag)
			end()
			if errors.Is(err, ErrChanged) {
				cancel(errLost)
			}
			age = wall().Sub(l.renewed)
		}
		if age > l.patience*3/4 {
			cancel(errLost)
		}
	}
}

func sleep(ctx context.Context, d time.Duration) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(d):
		return nil
	}
}
