package liveblocks_test

import (
	"bytes"
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/liveblocks-go/liveblocks"
)

type wrapped struct {
	Value   any
	private any
}

func isWrapped(v any) bool {
	switch v.(type) {
	case wrapped, *wrapped:
		return true
	}
	return false
}

// TestNoSecretIsPrinted prints every value of the package, within and without
// other values, in every way, with a server that repeats the secret and a
// logger that logs everything.
func TestNoSecretIsPrinted(t *testing.T) {
	const token = "eyJhbGciOiJIUzI1NiJ9.eyJrIjoiYWNjIn0.c2lnbmF0dXJl"
	var log bytes.Buffer
	handlers := []slog.Handler{
		slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}),
		slog.NewJSONHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}),
	}
	echo := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		if bytes.Contains(body, []byte(`"good"`)) {
			_, _ = io.WriteString(w, `{"token":"`+token+`"}`)
			return
		}
		if bytes.Contains(body, []byte(`"half"`)) {
			_, _ = io.WriteString(w, `{"token":"`+token)
			return
		}
		w.Header().Set("X-LB-Warn", "called with "+r.Header.Get("Authorization"))
		w.Header().Set("Location", "https://"+testSecret+".test/?key="+testSecret)
		w.WriteHeader(map[bool]int{true: 302, false: 403}[bytes.Contains(body, []byte(`"redirect"`))])
		_, _ = fmt.Fprintf(w, `{"error":%q,"message":%q,"suggestion":%q,"docs":%[1]q}`,
			r.Header.Get("Authorization"), "you sent "+r.Header.Get("Authorization"), testSecret)
	}))
	defer echo.Close()

	var values []any
	for _, handler := range handlers {
		client := newClient(t, echo.URL, liveblocks.WithLogger(slog.New(handler)))
		values = append(values, client, *client)
		for _, user := range []string{"good", "half", "redirect", "bad", ""} {
			session := client.PrepareSession(user, nil).Allow("*", liveblocks.FullAccess)
			resp, err := session.Authorize(t.Context())
			values = append(values, session, resp, *resp, err)
			var e *liveblocks.Error
			if errors.As(err, &e) {
				values = append(values, *e)
			}
			if user != "good" && bytes.Contains(resp.Body, []byte(testSecret)) {
				t.Errorf("%s: the browser is told %s", user, resp.Body)
			}
		}
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		_, err := client.IdentifyUser(ctx, liveblocks.Identity{UserID: "ada"}, nil)
		values = append(values, err)
		ask(client.AuthHandler(func(*http.Request, string) (*liveblocks.Session, error) {
			return client.PrepareSession("bad", nil), nil
		}), "POST", "application/json", "{}")
	}
	_, err := liveblocks.New(testSecret + "!")
	_, err2 := liveblocks.New("pk" + testSecret)
	values = append(values, err, err2)

	for _, value := range values {
		for _, v := range []any{value, &value, []any{value}, wrapped{value, value}, &wrapped{value, value}, map[string]any{"v": value}} {
			for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
				check := fmt.Sprintf(verb, v)
				if verb == "%x" {
					check = strings.ReplaceAll(check, fmt.Sprintf("%x", testSecret), testSecret)
					check = strings.ReplaceAll(check, fmt.Sprintf("%x", token), token)
				}
				for _, secret := range []string{testSecret, token, strings.Trim(fmt.Sprint([]byte(token)), "[]")} {
					// Package fmt does not ask the values of private fields how to
					// print them, so nothing can be done about a token there.
					if strings.Contains(check, secret) && (secret == testSecret || !isWrapped(v)) {
						t.Errorf("%s of a %T in a %T prints a secret", verb, value, v)
					}
				}
			}
			for _, handler := range handlers {
				slog.New(handler).Info("value", "v", v)
			}
		}
	}
	for line := range strings.Lines(log.String()) {
		for _, secret := range []string{testSecret, token, base64.StdEncoding.EncodeToString([]byte(`{"token":"` + token))[:40]} {
			if strings.Contains(line, secret) {
				t.Errorf("a secret is in the log: %s", line)
			}
		}
	}
	if !strings.Contains(log.String(), "called with Bearer [secret key]") {
		t.Error("the warning was not logged")
	}
}
