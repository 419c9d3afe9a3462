//go:build linux

package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"sync"
	"time"

	"github.com/liveblocks-go/liveblocks"
	"github.com/liveblocks-go/liveblocks/internal/bench/stats"
)

// runChild is a contestant written in Go.
func runChild(name, url, path string) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return err
	}
	cpu, start := stats.CPUTime(), time.Now()
	if name == "net/http" {
		err = plain(url, file, info.Size())
	} else {
		err = ours(name, url, file, info.Size())
	}
	if err != nil {
		return err
	}
	report := measurement{
		CPU:  float64((stats.CPUTime() - cpu).Microseconds()) / 1000,
		Wall: float64(time.Since(start).Microseconds()) / 1000,
	}
	if report.Peak, err = stats.PeakMemory(); err != nil {
		return err
	}
	return json.NewEncoder(os.Stdout).Encode(report)
}

func ours(name, url string, file *os.File, size int64) error {
	client, err := liveblocks.New("sk_bench", liveblocks.WithBaseURL(url))
	if err != nil {
		return err
	}
	upload := liveblocks.FileUpload{Name: "large.bin", Size: size}
	if name == "liveblocks, Reader" {
		upload.Reader = struct{ io.Reader }{file}
	} else {
		upload.ReaderAt = file
	}
	_, err = client.UploadFile(context.Background(), "room", upload)
	return err
}

const partSize = 5 << 20

func plain(url string, file io.ReaderAt, size int64) error {
	url += "/v2/rooms/room/storage/files/fl_1/multipart/"
	if err := send(http.MethodPost, url+"large.bin", http.NoBody, 0); err != nil {
		return err
	}
	var (
		group sync.WaitGroup
		slots = make(chan struct{}, 5)
		errs  = make(chan error, size/partSize+1)
	)
	for offset := int64(0); offset < size; offset += partSize {
		slots <- struct{}{}
		group.Go(func() {
			n := min(partSize, size-offset)
			errs <- send(http.MethodPut, fmt.Sprint(url, "up/", offset/partSize+1), io.NewSectionReader(file, offset, n), n)
			<-slots
		})
	}
	group.Wait()
	close(errs)
	for err := range errs {
		if err != nil {
			return err
		}
	}
	complete := []byte("{}")
	return send(http.MethodPost, url+"up/complete", bytes.NewReader(complete), int64(len(complete)))
}

// client keeps as many connections as are used.
var client = &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 5}}

func send(method, url string, body io.Reader, size int64) error {
	req, err := http.NewRequest(method, url, body)
	if err != nil {
		return err
	}
	req.ContentLength = size
	req.Header.Set("Authorization", "Bearer sk_bench")
	resp, err := client.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	_, err = io.Copy(io.Discard, resp.Body)
	return err
}
