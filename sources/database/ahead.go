package database

import (
	"context"
	"sync"
)

// ahead reads in a goroutine of its own, one value ahead of the one that is in use, so that the database
// works on the next page while the ledger works on this one. It ends at the first error of either, when
// both have let go. more tells whether there is another value; a panic of read is one of the caller's.
func ahead[T any](ctx context.Context, read func(context.Context) (value T, more bool, err error), use func(T) error) error {
	type outcome struct {
		value T
		more  bool
		err   error
		fault any
	}
	ctx, stop := context.WithCancel(ctx)
	outcomes, left := make(chan outcome), make(chan struct{})
	next := func() (o outcome) {
		defer func() { o.fault = recover() }()
		o.value, o.more, o.err = read(ctx)
		return o
	}
	var reading sync.WaitGroup
	reading.Go(func() {
		for more := true; more; {
			o := next()
			more = o.more && o.err == nil && o.fault == nil
			select {
			case outcomes <- o:
			case <-left:
				return
			}
		}
	})
	defer reading.Wait()
	defer stop()
	defer close(left)
	for {
		o := <-outcomes
		switch {
		case o.fault != nil:
			panic(o.fault)
		case o.err != nil:
			return o.err
		}
		if err := use(o.value); err != nil || !o.more {
			return err
		}
	}
}
