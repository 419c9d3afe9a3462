package liveblocks_test

import (
	"context"
	"net/http"

	"github.com/liveblocks-go/liveblocks"
)

var groupsMethods = []method{
	{
		name: "CreateGroup", jsName: "createGroup",
		httpMethod: http.MethodPost, route: "/v2/groups",
		call: func(ctx context.Context, c *liveblocks.Client, _ []string) error {
			_, err := c.CreateGroup(ctx, "group", liveblocks.CreateGroupParams{})
			return err
		},
		repeatable: true,
	},
	{
		name: "GetGroup", jsName: "getGroup",
		httpMethod: http.MethodGet, route: "/v2/groups/{groupId}",
		call: func(ctx context.Context, c *liveblocks.Client, ids []string) error {
			_, err := c.GetGroup(ctx, ids[0])
			return err
		},
		repeatable: true,
	},
	{
		name: "AddGroupMembers", jsName: "addGroupMembers",
		httpMethod: http.MethodPost, route: "/v2/groups/{groupId}/add-members",
		call: func(ctx context.Context, c *liveblocks.Client, ids []string) error {
			_, err := c.AddGroupMembers(ctx, ids[0], []string{"ada"})
			return err
		},
		repeatable: true,
	},
	{
		name: "RemoveGroupMembers", jsName: "removeGroupMembers",
		httpMethod: http.MethodPost, route: "/v2/groups/{groupId}/remove-members",
		call: func(ctx context.Context, c *liveblocks.Client, ids []string) error {
			_, err := c.RemoveGroupMembers(ctx, ids[0], []string{"ada"})
			return err
		},
		repeatable: true,
	},
	{
		name: "DeleteGroup", jsName: "deleteGroup",
		httpMethod: http.MethodDelete, route: "/v2/groups/{groupId}",
		call: func(ctx context.Context, c *liveblocks.Client, ids []string) error {
			return c.DeleteGroup(ctx, ids[0])
		},
		repeatable: true, noAnswer: true,
	},
	{
		name: "GetGroups", jsName: "getGroups",
		httpMethod: http.MethodGet, route: "/v2/groups",
		call: func(ctx context.Context, c *liveblocks.Client, _ []string) error {
			_, err := c.GetGroups(ctx, liveblocks.GetGroupsParams{})
			return err
		},
		repeatable: true,
	},
	{
		name:       "IterGroups",
		httpMethod: http.MethodGet, route: "/v2/groups",
		call: func(ctx context.Context, c *liveblocks.Client, _ []string) error {
			return drain(c.IterGroups(ctx, liveblocks.GetGroupsParams{}))
		},
		repeatable: true,
	},
	{
		name: "GetUserGroups", jsName: "getUserGroups",
		httpMethod: http.MethodGet, route: "/v2/users/{userId}/groups",
		call: func(ctx context.Context, c *liveblocks.Client, ids []string) error {
			_, err := c.GetUserGroups(ctx, ids[0], liveblocks.GetGroupsParams{})
			return err
		},
		repeatable: true,
	},
	{
		name:       "IterUserGroups",
		httpMethod: http.MethodGet, route: "/v2/users/{userId}/groups",
		call: func(ctx context.Context, c *liveblocks.Client, ids []string) error {
			return drain(c.IterUserGroups(ctx, ids[0], liveblocks.GetGroupsParams{}))
		},
		repeatable: true,
	},
}
