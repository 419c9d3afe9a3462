package liveblocks_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/liveblocks-go/liveblocks"
	"github.com/liveblocks-go/liveblocks/live"
)

// manyRooms is a project with n rooms, "room-0" and so on, of which it keeps no
// more than a count of the changes.
type manyRooms struct {
	n          int
	latency    time.Duration
	broken     map[string]int // the status of a room's storage
	lists      atomic.Int64   // pages that were asked for
	listStatus func(start int) int

	mu         sync.Mutex
	mutated    map[string]int // nil counts the total alone
	total      int
	busy, most int // rooms at once
}

func (p *manyRooms) RoundTrip(req *http.Request) (*http.Response, error) {
	if req.Body != nil {
		defer req.Body.Close()
	}
	if err := req.Context().Err(); err != nil {
		return nil, err
	}
	time.Sleep(p.latency)
	if req.URL.Path == "/v2/rooms" {
		p.lists.Add(1)
		return p.list(req)
	}
	parts := strings.Split(req.URL.Path, "/")
	id := parts[3]
	if status := p.broken[id]; status != 0 {
		return answer(status, `{"error":"BROKEN"}`)(req)
	}
	if parts[4] == "request-storage-mutation" {
		return answer(http.StatusOK, emptyStorage)(req)
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.total++
	if p.mutated != nil {
		p.mutated[id]++
	}
	return answer(http.StatusOK, `{"messages":[[{"type":201,"ops":[{"type":3,"id":"root","opId":"1:0"}]}]]}`)(req)
}

func (p *manyRooms) list(req *http.Request) (*http.Response, error) {
	query := req.URL.Query()
	start, _ := strconv.Atoi(query.Get("startingAfter"))
	limit, _ := strconv.Atoi(query.Get("limit"))
	if p.listStatus != nil {
		if status := p.listStatus(start); status != 0 {
			return answer(status, `{"error":"BROKEN"}`)(req)
		}
	}
	end := min(start+limit, p.n)
	var data []string
	for i := start; i < end; i++ {
		data = append(data, fmt.Sprintf(`{"type":"room","id":"room-%d"}`, i))
	}
	next := "null"
	if end < p.n {
		next = fmt.Sprintf(`"%d"`, end)
	}
	return answer(http.StatusOK, fmt.Sprintf(`{"data":[%s],"nextCursor":%s}`, strings.Join(data, ","), next))(req)
}

// mark is a mutation that notes how many rooms are mutated at once.
func (p *manyRooms) mark(_ *liveblocks.Room, root *live.Object) error {
	p.mu.Lock()
	p.busy++
	p.most = max(p.most, p.busy)
	p.mu.Unlock()
	time.Sleep(p.latency)
	p.mu.Lock()
	p.busy--
	p.mu.Unlock()
	return root.Set("done", true)
}

func (p *manyRooms) wantOnce(t *testing.T) {
	t.Helper()
	for i := range p.n {
		if id := fmt.Sprintf("room-%d", i); p.mutated[id] != 1 && p.broken[id] == 0 {
			t.Errorf("%s was mutated %d times, want once", id, p.mutated[id])
		}
	}
}

func TestMassMutateStorage(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := &manyRooms{n: 250, latency: 10 * time.Millisecond, mutated: map[string]int{}}
		var progress []liveblocks.MassProgress
		err := newMutator(t, p).MassMutateStorage(t.Context(), liveblocks.MassMutateStorageParams{
			Concurrency: 5,
			Progress:    func(p liveblocks.MassProgress) { progress = append(progress, p) },
		}, p.mark)
		if err != nil {
			t.Fatal(err)
		}
		p.wantOnce(t)
		if p.most != 5 {
			t.Errorf("%d rooms were mutated at once, want 5", p.most)
		}
		if n := p.lists.Load(); n != 13 {
			t.Errorf("%d pages were listed, want 13 of 20 rooms", n)
		}
		if len(progress) != 250 || progress[249].Succeeded != 250 || progress[249].Failed != 0 || progress[249].Cursor != "240" {
			t.Errorf("%d reports, the last one %+v", len(progress), progress[len(progress)-1])
		}
	})
}

