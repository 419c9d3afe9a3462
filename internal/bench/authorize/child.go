//go:build unix

package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"net/http"
	"os"
	"runtime"
	"sync"
	"time"

	"github.com/liveblocks-go/liveblocks"
	"github.com/liveblocks-go/liveblocks/internal/bench/stats"
)

// userInfo is what all contestants send.
var userInfo = map[string]any{
	"name":   "Ada Lovelace",
	"color":  "#d33a6c",
	"avatar": "https://example.com/avatars/ada.png",
}

// runChild is a contestant written in Go.
func runChild(name, url string, calls, atOnce int) {
	call := plain(url)
	if name == "liveblocks" {
		call = ours(url)
	}
	repeat(calls/10, atOnce, call)

	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	cpu, start := stats.CPUTime(), time.Now()
	repeat(calls, atOnce, call)
	wall := time.Since(start)
	used := stats.CPUTime() - cpu
	runtime.ReadMemStats(&after)

	n := float64(calls)
	report := measurement{
		CPU:    float64(used.Microseconds()) / n,
		Wall:   float64(wall.Microseconds()) / n,
		Allocs: float64(after.Mallocs-before.Mallocs) / n,
	}
	if err := json.NewEncoder(os.Stdout).Encode(report); err != nil {
		log.Fatal(err)
	}
}

func repeat(calls, atOnce int, call func() error) {
	var group sync.WaitGroup
	for range atOnce {
		group.Go(func() {
			for range calls / atOnce {
				if err := call(); err != nil {
					log.Fatal(err)
				}
			}
		})
	}
	group.Wait()
}

func ours(url string) func() error {
	client, err := liveblocks.New("sk_bench", liveblocks.WithBaseURL(url))
	if err != nil {
		log.Fatal(err)
	}
	return func() error {
		_, err := client.PrepareSession("ada", userInfo).
			Allow("my-room", liveblocks.FullAccess).
			Authorize(context.Background())
		return err
	}
}

// plain does the same as one would without a library: no retries, no time
// limits, no checks beyond the status.
func plain(url string) func() error {
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.MaxIdleConnsPerHost = 256
	client := &http.Client{Transport: transport}
	return func() (err error) {
		body, err := json.Marshal(map[string]any{
			"userId":      "ada",
			"permissions": map[string][]string{"my-room": {"*:write"}},
			"userInfo":    userInfo,
		})
		if err != nil {
			return err
		}
		req, err := http.NewRequestWithContext(context.Background(), http.MethodPost, url+"/v2/authorize-user", bytes.NewReader(body))
		if err != nil {
			return err
		}
		req.Header.Set("Authorization", "Bearer sk_bench")
		req.Header.Set("Content-Type", "application/json")
		resp, err := client.Do(req)
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, resp.Body.Close()) }()
		if resp.StatusCode != http.StatusOK {
			return fmt.Errorf("status %d", resp.StatusCode)
		}
		_, err = io.ReadAll(resp.Body)
		return err
	}
}
