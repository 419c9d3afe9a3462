//go:build linux

package main

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"path"
	"strconv"
	"sync/atomic"
)

// countingServer answers what an upload in parts asks for, and counts the bytes
// of the parts.
type countingServer struct {
	*httptest.Server
	received atomic.Int64
}

func startServer() *countingServer {
	s := &countingServer{}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		n, _ := io.Copy(io.Discard, r.Body)
		w.Header()["Content-Type"] = []string{"application/json"}
		if r.Method != http.MethodPut {
			_, _ = fmt.Fprintf(w, `{"uploadId":"up","id":"fl_1","name":"large.bin","size":%d,"mimeType":"text/plain"}`, *size)
			return
		}
		s.received.Add(n)
		number, _ := strconv.Atoi(path.Base(r.URL.Path))
		_, _ = fmt.Fprintf(w, `{"partNumber":%d,"etag":"%d"}`, number, number)
	}))
	return s
}
