package liveblocks_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"

	"github.com/liveblocks-go/liveblocks"
)

// BenchmarkAuthorize compares Authorize with the same request made by net/http
// alone, against a server in the same process that does next to nothing. Half of
// the allocations that it reports are the server's; "make bench" measures each
// client in a process of its own, and @liveblocks/node beside them.
func BenchmarkAuthorize(b *testing.B) {
	const token = `{"token":"eyJhbGciOiJub25lIn0.eyJrIjoiYWNjIn0.sig"}`
	var connections atomic.Int64
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		_, _ = io.WriteString(w, token)
	}))
	server.Config.ConnState = func(_ net.Conn, s http.ConnState) {
		if s == http.StateNew {
			connections.Add(1)
		}
	}
	server.Start()
	defer server.Close()
	info := map[string]any{"name": "Ada", "color": "#f00", "avatar": "https://example.com/ada.png"}

	client, err := liveblocks.New("sk_test", liveblocks.WithBaseURL(server.URL))
	if err != nil {
		b.Fatal(err)
	}
	ours := func(b *testing.B) {
		resp, err := client.PrepareSession("ada", info).Allow("room", liveblocks.FullAccess).Authorize(b.Context())
		if err != nil || resp.Status != http.StatusOK {
			b.Error(resp, err)
		}
	}
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.MaxIdleConnsPerHost = 256
	hc := &http.Client{Transport: transport}
	plain := func(b *testing.B) {
		if err := plainAuthorize(b, hc, server.URL, info); err != nil {
			b.Error(err)
		}
	}
	for _, bench := range []struct {
		name string
		call func(*testing.B)
	}{{"liveblocks", ours}, {"net-http", plain}} {
		b.Run(bench.name+"/sequential", func(b *testing.B) {
			b.ReportAllocs()
			bench.call(b)
			connections.Store(0)
			for b.Loop() {
				bench.call(b)
			}
			b.ReportMetric(float64(connections.Load()), "new-conns")
		})
		b.Run(bench.name+"/parallel", func(b *testing.B) {
			b.ReportAllocs()
			b.SetParallelism(16)
			b.RunParallel(func(pb *testing.PB) {
				for pb.Next() {
					bench.call(b)
				}
			})
		})
	}
}

func plainAuthorize(b *testing.B, hc *http.Client, url string, info any) error {
	body, err := json.Marshal(map[string]any{
		"userId":      "ada",
		"permissions": map[string][]string{"room": {"*:write"}},
		"userInfo":    info,
	})
	if err != nil {
		return err
	}
	req, err := http.NewRequestWithContext(b.Context(), http.MethodPost, url+"/v2/authorize-user", bytes.NewReader(body))
	if err != nil {
		return err
	}
	req.Header.Set("Authorization", "Bearer sk_test")
	req.Header.Set("Content-Type", "application/json")
	resp, err := hc.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if _, err := io.ReadAll(resp.Body); err != nil {
		return err
	}
	if resp.StatusCode != http.StatusOK {
		return errors.New(resp.Status)
	}
	return nil
}
