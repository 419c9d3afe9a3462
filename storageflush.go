package liveblocks

import (
	"context"
	"errors"
	"math/rand/v2"
	"net/http"
	"slices"
	"time"

	"github.com/liveblocks-go/liveblocks/live"
)

const (
	// maxBatch is how many bytes of changes go into one request.
	maxBatch = 1 << 20
	// maxSettle is for how long a batch that may have been applied is sent again
	// if the context has no deadline.
	maxSettle = 2 * time.Minute
	// maxSettleWait is the longest wait between two such calls.
	maxSettleWait = 5 * time.Second
	// lateCopies is for how long a copy of a batch may be held up on the way, after
	// the answer to it was lost. The next batch waits for so long: a copy that
	// arrived after it could undo its changes.
	lateCopies = 2 * time.Second
	// maxUnreadable is how many answers in a row may make no sense.
	maxUnreadable = 3
)

// Flush sends the changes that were made since the last Flush. If it returns an
// error, the mutation is closed: the tree may no longer be what the server has.
// It is a [*MutationError] if anything was to be sent. [Client.MutateStorage]
// says how changes are sent.
func (m *StorageMutation) Flush(ctx context.Context) error {
	if m.closed {
		return live.ErrClosed
	}
	f := flush{StorageMutation: m}
	for {
		batch := m.doc.Take(maxBatch)
		if batch == nil {
			break
		}
		f.send(ctx, batch)
	}
	if err := f.err(); err != nil {
		m.Close()
		return err
	}
	return nil
}

// flush sends the changes that wait, and notes what became of them.
type flush struct {
	*StorageMutation
	applied, notApplied, maybeApplied []live.Op

	causes  []error
	stopped bool // after the failure of a request
}

func (f *flush) err() error {
	if len(f.causes) == 0 {
		return nil
	}
	return &MutationError{
		Applied: f.applied, NotApplied: f.notApplied, MaybeApplied: f.maybeApplied,
		causes: f.causes,
	}
}

func (f *flush) send(ctx context.Context, batch *live.Batch) {
	if f.stopped {
		f.notApplied = append(f.notApplied, batch.Ops...)
		return
	}
	if wait := time.Until(f.quiet); wait > 0 {
		sleep(ctx, wait)
	}
	ambiguous, err := f.deliver(ctx, batch)
	if ambiguous {
		f.quiet = time.Now().Add(lateCopies)
	}
	var refused *live.OpError
	switch {
	case err == nil:
		f.applied = append(f.applied, batch.Ops...)
	case errors.As(err, &refused):
		f.sort(ctx, batch, refused, ambiguous)
	default:
		f.stopped = true
		f.causes = append(f.causes, err)
		if ambiguous {
			f.maybeApplied = append(f.maybeApplied, batch.Ops...)
		} else {
			f.notApplied = append(f.notApplied, batch.Ops...)
		}
	}
}

// deliver sends a batch until its fate is known. It reports whether an attempt
// without a definite answer may have been carried out, besides one that had an
// answer.
func (f *flush) deliver(ctx context.Context, batch *live.Batch) (ambiguous bool, err error) {
	r := request{
		method: http.MethodPost, route: "/v2/rooms/{roomId}/send-message", ids: []string{f.roomID},
		raw: batch.Body, contentType: contentTypeJSON,
		bulk: true, maxResponse: maxDocument,
	}
	end := time.Now().Add(maxSettle)
	if _, ok := ctx.Deadline(); ok {
		end = time.Time{}
	}
	unreadable := 0
	for wait := time.Duration(0); ; wait = min(2*wait+100*time.Millisecond, maxSettleWait) {
		if wait > 0 && !sleep(ctx, rand.N(wait)) {
			return ambiguous, err
		}
		resp, result, callErr := f.client.doCounting(ctx, r)
		ambiguous = ambiguous || result.MaybeApplied
		if callErr == nil {
			answerErr := f.doc.Apply(batch, resp.Body)
			var refused *live.OpError
			if answerErr == nil || errors.As(answerErr, &refused) {
				return ambiguous, answerErr
			}
			ambiguous = true
			callErr = f.client.answerError(r, result, answerErr)
			unreadable++
		}
		// The first error of all is as good as any, but the last one says how
		// things stand.
		err = callErr
		var e *Error
		if !errors.As(err, &e) || !ambiguous || !e.unsettled() || unreadable == maxUnreadable ||
			ctx.Err() != nil || !end.IsZero() && time.Now().After(end) {
			return ambiguous, err
		}
	}
}

// unsettled tells whether another attempt may bring another answer.
func (e *Error) unsettled() bool {
	return isSuccess(e.Status) || errors.Is(e, ErrUnavailable) || errors.Is(e, ErrRateLimited)
}

// sleep reports whether the time has passed; the context may end before.
func sleep(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}

// sort finds out what became of the changes of a batch, some of which the server
// says that it did not carry out.
func (f *flush) sort(ctx context.Context, batch *live.Batch, refused *live.OpError, ambiguous bool) {
	ignored, lookedUp := f.missing(ctx, refused.Ignored)
	var notApplied, maybeApplied []live.Op
	if ambiguous || !lookedUp {
		// What the server says is true of the last attempt. An earlier one may
		// have met another state of things.
		maybeApplied = slices.Concat(ignored, refused.Rejected, refused.Unanswered)
	} else {
		notApplied, maybeApplied = slices.Concat(ignored, refused.Rejected), refused.Unanswered
	}
	failed := make(map[string]bool)
	for _, op := range slices.Concat(notApplied, maybeApplied) {
		failed[op.ID] = true
	}
	for _, op := range batch.Ops {
		if !failed[op.ID] {
			f.applied = append(f.applied, op)
		}
	}
	if len(failed) > 0 {
		f.notApplied = append(f.notApplied, notApplied...)
		f.maybeApplied = append(f.maybeApplied, maybeApplied...)
		f.causes = append(f.causes, refused)
	}
}

// missing returns those of the ignored changes that can't be shown to have been
// applied by an earlier attempt, or by the first of two copies of the request
// that something on the way has made. The second attempt to create a node is
// ignored, so it is looked up whether the node is there, which may fail.
func (f *flush) missing(ctx context.Context, ignored []live.Op) (_ []live.Op, lookedUp bool) {
	// What later changes have removed makes no difference.
	ignored = slices.DeleteFunc(slices.Clone(ignored), func(op live.Op) bool { return !f.doc.Has(op.NodeID) })
	if !slices.ContainsFunc(ignored, live.Op.Creates) {
		return ignored, true
	}
	now, err := f.client.loadStorage(ctx, f.roomID)
	if err != nil {
		f.causes = append(f.causes, err)
		return ignored, false
	}
	return slices.DeleteFunc(ignored, func(op live.Op) bool { return op.Creates() && now.Has(op.NodeID) }), true
}
