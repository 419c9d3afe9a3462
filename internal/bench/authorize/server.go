//go:build unix

package main

import (
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
)

const token = `{"token":"eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJrIjoiYWNjIiwicGlkIjoiNjU0In0.c2lnbmF0dXJl"}`

// tokenServer answers every request with the same token, and counts
// connections.
type tokenServer struct {
	*httptest.Server
	connections atomic.Int64
	warm        atomic.Int64 // connections when the warm-up was over
	requests    atomic.Int64
}

func startServer(warmUp int) *tokenServer {
	s := &tokenServer{}
	s.Server = httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		if s.requests.Add(1) == int64(warmUp) {
			s.warm.Store(s.connections.Load())
		}
		w.Header()["Content-Type"] = []string{"application/json"}
		_, _ = io.WriteString(w, token)
	}))
	s.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		if state == http.StateNew {
			s.connections.Add(1)
		}
	}
	s.Start()
	return s
}

func (s *tokenServer) connectionsAfterWarmUp() int64 { return s.connections.Load() - s.warm.Load() }
