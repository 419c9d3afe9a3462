package liveblocks

import (
	"context"
	"encoding/json"
	"net/http"
)

// NotificationChannel is a way to tell a user about an inbox notification. Other
// values than the constants are kept.
type NotificationChannel string

// The notification channels.
const (
	NotificationChannelEmail   NotificationChannel = "email"
	NotificationChannelSlack   NotificationChannel = "slack"
	NotificationChannelTeams   NotificationChannel = "teams"
	NotificationChannelWebPush NotificationChannel = "webPush"
)

// NotificationSettings say through which channels a user wants to be told about
// what. A channel that is not enabled in the project's dashboard is missing.
type NotificationSettings map[NotificationChannel]NotificationChannelSettings

// NotificationChannelSettings say which kinds of notifications a user wants to
// be told about through one channel.
type NotificationChannelSettings map[NotificationKind]bool

// Enabled tells whether all kinds of the channel are enabled. It is false for a
// channel that is missing from its [NotificationSettings].
//
// See https://liveblocks.io/docs/api-reference/liveblocks-node#isNotificationChannelEnabled.
func (s NotificationChannelSettings) Enabled() bool {
	for _, enabled := range s {
		if !enabled {
			return false
		}
	}
	return s != nil
}

// UnmarshalJSON leaves out what is not a channel with its kinds, which the
// service may add one day.
func (s *NotificationSettings) UnmarshalJSON(data []byte) error {
	var fields map[NotificationChannel]json.RawMessage
	if err := json.Unmarshal(data, &fields); err != nil {
		return err
	}
	settings := make(NotificationSettings, len(fields))
	for channel, field := range fields {
		var kinds map[NotificationKind]any
		if json.Unmarshal(field, &kinds) != nil || kinds == nil {
			continue
		}
		settings[channel] = make(NotificationChannelSettings, len(kinds))
		for kind, value := range kinds {
			if enabled, ok := value.(bool); ok {
				settings[channel][kind] = enabled
			}
		}
	}
	*s = settings
	return nil
}

const notificationSettingsRoute = "/v2/users/{userId}/notification-settings"

// GetNotificationSettings returns the notification settings of a user.
//
// See https://liveblocks.io/docs/api-reference/liveblocks-node#get-users-userId-notification-settings.
func (c *Client) GetNotificationSettings(ctx context.Context, userID string) (NotificationSettings, error) {
	return c.callNotificationSettings(ctx, request{method: http.MethodGet, ids: []string{userID}})
}

// UpdateNotificationSettings changes the notification settings of a user, and
// returns them as they are then. Channels and kinds that are not in changes are
// left alone. If changes has a channel that is not enabled in the project's
// dashboard, the error matches [ErrUnprocessable].
//
// It is retried.
//
// See https://liveblocks.io/docs/api-reference/liveblocks-node#post-users-userId-notification-settings.
func (c *Client) UpdateNotificationSettings(ctx context.Context, userID string, changes NotificationSettings) (NotificationSettings, error) {
	body := make(NotificationSettings, len(changes))
	for channel, kinds := range changes {
		if channel == "" {
			return nil, invalid("a channel of the notification settings is empty: want one such as NotificationChannelEmail")
		}
		body[channel] = make(NotificationChannelSettings, len(kinds)) // never null
		for kind, enabled := range kinds {
			if kind == "" {
				return nil, invalid("a kind in the notification settings for %s is empty: want one such as NotificationKindThread", quote(string(channel)))
			}
			body[channel][kind] = enabled
		}
	}
	return c.callNotificationSettings(ctx, request{method: http.MethodPost, ids: []string{userID}, body: body})
}

func (c *Client) callNotificationSettings(ctx context.Context, r request) (NotificationSettings, error) {
	r.route = notificationSettingsRoute
	settings, err := call[NotificationSettings](ctx, c, r)
	if err != nil {
		return nil, err
	}
	return *settings, nil
}

// DeleteNotificationSettings deletes the notification settings of a user, so
// that the default ones apply.
//
// It is retried.
//
// See https://liveblocks.io/docs/api-reference/liveblocks-node#delete-users-userId-notification-settings.
func (c *Client) DeleteNotificationSettings(ctx context.Context, userID string) error {
	return c.exec(ctx, request{method: http.MethodDelete, route: notificationSettingsRoute, ids: []string{userID}})
}
