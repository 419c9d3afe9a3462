package liveblocks_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/liveblocks-go/liveblocks"
	"github.com/liveblocks-go/liveblocks/live"
)

// A storageFault is what becomes of one request on its way to a room and back.
type storageFault struct {
	name  string
	apply func(f *faulty, req *http.Request) (*http.Response, error)
}

var errReset = errors.New("connection reset by peer")

var storageFaults = []storageFault{
	{"none", (*faulty).pass},
	{"lost before", func(*faulty, *http.Request) (*http.Response, error) { return nil, errReset }},
	{"lost after", func(f *faulty, req *http.Request) (*http.Response, error) {
		return nil, f.consume(req, errReset)
	}},
	{"truncated", func(f *faulty, req *http.Request) (*http.Response, error) {
		resp, err := f.pass(req)
		if err != nil {
			return nil, err
		}
		body, _ := io.ReadAll(resp.Body)
		resp.Body = io.NopCloser(io.MultiReader(bytes.NewReader(body[:len(body)/2]), resetReader{}))
		return resp, nil
	}},
	{"twice", func(f *faulty, req *http.Request) (*http.Response, error) {
		again := f.copy(req)
		if err := f.consume(req, nil); err != nil {
			return nil, err
		}
		return f.pass(again)
	}},
	{"after a second", func(f *faulty, req *http.Request) (*http.Response, error) {
		again := f.copy(req)
		time.AfterFunc(time.Second, func() { _, _ = f.room.RoundTrip(again) })
		return nil, errReset
	}},
	{"too late", func(f *faulty, req *http.Request) (*http.Response, error) {
		f.late = append(f.late, f.copy(req))
		return nil, errReset
	}},
	{"429", refuse(http.StatusTooManyRequests, false)},
	{"503 before", refuse(http.StatusServiceUnavailable, false)},
	{"503 after", refuse(http.StatusServiceUnavailable, true)},
	{"hangs before", func(_ *faulty, req *http.Request) (*http.Response, error) {
		<-req.Context().Done()
		return nil, req.Context().Err()
	}},
	{"hangs after", func(f *faulty, req *http.Request) (*http.Response, error) {
		if err := f.consume(req, nil); err != nil {
			return nil, err
		}
		<-req.Context().Done()
		return nil, req.Context().Err()
	}},
	{"HTML", func(f *faulty, req *http.Request) (*http.Response, error) {
		return answer(http.StatusOK, "<html>please log in</html>")(req)
	}},
	{"empty", func(f *faulty, req *http.Request) (*http.Response, error) {
		return answer(http.StatusOK, "{}")(req)
	}},
	{"403", refuse(http.StatusForbidden, false)},
}

func faultNamed(name string) storageFault {
	return storageFaults[slices.IndexFunc(storageFaults, func(f storageFault) bool { return f.name == name })]
}

func refuse(status int, after bool) func(*faulty, *http.Request) (*http.Response, error) {
	return func(f *faulty, req *http.Request) (*http.Response, error) {
		if after {
			if err := f.consume(req, nil); err != nil {
				return nil, err
			}
		}
		return answer(status, `{"error":"SOMETHING"}`)(req)
	}
}

type resetReader struct{}

func (resetReader) Read([]byte) (int, error) { return 0, errReset }

// faulty is the way to a room, on which requests meet one fault after the other,
// and the last one for ever.
type faulty struct {
	room     http.RoundTripper
	route    string // of the requests that meet faults
	schedule []storageFault

	mu   sync.Mutex
	late []*http.Request // that arrive after the next one
}

func (f *faulty) RoundTrip(req *http.Request) (*http.Response, error) {
	if err := req.Context().Err(); err != nil {
		return nil, err
	}
	if !strings.HasSuffix(req.URL.Path, f.route) {
		return f.room.RoundTrip(req)
	}
	f.mu.Lock()
	fault := f.schedule[0]
	if len(f.schedule) > 1 {
		f.schedule = f.schedule[1:]
	}
	f.mu.Unlock()
	return fault.apply(f, req)
}

// pass lets a request through, and those that were held up before it after it.
func (f *faulty) pass(req *http.Request) (*http.Response, error) {
	resp, err := f.room.RoundTrip(req)
	f.arrive()
	return resp, err
}

func (f *faulty) arrive() {
	for _, late := range f.late {
		_, _ = f.room.RoundTrip(late)
	}
	f.late = nil
}

// consume lets a request through and drops the answer.
func (f *faulty) consume(req *http.Request, err error) error {
	if _, roomErr := f.pass(req); roomErr != nil {
		return roomErr
	}
	return err
}

