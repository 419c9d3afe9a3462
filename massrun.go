package liveblocks

import (
	"context"
	"fmt"
	"iter"
	"runtime/debug"
	"sync"
)

// roomPage is a page of rooms.
type roomPage struct {
	cursor, next string
	rooms        []Room
	open         int // rooms that are not done
}

// roomOfPage is a room that waits to be mutated.
type roomOfPage struct {
	room *Room
	page *roomPage
}

func (c *Client) roomPages(ctx context.Context, params GetRoomsParams) iter.Seq2[*roomPage, error] {
	return iterate(ctx, params.StartingAfter, func(ctx context.Context, cursor string) (*Page[*roomPage], error) {
		params.StartingAfter = cursor
		page, err := c.GetRooms(ctx, params)
		if err != nil {
			return nil, err
		}
		p := &roomPage{cursor: cursor, next: page.NextCursor, rooms: page.Data, open: len(page.Data)}
		return &Page[*roomPage]{Data: []*roomPage{p}, NextCursor: page.NextCursor}, nil
	})
}

// massMutation is a call of MassMutateStorage under way. One goroutine lists
// rooms, one hands them out, and as many as rooms may be mutated at once mutate
// them.
type massMutation struct {
	MassMutateStorageParams
	mutate func(*Room) error
	stop   chan struct{} // closed when no further room is to be begun

	mu                sync.Mutex
	stopped, complete bool
	succeeded, failed int
	failures          []*RoomError
	cause             error
	panicked          string
	pages             []*roomPage // that are not done, in their order
	cursor            string
}

func (m *massMutation) run(ctx context.Context, c *Client) error {
	listing, endListing := context.WithCancel(ctx)
	pages := make(chan *roomPage) // without a buffer: one page ahead
	rooms := make(chan roomOfPage)
	var wg sync.WaitGroup
	wg.Go(func() {
		defer close(pages)
		m.list(c.roomPages(listing, m.Rooms), pages)
	})
	for range m.Concurrency {
		wg.Go(func() {
			for r := range rooms {
				m.visit(ctx, r)
			}
		})
	}
	m.handOut(ctx, pages, rooms)
	endListing() // a page that is on its way is not needed any more
	close(rooms)
	wg.Wait()
	return m.result(ctx)
}

func (m *massMutation) list(all iter.Seq2[*roomPage, error], pages chan<- *roomPage) {
	for page, err := range all {
		if err != nil {
			m.mu.Lock()
			defer m.mu.Unlock()
			if !m.stopped {
				m.cause = err
			}
			return
		}
		select {
		case pages <- page:
		case <-m.stop:
			return
		}
	}
}

func (m *massMutation) handOut(ctx context.Context, pages <-chan *roomPage, rooms chan<- roomOfPage) {
	for page := range pages {
		m.begin(page)
		for i := range page.rooms {
			select {
			case rooms <- roomOfPage{&page.rooms[i], page}:
			case <-m.stop:
				return
			case <-ctx.Done():
				m.end()
				return
			}
		}
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.complete = m.cause == nil
}

// visit mutates the storage of one room.
func (m *massMutation) visit(ctx context.Context, r roomOfPage) {
	returned := false
	defer func() {
		if returned {
			return
		}
		p := recover()
		if p == nil {
			p = "it called runtime.Goexit"
		}
		m.panicIn(r.room, p)
	}()
	select {
	case <-m.stop:
	case <-ctx.Done():
		m.end()
	default:
		m.done(ctx, r, m.mutate(r.room))
	}
	returned = true
}

func (m *massMutation) begin(page *roomPage) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.pages = append(m.pages, page)
	m.advance()
}

// advance moves the cursor to the first page that is not done.
func (m *massMutation) advance() {
	for len(m.pages) > 0 && m.pages[0].open == 0 {
		if next := m.pages[0].next; next != "" {
			m.cursor = next
		}
		m.pages = m.pages[1:]
	}
}

// done notes how the mutation of a room ended.
func (m *massMutation) done(ctx context.Context, r roomOfPage, err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if err == nil {
		m.succeeded++
	} else {
		m.failed++
		if len(m.failures) < maxFailures {
			m.failures = append(m.failures, &RoomError{RoomID: r.room.ID, Err: err})
		}
		if !m.ContinueOnError {
			m.endLocked()
		}
	}
	// A room that failed is not done, if that is why the call ends, or because it
	// does.
	if err == nil || m.ContinueOnError && ctx.Err() == nil {
		r.page.open--
		m.advance()
	}
	if m.Progress != nil {
		m.Progress(MassProgress{Room: r.room, Err: err, Succeeded: m.succeeded, Failed: m.failed, Cursor: m.cursor})
	}
}

// end lets no further room begin.
func (m *massMutation) end() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.endLocked()
}

func (m *massMutation) endLocked() {
	if !m.stopped {
		m.stopped = true
		close(m.stop)
	}
}

func (m *massMutation) panicIn(room *Room, p any) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.panicked == "" {
		m.panicked = fmt.Sprintf("liveblocks: MassMutateStorage: the function panicked in room %s: %v\n\n%s", quote(room.ID), p, debug.Stack())
	}
	m.endLocked()
}

func (m *massMutation) result(ctx context.Context) error {
	if m.panicked != "" {
		panic(m.panicked)
	}
	complete := m.complete && !m.stopped
	if complete && m.failed == 0 {
		return nil
	}
	if m.cause == nil && !complete {
		m.cause = ctx.Err()
	}
	return &MassMutationError{
		Succeeded: m.succeeded, Failed: m.failed, Failures: m.failures,
		Complete: complete, Cursor: m.cursor,
		cause: m.cause,
	}
}
