package liveblockstest

import (
	"fmt"
	"net/http"
	"strconv"
	"time"
)

// Fault is a failure that a [Server] is told to have, see [Server.Inject]. Its
// fields can be combined. One without Status and without a lost request or
// answer only delays.
type Fault struct {
	// Route is the route whose requests fail, such as
	// "POST /v2/rooms/{roomId}/threads", or empty for all.
	Route string
	// Skip is how many requests succeed before the first that fails.
	Skip int
	// Times is how many requests fail. 0 stands for 1, and -1 for no end.
	Times int

	// Delay is how long the request waits before it is carried out. It is carried
	// out even if the client gives up meanwhile.
	Delay time.Duration
	// Status, such as 503, is answered instead of carrying out the request,
	// with an error body. The client repeats some of these; see the package
	// documentation of liveblocks.
	Status int
	// RetryAfter is the value of the header of that name in the answer with
	// Status, in whole seconds. It is left out if it is 0.
	RetryAfter time.Duration
	// LoseRequest resets the connection before the request is carried out, and
	// LoseAnswer after that: the client can't tell them apart.
	LoseRequest bool
	LoseAnswer  bool
}

// RateLimit returns a fault that refuses the given number of requests, of all
// routes, as the service does when there are too many.
func RateLimit(times int, retryAfter time.Duration) Fault {
	return Fault{Times: times, Status: http.StatusTooManyRequests, RetryAfter: retryAfter}
}

type injected struct{ Fault }

// Inject makes requests fail from now on. If several faults apply to a request,
// the first that was injected does; the Skip of the others does not count it.
// It panics if the server does not have the fault's route, or if the fault does
// nothing.
func (s *Server) Inject(f Fault) {
	if f.Route != "" {
		s.checkRoutes([]string{f.Route})
	}
	if f.Delay <= 0 && f.Status == 0 && !f.LoseRequest && !f.LoseAnswer {
		panic("liveblockstest: the fault does nothing: set Delay, Status, LoseRequest or LoseAnswer")
	}
	if f.Status != 0 && (f.Status < 300 || f.Status > 599) {
		panic(fmt.Sprintf("liveblockstest: the fault's status is %d: want that of a failure", f.Status))
	}
	if f.Times == 0 {
		f.Times = 1
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = append(s.faults, &injected{f})
}

// ClearFaults ends all faults.
func (s *Server) ClearFaults() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = nil
}

// nextFault returns the fault that the next request of a route has, or the zero
// Fault.
func (s *Server) nextFault(route string) Fault {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, f := range s.faults {
		switch {
		case f.Times == 0 || f.Route != "" && f.Route != route:
		case f.Skip > 0:
			f.Skip--
		default:
			if f.Times > 0 {
				f.Times--
			}
			return f.Fault
		}
	}
	return Fault{}
}

func (f Fault) delay(r *http.Request, closed <-chan struct{}) {
	if f.Delay <= 0 {
		return
	}
	timer := time.NewTimer(f.Delay)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-r.Context().Done():
	case <-closed:
	}
}

func (f Fault) answer(header http.Header) *apiError {
	if f.RetryAfter > 0 {
		header.Set("Retry-After", strconv.Itoa(int(f.RetryAfter/time.Second)))
	}
	return &apiError{
		Status: f.Status, Code: "INJECTED_FAULT",
		Message: "A fault that the test injected: " + http.StatusText(f.Status) + ".",
	}
}
