// Package comment builds, reads and renders the bodies of Liveblocks comments.
//
// A [Body] is what a comment says: paragraphs of formatted text, links and
// mentions. It is built with a [Builder], from Markdown with [FromMarkdown], or
// by hand from its Go types; it is turned into plain text, Markdown or HTML with
// [Stringify]; and [Body.Mentions] tells who is mentioned in it.
//
// The package does no I/O and can be used without the client.
//
// See https://liveblocks.io/docs/api-reference/liveblocks-node#Comments and
// https://liveblocks.io/docs/products/comments.
package comment

import "encoding/json"

// Body is the body of a comment.
//
// The zero Body is empty and ready to use. In JSON it is an object with a
// version and a content, as the REST API sends and expects it. Elements and
// properties that this package does not know are kept, and written back as they
// came: see [Unknown] and the Extra fields.
//
// See https://liveblocks.io/docs/api-reference/rest-api-endpoints#Comments.
type Body struct {
	// Version is the version of the format. The service knows one, 1, which is
	// also what 0 is written as.
	Version int

	// Content holds the body's blocks, in order.
	Content []Block

	// Extra holds the properties that this package does not know, by name.
	Extra map[string]json.RawMessage
}

// Block is a block of a [Body]: a [Paragraph], or an [Unknown] one.
type Block interface{ isBlock() }

// Inline is an element of a [Paragraph]: a [Text], a [Link], a [Mention], or an
// [Unknown] one.
type Inline interface{ isInline() }

// Paragraph is a block of text, links and mentions.
type Paragraph struct {
	// Children holds the paragraph's elements, in order.
	Children []Inline

	// Extra holds the properties that this package does not know, by name.
	Extra map[string]json.RawMessage
}

// Text is a run of text with one formatting. A line break is a "\n" in it.
type Text struct {
	Text          string
	Bold          bool
	Italic        bool
	Strikethrough bool
	Code          bool

	// Extra holds the properties that this package does not know, by name.
	Extra map[string]json.RawMessage
}

// Link is a link.
type Link struct {
	// URL is where the link leads. Renderers make a link of an http or https
	// URL, of one that starts with "www.", and of a relative one; anything else
	// they show as text.
	URL string

	// Text is what is shown. The URL is shown if it is empty.
	Text string

	// Extra holds the properties that this package does not know, by name.
	Extra map[string]json.RawMessage
}

// MentionKind says what a [Mention] mentions. The constants are those known to
// this package; others are kept.
type MentionKind string

const (
	// UserMention is the kind of a mention of one user.
	UserMention MentionKind = "user"
	// GroupMention is the kind of a mention of a group of users.
	GroupMention MentionKind = "group"
)

// Mention is a mention of a user or of a group.
type Mention struct {
	Kind MentionKind

	// ID is the ID of the user or of the group.
	ID string

	// UserIDs holds the IDs of the members of a group that is not managed by
	// Liveblocks. It is left empty otherwise.
	//
	// See https://liveblocks.io/docs/ready-made-features/comments/users-and-mentions.
	UserIDs []string

	// Extra holds the properties that this package does not know, by name.
	Extra map[string]json.RawMessage
}

// Unknown is a block or an inline element that this package does not know, as
// JSON. It is kept, so that a body can be read, changed and written back with
// nothing lost, and left out by [Stringify].
type Unknown struct {
	Raw json.RawMessage
}

func (Paragraph) isBlock() {}
func (Unknown) isBlock()   {}

func (Text) isInline()    {}
func (Link) isInline()    {}
func (Mention) isInline() {}
func (Unknown) isInline() {}
