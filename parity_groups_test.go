package liveblocks_test

import (
	"context"

	"github.com/liveblocks-go/liveblocks"
	"github.com/liveblocks-go/liveblocks/internal/parity"
)

var groupsTwins = twins{
	"createGroup": func(ctx context.Context, c *liveblocks.Client, args parity.Args) (any, error) {
		return c.CreateGroup(ctx, args.String("0.groupId"), liveblocks.CreateGroupParams{
			MemberIDs:      parity.Get[[]string](args, "0.memberIds"),
			OrganizationID: organizationArg(args, "0"),
			Scopes:         parity.Get[liveblocks.GroupScopes](args, "0.scopes"),
		})
	},
	"getGroup": func(ctx context.Context, c *liveblocks.Client, args parity.Args) (any, error) {
		return c.GetGroup(ctx, args.String("0.groupId"))
	},
	"addGroupMembers": func(ctx context.Context, c *liveblocks.Client, args parity.Args) (any, error) {
		return c.AddGroupMembers(ctx, args.String("0.groupId"), parity.Get[[]string](args, "0.memberIds"))
	},
	"removeGroupMembers": func(ctx context.Context, c *liveblocks.Client, args parity.Args) (any, error) {
		return c.RemoveGroupMembers(ctx, args.String("0.groupId"), parity.Get[[]string](args, "0.memberIds"))
	},
	"deleteGroup": func(ctx context.Context, c *liveblocks.Client, args parity.Args) (any, error) {
		return nil, c.DeleteGroup(ctx, args.String("0.groupId"))
	},
	"getGroups": func(ctx context.Context, c *liveblocks.Client, args parity.Args) (any, error) {
		return c.GetGroups(ctx, groupsArgs(args))
	},
	"getUserGroups": func(ctx context.Context, c *liveblocks.Client, args parity.Args) (any, error) {
		return c.GetUserGroups(ctx, args.String("0.userId"), groupsArgs(args))
	},
}

func groupsArgs(args parity.Args) liveblocks.GetGroupsParams {
	return liveblocks.GetGroupsParams{
		Limit:         parity.Get[int](args, "0.limit"),
		StartingAfter: args.String("0.startingAfter"),
	}
}
