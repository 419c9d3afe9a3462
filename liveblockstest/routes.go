package liveblockstest

// routes are what the fake server has.
var routes = map[string]handler{
	"POST /v2/authorize-user": (*call).authorizeUser,
	"POST /v2/identify-user":  (*call).identifyUser,

	"GET /v2/rooms":                          (*call).getRooms,
	"POST /v2/rooms":                         (*call).createRoom,
	"GET /v2/rooms/{roomId}":                 (*call).getRoom,
	"POST /v2/rooms/{roomId}":                (*call).updateRoom,
	"DELETE /v2/rooms/{roomId}":              (*call).deleteRoom,
	"POST /v2/rooms/{roomId}/upsert":         (*call).upsertRoom,
	"POST /v2/rooms/{roomId}/update-room-id": (*call).updateRoomID,

	"GET /v2/rooms/{roomId}/active-users":     (*call).getActiveUsers,
	"POST /v2/rooms/{roomId}/broadcast-event": (*call).broadcastEvent,
	"POST /v2/rooms/{roomId}/presence":        (*call).setPresence,

	"GET /v2/rooms/{roomId}/storage":                   (*call).getStorage,
	"POST /v2/rooms/{roomId}/storage":                  (*call).initializeStorage,
	"DELETE /v2/rooms/{roomId}/storage":                (*call).deleteStorage,
	"POST /v2/rooms/{roomId}/request-storage-mutation": (*call).requestStorageMutation,
	"POST /v2/rooms/{roomId}/send-message":             (*call).sendMessage,

	"GET /v2/rooms/{roomId}/threads":                                (*call).getThreads,
	"POST /v2/rooms/{roomId}/threads":                               (*call).createThread,
	"GET /v2/rooms/{roomId}/threads/{threadId}":                     (*call).getThread,
	"DELETE /v2/rooms/{roomId}/threads/{threadId}":                  (*call).deleteThread,
	"POST /v2/rooms/{roomId}/threads/{threadId}/metadata":           (*call).editThreadMetadata,
	"POST /v2/rooms/{roomId}/threads/{threadId}/mark-as-resolved":   (*call).markThreadAsResolved,
	"POST /v2/rooms/{roomId}/threads/{threadId}/mark-as-unresolved": (*call).markThreadAsUnresolved,
	"GET /v2/rooms/{roomId}/threads/{threadId}/subscriptions":       (*call).getThreadSubscriptions,
	"POST /v2/rooms/{roomId}/threads/{threadId}/subscribe":          (*call).subscribeToThread,
	"POST /v2/rooms/{roomId}/threads/{threadId}/unsubscribe":        (*call).unsubscribeFromThread,

	"POST /v2/rooms/{roomId}/threads/{threadId}/comments":                             (*call).createComment,
	"GET /v2/rooms/{roomId}/threads/{threadId}/comments/{commentId}":                  (*call).getComment,
	"POST /v2/rooms/{roomId}/threads/{threadId}/comments/{commentId}":                 (*call).editComment,
	"DELETE /v2/rooms/{roomId}/threads/{threadId}/comments/{commentId}":               (*call).deleteComment,
	"POST /v2/rooms/{roomId}/threads/{threadId}/comments/{commentId}/metadata":        (*call).editCommentMetadata,
	"POST /v2/rooms/{roomId}/threads/{threadId}/comments/{commentId}/add-reaction":    (*call).addCommentReaction,
	"POST /v2/rooms/{roomId}/threads/{threadId}/comments/{commentId}/remove-reaction": (*call).removeCommentReaction,

	"GET /v2/users/{userId}/inbox-notifications":                          (*call).getInboxNotifications,
	"DELETE /v2/users/{userId}/inbox-notifications":                       (*call).deleteAllInboxNotifications,
	"GET /v2/users/{userId}/inbox-notifications/{inboxNotificationId}":    (*call).getInboxNotification,
	"DELETE /v2/users/{userId}/inbox-notifications/{inboxNotificationId}": (*call).deleteInboxNotification,
	"POST /v2/inbox-notifications/trigger":                                (*call).triggerInboxNotification,
	"POST /v2/inbox-notifications/{inboxNotificationId}/read":             (*call).markInboxNotificationAsRead,
}
