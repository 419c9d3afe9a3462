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
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/liveblocks-go/liveblocks"
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
	cpu, start := cpuTime(), time.Now()
	if name == "net/http" {
		err = plain(url, file, info.Size())
	} else {
		err = ours(name, url, file, info.Size())
	}
	if err != nil {
		return err
	}
	report := measurement{
		CPU:  float64((cpuTime() - cpu).Microseconds()) / 1000,
		Wall: float64(time.Since(start).Microseconds()) / 1000,
	}
	if report.Peak, err = peakMemory(); err != nil {
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

func cpuTime() time.Duration {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		panic(err)
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

// peakMemory is the most memory that was resident, in MiB, as Linux has it: what
// getrusage says includes memory of the parent.
func peakMemory() (float64, error) {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0, err
	}
	_, after, _ := strings.Cut(string(status), "VmHWM:")
	var kib float64
	_, err = fmt.Sscan(after, &kib)
	return kib / 1024, err
}
