package parity

import (
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
)

// A verdict is a testing.TB that notes failures instead of failing.
type verdict struct {
	testing.TB
	errors []string
}

func (v *verdict) Helper() {}

func (v *verdict) Errorf(format string, args ...any) {
	v.errors = append(v.errors, fmt.Sprintf(format, args...))
}

const (
	jsonBody = `{"a":1,"b":[null,"x"]}`
	target   = baseURL + "/v2/rooms/a%2Fb?x=1&y=a+b"
)

func recorded() *Vector {
	return &Vector{Exchanges: []Exchange{{
		Request: Request{
			Method:  "POST",
			Path:    "/v2/rooms/a%2Fb",
			Query:   "x=1&y=a+b",
			Headers: map[string]string{"authorization": "Bearer " + Secret, "content-type": "application/json"},
			JSON:    []byte(jsonBody),
		},
		Answer: Answer{Status: 200, JSON: []byte(`{}`)},
	}}}
}

func newRequest(t *testing.T, method, target, body string) *http.Request {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, target, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+Secret)
	req.Header.Set("Content-Type", "application/json")
	return req
}

// roundTrip sends through a transport and returns what is reported.
func roundTrip(v *Vector, requests ...*http.Request) []string {
	var reported verdict
	rt := newTransport(&reported, v)
	for _, req := range requests {
		if res, err := rt.RoundTrip(req); err == nil {
			res.Body.Close()
		}
	}
	rt.finish()
	return reported.errors
}

func TestTransportReports(t *testing.T) {
	change := func(change func(*http.Request)) *http.Request {
		req := newRequest(t, "POST", target, jsonBody)
		change(req)
		return req
	}
	tests := []struct {
		name string
		req  *http.Request
		want string // in the report; empty for none
	}{
		{"as recorded", newRequest(t, "POST", target, jsonBody), ""},
		{"other order and spelling", newRequest(t, "POST", baseURL+"/v2/rooms/a%2Fb?y=a%20b&x=1", `{"b": [null, "\u0078"], "a": 1.0}`), ""},
		{"method", newRequest(t, "PUT", target, jsonBody), "Method"},
		{"path", newRequest(t, "POST", baseURL+"/v2/rooms/a/b?x=1&y=a+b", jsonBody), "Path"},
		{"escaping", newRequest(t, "POST", baseURL+"/v2/rooms/a%2fb?x=1&y=a+b", jsonBody), "Path"},
		{"query value", newRequest(t, "POST", baseURL+"/v2/rooms/a%2Fb?x=2&y=a+b", jsonBody), "Query"},
		{"query pair too many", newRequest(t, "POST", target+"&z=", jsonBody), "Query"},
		{"query pair too few", newRequest(t, "POST", baseURL+"/v2/rooms/a%2Fb?x=1", jsonBody), "Query"},
		{"null for absent", newRequest(t, "POST", target, `{"a":1,"b":[null,"x"],"c":null}`), "JSON"},
		{"absent for null", newRequest(t, "POST", target, `{"a":1,"b":["x"]}`), "JSON"},
		{"number as text", newRequest(t, "POST", target, `{"a":"1","b":[null,"x"]}`), "JSON"},
		{"two values", newRequest(t, "POST", target, jsonBody+jsonBody), "JSON"},
		{"no body", newRequest(t, "POST", target, ""), "JSON"},
		{"no content type", change(func(r *http.Request) { r.Header.Del("Content-Type") }), "ContentType"},
		{"charset", change(func(r *http.Request) { r.Header.Set("Content-Type", "application/json; charset=utf-8") }), "ContentType"},
		{"no authorization", change(func(r *http.Request) { r.Header.Del("Authorization") }), "Authorization"},
		{"authorization twice", change(func(r *http.Request) { r.Header.Add("Authorization", "x") }), "Authorization"},
		{"content length", change(func(r *http.Request) { r.ContentLength++ }), "content length"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := roundTrip(recorded(), tt.req)
			if tt.want == "" {
				if len(got) > 0 {
					t.Errorf("reported %q", got)
				}
				return
			}
			if !slices.ContainsFunc(got, func(report string) bool { return strings.Contains(report, tt.want) }) {
				t.Errorf("reported %q, want something about %s", got, tt.want)
			}
		})
	}
}

