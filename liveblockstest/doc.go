// Package liveblockstest helps to test an app that uses Liveblocks: without a
// network, an account or another process.
//
// # A fake Liveblocks API
//
// [NewServer] starts a server that does what the Liveblocks API does. Make the
// app's client for it as for the real one, and test the app as it is:
//
//	func TestNewDocument(t *testing.T) {
//		server := liveblockstest.NewServer()
//		defer server.Close()
//		client, err := liveblocks.New(liveblockstest.SecretKey, liveblocks.WithBaseURL(server.URL))
//		if err != nil {
//			t.Fatal(err)
//		}
//		app := newApp(client)
//
//		w := httptest.NewRecorder()
//		app.ServeHTTP(w, httptest.NewRequest("POST", "/documents/plan", nil))
//
//		room, err := client.GetRoom(t.Context(), "plan")
//		if err != nil || room.Metadata["status"] != "draft" {
//			t.Errorf("the room is %+v, %v", room, err)
//		}
//	}
//
// The server remembers what it is told, so use the client also to prepare a test
// and to look at the outcome. What the API has no call for, the [Server] tells:
// its [Server.Requests], [Server.Broadcasts] and [Server.Presences].
//
// It is as strict as the service: what is missing, of a wrong type, unknown or
// too long is refused with the service's statuses and error bodies. Where the
// official dev server has the same call, the two are tested against each other.
//
// It has:
//
//   - access tokens and ID tokens
//   - rooms: all calls but prewarming and moving to another organization; lists
//     with pages and filters
//   - active users, which [Server.SetActiveUsers] sets; broadcasts; presence
//   - storage: whole documents, and MutateStorage and the like; but a change of a
//     text that somebody else has changed meanwhile is rejected, where the
//     service merges the two
//   - threads, comments, reactions and subscriptions to threads
//   - inbox notifications: those that the app triggers, one for each, and those
//     of threads, which a comment gives to everybody who wrote in its thread
//     before or is mentioned
//
// Anything else is answered with status 501, which matches
// [github.com/liveblocks-go/liveblocks.ErrNotImplemented]: browsers can't
// connect, and there are no Yjs documents, versions, attachments, files, groups,
// feeds, AI copilots, settings of notifications, and webhooks that are sent by
// themselves. Use the official dev server to test with a browser.
//
// # Tokens
//
// [ParseToken] reads what an auth endpoint answered, so that a test can tell who
// may do what. [CheckAuthEndpoint] checks an endpoint in one call: it asks as a
// browser would, and as one should not, and reports what a browser makes of the
// answers.
//
// # Failures
//
// [Server.Inject] makes calls fail: with a status, by a delay or by a lost
// connection. The client repeats many of them; see the documentation of package
// liveblocks, and WithRetryWait if a test should not wait.
//
//	server.Inject(liveblockstest.Fault{Route: "POST /v2/authorize-user", Status: 503, Times: -1})
//
// # Webhooks
//
// [WebhookDelivery] signs an event as Liveblocks does, for a test of the app's
// webhook endpoint.
package liveblockstest
