package liveblocks

import (
	"context"
	"fmt"
	"strings"

	"github.com/liveblocks-go/liveblocks/live"
)

const (
	defaultConcurrency = 8
	maxConcurrency     = 20
	// maxFailures is how many failures of rooms an error keeps.
	maxFailures = 100
)

// MassMutateStorageParams says what [Client.MassMutateStorage] does besides
// mutating. All fields are optional.
type MassMutateStorageParams struct {
	// Rooms selects the rooms. Its Limit is the size of the pages in which they
	// are listed; the default is four times Concurrency, but at least 20. Its
	// StartingAfter is where to begin: the Cursor of an earlier call's
	// [MassMutationError] or [MassProgress].
	Rooms GetRoomsParams
	// Concurrency is how many rooms are mutated at once: 1 to 20. The default is
	// 8.
	Concurrency int
	// ContinueOnError says to carry on when a room fails. By default no further
	// room is begun then; those that have been begun are completed.
	ContinueOnError bool
	// Progress is called after each room, never twice at once. It should not
	// take long, as rooms wait for it.
	Progress func(MassProgress)
}

// MassProgress is what [Client.MassMutateStorage] reports when it is done with a
// room.
type MassProgress struct {
	Room *Room
	// Err is why the room's storage could not be mutated, or nil.
	Err error

	// Succeeded and Failed count the rooms so far, this one included.
	Succeeded, Failed int
	// Cursor is the StartingAfter with which another call continues from here,
	// should this one be interrupted. It leaves out no room that is not done,
	// but may repeat some that are.
	Cursor string
}

// RoomError is the failure of one room in [Client.MassMutateStorage].
type RoomError struct {
	RoomID string
	Err    error
}

func (e *RoomError) Error() string { return fmt.Sprintf("room %s: %v", quote(e.RoomID), e.Err) }

// Unwrap returns the error of [Client.MutateStorage].
func (e *RoomError) Unwrap() error { return e.Err }

// MassMutationError says how far [Client.MassMutateStorage] has come, if it did
// not mutate all rooms.
type MassMutationError struct {
	// Succeeded and Failed count the rooms.
	Succeeded, Failed int
	// Failures are the first 100 rooms that failed.
	Failures []*RoomError
	// Complete is whether all rooms were tried. If not, a further call with
	// Cursor as its Rooms.StartingAfter continues. It leaves out no room that is
	// not done, but may repeat some that are.
	Complete bool
	Cursor   string

	// cause is why the rooms could not be listed, or the end of the context.
	cause error
}

// Error has the first failures in it.
func (e *MassMutationError) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "liveblocks: mutating storages in many rooms: %d succeeded, %d failed", e.Succeeded, e.Failed)
	if !e.Complete {
		b.WriteString(", the rest was not tried")
	}
	if e.cause != nil {
		fmt.Fprintf(&b, ": %v", e.cause)
	}
	const most = 3
	for i, failure := range e.Failures[:min(most, len(e.Failures))] {
		sep := "; "
		if i == 0 {
			sep = ": "
		}
		fmt.Fprintf(&b, "%s%v", sep, failure)
	}
	return b.String()
}

// Unwrap returns what ended the call early, if it was not a room, and the
// failures of rooms.
func (e *MassMutationError) Unwrap() []error {
	var errs []error
	if e.cause != nil {
		errs = append(errs, e.cause)
	}
	for _, failure := range e.Failures {
		errs = append(errs, failure)
	}
	return errs
}

// MassMutateStorage mutates the storage of each room that params select, as
// [Client.MutateStorage] does, several rooms at once. It is for migrations.
//
//	err := client.MassMutateStorage(ctx, liveblocks.MassMutateStorageParams{
//		Rooms: liveblocks.GetRoomsParams{Query: `roomId^"board:"`},
//	}, func(room *liveblocks.Room, root *live.Object) error {
//		if _, done := root.Get("version"); done {
//			return nil
//		}
//		return root.Set("version", 2)
//	})
//
// The function mutate is called from several goroutines at once. It has to cope
// with a room that it has mutated before: rooms may be met again when a call
// continues an earlier one.
//
// If the rooms can't be listed, if the context ends or if a room fails, the
// error is a [*MassMutationError]. A panic of mutate ends the call as an error
// does, and is raised again in the goroutine of the caller.
//
// The rooms are listed a page at a time, one page ahead, so that many rooms take
// no more memory than few.
//
// See https://liveblocks.io/docs/api-reference/liveblocks-node#mass-mutate-storage.
func (c *Client) MassMutateStorage(ctx context.Context, params MassMutateStorageParams, mutate func(room *Room, root *live.Object) error) error {
	switch {
	case mutate == nil:
		return invalid("MassMutateStorage: the function is nil")
	case params.Concurrency < 0 || params.Concurrency > maxConcurrency:
		return invalid("MassMutateStorage: %d rooms at once: want 1 to %d, or 0 for %d", params.Concurrency, maxConcurrency, defaultConcurrency)
	case params.Concurrency == 0:
		params.Concurrency = defaultConcurrency
	}
	if params.Rooms.Limit == 0 {
		params.Rooms.Limit = max(20, 4*params.Concurrency)
	}
	if _, err := params.Rooms.values(); err != nil {
		return err
	}
	m := &massMutation{
		MassMutateStorageParams: params,
		mutate: func(room *Room) error {
			return c.MutateStorage(ctx, room.ID, func(root *live.Object) error { return mutate(room, root) })
		},
		stop:   make(chan struct{}),
		cursor: params.Rooms.StartingAfter,
	}
	return m.run(ctx, c)
}
