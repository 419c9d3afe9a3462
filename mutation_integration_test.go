//go:build integration

package liveblocks_test

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/liveblocks-go/liveblocks"
	"github.com/liveblocks-go/liveblocks/internal/devserver"
	"github.com/liveblocks-go/liveblocks/live"
)

var mutatedRooms = flag.Int("rooms", 100, "in how many rooms to mutate through a faulty proxy")

func TestMassMutateStorageMemory100000(t *testing.T) { testMassMemory(t, 100_000) }

// injuringProxy does harm to a third of the requests that pass through it.
type injuringProxy struct {
	forward  *httputil.ReverseProxy
	injured  atomic.Int64
	passed   atomic.Int64
	underWay sync.WaitGroup // requests that arrive late
}

func newInjuringProxy(t *testing.T, target string) (p *injuringProxy, baseURL string) {
	t.Helper()
	u, err := url.Parse(target)
	if err != nil {
		t.Fatal(err)
	}
	p = &injuringProxy{forward: httputil.NewSingleHostReverseProxy(u)}
	server := httptest.NewServer(p)
	t.Cleanup(server.Close)
	return p, server.URL
}

func (p *injuringProxy) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	// send lets the request through, whatever becomes of the client.
	send := func() *httptest.ResponseRecorder {
		answer := httptest.NewRecorder()
		again := r.Clone(context.Background())
		again.Body = io.NopCloser(bytes.NewReader(body))
		p.forward.ServeHTTP(answer, again)
		return answer
	}
	p.passed.Add(1)
	if rand.Float64() >= 0.3 {
		pass(w, send())
		return
	}
	p.injured.Add(1)
	switch rand.IntN(10) {
	case 0:
		panic(http.ErrAbortHandler)
	case 1:
		send()
		panic(http.ErrAbortHandler)
	case 2:
		answer := send()
		w.Header().Set("Content-Length", fmt.Sprint(answer.Body.Len()))
		_, _ = w.Write(answer.Body.Bytes()[:answer.Body.Len()/2])
		panic(http.ErrAbortHandler)
	case 3:
		w.Header().Set("Retry-After", "0.01")
		w.WriteHeader(http.StatusTooManyRequests)
	case 4:
		w.WriteHeader([]int{500, 502, 503, 504}[rand.IntN(4)])
	case 5:
		send()
		w.WriteHeader([]int{500, 502, 503, 504}[rand.IntN(4)])
	case 6:
		send()
		pass(w, send())
	case 7:
		time.Sleep(50 * time.Millisecond)
		pass(w, send())
	case 8: // hangs until the client gives up
		if rand.IntN(2) == 0 {
			send()
		}
		<-r.Context().Done()
	case 9: // arrives when the client has been told that it is lost
		p.underWay.Go(func() {
			time.Sleep(20 * time.Millisecond)
			send()
		})
		panic(http.ErrAbortHandler)
	}
}

func pass(w http.ResponseWriter, answer *httptest.ResponseRecorder) {
	for name, values := range answer.Header() {
		w.Header()[name] = values
	}
	w.WriteHeader(answer.Code)
	_, _ = w.Write(answer.Body.Bytes())
}

