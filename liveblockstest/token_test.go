package liveblockstest_test

import (
	"encoding/base64"
	"strings"
	"testing"

	"github.com/liveblocks-go/liveblocks/liveblockstest"
)

func TestParseTokenFails(t *testing.T) {
	payload := func(claims string) string {
		return `{"token":"e30.` + base64.RawURLEncoding.EncodeToString([]byte(claims)) + `."}`
	}
	for answer, want := range map[string]string{
		"":                               "no token",
		`{"error":"forbidden"}`:          "no token",
		`{"token":5}`:                    "no token",
		`{"token":"a.b"}`:                "2 parts",
		`{"token":"a.!.c"}`:              "base64",
		payload(`[]`):                    "payload",
		payload(`{"k":"pub"}`):           `"pub"`,
		payload(`{"k":"acc"}`):           "no permissions",
		payload(`{"k":"acc","perms":5}`): "no permissions",
	} {
		if token, err := liveblockstest.ParseToken([]byte(answer)); token != nil || err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v, %v; want an error with %q", answer, token, err, want)
		}
	}
	if _, err := liveblockstest.ParseToken([]byte(payload(`{"k":"acc","uid":"ada","perms":{}}`))); err != nil {
		t.Error(err)
	}
}
