package webhook

import (
	"crypto/hmac"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"hash"
	"strconv"
	"strings"
	"time"
)

const (
	secretPrefix     = "whsec_"
	signatureVersion = "v1"

	// In the form in which net/http keeps them.
	headerID        = "Webhook-Id"
	headerTimestamp = "Webhook-Timestamp"
	headerSignature = "Webhook-Signature"
)

// Sign signs a body as Liveblocks does and returns the value of its
// webhook-signature header. It is meant for tests of an app's own endpoint, and
// for passing a delivery on to a further one. The ID is the value of the
// webhook-id header; the time, in whole seconds since the Unix epoch, that of
// webhook-timestamp.
//
// The only error is [ErrInvalidSecret].
//
// See https://liveblocks.io/docs/platform/webhooks#security-verification.
func Sign(secret, id string, timestamp time.Time, body []byte) (string, error) {
	newMAC, err := parseSecret(secret)
	if err != nil {
		return "", err
	}
	sum := signature(newMAC(), id, strconv.FormatInt(timestamp.Unix(), 10), body)
	return signatureVersion + "," + string(sum[:]), nil
}

// macFunc returns a new HMAC with a secret's key. The key is kept in a function
// because fmt and encoding/json print any value that they can reach, and they
// can't reach into a closure.
type macFunc func() hash.Hash

func parseSecret(secret string) (macFunc, error) {
	encoded, ok := strings.CutPrefix(secret, secretPrefix)
	if !ok {
		return nil, fmt.Errorf(`%w: it must start with "whsec_"; copy it from the webhooks page of the dashboard`, ErrInvalidSecret)
	}
	key, err := decodeKey(encoded)
	if err != nil {
		// The decoder's error is left out: it points into the secret.
		return nil, fmt.Errorf(`%w: what follows "whsec_" must be base64 with no spaces around it`, ErrInvalidSecret)
	}
	if len(key) == 0 {
		return nil, fmt.Errorf(`%w: nothing follows "whsec_"`, ErrInvalidSecret)
	}
	return func() hash.Hash { return hmac.New(sha256.New, key) }, nil
}

// base64Dialect maps the URL alphabet to the standard one.
var base64Dialect = strings.NewReplacer("-", "+", "_", "/")

// decodeKey reads the key as Node.js does, so that a secret which works with
// @liveblocks/node works here: padding is optional, both alphabets are known, and
// a last character that is not part of a whole byte is dropped. The example in
// the package's documentation has such a character. Unlike Node.js it refuses
// characters outside the alphabets.
func decodeKey(encoded string) ([]byte, error) {
	encoded = base64Dialect.Replace(strings.TrimRight(encoded, "="))
	if strings.ContainsAny(encoded, "\r\n") { // which the decoder would skip
		return nil, base64.CorruptInputError(0)
	}
	dangling := len(encoded)%4 == 1
	if dangling {
		encoded += "A" // makes it a byte, to have the character checked
	}
	key, err := base64.RawStdEncoding.DecodeString(encoded)
	if err != nil {
		return nil, err
	}
	if dangling {
		key = key[:len(key)-1]
	}
	return key, nil
}

// encodedSum is a SHA-256 sum in base64.
type encodedSum [44]byte

func signature(mac hash.Hash, id, timestamp string, body []byte) (sum encodedSum) {
	prefix := make([]byte, 0, 96)
	prefix = append(prefix, id...)
	prefix = append(prefix, '.')
	prefix = append(prefix, timestamp...)
	prefix = append(prefix, '.')
	mac.Write(prefix)
	mac.Write(body)
	base64.StdEncoding.Encode(sum[:], mac.Sum(prefix[:0])[:sha256.Size])
	return sum
}

// matches reports whether one of the signatures in a webhook-signature header is
// the given one, and whether the header has any signature of the known version.
func (sum *encodedSum) matches(header string) (match, known bool) {
	for versioned := range strings.SplitSeq(header, " ") {
		version, encoded, ok := strings.Cut(versioned, ",")
		if !ok || version != signatureVersion {
			continue
		}
		known = true
		if subtle.ConstantTimeCompare([]byte(encoded), sum[:]) == 1 {
			return true, true
		}
	}
	return false, known
}
