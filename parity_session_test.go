package liveblocks_test

import (
	"context"

	"github.com/liveblocks-go/liveblocks"
	"github.com/liveblocks-go/liveblocks/internal/parity"
)

var sessionTwins = twins{
	"prepareSession": func(ctx context.Context, c *liveblocks.Client, args parity.Args) (any, error) {
		var opts []liveblocks.SessionOption
		if id := organizationArg(args, "1"); id != "" {
			opts = append(opts, liveblocks.WithOrganizationID(id))
		}
		session := c.PrepareSession(args.String("0"), parity.Get[any](args, "1.userInfo"), opts...)
		for _, allow := range parity.Get[[][2]any](args, "2") {
			var perms []liveblocks.Permission
			for _, perm := range allow[1].([]any) {
				perms = append(perms, liveblocks.Permission(perm.(string)))
			}
			session.Allow(allow[0].(string), perms...)
		}
		return authResult(session.Authorize(ctx))
	},
	"identifyUser": func(ctx context.Context, c *liveblocks.Client, args parity.Args) (any, error) {
		identity := liveblocks.Identity{
			UserID:         args.String("0.userId"),
			GroupIDs:       parity.Get[[]string](args, "0.groupIds"),
			OrganizationID: organizationArg(args, "0"),
		}
		if !args.Has("0.userId") { // the short form
			identity.UserID = args.String("0")
		}
		return authResult(c.IdentifyUser(ctx, identity, parity.Get[any](args, "1.userInfo")))
	},
}

// authResult keeps the answer, which there is along with an error, too.
func authResult(res *liveblocks.AuthResponse, err error) (any, error) {
	return map[string]any{"status": res.Status, "body": string(res.Body)}, err
}
