package liveblocks_test

import (
	"context"
	"fmt"

	"github.com/liveblocks-go/liveblocks"
)

var exampleNotifications = exampleAPI(map[string]string{
	"POST /v2/inbox-notifications/trigger": "",
	"GET /v2/users/ada/inbox-notifications": `{"data":[
		{"id":"in_1","kind":"thread","roomId":"notes","threadId":"th_1","notifiedAt":"2026-05-01T09:00:00.000Z","readAt":null},
		{"id":"in_2","kind":"$fileUploaded","subjectId":"file-1","notifiedAt":"2026-05-01T08:00:00.000Z","readAt":null,
		 "activities":[{"id":"ac_1","createdAt":"2026-05-01T08:00:00.000Z","data":{"name":"plan.pdf","size":256}}]}]}`,
	"POST /v2/users/ada/notification-settings":             `{"email":{"thread":false,"$fileUploaded":true},"slack":{"thread":true}}`,
	"POST /v2/rooms/notes/users/ada/subscription-settings": `{"threads":"all","textMentions":"mine"}`,
})

// FileUploaded is what the app tells with notifications of its kind
// "$fileUploaded".
type FileUploaded struct {
	Name string `json:"name"`
	Size int64  `json:"size"`
}

func ExampleClient_TriggerInboxNotification() {
	client := exampleNotifications // see New
	err := client.TriggerInboxNotification(context.Background(), liveblocks.TriggerInboxNotificationParams{
		UserID:       "ada",
		Kind:         "$fileUploaded",
		SubjectID:    "file-1",
		ActivityData: FileUploaded{Name: "plan.pdf", Size: 256},
	})
	fmt.Println(err)
	// Output: <nil>
}

// Range over what a user has not read, and tell the kinds of notifications
// apart.
func ExampleClient_IterInboxNotifications() {
	client := exampleNotifications // see New
	unread := client.IterInboxNotifications(context.Background(), "ada", liveblocks.GetInboxNotificationsParams{
		Filter: liveblocks.Filter{liveblocks.WhereUnread(true)},
	})
	for n, err := range unread {
		if err != nil {
			fmt.Println(err)
			return
		}
		switch detail := n.Detail.(type) {
		case liveblocks.ThreadNotification:
			fmt.Println("comments in", n.RoomID, detail.ThreadID)
		case liveblocks.TextMentionNotification:
			fmt.Println("mentioned by", detail.CreatedBy)
		case liveblocks.CustomNotification:
			for _, activity := range detail.Activities {
				var file FileUploaded
				if err := activity.DecodeData(&file); err != nil {
					fmt.Println(err)
					return
				}
				fmt.Println("uploaded", file.Name)
			}
		}
	}
	// Output:
	// comments in notes th_1
	// uploaded plan.pdf
}

func ExampleClient_UpdateNotificationSettings() {
	client := exampleNotifications // see New
	settings, err := client.UpdateNotificationSettings(context.Background(), "ada", liveblocks.NotificationSettings{
		liveblocks.NotificationChannelEmail: {
			liveblocks.NotificationKindThread: false,
			"$fileUploaded":                   true,
		},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(settings[liveblocks.NotificationChannelEmail]["$fileUploaded"])
	fmt.Println(settings[liveblocks.NotificationChannelEmail].Enabled()) // all of its kinds?
	fmt.Println(settings[liveblocks.NotificationChannelSlack].Enabled())
	// Output:
	// true
	// false
	// true
}

func ExampleClient_UpdateRoomSubscriptionSettings() {
	client := exampleNotifications // see New
	settings, err := client.UpdateRoomSubscriptionSettings(context.Background(), "notes", "ada", liveblocks.RoomSubscriptionSettings{
		Threads: liveblocks.ThreadSubscriptionAll,
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(settings.Threads, settings.TextMentions)
	// Output: all mine
}
