package webhook

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
)

// A Handler is an [http.Handler] for a webhook endpoint. It verifies each
// delivery and calls the callback for its event. Create one with [NewHandler].
//
// The status of the answer tells the service what became of the delivery:
//
//   - 204: the callback returned nil, or there is none for the event, or the
//     [Deduplicator] knows that it was handled before.
//   - 400, 401, 405 or 413: the request is no genuine delivery, by one of the
//     package's errors.
//   - 500: the callback or the Deduplicator returned an error, or the body could
//     not be read. The service delivers the event again.
//
// A callback that panics is not a success either: the panic is passed on to
// the server, which breaks off the connection.
//
// Answers hold nothing of a callback's error; see [WithLogger].
type Handler struct {
	verifier     *Verifier
	callbacks    Callbacks
	deduplicator Deduplicator
	logger       *slog.Logger
}

// A HandlerOption changes how a [Handler] works.
type HandlerOption func(*Handler)

// WithDeduplicator has the callbacks called at most once for each delivery ID.
func WithDeduplicator(d Deduplicator) HandlerOption {
	return func(h *Handler) { h.deduplicator = d }
}

// WithLogger logs refused deliveries as warnings, and the errors of callbacks and
// of the Deduplicator as errors. Without it, nothing is logged.
func WithLogger(l *slog.Logger) HandlerOption {
	return func(h *Handler) { h.logger = l }
}

// NewHandler returns a Handler that verifies deliveries with v and passes their
// events to the callbacks. It panics if v is nil.
func NewHandler(v *Verifier, callbacks Callbacks, opts ...HandlerOption) *Handler {
	if v == nil {
		panic("webhook: NewHandler needs a Verifier, but it is nil")
	}
	h := &Handler{verifier: v, callbacks: callbacks}
	for _, opt := range opts {
		opt(h)
	}
	if h.deduplicator == nil {
		h.deduplicator = everyDelivery{}
	}
	if h.logger == nil {
		h.logger = slog.New(slog.DiscardHandler)
	}
	return h
}

// ServeHTTP handles one delivery.
func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodPost {
		w.Header().Set("Allow", http.MethodPost)
		http.Error(w, "webhook: only POST is allowed", http.StatusMethodNotAllowed)
		return
	}
	event, err := h.verifier.VerifyRequest(r)
	if err != nil {
		h.logger.WarnContext(r.Context(), "webhook delivery refused", "error", err)
		refuse(w, err)
		return
	}
	if err := h.handle(r.Context(), event); err != nil {
		h.logger.ErrorContext(r.Context(), "webhook event not handled",
			"type", event.EventType(), "delivery_id", event.DeliveryInfo().DeliveryID, "error", err)
		http.Error(w, "webhook: the event could not be handled", http.StatusInternalServerError)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}

func (h *Handler) handle(ctx context.Context, event Event) error {
	callback := h.callbacks.find(event)
	if callback == nil {
		return nil
	}
	return h.deduplicator.Once(ctx, event.DeliveryInfo().DeliveryID, callback)
}

func refuse(w http.ResponseWriter, err error) {
	switch {
	case errors.Is(err, ErrReadBody):
		// Without the network error, which may tell of the app's surroundings.
		http.Error(w, ErrReadBody.Error(), http.StatusInternalServerError)
	case errors.Is(err, ErrBodyTooLarge):
		http.Error(w, err.Error(), http.StatusRequestEntityTooLarge)
	case errors.Is(err, ErrSignatureMismatch), errors.Is(err, ErrUnsupportedSignature):
		http.Error(w, err.Error(), http.StatusUnauthorized)
	default:
		http.Error(w, err.Error(), http.StatusBadRequest)
	}
}
