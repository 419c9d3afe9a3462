package liveblockstest

import (
	"bytes"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"github.com/liveblocks-go/liveblocks/webhook"
)

// WebhookSecret is a secret for the webhook endpoint of an app that is tested.
// It is no secret.
const WebhookSecret = "whsec_bGl2ZWJsb2Nrc3Rlc3QtbGl2ZWJsb2Nrc3Rlc3Q="

// WebhookDelivery is a delivery of an event, signed as Liveblocks signs it.
//
// See https://liveblocks.io/docs/platform/webhooks.
type WebhookDelivery struct {
	// Event is what is delivered. It is required.
	Event webhook.Event
	// Secret is that of the app's endpoint. The default is [WebhookSecret].
	Secret string
	// ID is the delivery's ID. The default is a new one for each request; give
	// one to deliver an event twice.
	ID string
	// SentAt is the time of the signature. The default is now; an endpoint
	// refuses one that is more than 5 minutes off.
	SentAt time.Time
}

// Request returns the request that delivers the event to an endpoint. It is good
// for a client to send and for a handler's ServeHTTP.
//
// It fails if the event is nil, if the secret is not of the form of one, and if
// the URL is not one.
func (d WebhookDelivery) Request(url string) (*http.Request, error) {
	if d.Event == nil {
		return nil, fmt.Errorf("liveblockstest: the delivery has no event: want one such as a *webhook.RoomCreatedEvent")
	}
	if d.Secret == "" {
		d.Secret = WebhookSecret
	}
	if d.ID == "" {
		d.ID = "msg_" + rand.Text()
	}
	if d.SentAt.IsZero() {
		d.SentAt = time.Now()
	}
	body, err := json.Marshal(map[string]any{"type": d.Event.EventType(), "data": d.Event})
	if err != nil {
		return nil, fmt.Errorf("liveblockstest: encoding the event: %w", err)
	}
	signature, err := webhook.Sign(d.Secret, d.ID, d.SentAt, body)
	if err != nil {
		return nil, err
	}
	r, err := http.NewRequest(http.MethodPost, url, bytes.NewReader(body))
	if err != nil {
		return nil, fmt.Errorf("liveblockstest: %w", err)
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("webhook-id", d.ID)
	r.Header.Set("webhook-timestamp", strconv.FormatInt(d.SentAt.Unix(), 10))
	r.Header.Set("webhook-signature", signature)
	return r, nil
}
