package comment

// Style is how a [Text] looks. Styles are combined with |.
type Style uint8

const (
	Bold Style = 1 << iota
	Italic
	Strikethrough
	Code
)

// Builder builds a [Body] element by element. The zero Builder is ready to use,
// and its methods can be chained:
//
//	body, err := new(comment.Builder).
//		Text("Thank you ").User("alice").Text(", it is ").Text("done", comment.Bold).
//		Paragraph().Link("https://example.com", "The result").
//		Body()
//
// A Builder must not be copied once it is in use, and is for one goroutine.
type Builder struct {
	paragraphs [][]Inline
}

// Paragraph ends the current paragraph, if there is one: what is added next goes
// into a new one. Paragraphs without anything in them are left out.
func (b *Builder) Paragraph() *Builder {
	if n := len(b.paragraphs); n > 0 && len(b.paragraphs[n-1]) > 0 {
		b.paragraphs = append(b.paragraphs, nil)
	}
	return b
}

// Text adds text, in all of the given styles. A "\n" in it is a line break.
func (b *Builder) Text(text string, styles ...Style) *Builder {
	var all Style
	for _, s := range styles {
		all |= s
	}
	return b.Add(Text{
		Text:          text,
		Bold:          all&Bold != 0,
		Italic:        all&Italic != 0,
		Strikethrough: all&Strikethrough != 0,
		Code:          all&Code != 0,
	})
}

// Link adds a link that shows text, or the URL if text is empty.
func (b *Builder) Link(url, text string) *Builder {
	return b.Add(Link{URL: url, Text: text})
}

// User adds a mention of a user.
func (b *Builder) User(id string) *Builder {
	return b.Add(Mention{Kind: UserMention, ID: id})
}

// Group adds a mention of a group. The IDs of its members are only needed for a
// group that is not managed by Liveblocks: they are the users to notify.
func (b *Builder) Group(id string, userIDs ...string) *Builder {
	return b.Add(Mention{Kind: GroupMention, ID: id, UserIDs: userIDs})
}

// Add adds any elements.
func (b *Builder) Add(elements ...Inline) *Builder {
	if len(b.paragraphs) == 0 {
		b.paragraphs = append(b.paragraphs, nil)
	}
	last := &b.paragraphs[len(b.paragraphs)-1]
	*last = append(*last, elements...)
	return b
}

// Body returns what was built, or the error of [Body.Validate].
func (b *Builder) Body() (Body, error) {
	body := Body{Version: 1}
	for _, children := range b.paragraphs {
		if len(children) > 0 {
			body.Content = append(body.Content, Paragraph{Children: children[:len(children):len(children)]})
		}
	}
	if err := body.Validate(); err != nil {
		return Body{}, err
	}
	return body, nil
}
