package liveblocks_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/liveblocks-go/liveblocks"
)

// uploadService keeps files as the service does, for one room. Its faults are
// what tests are about.
type uploadService struct {
	mu       sync.Mutex
	files    map[string][]byte // by ID
	names    map[string]string
	open     map[string]map[int][]byte // uploads in parts, by their ID
	opened   int
	requests []string // method and path without the room and the file's ID

	// fault, unless nil, is asked about each request: a step such as "PUT 2" for
	// the second part, and how often that was asked for before.
	fault func(step string, before int) uploadFault
	asked map[string]int
}

// uploadFault is what goes wrong with a request.
type uploadFault struct {
	lostRequest, lostAnswer bool
	status                  int    // instead of carrying it out
	body                    string // instead of the answer's
	during                  func(*http.Request)
}

func newUploadService() *uploadService {
	return &uploadService{
		files: map[string][]byte{},
		names: map[string]string{},
		open:  map[string]map[int][]byte{},
		asked: map[string]int{},
	}
}

func (s *uploadService) client(t testing.TB, opts ...liveblocks.Option) *liveblocks.Client {
	t.Helper()
	c, err := liveblocks.New("sk_test", append(opts, liveblocks.WithHTTPClient(&http.Client{Transport: s}))...)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

var errLost = errors.New("connection lost")

func (s *uploadService) RoundTrip(req *http.Request) (*http.Response, error) {
	if req.Body != nil {
		defer req.Body.Close()
	}
	step := stepOf(req)
	s.mu.Lock()
	s.requests = append(s.requests, step)
	before := s.asked[step]
	s.asked[step]++
	s.mu.Unlock()
	var f uploadFault
	if s.fault != nil {
		f = s.fault(step, before)
	}
	if f.during != nil {
		f.during(req)
	}
	if err := req.Context().Err(); err != nil {
		return nil, err
	}
	if f.lostRequest {
		return nil, errLost
	}
	recorder := httptest.NewRecorder()
	if f.status != 0 {
		recorder.Header().Set("Retry-After", "1")
		recorder.WriteHeader(f.status)
		return recorder.Result(), nil
	}
	data, err := readBody(req)
	if err != nil {
		return nil, err
	}
	s.serve(recorder, req, data)
	if f.lostAnswer {
		return nil, errLost
	}
	if f.body != "" {
		recorder.Body = bytes.NewBufferString(f.body)
	}
	return recorder.Result(), nil
}

// stepOf names a request by its method and the end of its path that tells it
// from others: "POST begin", "PUT 3", "POST complete".
func stepOf(req *http.Request) string {
	path := strings.Split(strings.Split(req.URL.Path, "/v2/rooms/room/")[1], "/")
	path = path[slices.IndexFunc(path, func(s string) bool { return strings.HasPrefix(s, "fl_") || strings.HasPrefix(s, "at_") })+1:]
	switch {
	case len(path) == 0:
		return req.Method + " file"
	case len(path) == 2 && req.Method == http.MethodPost:
		return "POST begin"
	case len(path) == 2 && req.Method == http.MethodDelete:
		return "DELETE upload"
	case path[0] == "upload":
		return "PUT file"
	}
	return req.Method + " " + path[len(path)-1]
}

func readBody(req *http.Request) ([]byte, error) {
	if req.Body == nil {
		return nil, nil
	}
	var data bytes.Buffer
	data.Grow(int(req.ContentLength) + bytes.MinRead)
	n, err := data.ReadFrom(req.Body)
	if err == nil && n != req.ContentLength {
		err = fmt.Errorf("ContentLength %d for %d bytes", req.ContentLength, n)
	}
	return data.Bytes(), err
}

func (s *uploadService) serve(w http.ResponseWriter, req *http.Request, data []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	path := strings.Split(strings.TrimPrefix(req.URL.Path, "/v2/rooms/room/"), "/")
	if path[0] == "storage" {
		path = path[1:]
	}
	id, path := path[1], path[2:]
	switch step := stepOf(req); step {
	case "PUT file":
		if _, exists := s.files[id]; exists {
			w.WriteHeader(http.StatusConflict)
			return
		}
		s.files[id], s.names[id] = data, path[1]
		s.describe(w, id)
	case "GET file":
		s.describe(w, id)
	case "POST begin":
		s.opened++
		upload := fmt.Sprintf("upload-%d", s.opened)
		s.open[upload] = map[int][]byte{}
		s.names[id] = path[1]
		writeAnswer(w, map[string]any{"uploadId": upload})
	case "POST complete":
		parts, open := s.open[path[1]]
		if !open {
			w.WriteHeader(http.StatusNotFound)
			return
		}
		var body struct {
			Parts []struct {
				PartNumber int
				ETag       string
			}
		}
		if json.Unmarshal(data, &body) != nil || len(body.Parts) != len(parts) {
			w.WriteHeader(http.StatusUnprocessableEntity)
			return
		}
		var whole []byte
		for i, part := range body.Parts {
			if part.PartNumber != i+1 || part.ETag != "etag" {
				w.WriteHeader(http.StatusUnprocessableEntity)
				return
			}
			whole = append(whole, parts[part.PartNumber]...)
		}
		delete(s.open, path[1])
		s.files[id] = whole
		s.describe(w, id)
	case "DELETE upload":
		if s.open[path[1]] == nil {
			w.WriteHeader(http.StatusNotFound)
			return
		}
		delete(s.open, path[1])
		w.WriteHeader(http.StatusNoContent)
	default:
		number, err := strconv.Atoi(path[2])
		parts, open := s.open[path[1]]
		if err != nil || !open {
			w.WriteHeader(http.StatusNotFound)
			return
		}
		parts[number] = data
		writeAnswer(w, map[string]any{"partNumber": number, "etag": "etag"})
	}
}

func (s *uploadService) describe(w http.ResponseWriter, id string) {
	data, ok := s.files[id]
	if !ok {
		w.WriteHeader(http.StatusNotFound)
		return
	}
	writeAnswer(w, map[string]any{"id": id, "name": s.names[id], "size": len(data), "mimeType": "text/plain"})
}

func writeAnswer(w http.ResponseWriter, v any) {
	if err := json.NewEncoder(w).Encode(v); err != nil {
		panic(err)
	}
}

// check expects that nothing was left open and that there is a file with the
// content, or none if it is nil.
func (s *uploadService) check(t *testing.T, want []byte) {
	t.Helper()
	if len(s.open) != 0 {
		t.Errorf("%d uploads were left open", len(s.open))
	}
	if want == nil {
		if len(s.files) != 0 {
			t.Errorf("there is a file after a failure")
		}
		return
	}
	if len(s.files) != 1 {
		t.Fatalf("%d files, want 1", len(s.files))
	}
	for _, got := range s.files {
		if !bytes.Equal(got, want) {
			t.Errorf("the content differs: %d bytes, want %d", len(got), len(want))
		}
	}
}
