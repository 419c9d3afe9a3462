package webhook

import (
	"encoding/json"
	"errors"
	"net/http"
	"reflect"
	"strings"
	"testing"
)

// Whatever is in the headers, a delivery is accepted only if the right signature
// is among those it came with.
func FuzzVerify(f *testing.F) {
	for _, v := range readVectors(f) {
		header := v.header()
		f.Add(header.Get("webhook-id"), header.Get("webhook-timestamp"), header.Get("webhook-signature"), []byte(v.Body))
	}
	verifier := newTestVerifier(f)
	known := []error{
		ErrMissingHeader, ErrInvalidTimestamp, ErrTimestampTooOld, ErrTimestampTooNew,
		ErrUnsupportedSignature, ErrSignatureMismatch, ErrInvalidEvent,
	}
	f.Fuzz(func(t *testing.T, id, timestamp, signatures string, body []byte) {
		header := http.Header{"Webhook-Id": {id}, "Webhook-Timestamp": {timestamp}, "Webhook-Signature": {signatures}}
		right := signature(verifier.macs[0](), id, timestamp, body)

		event, err := verifier.Verify(header, body)
		if (event == nil) == (err == nil) {
			t.Fatalf("event %v with error %v", event, err)
		}
		if err != nil {
			recognised := false
			for _, sentinel := range known {
				recognised = recognised || errors.Is(err, sentinel)
			}
			if !recognised {
				t.Fatalf("error %v is none of the package's", err)
			}
		}
		if signed := err == nil || errors.Is(err, ErrInvalidEvent); signed && !strings.Contains(signatures, "v1,"+string(right[:])) {
			t.Fatalf("accepted without its signature %s: %q", right, signatures)
		}

		// With its signature it fails for other reasons at most.
		header.Set("webhook-signature", signatures+" v1,"+string(right[:]))
		err = verifier.VerifySignature(header, body)
		if errors.Is(err, ErrSignatureMismatch) || errors.Is(err, ErrUnsupportedSignature) {
			t.Fatalf("refused with its signature: %v", err)
		}
		if err == nil {
			if err := verifier.VerifySignature(header, append(body, ' ')); err == nil {
				t.Fatal("accepted with another body")
			}
		}
	})
}

// Whatever the body, parsing ends in an event or an error, and an event encodes
// to what parses to the same event.
func FuzzParseEvent(f *testing.F) {
	for _, v := range readVectors(f) {
		f.Add([]byte(v.Body))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		event, err := ParseEvent(body)
		if (event == nil) != errors.Is(err, ErrInvalidEvent) {
			t.Fatalf("event %v with error %v", event, err)
		}
		// White space before it makes cutEnvelope pass.
		spaced, spacedErr := ParseEvent(append([]byte(" "), body...))
		if !reflect.DeepEqual(event, spaced) || (err == nil) != (spacedErr == nil) {
			t.Fatalf("%#v, %v became %#v, %v", event, err, spaced, spacedErr)
		}
		if err != nil {
			return
		}
		encoded, err := json.Marshal(map[string]any{"type": event.EventType(), "data": event})
		if err != nil {
			t.Fatal(err)
		}
		again, err := ParseEvent(encoded)
		if err != nil {
			t.Fatalf("%s: %v", encoded, err)
		}
		encodedAgain, err := json.Marshal(map[string]any{"type": again.EventType(), "data": again})
		if err != nil {
			t.Fatal(err)
		}
		if reflect.TypeOf(again) != reflect.TypeOf(event) || string(encodedAgain) != string(encoded) {
			t.Fatalf("%T %s became %T %s", event, encoded, again, encodedAgain)
		}
	})
}

func FuzzNewVerifier(f *testing.F) {
	for _, v := range readVectors(f) {
		f.Add(v.Secret)
	}
	f.Fuzz(func(t *testing.T, secret string) {
		_, err := NewVerifier(secret)
		if err == nil {
			return
		}
		if !errors.Is(err, ErrInvalidSecret) {
			t.Fatalf("error %v", err)
		}
		if key := strings.TrimPrefix(secret, secretPrefix); len(key) > 8 && strings.Contains(err.Error(), key) {
			// Unless it is a piece of the message, which is always the same.
			if _, other := NewVerifier("whsec_?"); !strings.Contains(other.Error(), key) {
				t.Fatalf("error prints the secret: %v", err)
			}
		}
	})
}