// copy returns a request that arrives whatever becomes of the original.
func (f *faulty) copy(req *http.Request) *http.Request {
	body, _ := io.ReadAll(req.Body)
	req.Body = io.NopCloser(bytes.NewReader(body))
	again := req.Clone(context.Background())
	again.Body = io.NopCloser(bytes.NewReader(body))
	return again
}

// program is a mutation, with the storage that it starts from.
type program struct {
	name   string
	fields func() map[string]any
	mutate func(root *live.Object) error
}

func list(root *live.Object) *live.List {
	l, _ := live.Get[*live.List](root, "list")
	return l
}

func aList() map[string]any {
	return map[string]any{"list": live.NewList("a", "b", "c"), "n": 1}
}

var programs = []program{
	{"increment", aList, func(root *live.Object) error {
		n, _ := live.Get[int](root, "n")
		return root.Set("n", n+1)
	}},
	{"push", aList, func(root *live.Object) error {
		return errors.Join(list(root).Push("d"), list(root).Push(live.NewObject(map[string]any{"x": 1})))
	}},
	{"nested", aList, func(root *live.Object) error {
		return root.Set("o", live.NewObject(map[string]any{"x": 1, "l": live.NewList(1, live.NewMap(map[string]any{"k": "v"}))}))
	}},
	{"list", aList, func(root *live.Object) error {
		l := list(root)
		return errors.Join(l.Move(2, 0), l.Delete(1), l.Insert(1, "x"), l.Set(0, "C"), l.Push("y"))
	}},
	{"replace", aList, func(root *live.Object) error {
		return errors.Join(root.Set("n", live.NewList(1)), root.Set("n", live.NewObject(map[string]any{"x": 1})), root.Delete("list"))
	}},
	{"text", func() map[string]any { return map[string]any{"t": live.NewText("hello")} }, func(root *live.Object) error {
		t, _ := live.Get[*live.Text](root, "t")
		return errors.Join(t.Insert(5, " world", nil), t.Delete(0, 1), t.Insert(0, "J", nil))
	}},
	{"new item replaced", aList, func(root *live.Object) error {
		l := list(root)
		return errors.Join(l.Push("d"), l.Set(3, "D"), l.Insert(0, "z"), l.Set(0, "Z"), l.Move(0, 4))
	}},
	twoBatches,
}

// twoBatches are sent as two, so that each can be repeated.
var twoBatches = program{"two batches", aList, func(root *live.Object) error {
	l := list(root)
	return errors.Join(l.Set(0, "A"), l.Delete(0), l.Move(1, 0), root.Set("n", 2))
}}

// TestMutateStorageFaults compares what a mutation says with what happened.
func TestMutateStorageFaults(t *testing.T) {
	none := storageFaults[0]
	for _, first := range storageFaults {
		for _, second := range storageFaults {
			for _, p := range programs {
				testFaults(t, p, first, second, none)
			}
			testFaults(t, twoBatches, none, first, second, none)
		}
		for _, p := range programs {
			testFaults(t, p, first)
		}
		testFaults(t, twoBatches, none, first)
	}
}

func testFaults(t *testing.T, p program, schedule ...storageFault) {
	name := p.name
	for _, fault := range schedule {
		name += "," + fault.name
	}
	t.Run(name, func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			room := newFakeRoom(t, p.fields())
			way := &faulty{room: room, route: "/send-message", schedule: schedule}
			ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
			defer cancel()
			want, err := run(ctx, newMutator(t, way), p)
			way.arrive()
			time.Sleep(2 * time.Second)
			synctest.Wait() // for what a copy that came late has changed
			checkClaim(t, room, want, err)
		})
	})
}

// run runs a program and returns the storage that it leads to.
func run(ctx context.Context, c *liveblocks.Client, p program) (want string, err error) {
	err = c.MutateStorage(ctx, "room", func(root *live.Object) error {
		err := p.mutate(root)
		want = sortedJSON(root.JSON())
		return err
	})
	return want, err
}

// checkClaim compares the result of a mutation with what the room knows.
func checkClaim(t *testing.T, room *fakeRoom, want string, err error) {
	t.Helper()
	if err == nil {
		wantJSON(t, room, want)
		return
	}
	var e *liveblocks.MutationError
	if !errors.As(err, &e) {
		t.Fatalf("got error %v, want a *MutationError", err)
	}
	for _, op := range e.Applied {
		if !room.done[op.ID] {
			t.Errorf("%v was not applied, although the error says so: %v", op, err)
		}
	}
	for _, op := range e.NotApplied {
		if room.done[op.ID] {
			t.Errorf("%v was applied, although the error says that it was not: %v", op, err)
		}
	}
	if len(e.NotApplied) == 0 && len(e.MaybeApplied) == 0 {
		t.Errorf("an error although all was applied: %v", err)
	}
}

