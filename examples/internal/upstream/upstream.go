// Package upstream stands between an app and Liveblocks, for tests that are to
// know what the app asked for.
package upstream

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"sync"
	"testing"
)

// Request is what was asked for.
type Request struct {
	Path string
	Body map[string]any
}

// Server is a Liveblocks that remembers requests.
type Server struct {
	URL string

	mu       sync.Mutex
	requests []Request
}

// Start starts a server that passes requests on to the Liveblocks at baseURL or,
// if that is empty, answers all of them with a token that is none.
func Start(t testing.TB, baseURL string) *Server {
	s := &Server{}
	var next http.Handler = http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, `{"token":"a.b.c"}`)
	})
	if baseURL != "" {
		target, err := url.Parse(baseURL)
		if err != nil {
			t.Fatal(err)
		}
		next = &httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) { r.SetURL(target) }}
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		request := Request{Path: r.URL.Path}
		if err := json.Unmarshal(body, &request.Body); err != nil {
			t.Errorf("%s: the body %q is no JSON object: %v", request.Path, body, err)
		}
		s.mu.Lock()
		s.requests = append(s.requests, request)
		s.mu.Unlock()
		r.Body = io.NopCloser(bytes.NewReader(body))
		next.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	s.URL = server.URL
	return s
}

// Requests returns those up to now.
func (s *Server) Requests() []Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Request(nil), s.requests...)
}
