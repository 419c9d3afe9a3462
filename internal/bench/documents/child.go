//go:build linux

package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"time"

	"github.com/liveblocks-go/liveblocks"
	"github.com/liveblocks-go/liveblocks/internal/bench/stats"
)

// board is the app's own type of storage.
type board struct {
	Title  string  `json:"title"`
	Shapes []shape `json:"shapes"`
}

type shape struct {
	ID    string  `json:"id"`
	Kind  string  `json:"kind"`
	X     float64 `json:"x"`
	Y     float64 `json:"y"`
	Fill  string  `json:"fill"`
	Label string  `json:"label"`
}

// newBoard makes a board of about size bytes of JSON.
func newBoard(size int) board {
	b := board{Title: "Roadmap"}
	for i := range size / 105 {
		b.Shapes = append(b.Shapes, shape{fmt.Sprintf("shape-%06d", i), "rectangle", float64(i) / 4, -1.5, "#ff8800", "A label of a shape"})
	}
	return b
}

// runChild is a contestant written in Go.
func runChild(name, server, task string, calls int) error {
	read := plain(server, task)
	if name == "liveblocks" {
		client, err := liveblocks.New("sk_bench", liveblocks.WithBaseURL(server))
		if err != nil {
			return err
		}
		read = ours(client, task)
	}
	if err := read(); err != nil { // to connect and to warm up
		return err
	}
	cpu, start := stats.CPUTime(), time.Now()
	for range calls {
		if err := read(); err != nil {
			return err
		}
	}
	millis := func(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 / float64(calls) }
	report := measurement{CPU: millis(stats.CPUTime() - cpu), Wall: millis(time.Since(start))}
	var err error
	if report.Peak, err = stats.PeakMemory(); err != nil {
		return err
	}
	return json.NewEncoder(os.Stdout).Encode(report)
}

func ours(client *liveblocks.Client, task string) func() error {
	if task == "100-rooms" {
		return func() error {
			_, err := client.GetRooms(context.Background(), liveblocks.GetRoomsParams{Limit: 100})
			return err
		}
	}
	return func() error {
		var b board
		return client.GetStorageDocumentJSON(context.Background(), task, &b)
	}
}

func plain(server, task string) func() error {
	if task == "100-rooms" {
		return func() error {
			var page liveblocks.Page[liveblocks.Room]
			return get(server+"/v2/rooms?limit=100", &page)
		}
	}
	address := server + "/v2/rooms/" + task + "/storage?format=json"
	return func() error {
		var b board
		return get(address, &b)
	}
}

func get(address string, out any) error {
	req, err := http.NewRequest(http.MethodGet, address, nil)
	if err != nil {
		return err
	}
	req.Header.Set("Authorization", "Bearer sk_bench")
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		return err
	}
	return json.Unmarshal(body, out)
}
