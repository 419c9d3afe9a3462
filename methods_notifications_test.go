package liveblocks_test

import (
	"context"
	"net/http"

	"github.com/liveblocks-go/liveblocks"
)

const (
	inboxRoute                    = "/v2/users/{userId}/inbox-notifications"
	notificationSettingsRoute     = "/v2/users/{userId}/notification-settings"
	roomSubscriptionSettingsRoute = "/v2/rooms/{roomId}/users/{userId}/subscription-settings"
)

var notificationsMethods = []method{
	{
		name: "GetInboxNotification", jsName: "getInboxNotification",
		httpMethod: http.MethodGet, route: inboxRoute + "/{inboxNotificationId}",
		call: func(ctx context.Context, c *liveblocks.Client, ids []string) error {
			_, err := c.GetInboxNotification(ctx, ids[0], ids[1])
			return err
		},
		repeatable: true,
	},
	{
		name: "GetInboxNotifications", jsName: "getInboxNotifications",
		httpMethod: http.MethodGet, route: inboxRoute,
		call: func(ctx context.Context, c *liveblocks.Client, ids []string) error {
			_, err := c.GetInboxNotifications(ctx, ids[0], liveblocks.GetInboxNotificationsParams{})
			return err
		},
		repeatable: true,
	},
	{
		name: "IterInboxNotifications", jsName: "iterInboxNotifications",
		httpMethod: http.MethodGet, route: inboxRoute,
		call: func(ctx context.Context, c *liveblocks.Client, ids []string) error {
			return drain(c.IterInboxNotifications(ctx, ids[0], liveblocks.GetInboxNotificationsParams{}))
		},
		repeatable: true,
	},
	{
		name: "TriggerInboxNotification", jsName: "triggerInboxNotification",
		httpMethod: http.MethodPost, route: "/v2/inbox-notifications/trigger",
		call: func(ctx context.Context, c *liveblocks.Client, _ []string) error {
			return c.TriggerInboxNotification(ctx, liveblocks.TriggerInboxNotificationParams{
				UserID: "ada", Kind: "$fileUploaded", SubjectID: "file-1",
			})
		},
		noAnswer: true,
	},
	{
		name:       "MarkInboxNotificationAsRead",
		httpMethod: http.MethodPost, route: "/v2/inbox-notifications/{inboxNotificationId}/read",
		call: func(ctx context.Context, c *liveblocks.Client, ids []string) error {
			return c.MarkInboxNotificationAsRead(ctx, ids[0])
		},
		repeatable: true,
		noAnswer:   true,
	},
	{
		name: "DeleteInboxNotification", jsName: "deleteInboxNotification",
		httpMethod: http.MethodDelete, route: inboxRoute + "/{inboxNotificationId}",
		call: func(ctx context.Context, c *liveblocks.Client, ids []string) error {
			return c.DeleteInboxNotification(ctx, ids[0], ids[1])
		},
		repeatable: true,
		noAnswer:   true,
	},
	{
		name: "DeleteAllInboxNotifications", jsName: "deleteAllInboxNotifications",
		httpMethod: http.MethodDelete, route: inboxRoute,
		call: func(ctx context.Context, c *liveblocks.Client, ids []string) error {
			return c.DeleteAllInboxNotifications(ctx, ids[0], liveblocks.DeleteAllInboxNotificationsParams{})
		},
		repeatable: true,
		noAnswer:   true,
	},
	{
		name: "GetUserRoomSubscriptionSettings", jsName: "getUserRoomSubscriptionSettings",
		httpMethod: http.MethodGet, route: "/v2/users/{userId}/room-subscription-settings",
		call: func(ctx context.Context, c *liveblocks.Client, ids []string) error {
			_, err := c.GetUserRoomSubscriptionSettings(ctx, ids[0], liveblocks.GetUserRoomSubscriptionSettingsParams{})
			return err
		},
		repeatable: true,
	},
	{
		name:       "IterUserRoomSubscriptionSettings",
		httpMethod: http.MethodGet, route: "/v2/users/{userId}/room-subscription-settings",
		call: func(ctx context.Context, c *liveblocks.Client, ids []string) error {
			return drain(c.IterUserRoomSubscriptionSettings(ctx, ids[0], liveblocks.GetUserRoomSubscriptionSettingsParams{}))
		},
		repeatable: true,
	},
	{
		name: "GetRoomSubscriptionSettings", jsName: "getRoomSubscriptionSettings",
		httpMethod: http.MethodGet, route: roomSubscriptionSettingsRoute,
		call: func(ctx context.Context, c *liveblocks.Client, ids []string) error {
			_, err := c.GetRoomSubscriptionSettings(ctx, ids[0], ids[1])
			return err
		},
		repeatable: true,
	},
	{
		name: "UpdateRoomSubscriptionSettings", jsName: "updateRoomSubscriptionSettings",
		httpMethod: http.MethodPost, route: roomSubscriptionSettingsRoute,
		call: func(ctx context.Context, c *liveblocks.Client, ids []string) error {
			_, err := c.UpdateRoomSubscriptionSettings(ctx, ids[0], ids[1], liveblocks.RoomSubscriptionSettings{})
			return err
		},
		repeatable: true,
	},
	{
		name: "DeleteRoomSubscriptionSettings", jsName: "deleteRoomSubscriptionSettings",
		httpMethod: http.MethodDelete, route: roomSubscriptionSettingsRoute,
		call: func(ctx context.Context, c *liveblocks.Client, ids []string) error {
			return c.DeleteRoomSubscriptionSettings(ctx, ids[0], ids[1])
		},
		repeatable: true,
		noAnswer:   true,
	},
	{
		name: "GetNotificationSettings", jsName: "getNotificationSettings",
		httpMethod: http.MethodGet, route: notificationSettingsRoute,
		call: func(ctx context.Context, c *liveblocks.Client, ids []string) error {
			_, err := c.GetNotificationSettings(ctx, ids[0])
			return err
		},
		repeatable: true,
	},
	{
		name: "UpdateNotificationSettings", jsName: "updateNotificationSettings",
		httpMethod: http.MethodPost, route: notificationSettingsRoute,
		call: func(ctx context.Context, c *liveblocks.Client, ids []string) error {
			_, err := c.UpdateNotificationSettings(ctx, ids[0], nil)
			return err
		},
		repeatable: true,
	},
	{
		name: "DeleteNotificationSettings", jsName: "deleteNotificationSettings",
		httpMethod: http.MethodDelete, route: notificationSettingsRoute,
		call: func(ctx context.Context, c *liveblocks.Client, ids []string) error {
			return c.DeleteNotificationSettings(ctx, ids[0])
		},
		repeatable: true,
		noAnswer:   true,
	},
}
