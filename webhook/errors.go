package webhook

import "errors"

// The ways in which a secret or a delivery can be wrong. Match them with
// [errors.Is]; the error itself may say more. No error of this package holds a
// secret or a signature.
var (
	// ErrInvalidSecret means that a signing secret is not "whsec_" followed by base64.
	ErrInvalidSecret = errors.New("webhook: invalid secret")

	// ErrMissingHeader means that the webhook-id, webhook-timestamp or
	// webhook-signature header is absent or empty.
	ErrMissingHeader = errors.New("webhook: missing header")

	// ErrInvalidTimestamp means that the webhook-timestamp header is not a Unix
	// time in seconds.
	ErrInvalidTimestamp = errors.New("webhook: invalid timestamp")

	// ErrTimestampTooOld means that the delivery was sent longer ago than the
	// tolerance allows: it may be replayed, or this machine's clock is fast.
	ErrTimestampTooOld = errors.New("webhook: timestamp too old")

	// ErrTimestampTooNew means that the delivery was sent further in the future
	// than the tolerance allows: most likely this machine's clock is slow.
	ErrTimestampTooNew = errors.New("webhook: timestamp too far in the future")

	// ErrUnsupportedSignature means that the webhook-signature header holds no
	// signature of version v1, the only one there is.
	ErrUnsupportedSignature = errors.New("webhook: no signature of version v1")

	// ErrSignatureMismatch means that no signature fits. The secret is another
	// endpoint's, or the body is not byte for byte the one that was sent; a body
	// that was decoded and encoded again never is.
	ErrSignatureMismatch = errors.New("webhook: signature does not match")

	// ErrReadBody means that the body could not be read to its end.
	ErrReadBody = errors.New("webhook: cannot read body")

	// ErrEmptyBody means that there was no body left to read. Most likely
	// middleware has read it already.
	ErrEmptyBody = errors.New("webhook: empty body")

	// ErrBodyTooLarge means that the body is larger than the limit; see [WithMaxBodyBytes].
	ErrBodyTooLarge = errors.New("webhook: body too large")

	// ErrInvalidEvent means that the body is signed, but is not an event: it is
	// not JSON, has no type, or its data do not have the shape of its type.
	ErrInvalidEvent = errors.New("webhook: invalid event")
)
