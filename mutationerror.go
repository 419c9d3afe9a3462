package liveblocks

import (
	"errors"
	"fmt"
	"strings"

	"github.com/liveblocks-go/liveblocks/live"
)

// A MutationError is the failure of [Client.MutateStorage], or of
// [StorageMutation.Flush], to have all changes applied. It tells for each change
// what is known.
//
// It wraps the [*Error] of the request that failed, which errors.As and errors.Is
// find, and the [*live.OpError] of changes that the server did not carry out.
type MutationError struct {
	// Applied are the changes that the server has confirmed. Others have seen
	// them; they can't be taken back.
	Applied []live.Op
	// NotApplied are the changes that were surely not made.
	NotApplied []live.Op
	// MaybeApplied are the changes that may have been made: the answer to them
	// was lost, and nothing more was learnt until the context ended.
	MaybeApplied []live.Op

	causes []error
}

// Error says what became of the changes and names the first of those that are
// not known to have been applied, by key and node.
func (e *MutationError) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "liveblocks: of %d changes to the storage", len(e.Applied)+len(e.NotApplied)+len(e.MaybeApplied))
	sep := " "
	list := func(ops []live.Op, what string) {
		if len(ops) > 0 {
			fmt.Fprintf(&b, "%s%d %s: %s", sep, len(ops), what, listOps(ops))
			sep = "; "
		}
	}
	if len(e.Applied) > 0 {
		fmt.Fprintf(&b, "%s%d were applied", sep, len(e.Applied))
		sep = "; "
	}
	list(e.NotApplied, "were not applied")
	list(e.MaybeApplied, "may have been applied")
	for _, cause := range e.causes {
		var refused *live.OpError
		switch {
		case !errors.As(cause, &refused):
			fmt.Fprintf(&b, "; %v", cause)
		case refused.Reason != "":
			fmt.Fprintf(&b, "; the server says %s", quote(refused.Reason))
		}
	}
	return b.String()
}

// Unwrap returns the failures behind the error.
func (e *MutationError) Unwrap() []error { return e.causes }

func listOps(ops []live.Op) string {
	const most = 5
	names := make([]string, 0, most+1)
	for _, op := range ops[:min(len(ops), most)] {
		names = append(names, op.String())
	}
	if more := len(ops) - most; more > 0 {
		names = append(names, fmt.Sprintf("and %d more", more))
	}
	return strings.Join(names, ", ")
}
