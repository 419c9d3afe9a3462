package webhook

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

var errHandle = errors.New("cannot handle")

func succeed(context.Context) error { return nil }

func mustNotRun(t *testing.T) func(context.Context) error {
	return func(context.Context) error {
		t.Error("handled twice")
		return nil
	}
}

func TestMemoryDeduplicator(t *testing.T) {
	var d MemoryDeduplicator
	fail := func(context.Context) error { return errHandle }
	for range 2 { // a failure is forgotten
		if err := d.Once(t.Context(), "a", fail); err != errHandle {
			t.Errorf("error %v, want %v", err, errHandle)
		}
	}
	calls := 0
	for _, id := range []string{"a", "b", "a", "b"} {
		err := d.Once(t.Context(), id, func(context.Context) error { calls++; return nil })
		if err != nil {
			t.Error(err)
		}
	}
	if calls != 2 {
		t.Errorf("%d calls, want one for each of two IDs", calls)
	}
}

func TestMemoryDeduplicatorForgetsPanic(t *testing.T) {
	var d MemoryDeduplicator
	func() {
		defer func() {
			if recover() != "boom" {
				t.Error("the panic was not passed on")
			}
		}()
		d.Once(t.Context(), "a", func(context.Context) error { panic("boom") })
	}()
	called := false
	if err := d.Once(t.Context(), "a", func(context.Context) error { called = true; return nil }); err != nil || !called {
		t.Errorf("called: %t, error %v", called, err)
	}
}

// Of many concurrent calls one handles the ID at a time, until one succeeds.
func TestMemoryDeduplicatorConcurrent(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var d MemoryDeduplicator
		var running, calls, failures atomic.Int32
		var wg sync.WaitGroup
		for range 20 {
			wg.Go(func() {
				err := d.Once(t.Context(), "a", func(context.Context) error {
					if running.Add(1) > 1 {
						t.Error("handled twice at once")
					}
					defer running.Add(-1)
					time.Sleep(time.Second)
					if calls.Add(1) <= 3 {
						return errHandle
					}
					return nil
				})
				if err != nil {
					failures.Add(1)
				}
			})
		}
		wg.Wait()
		if calls.Load() != 4 || failures.Load() != 3 {
			t.Errorf("%d calls and %d failures, want 4 and 3", calls.Load(), failures.Load())
		}
	})
}

func TestMemoryDeduplicatorStopsWaiting(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var d MemoryDeduplicator
		go d.Once(t.Context(), "a", func(context.Context) error { time.Sleep(time.Minute); return nil })
		synctest.Wait()
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if err := d.Once(ctx, "a", mustNotRun(t)); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("error %v, want %v", err, context.DeadlineExceeded)
		}
		if err := d.Once(t.Context(), "b", succeed); err != nil { // others do not wait
			t.Error(err)
		}
		time.Sleep(time.Hour)
		if err := d.Once(t.Context(), "a", mustNotRun(t)); err != nil {
			t.Error(err)
		}
	})
}

func TestMemoryDeduplicatorForgets(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var d MemoryDeduplicator
		for hour := range 100 {
			if err := d.Once(t.Context(), fmt.Sprint(hour), succeed); err != nil {
				t.Error(err)
			}
			time.Sleep(time.Hour)
		}
		if err := d.Once(t.Context(), "53", mustNotRun(t)); err != nil { // 47 hours ago
			t.Error(err)
		}
		if len(d.handled) != 47 || len(d.expiry) != 47 || len(d.running) != 0 {
			t.Errorf("%d, %d and %d IDs are kept, want 47, 47 and 0", len(d.handled), len(d.expiry), len(d.running))
		}
	})
}

// The service delivers again what failed, and may deliver again what did not.
func TestHandlerDeduplicates(t *testing.T) {
	var outcomes []error // of the calls of the callback
	callbacks := Callbacks{RoomDeleted: func(context.Context, *RoomDeletedEvent) error {
		var err error
		if len(outcomes) == 0 {
			err = errHandle
		}
		outcomes = append(outcomes, err)
		return err
	}}
	h := NewHandler(newTestVerifier(t), callbacks, WithDeduplicator(new(MemoryDeduplicator)))
	for i, want := range []int{500, 204, 204, 204} {
		if got := serve(h, signedRequest(t, "msg_1", testBody)).Code; got != want {
			t.Errorf("delivery %d: status %d, want %d", i, got, want)
		}
	}
	if len(outcomes) != 2 {
		t.Errorf("the callback was called %d times, want a failure and a success", len(outcomes))
	}
	serve(h, signedRequest(t, "msg_2", testBody))
	if len(outcomes) != 3 {
		t.Error("the callback was not called for another ID")
	}
}

type brokenDeduplicator struct{ t *testing.T }

func (b brokenDeduplicator) Once(_ context.Context, id string, _ func(context.Context) error) error {
	if id != "msg_1" {
		b.t.Errorf("ID %q, want msg_1", id)
	}
	return errors.New("database is down")
}

func TestHandlerWithBrokenDeduplicator(t *testing.T) {
	callbacks := Callbacks{Default: func(ctx context.Context, _ Event) error { return mustNotRun(t)(ctx) }}
	for _, tt := range []struct {
		callbacks Callbacks
		want      int
	}{
		{callbacks, 500},
		{Callbacks{}, 204}, // nothing to do, nothing to remember
	} {
		h := NewHandler(newTestVerifier(t), tt.callbacks, WithDeduplicator(brokenDeduplicator{t}))
		if got := serve(h, signedRequest(t, "msg_1", testBody)).Code; got != tt.want {
			t.Errorf("status %d, want %d", got, tt.want)
		}
	}
}

// A callback that panics must not look like success, and must be called again.
func TestHandlerPanic(t *testing.T) {
	calls := 0
	h := NewHandler(newTestVerifier(t), Callbacks{RoomDeleted: func(context.Context, *RoomDeletedEvent) error {
		if calls++; calls == 1 {
			panic(http.ErrAbortHandler) // which net/http does not log
		}
		return nil
	}}, WithDeduplicator(new(MemoryDeduplicator)))
	server := httptest.NewServer(h)
	defer server.Close()
	deliver := func() (*http.Response, error) {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, server.URL, strings.NewReader(testBody))
		if err != nil {
			t.Fatal(err)
		}
		r.GetBody = nil // or the client repeats the request by itself
		r.Header = signedHeader(t, testSecret, "msg_1", testNow, testBody)
		return server.Client().Do(r)
	}
	if resp, err := deliver(); err == nil {
		resp.Body.Close()
		t.Errorf("status %s after a panic", resp.Status)
	}
	resp, err := deliver()
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if resp.StatusCode != 204 || calls != 2 {
		t.Errorf("status %s after %d calls", resp.Status, calls)
	}
}
