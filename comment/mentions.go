package comment

// Mentions returns the mentions in the body in the order in which they appear,
// every user and every group once. Mentions without an ID are left out.
//
// See https://liveblocks.io/docs/api-reference/liveblocks-node#getMentionsFromCommentBody.
func (b Body) Mentions() []Mention {
	type key struct {
		kind MentionKind
		id   string
	}
	var (
		mentions []Mention
		seen     = map[key]bool{}
	)
	for _, block := range b.Content {
		p, ok := block.(Paragraph)
		if !ok {
			continue
		}
		for _, child := range p.Children {
			m, ok := child.(Mention)
			if k := (key{m.Kind, m.ID}); ok && m.ID != "" && !seen[k] {
				seen[k] = true
				mentions = append(mentions, m)
			}
		}
	}
	return mentions
}
