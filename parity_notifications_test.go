package liveblocks_test

import (
	"context"

	"github.com/liveblocks-go/liveblocks"
	"github.com/liveblocks-go/liveblocks/internal/parity"
)

var notificationsTwins = twins{
	"getInboxNotification": func(ctx context.Context, c *liveblocks.Client, args parity.Args) (any, error) {
		return c.GetInboxNotification(ctx, args.String("0.userId"), args.String("0.inboxNotificationId"))
	},
	"getInboxNotifications": func(ctx context.Context, c *liveblocks.Client, args parity.Args) (any, error) {
		params := inboxArgs(args)
		params.Limit = parity.Get[int](args, "0.limit")
		params.StartingAfter = args.String("0.startingAfter")
		return c.GetInboxNotifications(ctx, args.String("0.userId"), params)
	},
	"iterInboxNotifications": func(ctx context.Context, c *liveblocks.Client, args parity.Args) (any, error) {
		params := inboxArgs(args)
		params.Limit = parity.Get[int](args, "1.pageSize")
		return parity.Collect(c.IterInboxNotifications(ctx, args.String("0.userId"), params))
	},
	"triggerInboxNotification": func(ctx context.Context, c *liveblocks.Client, args parity.Args) (any, error) {
		return nil, c.TriggerInboxNotification(ctx, liveblocks.TriggerInboxNotificationParams{
			UserID:         args.String("0.userId"),
			Kind:           parity.Get[liveblocks.NotificationKind](args, "0.kind"),
			SubjectID:      args.String("0.subjectId"),
			ActivityData:   parity.Get[any](args, "0.activityData"),
			RoomID:         args.String("0.roomId"),
			OrganizationID: organizationArg(args, "0"),
		})
	},
	"deleteInboxNotification": func(ctx context.Context, c *liveblocks.Client, args parity.Args) (any, error) {
		return nil, c.DeleteInboxNotification(ctx, args.String("0.userId"), args.String("0.inboxNotificationId"))
	},
	"deleteAllInboxNotifications": func(ctx context.Context, c *liveblocks.Client, args parity.Args) (any, error) {
		return nil, c.DeleteAllInboxNotifications(ctx, args.String("0.userId"), liveblocks.DeleteAllInboxNotificationsParams{
			OrganizationID: organizationArg(args, "0"),
		})
	},
	"getNotificationSettings": func(ctx context.Context, c *liveblocks.Client, args parity.Args) (any, error) {
		return c.GetNotificationSettings(ctx, args.String("0.userId"))
	},
	"updateNotificationSettings": func(ctx context.Context, c *liveblocks.Client, args parity.Args) (any, error) {
		return c.UpdateNotificationSettings(ctx, args.String("0.userId"), parity.Get[liveblocks.NotificationSettings](args, "0.data"))
	},
	"deleteNotificationSettings": func(ctx context.Context, c *liveblocks.Client, args parity.Args) (any, error) {
		return nil, c.DeleteNotificationSettings(ctx, args.String("0.userId"))
	},
	"getRoomSubscriptionSettings": func(ctx context.Context, c *liveblocks.Client, args parity.Args) (any, error) {
		return c.GetRoomSubscriptionSettings(ctx, args.String("0.roomId"), args.String("0.userId"))
	},
	"updateRoomSubscriptionSettings": func(ctx context.Context, c *liveblocks.Client, args parity.Args) (any, error) {
		return c.UpdateRoomSubscriptionSettings(ctx, args.String("0.roomId"), args.String("0.userId"), parity.Get[liveblocks.RoomSubscriptionSettings](args, "0.data"))
	},
	"deleteRoomSubscriptionSettings": func(ctx context.Context, c *liveblocks.Client, args parity.Args) (any, error) {
		return nil, c.DeleteRoomSubscriptionSettings(ctx, args.String("0.roomId"), args.String("0.userId"))
	},
	"getUserRoomSubscriptionSettings": func(ctx context.Context, c *liveblocks.Client, args parity.Args) (any, error) {
		return c.GetUserRoomSubscriptionSettings(ctx, args.String("0.userId"), liveblocks.GetUserRoomSubscriptionSettingsParams{
			Limit:          parity.Get[int](args, "0.limit"),
			StartingAfter:  args.String("0.startingAfter"),
			OrganizationID: organizationArg(args, "0"),
		})
	},
}

func inboxArgs(args parity.Args) liveblocks.GetInboxNotificationsParams {
	params := liveblocks.GetInboxNotificationsParams{OrganizationID: organizationArg(args, "0")}
	params.Query, params.Filter = filterArg(args, "0.query")
	return params
}
