package liveblocks

import "errors"

// mayBeOwnConflict tells whether what is in the way of a creation may have been
// created by the same call: by an earlier attempt, whose answer was lost.
func mayBeOwnConflict(err error) bool {
	var e *Error
	return errors.As(err, &e) && e.MaybeApplied && errors.Is(e, ErrConflict)
}
