package webhook

import "time"

// A CommentCreatedEvent means that a comment was created.
//
// See https://liveblocks.io/docs/api-reference/webhook-events#CommentCreatedEvent.
type CommentCreatedEvent struct {
	Delivery  `json:"-"`
	ProjectID string    `json:"projectId"`
	RoomID    string    `json:"roomId"`
	ThreadID  string    `json:"threadId"`
	CommentID string    `json:"commentId"`
	CreatedAt time.Time `json:"createdAt"`
	CreatedBy string    `json:"createdBy"`
}

// EventType returns [TypeCommentCreated].
func (*CommentCreatedEvent) EventType() EventType { return TypeCommentCreated }

// A CommentEditedEvent means that a comment was edited.
//
// See https://liveblocks.io/docs/api-reference/webhook-events#CommentEditedEvent.
type CommentEditedEvent struct {
	Delivery  `json:"-"`
	ProjectID string    `json:"projectId"`
	RoomID    string    `json:"roomId"`
	ThreadID  string    `json:"threadId"`
	CommentID string    `json:"commentId"`
	EditedAt  time.Time `json:"editedAt"`
}

// EventType returns [TypeCommentEdited].
func (*CommentEditedEvent) EventType() EventType { return TypeCommentEdited }

// A CommentDeletedEvent means that a comment was deleted.
//
// See https://liveblocks.io/docs/api-reference/webhook-events#CommentDeletedEvent.
type CommentDeletedEvent struct {
	Delivery  `json:"-"`
	ProjectID string    `json:"projectId"`
	RoomID    string    `json:"roomId"`
	ThreadID  string    `json:"threadId"`
	CommentID string    `json:"commentId"`
	DeletedAt time.Time `json:"deletedAt"`
}

// EventType returns [TypeCommentDeleted].
func (*CommentDeletedEvent) EventType() EventType { return TypeCommentDeleted }

// A CommentMetadataUpdatedEvent means that the metadata of a comment were changed.
//
// See https://liveblocks.io/docs/api-reference/webhook-events#CommentMetadataUpdatedEvent.
type CommentMetadataUpdatedEvent struct {
	Delivery  `json:"-"`
	ProjectID string    `json:"projectId"`
	RoomID    string    `json:"roomId"`
	ThreadID  string    `json:"threadId"`
	CommentID string    `json:"commentId"`
	UpdatedAt time.Time `json:"updatedAt"`
	UpdatedBy string    `json:"updatedBy"`
}

// EventType returns [TypeCommentMetadataUpdated].
func (*CommentMetadataUpdatedEvent) EventType() EventType { return TypeCommentMetadataUpdated }

// A CommentReactionAddedEvent means that a user added a reaction to a comment.
//
// See https://liveblocks.io/docs/api-reference/webhook-events#CommentReactionAddedEvent.
type CommentReactionAddedEvent struct {
	Delivery  `json:"-"`
	ProjectID string    `json:"projectId"`
	RoomID    string    `json:"roomId"`
	ThreadID  string    `json:"threadId"`
	CommentID string    `json:"commentId"`
	Emoji     string    `json:"emoji"`
	AddedAt   time.Time `json:"addedAt"`
	AddedBy   string    `json:"addedBy"`
}

// EventType returns [TypeCommentReactionAdded].
func (*CommentReactionAddedEvent) EventType() EventType { return TypeCommentReactionAdded }

// A CommentReactionRemovedEvent means that a user removed a reaction from a comment.
//
// See https://liveblocks.io/docs/api-reference/webhook-events#CommentReactionRemovedEvent.
type CommentReactionRemovedEvent struct {
	Delivery  `json:"-"`
	ProjectID string    `json:"projectId"`
	RoomID    string    `json:"roomId"`
	ThreadID  string    `json:"threadId"`
	CommentID string    `json:"commentId"`
	Emoji     string    `json:"emoji"`
	RemovedAt time.Time `json:"removedAt"`
	RemovedBy string    `json:"removedBy"`
}

// EventType returns [TypeCommentReactionRemoved].
func (*CommentReactionRemovedEvent) EventType() EventType { return TypeCommentReactionRemoved }