// TestMutateStorageDownloadFaults has the faults on the way to the storage.
func TestMutateStorageDownloadFaults(t *testing.T) {
	for _, first := range storageFaults {
		for _, last := range []storageFault{storageFaults[0], first} {
			t.Run(first.name+","+last.name, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					p := programs[0]
					room := newFakeRoom(t, p.fields())
					before := room.String()
					way := &faulty{room: room, route: "/request-storage-mutation", schedule: []storageFault{first, last}}
					ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
					defer cancel()
					want, err := run(ctx, newMutator(t, way), p)
					if err == nil {
						wantJSON(t, room, want)
						return
					}
					var e *liveblocks.Error
					if !errors.As(err, &e) || e.MaybeApplied || !strings.Contains(e.Route, "request-storage-mutation") {
						t.Errorf("got %v, want an *Error of the download", err)
					}
					wantJSON(t, room, before)
				})
			})
		}
	}
}

// TestMutateStorageLookUpFaults has the faults where it is looked up whether
// something that was sent twice has been created.
func TestMutateStorageLookUpFaults(t *testing.T) {
	none, twice := storageFaults[0], faultNamed("twice")
	for _, p := range programs {
		for _, fault := range storageFaults {
			t.Run(p.name+","+fault.name, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					room := newFakeRoom(t, p.fields())
					ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
					defer cancel()
					want, err := run(ctx, newMutator(t, &faulty{
						route: "/send-message", schedule: []storageFault{twice},
						room: &faulty{room: room, route: "/request-storage-mutation", schedule: []storageFault{none, fault}},
					}), p)
					checkClaim(t, room, want, err)
				})
			})
		}
	}
}

// TestMutateStorageSettles ends lost answers by the context, by a refusal and by
// the time that there is.
func TestMutateStorageSettles(t *testing.T) {
	tests := []struct {
		name     string
		schedule []storageFault
		deadline time.Duration
		after    time.Duration // at least
		is       error
		maybe    bool
	}{
		{"the context ends", []storageFault{faultNamed("lost after")}, time.Minute, time.Minute / 2, nil, true},
		{"without a deadline", []storageFault{faultNamed("lost after")}, 0, 2 * time.Minute, nil, true},
		{"no answer at all", []storageFault{faultNamed("hangs after")}, time.Minute, time.Minute, context.DeadlineExceeded, true},
		{"refused", []storageFault{faultNamed("403")}, 0, 0, liveblocks.ErrForbidden, false},
		{"refused after a lost answer", []storageFault{faultNamed("lost after"), faultNamed("403")}, 0, 0, liveblocks.ErrForbidden, true},
		{"rate limited", []storageFault{faultNamed("429")}, 0, 0, liveblocks.ErrRateLimited, false},
		{"rate limited after a lost answer", []storageFault{faultNamed("lost after"), faultNamed("429")}, time.Minute, time.Minute / 2, liveblocks.ErrRateLimited, true},
		{"no sense", []storageFault{faultNamed("HTML")}, 0, 0, nil, true},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				room := newFakeRoom(t, nil)
				ctx := t.Context()
				if test.deadline > 0 {
					var cancel context.CancelFunc
					ctx, cancel = context.WithTimeout(ctx, test.deadline)
					defer cancel()
				}
				start := time.Now()
				err := newMutator(t, &faulty{room: room, route: "/send-message", schedule: test.schedule}).
					MutateStorage(ctx, "room", func(root *live.Object) error { return root.Set("title", "x") })
				var m *liveblocks.MutationError
				var e *liveblocks.Error
				if !errors.As(err, &m) || !errors.As(err, &e) || test.is != nil && !errors.Is(err, test.is) {
					t.Fatalf("got %v, want a *MutationError with an *Error that is %v", err, test.is)
				}
				if (len(m.MaybeApplied) == 1) != test.maybe || (len(m.NotApplied) == 0) != test.maybe {
					t.Errorf("maybe applied: %v, not applied: %v", m.MaybeApplied, m.NotApplied)
				}
				if took := time.Since(start); took < test.after {
					t.Errorf("it took %v, want %v", took, test.after)
				}
				if !strings.Contains(err.Error(), `set "title" of the root`) {
					t.Errorf("the error does not name the change: %v", err)
				}
			})
		})
	}
}