// TestMassMutateStorageListsAhead looks when pages are asked for.
func TestMassMutateStorageListsAhead(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := &manyRooms{n: 1000}
		release := make(chan struct{})
		var begun atomic.Int64
		done := make(chan error)
		go func() {
			done <- newMutator(t, p).MassMutateStorage(t.Context(), liveblocks.MassMutateStorageParams{
				Rooms: liveblocks.GetRoomsParams{Limit: 10}, Concurrency: 3,
			}, func(*liveblocks.Room, *live.Object) error {
				begun.Add(1)
				<-release
				return nil
			})
		}()
		synctest.Wait()
		if begun.Load() != 3 || p.lists.Load() != 2 {
			t.Errorf("%d rooms were begun and %d pages listed, want 3 and 2", begun.Load(), p.lists.Load())
		}
		close(release)
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
}

func TestMassMutateStorageFailures(t *testing.T) {
	broken := map[string]int{"room-3": 404, "room-57": 403, "room-99": 404}
	t.Run("carry on", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			p := &manyRooms{n: 100, latency: time.Millisecond, mutated: map[string]int{}, broken: broken}
			err := newMutator(t, p).MassMutateStorage(t.Context(), liveblocks.MassMutateStorageParams{ContinueOnError: true}, p.mark)
			var e *liveblocks.MassMutationError
			if !errors.As(err, &e) || !errors.Is(err, liveblocks.ErrNotFound) || !errors.Is(err, liveblocks.ErrForbidden) {
				t.Fatalf("got %v", err)
			}
			if e.Succeeded != 97 || e.Failed != 3 || !e.Complete {
				t.Errorf("got %+v", e)
			}
			var ids []string
			for _, failure := range e.Failures {
				ids = append(ids, failure.RoomID)
			}
			if slices.Sort(ids); !slices.Equal(ids, []string{"room-3", "room-57", "room-99"}) {
				t.Errorf("rooms that failed: %v", ids)
			}
			p.wantOnce(t)
		})
	})
	t.Run("stop and resume", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			p := &manyRooms{n: 100, latency: time.Millisecond, mutated: map[string]int{}, broken: broken}
			params := liveblocks.MassMutateStorageParams{Rooms: liveblocks.GetRoomsParams{Limit: 10}, Concurrency: 4}
			params.Rooms.StartingAfter = "10"
			err := newMutator(t, p).MassMutateStorage(t.Context(), params, p.mark)
			var e *liveblocks.MassMutationError
			if !errors.As(err, &e) || e.Failed != 1 || e.Failures[0].RoomID != "room-57" || e.Complete || e.Cursor != "50" {
				t.Fatalf("got %v", err)
			}
			if p.mutated["room-70"] != 0 {
				t.Error("it carried on")
			}
			p.broken = nil
			params.Rooms.StartingAfter = e.Cursor
			if err := newMutator(t, p).MassMutateStorage(t.Context(), params, p.mark); err != nil {
				t.Fatal(err)
			}
			for i := 10; i < 100; i++ {
				if p.mutated[fmt.Sprintf("room-%d", i)] == 0 {
					t.Errorf("room-%d was left out", i)
				}
			}
		})
	})
	t.Run("list", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			p := &manyRooms{n: 100, mutated: map[string]int{}, listStatus: func(start int) int {
				if start == 40 {
					return 403
				}
				return 0
			}}
			err := newMutator(t, p).MassMutateStorage(t.Context(), liveblocks.MassMutateStorageParams{Rooms: liveblocks.GetRoomsParams{Limit: 20}}, p.mark)
			var e *liveblocks.MassMutationError
			if !errors.As(err, &e) || !errors.Is(err, liveblocks.ErrForbidden) || e.Succeeded != 40 || e.Failed != 0 || e.Complete || e.Cursor != "40" {
				t.Errorf("got %v, cursor %q", err, e.Cursor)
			}
		})
	})
	t.Run("context", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			p := &manyRooms{n: 1000, latency: 10 * time.Millisecond, mutated: map[string]int{}}
			ctx, cancel := context.WithTimeout(t.Context(), time.Second)
			defer cancel()
			err := newMutator(t, p).MassMutateStorage(ctx, liveblocks.MassMutateStorageParams{ContinueOnError: true}, p.mark)
			var e *liveblocks.MassMutationError
			if !errors.As(err, &e) || !errors.Is(err, context.DeadlineExceeded) || e.Complete || e.Succeeded == 0 {
				t.Fatalf("got %v", err)
			}
			cursor, _ := strconv.Atoi(e.Cursor)
			if cursor == 0 || cursor > e.Succeeded {
				t.Errorf("the cursor is %q after %d rooms", e.Cursor, e.Succeeded)
			}
			for i := range cursor {
				if p.mutated[fmt.Sprintf("room-%d", i)] != 1 {
					t.Errorf("room-%d would be left out", i)
				}
			}
		})
	})
}

