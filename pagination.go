package liveblocks

import (
	"context"
	"fmt"
	"iter"
	"net/http"
	"net/url"
)

// Page is one page of a list.
type Page[T any] struct {
	Data []T `json:"data"`
	// NextCursor gets the next page, as the StartingAfter or Cursor of the call
	// that got this one. It is empty on the last page.
	NextCursor string `json:"nextCursor"`
}

// getPage gets a page of a list whose pages have up to 100 items and are found
// with the parameters limit and startingAfter.
func getPage[T any](ctx context.Context, c *Client, route string, ids []string, limit int, startingAfter string) (*Page[T], error) {
	if err := checkLimit(limit, 100); err != nil {
		return nil, err
	}
	query := url.Values{}
	setParam(query, "limit", limit)
	setParam(query, "startingAfter", startingAfter)
	return call[Page[T]](ctx, c, request{method: http.MethodGet, route: route, ids: ids, query: query})
}

// iterate ranges over the items of all pages. fetch gets the page that a cursor
// stands for, the first one for an empty cursor. Each range over the sequence
// starts at the first page again. An error is yielded once, with a zero item,
// and is the end.
func iterate[T any](ctx context.Context, first string, fetch func(ctx context.Context, cursor string) (*Page[T], error)) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		var zero T
		seen := map[string]bool{}
		for cursor := first; ; {
			page, err := fetch(ctx, cursor)
			if err != nil {
				yield(zero, err)
				return
			}
			for _, item := range page.Data {
				if !yield(item, nil) {
					return
				}
			}
			seen[cursor] = true
			cursor = page.NextCursor
			if cursor == "" {
				return
			}
			if seen[cursor] {
				yield(zero, fmt.Errorf("liveblocks: the list has no end: the server returned the cursor %s for the second time", quote(cursor)))
				return
			}
		}
	}
}
