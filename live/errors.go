package live

import (
	"errors"
	"fmt"
)

var (
	// ErrRemoved is returned by a change of a node that was taken out of the
	// room's storage, by itself or with a node around it, and by an attempt to
	// put such a node back. Get the current node from its parent, or put in a
	// clone.
	ErrRemoved = errors.New("the node was removed from storage; get the current node from its parent, or use Clone")

	// ErrInTree is returned when a node is put into a second place. A node has
	// one parent; put in a clone, or take it out of its first place before. The
	// root of a room's storage can't be put anywhere.
	ErrInTree = errors.New("the node is in a tree already; use Clone to put a copy")

	// ErrClosed is returned by a change of a tree whose mutation has ended. Its
	// changes could no longer be sent.
	ErrClosed = errors.New("the mutation has ended, so changes can't be sent any more")

	// ErrStaleText is returned by an edit of a [Text] that follows a flush,
	// when the server's answer has shown that somebody else has edited the text
	// as well. The local text lacks their edit, so indexes would be wrong. What
	// was flushed is safe. Start another mutation for further edits.
	ErrStaleText = errors.New("the text was edited by somebody else since it was loaded; edit it in a new mutation")
)

// An apiError is an error as programs get it. Within the package errors go
// without the prefix, so that it stands there once.
type apiError struct{ err error }

func (e *apiError) Error() string { return "live: " + e.err.Error() }
func (e *apiError) Unwrap() error { return e.err }

func errorf(format string, args ...any) error {
	return &apiError{fmt.Errorf(format, args...)}
}
