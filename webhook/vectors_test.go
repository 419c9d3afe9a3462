package webhook

import (
	"encoding/json"
	"errors"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// A vector is a delivery with the verdicts of @liveblocks/node and of
// standardwebhooks, as vectors.mjs recorded them.
type vector struct {
	Name     string            `json:"name"`
	Secret   string            `json:"secret"`
	Now      int64             `json:"now"`
	Headers  map[string]string `json:"headers"`
	Body     string            `json:"body"`
	Node     verdict           `json:"node"`
	Standard verdict           `json:"standard"`
}

type verdict struct {
	OK    bool   `json:"ok"`
	Error string `json:"error,omitempty"`
}

func (v *vector) header() http.Header {
	header := make(http.Header)
	for name, value := range v.Headers {
		header.Set(name, value)
	}
	return header
}

// verify is what an app does with the delivery.
func (v *vector) verify() (Event, error) {
	verifier, err := NewVerifier(v.Secret, WithClock(func() time.Time { return time.Unix(v.Now, 0) }))
	if err != nil {
		return nil, err
	}
	return verifier.Verify(v.header(), []byte(v.Body))
}

func readVectors(tb testing.TB) []vector {
	tb.Helper()
	data, err := os.ReadFile("testdata/vectors.json")
	if err != nil {
		tb.Fatal(err)
	}
	var vectors []vector
	if err := json.Unmarshal(data, &vectors); err != nil {
		tb.Fatal(err)
	}
	return vectors
}

// refusedVectors are the vectors that must be refused, and how. All others must be accepted.
var refusedVectors = map[string]error{
	"body that is not JSON":  ErrInvalidEvent,
	"body that is no object": ErrInvalidEvent,
	"body that is null":      ErrInvalidEvent,
	"body without a type":    ErrInvalidEvent,
	"body that is empty":     ErrInvalidEvent,

	"timestamp -301 s off":                  ErrTimestampTooOld,
	"timestamp -1700000000 s off":           ErrTimestampTooOld,
	"timestamp 301 s off":                   ErrTimestampTooNew,
	"timestamp in milliseconds":             ErrTimestampTooNew,
	`timestamp ""`:                          ErrMissingHeader,
	`timestamp "now"`:                       ErrInvalidTimestamp,
	`timestamp "-1"`:                        ErrInvalidTimestamp,
	`timestamp "1700000000.5"`:              ErrInvalidTimestamp,
	`timestamp "1700000000s"`:               ErrInvalidTimestamp,
	`timestamp " 1700000000"`:               ErrInvalidTimestamp,
	`timestamp "+1700000000"`:               ErrInvalidTimestamp,
	`timestamp "1e9"`:                       ErrInvalidTimestamp,
	`timestamp "9999999999999999999999999"`: ErrInvalidTimestamp,

	"no header webhook-id":           ErrMissingHeader,
	"no header webhook-timestamp":    ErrMissingHeader,
	"no header webhook-signature":    ErrMissingHeader,
	"empty header webhook-id":        ErrMissingHeader,
	"empty header webhook-timestamp": ErrMissingHeader,
	"empty header webhook-signature": ErrMissingHeader,

	"signed with another secret":            ErrSignatureMismatch,
	"other body":                            ErrSignatureMismatch,
	"other ID":                              ErrSignatureMismatch,
	"other timestamp":                       ErrSignatureMismatch,
	"re-serialised body":                    ErrSignatureMismatch,
	"only wrong signatures":                 ErrSignatureMismatch,
	"signatures apart by a comma":           ErrSignatureMismatch,
	"right signature and more":              ErrSignatureMismatch,
	"signature without padding":             ErrSignatureMismatch,
	"signature with a changed case":         ErrSignatureMismatch,
	"version without a signature":           ErrSignatureMismatch,
	"nothing but a version":                 ErrUnsupportedSignature,
	"right signature as v2":                 ErrUnsupportedSignature,
	"right signature as v1a":                ErrUnsupportedSignature,
	"right signature as V1":                 ErrUnsupportedSignature,
	"right signature with an empty version": ErrUnsupportedSignature,
	"right signature without a version":     ErrUnsupportedSignature,

	"empty secret":                    ErrInvalidSecret,
	"secret without its prefix":       ErrInvalidSecret,
	"secret with a space at its end":  ErrInvalidSecret,
	"secret with a line break":        ErrInvalidSecret,
	"secret with a foreign character": ErrInvalidSecret,
}

// Why a verdict of ours is another than a package's.
var (
	differsFromNode = map[string]string{
		"event of an unknown type":              "a new event must not fail",
		"event of an unknown type without data": "a new event must not fail",
		"notification unknown kind":             "a new kind must not fail",

		`timestamp "1700000000.5"`: "parseInt reads a prefix",
		`timestamp "1700000000s"`:  "parseInt reads a prefix",
		`timestamp " 1700000000"`:  "parseInt skips space",
		`timestamp "+1700000000"`:  "parseInt takes a sign",

		"right signature as v2":                 "the version is ignored",
		"right signature as v1a":                "the version is ignored",
		"right signature as V1":                 "the version is ignored",
		"right signature with an empty version": "the version is ignored",
		"right signature and more":              "what follows a second comma is ignored",

		"empty secret":                    "anyone can sign with an empty key",
		"secret with a space at its end":  "Node.js skips it; it is a slip, found early",
		"secret with a line break":        "Node.js skips it; it is a slip, found early",
		"secret with a foreign character": "Node.js skips it; it is a slip, found early",
	}
	differsFromStandard = map[string]string{
		"body that is no object": "the package does not know events",
		"body that is null":      "the package does not know events",
		"body without a type":    "the package does not know events",
		"body that is empty":     "the package does not know events",

		`timestamp "01700000000"`:  "the package signs the number, we the header as it was sent",
		"right signature and more": "what follows a second comma is ignored",

		"secret in the URL alphabet":      "@liveblocks/node takes it",
		"secret without its prefix":       "the package has other users",
		"secret with a space at its end":  "the package ignores a last character of no whole byte",
		"secret with a line break":        "the package ignores a last character of no whole byte",
		"secret with a foreign character": "the package ignores a last character of no whole byte",
	}
)

func TestVectors(t *testing.T) {
	names := make(map[string]bool)
	for _, v := range readVectors(t) {
		names[v.Name] = true
		t.Run(v.Name, func(t *testing.T) {
			event, err := v.verify()
			if want := refusedVectors[v.Name]; !errors.Is(err, want) {
				t.Fatalf("error %v, want %v", err, want)
			}
			if (event == nil) != (err != nil) {
				t.Errorf("event %v with error %v", event, err)
			}
			checkVerdict(t, "@liveblocks/node", err == nil, v.Node, differsFromNode[v.Name])
			checkVerdict(t, "standardwebhooks", err == nil, v.Standard, differsFromStandard[v.Name])
			if err != nil {
				checkNoSecret(t, &v, err)
				return
			}
			if got := event.DeliveryInfo().DeliveryID; got != v.Headers["webhook-id"] {
				t.Errorf("delivery ID %q, want %q", got, v.Headers["webhook-id"])
			}
		})
	}
	for name := range refusedVectors {
		if !names[name] {
			t.Errorf("no vector %q", name)
		}
	}
}

func checkVerdict(t *testing.T, pkg string, accepted bool, theirs verdict, differs string) {
	t.Helper()
	switch {
	case accepted != theirs.OK && differs == "":
		t.Errorf("accepted: %t, by %s: %t %s", accepted, pkg, theirs.OK, theirs.Error)
	case accepted == theirs.OK && differs != "":
		t.Errorf("same verdict as %s, but listed as different: %s", pkg, differs)
	}
}

// checkNoSecret checks that an error tells neither the secret nor a signature.
func checkNoSecret(t *testing.T, v *vector, err error) {
	t.Helper()
	secret := strings.TrimSpace(strings.TrimPrefix(v.Secret, secretPrefix))
	if secret != "" && strings.Contains(err.Error(), secret) {
		t.Errorf("error prints the secret: %v", err)
	}
	for s := range strings.FieldsFuncSeq(v.Headers["webhook-signature"], func(r rune) bool { return r == ' ' || r == ',' }) {
		if len(s) > 4 && strings.Contains(err.Error(), s) {
			t.Errorf("error prints a signature: %v", err)
		}
	}
	if timestamp := v.Headers["webhook-timestamp"]; secret != "" && timestamp != "" {
		if right, e := Sign(v.Secret, v.Headers["webhook-id"], time.Unix(v.Now, 0), []byte(v.Body)); e == nil {
			if strings.Contains(err.Error(), right[len("v1,"):]) {
				t.Errorf("error prints the right signature: %v", err)
			}
		}
	}
}

// Every field that the vectors have for the known types must survive decoding and
// encoding, under its own name.
func TestEventsKeepAllFields(t *testing.T) {
	types := make(map[EventType]bool)
	for _, v := range readVectors(t) {
		known := strings.HasPrefix(v.Name, "event ") && !strings.Contains(v.Name, "unknown")
		if !known && !strings.HasPrefix(v.Name, "notification ") {
			continue
		}
		t.Run(v.Name, func(t *testing.T) {
			event, err := v.verify()
			if err != nil {
				t.Fatal(err)
			}
			types[event.EventType()] = true
			var body struct {
				Type EventType
				Data map[string]any
			}
			decode(t, []byte(v.Body), &body)
			if event.EventType() != body.Type {
				t.Errorf("type %q, want %q", event.EventType(), body.Type)
			}
			encoded, err := json.Marshal(event)
			if err != nil {
				t.Fatal(err)
			}
			var got, raw map[string]any
			decode(t, encoded, &got)
			decode(t, event.DeliveryInfo().RawData, &raw)
			if diff := cmp.Diff(body.Data, raw); diff != "" {
				t.Errorf("raw data (-sent +got):\n%s", diff)
			}
			if _, ok := event.(*UnknownNotificationEvent); ok {
				delete(body.Data, "pollId") // which nobody knows
			}
			if diff := cmp.Diff(body.Data, got); diff != "" {
				t.Errorf("data (-sent +got):\n%s", diff)
			}
		})
	}
	if len(types) != 18 {
		t.Errorf("the vectors have %d types of events, want 18", len(types))
	}
}

func decode(t *testing.T, data []byte, v any) {
	t.Helper()
	if err := json.Unmarshal(data, v); err != nil {
		t.Fatalf("%s: %v", data, err)
	}
}
