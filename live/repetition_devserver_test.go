//go:build integration

package live

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/liveblocks-go/liveblocks/internal/devserver"
)

// TestDevServerTwice runs random programs on rooms of the dev server and sends
// every batch twice. The tree has to be as if it had arrived once.
func TestDevServerTwice(t *testing.T) {
	logSeed(t)
	server, err := devserver.Start(t.Context(), devserver.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer server.Stop()
	for i := range *programs / 100 {
		r := room{t, strings.Replace(server.BaseURL(), "localhost", "127.0.0.1", 1), fmt.Sprintf("room-%d", i)}
		r.post("/v2/rooms", []byte(`{"id":"`+r.id+`","defaultAccesses":["room:write"]}`))
		g := &generator{Rand: rand.New(rand.NewPCG(*seed, uint64(i))), next: 1, noFiles: true}
		g.m = &machine{doc: r.load(), registers: map[int]Node{0: nil}}
		d := g.m.doc
		g.m.registers[0] = d.Root()
		for flush := range 3 {
			for range 40 {
				g.step()
			}
			var bodies []string
			for d.Pending() > 0 {
				batch := d.Take(100 + g.IntN(5000))
				bodies = append(bodies, string(batch.Body))
				path := "/v2/rooms/" + r.id + "/send-message"
				err := d.Apply(batch, r.post(path, batch.Body))
				if err == nil {
					err = d.Apply(batch, r.post(path, batch.Body))
				}
				var refused *OpError
				if errors.As(err, &refused) && len(refused.Rejected)+len(refused.Unanswered) > 0 || refused == nil && err != nil {
					t.Fatalf("program %d: %v\nof %s", i, err, batch.Body)
				}
			}
			if diff := cmp.Diff(lson(r.load()), lson(d)); diff != "" {
				text, _ := json.Marshal(g.p.Calls)
				t.Fatalf("program %d, flush %d: the server has another tree (-server +here):\n%s\nafter %s\nsent as %s",
					i, flush, diff, text, strings.Join(bodies, "\n"))
			}
		}
	}
}
