package comment

import (
	"context"
	"fmt"
	"sync"
)

// Format is what [Stringify] makes of a body.
type Format int

const (
	// Plain is text without any formatting.
	Plain Format = iota
	// Markdown is Markdown. Text that is not formatted is not escaped: what
	// looks like Markdown in it is Markdown, and may hold HTML and links to
	// anywhere. Turn it into HTML only with a renderer that leaves those out.
	Markdown
	// HTML is HTML in which everything that comes from the comment, or from the
	// resolvers, is escaped.
	HTML
)

// Info is what a resolver knows about a user or a group.
type Info struct {
	// Name is what a mention shows. The ID is shown if it is empty.
	Name string

	// Data is for the application's own [Elements]; this package doesn't use it.
	Data any
}

// Resolver returns what is known about the users, or the groups, with the given
// IDs, by ID. IDs that it doesn't know it leaves out.
//
// It is called once for a body, with every ID once, and not at all if there is
// nobody to look up.
type Resolver func(ctx context.Context, ids []string) (map[string]Info, error)

// Elements are functions that turn the elements of a body into text, in place of
// those of the [Format]. Those that are nil are left to the format.
//
// What they return goes into the result as it is. Within HTML, a function must
// therefore escape what it takes from the element, for instance with
// [html.EscapeString]. The Default of its argument is escaped already.
type Elements struct {
	Paragraph func(ParagraphArgs) string
	Text      func(TextArgs) string
	Link      func(LinkArgs) string
	Mention   func(MentionArgs) string
}

// ParagraphArgs is the argument of [Elements].Paragraph.
type ParagraphArgs struct {
	Element  Paragraph
	Children string // the paragraph's elements, as text of the format
	Index    int    // the position among the blocks of the body
	Default  string // what the format would make of it
}

// TextArgs is the argument of [Elements].Text.
type TextArgs struct {
	Element Text
	Index   int    // the position in the paragraph
	Default string // what the format would make of it
}

// LinkArgs is the argument of [Elements].Link. Links with an unsafe URL are
// passed as text to [Elements].Text instead.
type LinkArgs struct {
	Element Link
	Href    string // the URL, normalised and safe to link to, but not escaped
	Index   int    // the position in the paragraph
	Default string // what the format would make of it
}

// MentionArgs is the argument of [Elements].Mention.
type MentionArgs struct {
	Element Mention
	User    *Info  // what is known about the user, if it is one, and if anything is
	Group   *Info  // what is known about the group, if it is one, and if anything is
	Index   int    // the position in the paragraph
	Default string // what the format would make of it
}

// StringifyOption is an option of [Stringify].
type StringifyOption func(*stringifier)

// WithUsers sets the function that looks up mentioned users.
func WithUsers(resolve Resolver) StringifyOption {
	return func(s *stringifier) { s.resolveUsers = resolve }
}

// WithGroups sets the function that looks up mentioned groups.
func WithGroups(resolve Resolver) StringifyOption {
	return func(s *stringifier) { s.resolveGroups = resolve }
}

// WithElements replaces how the elements of a body look.
func WithElements(elements Elements) StringifyOption {
	return func(s *stringifier) { s.elements = elements }
}

// WithSeparator sets what goes between paragraphs. By default it is an empty
// line in Markdown, and a line break otherwise.
func WithSeparator(separator string) StringifyOption {
	return func(s *stringifier) { s.separator = separator }
}

// Stringify turns a body into plain text, Markdown or HTML.
//
// A mention shows the name that [WithUsers] or [WithGroups] tells, or the ID if
// that is unknown or empty. A link without a text shows its URL, and one whose URL
// is neither http nor https nor relative shows as text. Unknown elements, and
// mentions without an ID, are left out.
//
// The error is that of a resolver, or of a format that does not exist. Without
// resolvers, there is no reason to fail.
//
// See https://liveblocks.io/docs/api-reference/liveblocks-node#stringifyCommentBody.
func Stringify(ctx context.Context, body Body, format Format, opts ...StringifyOption) (string, error) {
	if format < 0 || int(format) >= len(renderers) {
		return "", fmt.Errorf("comment: unknown format %d; it must be Plain, Markdown or HTML", format)
	}
	s := stringifier{renderer: &renderers[format], separator: renderers[format].separator}
	for _, opt := range opts {
		opt(&s)
	}
	if err := s.resolve(ctx, body); err != nil {
		return "", err
	}
	buffer := buffers.Get().(*[]byte)
	s.buf = (*buffer)[:0]
	s.body(body)
	result := string(s.buf)
	if cap(s.buf) <= maxBuffer {
		*buffer = s.buf
		buffers.Put(buffer)
	}
	return result, nil
}

