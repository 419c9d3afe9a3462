//go:build integration

package live

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/liveblocks-go/liveblocks/internal/devserver"
)

// A room is a room of the dev server.
type room struct {
	t    *testing.T
	base string
	id   string
}

func (r *room) post(path string, body []byte) []byte {
	r.t.Helper()
	req, err := http.NewRequestWithContext(r.t.Context(), "POST", r.base+path, bytes.NewReader(body))
	if err != nil {
		r.t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+devserver.SecretKey)
	req.Header.Set("Content-Type", "application/json")
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		r.t.Fatal(err)
	}
	defer res.Body.Close()
	answer, err := io.ReadAll(res.Body)
	if err != nil || res.StatusCode != http.StatusOK {
		r.t.Fatalf("%s: %s %v\n%s\nto %s", path, res.Status, err, answer, body)
	}
	return answer
}

func (r *room) load() *Document {
	r.t.Helper()
	d, err := Load(bytes.NewReader(r.post("/v2/rooms/"+r.id+"/request-storage-mutation", []byte("{}"))), Limits{})
	if err != nil {
		r.t.Fatal(err)
	}
	return d
}

func (r *room) flush(d *Document, maxBytes int) error {
	for d.Pending() > 0 {
		batch := d.Take(maxBytes)
		if err := d.Apply(batch, r.post("/v2/rooms/"+r.id+"/send-message", batch.Body)); err != nil {
			return fmt.Errorf("%w\nof %s", err, batch.Body)
		}
	}
	return nil
}

// TestDevServer runs random programs on rooms of the dev server, flushes now
// and then, and looks that the server ends up with the tree that is here.
func TestDevServer(t *testing.T) {
	logSeed(t)
	server, err := devserver.Start(t.Context(), devserver.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer server.Stop()
	for i := range *programs / 80 {
		r := room{t, strings.Replace(server.BaseURL(), "localhost", "127.0.0.1", 1), fmt.Sprintf("room-%d", i)}
		r.post("/v2/rooms", []byte(`{"id":"`+r.id+`","defaultAccesses":["room:write"]}`))
		g := &generator{Rand: rand.New(rand.NewPCG(*seed, uint64(i))), next: 1, noFiles: true}
		d := r.load()
		for range 1 + g.IntN(3) {
			g.m = &machine{doc: d, registers: map[int]Node{0: d.Root()}}
			g.next = 1
			for range 40 {
				g.step()
			}
			if err := r.flush(d, 100+g.IntN(2000)); err != nil {
				text, _ := json.Marshal(g.p.Calls)
				t.Fatalf("program %d: %v\nafter %s", i, err, text)
			}
			if g.IntN(2) == 0 {
				d = r.load()
			}
		}
		if diff := cmp.Diff(lson(r.load()), lson(d)); diff != "" {
			text, _ := json.Marshal(g.p.Calls)
			t.Fatalf("program %d: the server has another tree (-server +here):\n%s\nafter %s", i, diff, text)
		}
	}
}

func lson(d *Document) (v any) {
	mustDecode(d.Root().PlainLSON(), &v)
	return v
}
