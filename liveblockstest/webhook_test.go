package liveblockstest_test

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/liveblocks-go/liveblocks/liveblockstest"
	"github.com/liveblocks-go/liveblocks/webhook"
)

func TestWebhookDelivery(t *testing.T) {
	verifier, err := webhook.NewVerifier(liveblockstest.WebhookSecret)
	if err != nil {
		t.Fatal(err)
	}
	at := time.Date(2026, 2, 3, 4, 5, 6, 0, time.UTC)
	for _, event := range []webhook.Event{
		&webhook.StorageUpdatedEvent{RoomID: "room", ProjectID: "p", UpdatedAt: at},
		&webhook.CommentCreatedEvent{RoomID: "room", ThreadID: "th_1", CommentID: "cm_1", CreatedAt: at, CreatedBy: "ada"},
		&webhook.UnknownEvent{Type: "somethingNew", Delivery: webhook.Delivery{RawData: []byte(`{"a":1}`)}},
	} {
		r, err := liveblockstest.WebhookDelivery{Event: event, ID: "msg_1"}.Request("/webhooks")
		if err != nil {
			t.Fatal(err)
		}
		got, err := verifier.VerifyRequest(r)
		if err != nil {
			t.Errorf("%T: %v", event, err)
			continue
		}
		if diff := cmp.Diff(event, got, cmpopts.IgnoreTypes(webhook.Delivery{})); diff != "" {
			t.Errorf("%T (-want +got):\n%s", event, diff)
		}
		if id := got.DeliveryInfo().DeliveryID; id != "msg_1" {
			t.Errorf("%T: delivery ID %q", event, id)
		}
	}

	event := &webhook.RoomCreatedEvent{RoomID: "room"}
	for name, test := range map[string]struct {
		delivery liveblockstest.WebhookDelivery
		want     error
	}{
		"other secret": {liveblockstest.WebhookDelivery{Event: event, Secret: "whsec_b3RoZXI="}, webhook.ErrSignatureMismatch},
		"stale":        {liveblockstest.WebhookDelivery{Event: event, SentAt: time.Now().Add(-6 * time.Minute)}, webhook.ErrTimestampTooOld},
	} {
		r, err := test.delivery.Request("/webhooks")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := verifier.VerifyRequest(r); !errors.Is(err, test.want) {
			t.Errorf("%s: got %v, want %v", name, err, test.want)
		}
	}

	for name, delivery := range map[string]liveblockstest.WebhookDelivery{
		"no event": {}, "bad secret": {Event: event, Secret: "secret"},
	} {
		if _, err := delivery.Request("/webhooks"); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	if _, err := (liveblockstest.WebhookDelivery{Event: event}).Request("://"); err == nil {
		t.Error("bad URL: no error")
	}
}

func TestWebhookHandler(t *testing.T) {
	verifier, err := webhook.NewVerifier(liveblockstest.WebhookSecret)
	if err != nil {
		t.Fatal(err)
	}
	handler := webhook.NewHandler(verifier, webhook.Callbacks{})
	ids := map[string]bool{}
	for range 2 {
		r, err := liveblockstest.WebhookDelivery{Event: &webhook.RoomCreatedEvent{RoomID: "room"}}.Request("http://example.com/webhooks")
		if err != nil {
			t.Fatal(err)
		}
		ids[r.Header.Get("webhook-id")] = true
		w := httptest.NewRecorder()
		if handler.ServeHTTP(w, r); w.Code >= http.StatusMultipleChoices {
			t.Errorf("status %d: %s", w.Code, w.Body)
		}
	}
	if len(ids) != 2 {
		t.Errorf("two deliveries have the IDs %v", ids)
	}
}
