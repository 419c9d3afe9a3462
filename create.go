package liveblocks

import (
	"context"
	"net/http"
	"time"
)

// create creates something whose ID the caller chose. If the answer to a first
// attempt is lost, the next one is told that the thing exists. find then gets
// it, with the time at which it was created, or returns nil if it is not what
// was asked for; it is the result if it is not older than the call.
func create[T any](ctx context.Context, c *Client, r request, find func(context.Context) (*T, time.Time, error)) (*T, error) {
	start := time.Now()
	resp, result, err := c.doCounting(ctx, r)
	if err == nil {
		out := new(T)
		if err := decodeAnswer(resp.Body, out); err != nil {
			return nil, c.answerError(r, result, err)
		}
		return out, nil
	}
	if !mayBeOwnConflict(err) {
		return nil, err
	}
	// The age is measured with the server's clock alone: ours may be wrong.
	oldest := time.Since(start) + clockTolerance
	now, dateErr := http.ParseTime(result.Response.Header.Get("Date"))
	found, createdAt, findErr := find(ctx)
	if findErr != nil || found == nil || dateErr != nil || now.Sub(createdAt) > oldest {
		return nil, err
	}
	return found, nil
}

// clockTolerance allows for dates of whole seconds, and for clocks of the
// service's machines that are not quite the same.
const clockTolerance = 2 * time.Second

// checkNewID accepts what can become the ID of something.
func checkNewID(what, id string) error {
	if err := checkIDText(what, id); err != nil {
		return err
	}
	return checkID(what, id)
}
