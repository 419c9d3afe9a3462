package main

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/liveblocks-go/liveblocks"
	"github.com/liveblocks-go/liveblocks/examples/internal/upstream"
)

func TestAuthEndpoint(t *testing.T) {
	server := upstream.Start(t, "")
	client, err := liveblocks.New("sk_test", liveblocks.WithBaseURL(server.URL))
	if err != nil {
		t.Fatal(err)
	}
	request := func(body string) *http.Request {
		return httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/api/liveblocks-auth", strings.NewReader(body))
	}

	nobody := request(`{}`)
	stranger := request(`{"room":"docs:*"}`)
	stranger.SetBasicAuth("*", "")
	for _, r := range []*http.Request{nobody, stranger} {
		w := httptest.NewRecorder()
		authEndpoint(client)(w, r)
		if w.Code != http.StatusUnauthorized || len(server.Requests()) > 0 {
			t.Errorf("%q gets status %d after %d requests", r.Header.Get("Authorization"), w.Code, len(server.Requests()))
		}
	}

	for body, want := range map[string]int{
		`{"room":"docs:1"}`:   http.StatusOK,
		`{"room":"docs:ada"}`: http.StatusForbidden,
		`{"room":"docs:*"}`:   http.StatusForbidden,
		`room`:                http.StatusBadRequest,
	} {
		grace, r := httptest.NewRecorder(), request(body)
		r.SetBasicAuth("grace", "")
		authEndpoint(client)(grace, r)
		if grace.Code != want || want == http.StatusOK && grace.Body.String() != `{"token":"a.b.c"}` {
			t.Errorf("%s: grace gets %d %s, want %d", body, grace.Code, grace.Body, want)
		}
	}
	want := []upstream.Request{{Path: "/v2/authorize-user", Body: map[string]any{
		"userId":      "grace",
		"userInfo":    map[string]any{"name": "grace"},
		"permissions": map[string]any{"docs:1": []any{"*:write"}},
	}}}
	if diff := cmp.Diff(want, server.Requests()); diff != "" {
		t.Errorf("Liveblocks was asked (-want +got):\n%s", diff)
	}
}
