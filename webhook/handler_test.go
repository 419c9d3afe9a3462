package webhook

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"reflect"
	"strings"
	"testing"
	"testing/iotest"
	"time"
)

func serve(h http.Handler, r *http.Request) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func TestHandlerStatus(t *testing.T) {
	secretive := errors.New("password=hunter2")
	failing := Callbacks{RoomDeleted: func(context.Context, *RoomDeletedEvent) error { return secretive }}
	succeeding := Callbacks{RoomDeleted: func(context.Context, *RoomDeletedEvent) error { return nil }}
	tests := []struct {
		name      string
		callbacks Callbacks
		change    func(*http.Request)
		status    int
		answer    string
	}{
		{"handled", succeeding, nil, 204, ""},
		{"no callback", Callbacks{}, nil, 204, ""},
		{"callback fails", failing, nil, 500, "webhook: the event could not be handled\n"},
		{"GET", failing, func(r *http.Request) { r.Method = http.MethodGet }, 405, "webhook: only POST is allowed\n"},
		{"no header", failing, func(r *http.Request) { r.Header.Del("webhook-id") }, 400, "webhook: missing header webhook-id\n"},
		{"old", failing, func(r *http.Request) {
			r.Header = signedHeader(t, testSecret, "msg_1", testNow.Add(-time.Hour), testBody)
		}, 400, "webhook: timestamp too old: sent 3600 s ago, the limit is 300 s\n"},
		{"forged", failing, func(r *http.Request) {
			r.Header = signedHeader(t, otherSecret, "msg_1", testNow, testBody)
		}, 401, "webhook: signature does not match\n"},
		{"other version", failing, func(r *http.Request) {
			r.Header.Set("webhook-signature", "v2,AAAA")
		}, 401, "webhook: no signature of version v1\n"},
		{"too large", failing, func(r *http.Request) { r.ContentLength = 1 << 30 }, 413, "webhook: body too large: the limit is 1048576 bytes\n"},
		{"breaks off", failing, func(r *http.Request) {
			r.Body = io.NopCloser(iotest.ErrReader(errors.New("read 10.0.0.1: reset")))
		}, 500, "webhook: cannot read body\n"},
		{"no event", failing, func(r *http.Request) {
			r.Body, r.ContentLength = io.NopCloser(strings.NewReader("[]")), 2
			r.Header = signedHeader(t, testSecret, "msg_1", testNow, "[]")
		}, 400, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := signedRequest(t, "msg_1", testBody)
			if tt.change != nil {
				tt.change(r)
			}
			w := serve(NewHandler(newTestVerifier(t), tt.callbacks), r)
			if w.Code != tt.status {
				t.Errorf("status %d, want %d", w.Code, tt.status)
			}
			if got := w.Body.String(); tt.answer != "" && got != tt.answer || tt.status == 204 && got != "" {
				t.Errorf("answer %q, want %q", got, tt.answer)
			}
			if allow := w.Header().Get("Allow"); (allow == "POST") != (tt.status == 405) {
				t.Errorf("Allow: %q", allow)
			}
		})
	}
}

func TestHandlerLogs(t *testing.T) {
	var log bytes.Buffer
	logger := slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{ReplaceAttr: func(_ []string, a slog.Attr) slog.Attr {
		if a.Key == slog.TimeKey {
			return slog.Attr{}
		}
		return a
	}}))
	h := NewHandler(newTestVerifier(t), Callbacks{Default: func(context.Context, Event) error { return errors.New("no disk") }}, WithLogger(logger))
	serve(h, signedRequest(t, "msg_1", testBody))
	forged := signedRequest(t, "msg_2", testBody)
	forged.Header.Set("webhook-id", "msg_3")
	serve(h, forged)
	want := `level=ERROR msg="webhook event not handled" type=roomDeleted delivery_id=msg_1 error="no disk"
level=WARN msg="webhook delivery refused" error="webhook: signature does not match"
`
	if log.String() != want {
		t.Errorf("log:\n%swant:\n%s", log.String(), want)
	}
}

func TestHandlerContext(t *testing.T) {
	type key struct{}
	var got any
	h := NewHandler(newTestVerifier(t), Callbacks{RoomDeleted: func(ctx context.Context, _ *RoomDeletedEvent) error {
		got = ctx.Value(key{})
		return nil
	}})
	r := signedRequest(t, "msg_1", testBody)
	serve(h, r.WithContext(context.WithValue(t.Context(), key{}, "x")))
	if got != "x" {
		t.Errorf("the callback's context has %v", got)
	}
}

func TestNewHandlerWithoutVerifier(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("no panic")
		}
	}()
	NewHandler(nil, Callbacks{})
}

// recordingCallbacks sets the callbacks that keep says to ones that add their
// name to called.
func recordingCallbacks(called *[]string, keep func(name string) bool) Callbacks {
	var c Callbacks
	for _, field := range reflect.VisibleFields(reflect.TypeFor[Callbacks]()) {
		if !keep(field.Name) {
			continue
		}
		value := reflect.ValueOf(&c).Elem().FieldByIndex(field.Index)
		value.Set(reflect.MakeFunc(field.Type, func([]reflect.Value) []reflect.Value {
			*called = append(*called, field.Name)
			return []reflect.Value{reflect.Zero(reflect.TypeFor[error]())}
		}))
	}
	return c
}

// Every event has to reach the callback that has its name; without that one, the
// one for all notifications; without that one, the default.
func TestCallbacks(t *testing.T) {
	all := func(string) bool { return true }
	general := func(name string) bool { return name == "Notification" || name == "Default" }
	only := func(want string) func(string) bool { return func(name string) bool { return name == want } }
	reached := make(map[string]bool)
	for _, v := range readVectors(t) {
		event, err := v.verify()
		if err != nil {
			continue
		}
		exact := strings.TrimSuffix(reflect.TypeOf(event).Elem().Name(), "Event")
		fallback := "Default"
		if event.EventType() == TypeNotification {
			fallback = "Notification"
		}
		switch event.(type) {
		case *UnknownEvent, *UnknownNotificationEvent:
			exact = fallback
		}
		for _, tt := range []struct {
			keep func(string) bool
			want string
		}{{all, exact}, {general, fallback}, {only("Default"), "Default"}} {
			var called []string
			callbacks := recordingCallbacks(&called, tt.keep)
			if err := callbacks.find(event)(t.Context()); err != nil {
				t.Error(err)
			}
			if len(called) != 1 || called[0] != tt.want {
				t.Errorf("%s: called %v, want %s", v.Name, called, tt.want)
			}
			reached[tt.want] = true
		}
	}
	if n := reflect.TypeFor[Callbacks]().NumField(); len(reached) != n {
		t.Errorf("%d of %d callbacks were reached: %v", len(reached), n, reached)
	}
}
