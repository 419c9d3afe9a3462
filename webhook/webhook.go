// Package webhook verifies and decodes the webhook deliveries of Liveblocks.
//
// A [Verifier] checks that a delivery was signed with the endpoint's secret and
// sent just now, and decodes it into one of the event types of this package:
//
//	verifier, err := webhook.NewVerifier(os.Getenv("LIVEBLOCKS_WEBHOOK_SECRET"))
//	...
//	event, err := verifier.VerifyRequest(r)
//	...
//	switch e := event.(type) {
//	case *webhook.StorageUpdatedEvent:
//		save(e.RoomID)
//	case *webhook.ThreadNotificationEvent:
//		sendEmail(e.UserID, e.ThreadID)
//	}
//
// A [Handler] is the same as a ready-made [net/http.Handler]: it calls a typed
// function for each event, and answers so that Liveblocks delivers again what
// the function could not handle.
//
// An event that this version of the package does not know is no error. It
// arrives as an [UnknownEvent] with its data as JSON, so that a new event in the
// service does not turn into failed deliveries.
//
// Liveblocks delivers an event at least once: at once, and after a failure seven
// more times over about 28 hours. Only a 2xx status counts as success. A function
// that must not run twice for the same event is wrapped in a [Deduplicator].
//
// See https://liveblocks.io/docs/platform/webhooks.
package webhook
