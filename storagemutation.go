package liveblocks

import (
	"context"
	"errors"
	"io"
	"net/http"
	"time"

	"github.com/liveblocks-go/liveblocks/live"
)

// MutateStorage changes the storage of a room. It downloads the storage, hands
// the root of the tree to mutate, and sends what mutate has changed. Everyone
// who is in the room sees the changes at once.
//
//	err := client.MutateStorage(ctx, "my-room", func(root *live.Object) error {
//		count, _ := live.Get[int](root, "count")
//		return root.Set("count", count+1)
//	})
//
// If mutate returns an error, which MutateStorage then returns, if it panics, or
// if the context ends before it returns, nothing is sent. Package live explains
// the tree. Its nodes can be read, but not changed, once mutate has returned. Use
// [Client.BeginStorageMutation] to send changes in several steps.
//
// A nil error means that the server has confirmed every change. The changes are
// sent as one request if they fit into 1 MiB, and as several, in order, if not.
// A request that may have been a success is sent again, in the same words, until
// its answer is known or the context ends; without a deadline in the context,
// for two minutes. The failure of a request, and changes that the server did not
// carry out, because somebody has removed what they belong to, are a
// [*MutationError]. What no client can notice is a copy of a lost request that
// something on the way delivers seconds later: it may undo changes that were made
// since.
//
// Changes are merged with those that others make meanwhile, and where two set
// the same field, the later one stays. MutateStorage is not a lock: two programs
// that increment a counter at once may both arrive at the same number.
//
// A storage of up to 256 MB is downloaded. The call lasts as long as bytes
// arrive. The [*Error] of a download that failed says that nothing was changed.
//
// See https://liveblocks.io/docs/api-reference/liveblocks-node#mutate-storage.
func (c *Client) MutateStorage(ctx context.Context, roomID string, mutate func(root *live.Object) error) error {
	if mutate == nil {
		return invalid("MutateStorage: the function is nil")
	}
	m, err := c.BeginStorageMutation(ctx, roomID)
	if err != nil {
		return err
	}
	defer m.Close()
	if err := mutate(m.Root()); err != nil {
		return err
	}
	return m.Flush(ctx)
}

// A StorageMutation changes the storage of a room in several steps: change the
// tree, call Flush, change it again, and so on. It is for changes that take long
// to prepare or that are too many to hold, since others see what was flushed.
// Most programs need no more than [Client.MutateStorage].
//
// A StorageMutation and its tree are not safe for concurrent use.
type StorageMutation struct {
	client *Client
	roomID string
	doc    *live.Document
	closed bool
	quiet  time.Time // until then, copies of the last batch may arrive
}

// BeginStorageMutation downloads the storage of a room, for changing it in
// several steps. Close the mutation when it is no longer needed.
//
//	m, err := client.BeginStorageMutation(ctx, "my-room")
//	if err != nil {
//		return err
//	}
//	defer m.Close()
//	rows, _ := live.Get[*live.List](m.Root(), "rows")
//	for i, row := range imported {
//		if err := rows.Push(row); err != nil {
//			return err
//		}
//		if i%1000 == 999 {
//			if err := m.Flush(ctx); err != nil {
//				return err
//			}
//		}
//	}
//	return m.Flush(ctx)
//
// The tree does not follow what others change after the download, but for the
// places of list items that the server corrects.
//
// A storage of up to 256 MB is downloaded. The call lasts as long as bytes
// arrive.
//
// See https://liveblocks.io/docs/api-reference/liveblocks-node#mutate-storage.
func (c *Client) BeginStorageMutation(ctx context.Context, roomID string) (*StorageMutation, error) {
	doc, err := c.loadStorage(ctx, roomID)
	if err != nil {
		return nil, err
	}
	return &StorageMutation{client: c, roomID: roomID, doc: doc}, nil
}

// Root returns the root of the storage.
func (m *StorageMutation) Root() *live.Object { return m.doc.Root() }

// Close ends the mutation. Changes that were not flushed are dropped, and new
// ones are refused with [live.ErrClosed]. The tree can still be read. More calls
// do no more.
func (m *StorageMutation) Close() {
	m.closed = true
	m.doc.Close()
}

// loadStorage downloads a storage as a tree that can be changed.
func (c *Client) loadStorage(ctx context.Context, roomID string) (*live.Document, error) {
	r := request{
		method: http.MethodPost, route: "/v2/rooms/{roomId}/request-storage-mutation", ids: []string{roomID},
		body: struct{}{},
		bulk: true, maxResponse: maxDocument,
	}
	var doc *live.Document
	r.read = func(stream io.Reader) (err error) {
		doc, err = live.Load(stream, live.Limits{})
		return err
	}
	if err := c.exec(ctx, r); err != nil {
		return nil, onlyReads(err)
	}
	return doc, nil
}

// onlyReads corrects the error of a POST that changes nothing.
func onlyReads(err error) error {
	var e *Error
	if errors.As(err, &e) {
		e.MaybeApplied = false
	}
	return err
}
