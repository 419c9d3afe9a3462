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
	"GET /v2/rooms/{roomId}/prewarm":         (*call).prewarmRoom,

	"GET /v2/rooms/{roomId}/active-users":     (*call).getActiveUsers,
	"POST /v2/rooms/{roomId}/broadcast-event": (*call).broadcastEvent,
	"POST /v2/rooms/{roomId}/presence":        (*call).setPresence,
}
