package liveblocks_test

import (
	"context"
	"net/http"

	"github.com/liveblocks-go/liveblocks"
)

var sessionMethods = []method{
	{
		name: "Session.Authorize", jsName: "prepareSession",
		httpMethod: http.MethodPost, route: "/v2/authorize-user",
		call: func(ctx context.Context, c *liveblocks.Client, _ []string) error {
			_, err := c.PrepareSession("ada", nil).Allow("room", liveblocks.FullAccess).Authorize(ctx)
			return err
		},
		repeatable: true,
		answer:     `{"token":"a.b.c"}`,
	},
	{
		name: "IdentifyUser", jsName: "identifyUser",
		httpMethod: http.MethodPost, route: "/v2/identify-user",
		call: func(ctx context.Context, c *liveblocks.Client, _ []string) error {
			_, err := c.IdentifyUser(ctx, liveblocks.Identity{UserID: "ada"}, nil)
			return err
		},
		repeatable: true,
		answer:     `{"token":"a.b.c"}`,
	},
}