// buffers holds buffers for Stringify, so that only its result is garbage.
var buffers = sync.Pool{New: func() any { return new([]byte) }}

// maxBuffer is the size of the largest buffer that is kept.
const maxBuffer = 64 << 10

type stringifier struct {
	renderer      *renderer
	elements      Elements
	separator     string
	resolveUsers  Resolver
	resolveGroups Resolver
	users, groups map[string]Info
	buf           []byte
}

// resolve looks up who is mentioned.
func (s *stringifier) resolve(ctx context.Context, body Body) error {
	if s.resolveUsers == nil && s.resolveGroups == nil {
		return nil
	}
	var userIDs, groupIDs []string
	for _, m := range body.Mentions() {
		switch m.Kind {
		case UserMention:
			userIDs = append(userIDs, m.ID)
		case GroupMention:
			groupIDs = append(groupIDs, m.ID)
		}
	}
	var err error
	if s.resolveUsers != nil && len(userIDs) > 0 {
		if s.users, err = s.resolveUsers(ctx, userIDs); err != nil {
			return fmt.Errorf("comment: can't resolve the mentioned users: %w", err)
		}
	}
	if s.resolveGroups != nil && len(groupIDs) > 0 {
		if s.groups, err = s.resolveGroups(ctx, groupIDs); err != nil {
			return fmt.Errorf("comment: can't resolve the mentioned groups: %w", err)
		}
	}
	return nil
}

func (s *stringifier) body(body Body) {
	first := true
	for i, block := range body.Content {
		p, ok := block.(Paragraph)
		if !ok {
			continue
		}
		if !first {
			s.buf = append(s.buf, s.separator...)
		}
		first = false
		s.paragraph(p, i)
	}
}

func (s *stringifier) paragraph(p Paragraph, index int) {
	start := len(s.buf)
	s.buf = append(s.buf, s.renderer.open...)
	inner := len(s.buf)
	for i, child := range p.Children {
		switch e := child.(type) {
		case Text:
			s.text(e, i)
		case Link:
			s.link(e, i)
		case Mention:
			s.mention(e, i)
		}
	}
	children := len(s.buf)
	if children > inner {
		s.buf = append(s.buf, s.renderer.close...)
	} else {
		s.buf = s.buf[:start]
	}
	if s.elements.Paragraph != nil {
		args := ParagraphArgs{Element: p, Index: index, Default: string(s.buf[start:])}
		if children > inner {
			args.Children = string(s.buf[inner:children])
		}
		s.buf = append(s.buf[:start], s.elements.Paragraph(args)...)
	}
}

func (s *stringifier) text(t Text, index int) {
	start := len(s.buf)
	if t.Text != "" {
		s.buf = s.renderer.text(s.buf, t)
	}
	if s.elements.Text != nil {
		args := TextArgs{Element: t, Index: index, Default: string(s.buf[start:])}
		s.buf = append(s.buf[:start], s.elements.Text(args)...)
	}
}

func (s *stringifier) link(l Link, index int) {
	label := l.Text
	if label == "" {
		label = l.URL
	}
	href, ok := sanitizeURL(l.URL)
	if !ok {
		s.text(Text{Text: label}, index)
		return
	}
	start := len(s.buf)
	s.buf = s.renderer.link(s.buf, label, href)
	if s.elements.Link != nil {
		args := LinkArgs{Element: l, Href: href, Index: index, Default: string(s.buf[start:])}
		s.buf = append(s.buf[:start], s.elements.Link(args)...)
	}
}

func (s *stringifier) mention(m Mention, index int) {
	if m.ID == "" {
		return
	}
	user := lookUp(s.users, m, UserMention)
	group := lookUp(s.groups, m, GroupMention)
	name := m.ID
	if user != nil && user.Name != "" {
		name = user.Name
	} else if group != nil && group.Name != "" {
		name = group.Name
	}
	start := len(s.buf)
	s.buf = s.renderer.mention(s.buf, name)
	if s.elements.Mention != nil {
		args := MentionArgs{Element: m, User: user, Group: group, Index: index, Default: string(s.buf[start:])}
		s.buf = append(s.buf[:start], s.elements.Mention(args)...)
	}
}

// lookUp returns what is known of the one whom m mentions, if m is of the kind.
func lookUp(known map[string]Info, m Mention, kind MentionKind) *Info {
	if m.Kind != kind || len(known) == 0 {
		return nil
	}
	if info, ok := known[m.ID]; ok {
		return &info
	}
	return nil
}