func TestMassMutateStoragePanics(t *testing.T) {
	for name, end := range map[string]func(){
		"panic":  func() { panic("something is wrong") },
		"goexit": runtime.Goexit,
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p := &manyRooms{n: 100, latency: time.Millisecond}
				defer func() {
					text, _ := recover().(string)
					if !strings.Contains(text, `panicked in room "room-7"`) {
						t.Errorf("recovered %q", text)
					}
					if p.total > 20 {
						t.Errorf("%d rooms were mutated", p.total)
					}
				}()
				_ = newMutator(t, p).MassMutateStorage(t.Context(), liveblocks.MassMutateStorageParams{}, func(room *liveblocks.Room, root *live.Object) error {
					if room.ID == "room-7" {
						end()
					}
					return p.mark(room, root)
				})
			})
		})
	}
}

func TestMassMutateStorageRefuses(t *testing.T) {
	p := &manyRooms{n: 10}
	for name, test := range map[string]struct {
		params liveblocks.MassMutateStorageParams
		mutate func(*liveblocks.Room, *live.Object) error
	}{
		"no function":      {},
		"negative":         {liveblocks.MassMutateStorageParams{Concurrency: -1}, p.mark},
		"too many at once": {liveblocks.MassMutateStorageParams{Concurrency: 21}, p.mark},
		"page too large":   {liveblocks.MassMutateStorageParams{Rooms: liveblocks.GetRoomsParams{Limit: 101}}, p.mark},
		"impossible group": {liveblocks.MassMutateStorageParams{Rooms: liveblocks.GetRoomsParams{GroupIDs: []string{"a,b"}}}, p.mark},
	} {
		if err := newMutator(t, p).MassMutateStorage(t.Context(), test.params, test.mutate); !errors.Is(err, liveblocks.ErrInvalidArgument) {
			t.Errorf("%s: got error %v, want ErrInvalidArgument", name, err)
		}
	}
	if p.lists.Load() != 0 {
		t.Error("rooms were listed")
	}
}

func TestMassMutateStorageMemory(t *testing.T) { testMassMemory(t, 10_000) }

// testMassMemory mutates many rooms, a tenth of which fail, and looks that what
// is kept does not grow with them.
func testMassMemory(t *testing.T, n int) {
	p := &manyRooms{n: n}
	heap := func() uint64 {
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	var early, late uint64
	err := newMutator(t, p).MassMutateStorage(t.Context(), liveblocks.MassMutateStorageParams{
		Rooms:           liveblocks.GetRoomsParams{Limit: 100},
		ContinueOnError: true,
		Progress: func(progress liveblocks.MassProgress) {
			switch progress.Succeeded + progress.Failed {
			case n / 20:
				early = heap()
			case n - 100:
				late = heap()
			}
		},
	}, func(room *liveblocks.Room, root *live.Object) error {
		if strings.HasSuffix(room.ID, "1") {
			return errOwn
		}
		return root.Set("done", true)
	})
	var e *liveblocks.MassMutationError
	if !errors.As(err, &e) || e.Succeeded+e.Failed != n || len(e.Failures) != 100 || p.total != e.Succeeded {
		t.Fatalf("got %v", err)
	}
	if grown := int64(late) - int64(early); grown > 1<<20 {
		t.Errorf("the heap grew by %d bytes over %d rooms", grown, n)
	}
}