func devClient(t *testing.T, baseURL string, opts ...liveblocks.Option) *liveblocks.Client {
	t.Helper()
	c, err := liveblocks.New(devserver.SecretKey, append(opts, liveblocks.WithBaseURL(baseURL))...)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// storageOf is a room's storage as the dev server has it, with sorted keys.
func storageOf(t *testing.T, c *liveblocks.Client, room string) string {
	t.Helper()
	var v any
	if err := c.GetStorageDocumentJSON(t.Context(), room, &v); err != nil {
		t.Fatal(err)
	}
	return string(mustMarshal(v))
}

// TestDevServerMutateThroughFaults compares what mutations say with what the dev
// server has afterwards, with 30 % of the requests injured.
func TestDevServerMutateThroughFaults(t *testing.T) {
	server := newDevServer(t)
	direct := server.client
	proxy, proxied := newInjuringProxy(t, server.BaseURL())
	injured := devClient(t, proxied, liveblocks.WithRetryWait(5*time.Millisecond, 50*time.Millisecond),
		liveblocks.WithAttemptTimeout(300*time.Millisecond), liveblocks.WithMaxAttempts(3))

	var succeeded, failed, unknown atomic.Int64
	next := make(chan int)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for i := range next {
				room := fmt.Sprintf("faulty-%d", i)
				p := append(programs, textAndList)[i%(len(programs)+1)]
				deadline := 10 * time.Second
				if i%4 == 0 {
					deadline = 100 * time.Millisecond // for some to end without an answer
				}
				before, want, err := mutateInjured(t, direct, injured, room, p, deadline)
				proxy.underWay.Wait()
				switch got := storageOf(t, direct, room); {
				case err == nil:
					succeeded.Add(1)
					if got != want {
						t.Errorf("%s, %s: a false success: the storage is %s, want %s", room, p.name, got, want)
					}
				case surelyNothing(err):
					failed.Add(1)
					if got != before {
						t.Errorf("%s, %s: a false failure, %v: the storage is %s, and was %s", room, p.name, err, got, before)
					}
				default:
					unknown.Add(1)
					if p.name != twoBatches.name && got != before && got != want {
						t.Errorf("%s, %s: half applied, %v: the storage is %s, and was %s", room, p.name, err, got, before)
					}
				}
			}
		})
	}
	for i := range *mutatedRooms {
		next <- i
	}
	close(next)
	wg.Wait()
	t.Logf("of %d mutations %d succeeded, %d surely failed and %d may have been applied; %d of %d requests were injured",
		*mutatedRooms, succeeded.Load(), failed.Load(), unknown.Load(), proxy.injured.Load(), proxy.passed.Load())
	if succeeded.Load() < int64(*mutatedRooms)/2 {
		t.Error("less than half of the mutations succeeded")
	}
}

var textAndList = program{"text and list", func() map[string]any {
	return map[string]any{"t": live.NewText("hello"), "list": live.NewList("a", "b")}
}, func(root *live.Object) error {
	t, _ := live.Get[*live.Text](root, "t")
	return errors.Join(t.Insert(5, " world", nil), list(root).Push("c"), t.Format(0, 5, live.Attributes{"bold": true}), list(root).Move(2, 0))
}}

// mutateInjured fills a room and mutates it through the proxy.
func mutateInjured(t *testing.T, direct, injured *liveblocks.Client, room string, p program, deadline time.Duration) (before, want string, err error) {
	createRoom(t, direct, room, p.fields())
	before = storageOf(t, direct, room)
	ctx, cancel := context.WithTimeout(t.Context(), deadline)
	defer cancel()
	err = injured.MutateStorage(ctx, room, func(root *live.Object) error {
		err := p.mutate(root)
		want = sortedJSON(root.JSON())
		return err
	})
	return before, want, err
}

func createRoom(t *testing.T, c *liveblocks.Client, room string, fields map[string]any) {
	t.Helper()
	_, err := c.CreateRoom(t.Context(), room, liveblocks.CreateRoomParams{DefaultAccesses: []liveblocks.Permission{liveblocks.FullAccess}})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.InitializeStorageDocument(t.Context(), room, live.NewObject(fields)); err != nil {
		t.Fatal(err)
	}
}

// surelyNothing tells whether an error claims that nothing was changed.
func surelyNothing(err error) bool {
	var m *liveblocks.MutationError
	if errors.As(err, &m) {
		return len(m.Applied) == 0 && len(m.MaybeApplied) == 0
	}
	var e *liveblocks.Error
	return errors.As(err, &e) && strings.HasSuffix(e.Route, "/request-storage-mutation") && !e.MaybeApplied
}
