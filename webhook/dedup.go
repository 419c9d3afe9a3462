package webhook

import (
	"context"
	"sync"
	"time"
)

// A Deduplicator keeps an event from being handled twice. The service may deliver
// the same event more than once, even when it was handled: an answer that came
// too late or got lost counts as a failure.
//
// An app implements it with its database. With a SQL one it is a transaction that
// inserts the ID into a table with a unique key, calls handle if that inserted a
// row, and rolls back on an error; see the example.
type Deduplicator interface {
	// Once calls handle, unless handle has returned nil for this ID before.
	//
	// It returns nil only if handle has returned nil, now or before: the service
	// takes nil to mean that the event need not be delivered again. So while
	// another call with the same ID is running, Once either waits for it or
	// returns an error. It must not return nil, since the other call may fail.
	//
	// If handle returns an error or panics, Once forgets the ID, so that the
	// event can be delivered again, and returns the error. An implementation
	// that holds the ID by a claim of its own lets the claim expire, or a
	// crash between claim and success loses the event.
	//
	// An ID has to be remembered for two days to cover all the attempts that the
	// service makes.
	Once(ctx context.Context, id string, handle func(context.Context) error) error
}

// everyDelivery lets every delivery through.
type everyDelivery struct{}

func (everyDelivery) Once(ctx context.Context, _ string, handle func(context.Context) error) error {
	return handle(ctx)
}

// rememberFor is longer than the 27 h 35 min from the service's first attempt to
// its last.
const rememberFor = 48 * time.Hour

// A MemoryDeduplicator is a [Deduplicator] for an app that runs as a single
// process. It remembers an ID for two days, in some 100 bytes, and forgets all of
// them when the process ends. A call that meets another one with its ID waits for
// it. The zero value is ready to use.
type MemoryDeduplicator struct {
	mu      sync.Mutex
	running map[string]chan struct{} // closed when the call ends
	handled map[string]struct{}
	expiry  []expiringID // the IDs in handled, oldest first
}

type expiringID struct {
	id string
	at time.Time
}

// Once implements [Deduplicator].
func (d *MemoryDeduplicator) Once(ctx context.Context, id string, handle func(context.Context) error) error {
	for {
		claimed, other := d.claim(id)
		if claimed {
			break
		}
		if other == nil {
			return nil
		}
		select {
		case <-other:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	succeeded := false // stays so if handle panics
	defer func() { d.end(id, succeeded) }()
	if err := handle(ctx); err != nil {
		return err
	}
	succeeded = true
	return nil
}

// claim reports whether the caller may handle the ID. If not, it returns the
// channel of the call that is handling it, or nil if it was handled.
func (d *MemoryDeduplicator) claim(id string) (claimed bool, other <-chan struct{}) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.forgetExpired()
	if _, ok := d.handled[id]; ok {
		return false, nil
	}
	if call, ok := d.running[id]; ok {
		return false, call
	}
	if d.running == nil {
		d.running = make(map[string]chan struct{})
		d.handled = make(map[string]struct{})
	}
	d.running[id] = make(chan struct{})
	return true, nil
}

func (d *MemoryDeduplicator) end(id string, succeeded bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if succeeded {
		d.handled[id] = struct{}{}
		d.expiry = append(d.expiry, expiringID{id, time.Now().Add(rememberFor)})
	}
	close(d.running[id])
	delete(d.running, id)
}

func (d *MemoryDeduplicator) forgetExpired() {
	now := time.Now()
	for len(d.expiry) > 0 && !d.expiry[0].at.After(now) {
		delete(d.handled, d.expiry[0].id)
		d.expiry = d.expiry[1:]
	}
}
