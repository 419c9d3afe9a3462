package liveblockstest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
)

// SecretKey is the secret key that every [Server] accepts, and the only one. It
// is no secret.
const SecretKey = "sk_liveblockstest"

// maxBody is how large a request may be.
const maxBody = 64 << 20

// Server is a fake of the Liveblocks API that listens on the loopback
// interface. What it has is listed in the package's documentation; it answers
// anything else with status 501. Everything is in memory, and gone when the
// server is closed.
//
// It is safe for concurrent use, and carries out one request at a time.
type Server struct {
	// URL is the server's address, for the client's option WithBaseURL. It has
	// no slash at its end.
	URL string

	http   *httptest.Server
	routes map[string]bool
	closed chan struct{}
	close  func()

	mu       sync.Mutex
	requests []Request
	faults   []*injected
	state
}

// NewServer starts a server. The caller should call Close when finished.
func NewServer() *Server {
	s := &Server{closed: make(chan struct{}), routes: map[string]bool{}, state: newState()}
	mux := http.NewServeMux()
	for pattern, handle := range routes {
		s.routes[pattern] = true
		mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) { s.serve(w, r, pattern, handle) })
	}
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) { s.serve(w, r, "", (*call).notImplemented) })
	s.http = httptest.NewServer(mux)
	s.URL = s.http.URL
	s.close = sync.OnceFunc(func() {
		close(s.closed)
		s.http.Close()
	})
	return s
}

// Close ends the delays of injected faults, waits for requests to be answered,
// and shuts the server down. More calls do no more.
func (s *Server) Close() { s.close() }

// Request is a request that a [Server] got, and how it was answered.
type Request struct {
	Method string
	// Route is the method and the path with placeholders, such as
	// "POST /v2/rooms/{roomId}/threads". It is empty if the server does not
	// have the route.
	Route string
	Path  string // as it was sent, escaped
	Query url.Values
	// Header has no Authorization.
	Header http.Header
	Body   []byte
	// Status is that of the answer. It is 0 if an injected fault kept the answer
	// from being sent.
	Status int
}

// Decode decodes the request's body, which is JSON, into the value that out
// points to.
func (r *Request) Decode(out any) error {
	if err := json.Unmarshal(r.Body, out); err != nil {
		return fmt.Errorf("liveblockstest: decoding the body of %s %s: %w", r.Method, r.Path, err)
	}
	return nil
}

// Requests returns the requests that were answered so far, in the order of
// their answers; of the given routes only, if any are given. It panics if the
// server does not have a route.
func (s *Server) Requests(routes ...string) []Request {
	s.checkRoutes(routes)
	s.mu.Lock()
	defer s.mu.Unlock()
	var found []Request
	for _, r := range s.requests {
		if len(routes) == 0 || slices.Contains(routes, r.Route) {
			found = append(found, r)
		}
	}
	return found
}

// checkRoutes keeps a misspelt route from passing as one that was not called.
func (s *Server) checkRoutes(routes []string) {
	for _, route := range routes {
		if !s.routes[route] {
			panic(fmt.Sprintf("liveblockstest: there is no route %q: want one such as \"POST /v2/rooms/{roomId}\"", route))
		}
	}
}

// call is one request while it is carried out. The server is locked.
type call struct {
	*Server
	http  *http.Request
	query url.Values
	body  []byte
}

// A handler carries out a call. What it returns is sent as JSON, and nil as no
// content. It changes nothing before it has checked everything.
type handler func(c *call) any

// plain is an answer that is not made by encoding/json.
type plain struct {
	contentType string
	body        []byte
}

func (s *Server) serve(w http.ResponseWriter, r *http.Request, route string, handle handler) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	record := Request{
		Method: r.Method, Route: route, Path: r.URL.EscapedPath(), Query: r.URL.Query(),
		Header: r.Header.Clone(), Body: body,
	}
	record.Header.Del("Authorization")

	fault := s.nextFault(route)
	if fault.delay(r, s.closed); fault.LoseRequest {
		s.record(record)
		panic(http.ErrAbortHandler)
	}
	var status int
	var answer plain
	switch {
	case err != nil:
		status, answer = encodeError(&apiError{Status: http.StatusRequestEntityTooLarge, Code: "PAYLOAD_TOO_LARGE", Message: err.Error()})
	case fault.Status != 0:
		status, answer = encodeError(fault.answer(w.Header()))
	default:
		status, answer = s.carryOut(&call{Server: s, http: r, query: record.Query, body: body}, handle)
	}
	if fault.LoseAnswer {
		s.record(record)
		panic(http.ErrAbortHandler)
	}
	record.Status = status
	s.record(record)
	if answer.contentType != "" {
		w.Header().Set("Content-Type", answer.contentType)
	}
	w.WriteHeader(status)
	_, _ = w.Write(answer.body)
}

func (s *Server) record(r Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.requests = append(s.requests, r)
}

func (s *Server) carryOut(c *call, handle handler) (status int, answer plain) {
	s.mu.Lock()
	defer s.mu.Unlock()
	defer func() {
		switch refusal := recover().(type) {
		case nil:
		case *apiError:
			status, answer = encodeError(refusal)
		default:
			panic(refusal)
		}
	}()
	checkSecret(c.http.Header.Get("Authorization"))
	switch result := handle(c).(type) {
	case nil:
		return http.StatusNoContent, plain{}
	case plain:
		return http.StatusOK, result
	default:
		return http.StatusOK, plain{contentTypeJSON, encode(result)}
	}
}

const contentTypeJSON = "application/json; charset=utf-8"

// encode encodes without escapes for HTML, as JavaScript does.
func encode(v any) []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		panic(fmt.Sprintf("liveblockstest: encoding a %T: %v", v, err))
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n"))
}

func encodeError(e *apiError) (int, plain) { return e.Status, plain{contentTypeJSON, encode(e)} }

func checkSecret(authorization string) {
	const suggestion = "Please use a secret key; that of the fake server is liveblockstest.SecretKey."
	key, ok := strings.CutPrefix(authorization, "Bearer ")
	switch {
	case authorization == "":
		panic(&apiError{http.StatusUnauthorized, "MISSING_SECRET_KEY", "Missing secret key in authentication header", suggestion, ""})
	case ok && strings.HasPrefix(key, "pk_"):
		panic(&apiError{http.StatusUnauthorized, "WRONG_KEY_USED", "Public key instead of the secret key.", suggestion, ""})
	case key != SecretKey:
		panic(&apiError{http.StatusForbidden, "INVALID_SECRET_KEY", "Invalid secret key.", suggestion, ""})
	}
}

func (c *call) notImplemented() any {
	panic(&apiError{
		Status: http.StatusNotImplemented, Code: "NOT_IMPLEMENTED",
		Message: fmt.Sprintf("The fake server of package liveblockstest does not have %s %s.", c.http.Method, c.http.URL.EscapedPath()),
	})
}