func TestTransportCountsRequests(t *testing.T) {
	one := func() *http.Request { return newRequest(t, "POST", target, jsonBody) }
	if got := roundTrip(recorded()); len(got) != 1 || !strings.Contains(got[0], "was not made") {
		t.Errorf("no request: reported %q", got)
	}
	if got := roundTrip(recorded(), one(), one()); len(got) != 1 || !strings.Contains(got[0], "a request more") {
		t.Errorf("two requests: reported %q", got)
	}
	failing := recorded()
	failing.Exchanges[0].Answer.Status = 503
	if got := roundTrip(failing, one(), one(), one()); len(got) != 0 {
		t.Errorf("tries after 503: reported %q", got)
	}
	refused := recorded()
	refused.Go.Refuses = true
	if got := roundTrip(refused, one()); len(got) != 1 || !strings.Contains(got[0], "a request more") {
		t.Errorf("refused: reported %q", got)
	}
}

func upload() *Vector {
	step := func(method, path string, concurrent bool) Exchange {
		return Exchange{
			Concurrent: concurrent,
			Request:    Request{Method: method, Path: path},
			Answer:     Answer{Status: 200, Text: path},
		}
	}
	return &Vector{
		Generated: strings.Repeat("0", 21),
		Exchanges: []Exchange{
			step("POST", "/at_000000000000000000000/multipart", false),
			step("PUT", "/at_000000000000000000000/1", true),
			step("PUT", "/at_000000000000000000000/2", true),
			step("POST", "/at_000000000000000000000/complete", false),
		},
	}
}

func TestTransportMatchesUploads(t *testing.T) {
	const id = "/at_aB-_5678901234567890z"
	const other = "/at_xxxxxxxxxxxxxxxxxxxxx"
	steps := map[string]string{"m": "POST " + id + "/multipart", "1": "PUT " + id + "/1", "2": "PUT " + id + "/2", "c": "POST " + id + "/complete", "o": "PUT " + other + "/2"}
	tests := []struct {
		steps string
		fails bool
		want  int // reports
	}{
		{"m12c", false, 0},
		{"m21c", false, 0},
		{"m1c", false, 2}, // the completion in place of part 2, and then too few requests
		{"m2c", true, 0},
		{"1m2c", false, 2}, // two that are not the expected ones
		{"m1oc", false, 1}, // part 2 belongs to another upload
	}
	for _, tt := range tests {
		t.Run(tt.steps, func(t *testing.T) {
			v := upload()
			v.Go.Fails = tt.fails
			var requests []*http.Request
			for _, step := range strings.Split(tt.steps, "") {
				method, path, _ := strings.Cut(steps[step], " ")
				req := newRequest(t, method, baseURL+path, "")
				req.Header = http.Header{}
				requests = append(requests, req)
			}
			if got := roundTrip(v, requests...); len(got) != tt.want {
				t.Errorf("%d reports, want %d: %q", len(got), tt.want, got)
			}
		})
	}
}

func TestTransportAnswers(t *testing.T) {
	v := recorded()
	v.Exchanges[0].Answer = Answer{Status: 404, Headers: map[string]string{"content-type": "text/plain"}, Text: "gone"}
	res, err := newTransport(t, v).RoundTrip(newRequest(t, "POST", target, jsonBody))
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	if got := fmt.Sprint(res.Status, res.Header.Get("Content-Type"), string(body)); got != "404 Not Foundtext/plaingone" {
		t.Errorf("got %s", got)
	}

	v.Exchanges[0].Answer = Answer{Drop: true}
	if _, err := newTransport(t, v).RoundTrip(newRequest(t, "POST", target, jsonBody)); err == nil { //nolint:bodyclose // there is none
		t.Error("no error from a lost connection")
	}
}
