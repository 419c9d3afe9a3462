package liveblockstest

import (
	"encoding/json"
	"net/http"
	"slices"
)

// Verdict is what a browser does with an answer of an auth endpoint.
type Verdict string

const (
	// Connects means that there is a token that the browser can use.
	Connects Verdict = "connects"
	// Stops means that the browser reports an error to the app, and asks no more.
	Stops Verdict = "stops"
	// Retries means that the browser asks again, after a pause that grows to
	// 10 s, for as long as the page is open.
	Retries Verdict = "retries"
)

// stopping are the statuses at which a browser stops that fetches the token
// itself. At any other failure it tries again.
var stopping = []int{
	http.StatusBadRequest, http.StatusUnauthorized, http.StatusForbidden, http.StatusNotFound,
	http.StatusMethodNotAllowed, http.StatusGone, http.StatusPreconditionFailed, http.StatusRequestURITooLong,
	http.StatusUnprocessableEntity, http.StatusRequestHeaderFieldsTooLarge, http.StatusUnavailableForLegalReasons,
}

// judge says what a browser makes of an answer: one whose authEndpoint is a URL,
// or, with callback, a function that returns the body as an object.
func judge(status int, body []byte, callback bool) Verdict {
	_, err := ParseToken(body)
	if callback {
		var answer struct{ Error string }
		_ = json.Unmarshal(body, &answer)
		switch {
		case answer.Error == "forbidden": // in lower case and nothing else
			return Stops
		case answer.Error == "" && err == nil:
			return Connects
		}
		return Retries
	}
	switch {
	case slices.Contains(stopping, status):
		return Stops
	case status >= 200 && status < 300 && err == nil:
		return Connects
	}
	return Retries
}
