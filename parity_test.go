package liveblocks_test

import (
	"errors"
	"net/http"
	"testing"

	"github.com/liveblocks-go/liveblocks"
	"github.com/liveblocks-go/liveblocks/internal/parity"
)

// twins are the calls in Go of what was recorded from @liveblocks/node, in one
// section of the docs.
type twins = parity.Twins[*liveblocks.Client]

// paritySections is all that was recorded. The twins of a section are in
// parity_<section>_test.go.
var paritySections = map[string]twins{
	"session":       sessionTwins,
	"rooms":         roomsTwins,
	"storage":       storageTwins,
	"yjs":           yjsTwins,
	"versions":      versionsTwins,
	"threads":       threadsTwins,
	"comments":      commentsTwins,
	"groups":        groupsTwins,
	"attachments":   attachmentsTwins,
	"files":         filesTwins,
	"notifications": notificationsTwins,
	"feeds":         feedsTwins,
	"ai":            aiTwins,
}

var parityHarness = parity.Harness[*liveblocks.Client]{
	New: func(t testing.TB, secret, baseURL string, hc *http.Client) *liveblocks.Client {
		c, err := liveblocks.New(secret, liveblocks.WithBaseURL(baseURL), liveblocks.WithHTTPClient(hc))
		if err != nil {
			t.Fatal(err)
		}
		return c
	},
	Failure: func(err error) (parity.Failure, bool) {
		var e *liveblocks.Error
		if !errors.As(err, &e) || e.Status == 0 {
			return parity.Failure{}, false
		}
		return parity.Failure{Status: e.Status, Message: e.Message, Suggestion: e.Suggestion, Docs: e.Docs}, true
	},
}

func TestParity(t *testing.T) {
	for section, twins := range paritySections {
		t.Run(section, func(t *testing.T) { parity.Run(t, section, parityHarness, twins) })
	}
}

func TestParityIsComplete(t *testing.T) {
	parity.CheckComplete(t, paritySections, map[string]string{
		"mutateStorage":     "compared program by program, in package live",
		"massMutateStorage": "compared program by program, in package live",
	})
}
