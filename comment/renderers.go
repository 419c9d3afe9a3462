package comment

// renderer is how a format writes elements.
type renderer struct {
	separator   string // between paragraphs
	open, close string // around a paragraph that is not empty

	text    func(b []byte, t Text) []byte
	link    func(b []byte, label, href string) []byte
	mention func(b []byte, name string) []byte
}

var renderers = [...]renderer{
	Plain: {
		separator: "\n",
		text:      func(b []byte, t Text) []byte { return append(b, t.Text...) },
		link:      func(b []byte, label, _ string) []byte { return append(b, label...) },
		mention:   func(b []byte, name string) []byte { return append(append(b, '@'), name...) },
	},
	Markdown: {
		separator: "\n\n",
		text: func(b []byte, t Text) []byte {
			if !t.Bold && !t.Italic && !t.Strikethrough && !t.Code {
				return append(b, t.Text...) // not escaped: see Markdown
			}
			return markdownTags.append(b, t, appendMarkdown)
		},
		link: func(b []byte, label, href string) []byte {
			b = appendMarkdown(append(b, '['), label)
			b = appendMarkdown(append(b, "]("...), href)
			return append(b, ')')
		},
		mention: func(b []byte, name string) []byte { return appendMarkdown(append(b, '@'), name) },
	},
	HTML: {
		separator: "\n",
		open:      "<p>",
		close:     "</p>",
		text:      func(b []byte, t Text) []byte { return htmlTags.append(b, t, appendHTML) },
		link: func(b []byte, label, href string) []byte {
			b = appendHTML(append(b, `<a href="`...), href)
			b = appendHTML(append(b, `" target="_blank" rel="noopener noreferrer">`...), label)
			return append(b, "</a>"...)
		},
		mention: func(b []byte, name string) []byte {
			b = appendHTML(append(b, "<span data-mention>@"...), name)
			return append(b, "</span>"...)
		},
	},
}

// styleTags is what goes before and after code, struck-through, italic and bold
// text, outermost first.
type styleTags [4]struct{ open, close string }

var (
	markdownTags = styleTags{{"`", "`"}, {"~~", "~~"}, {"_", "_"}, {"**", "**"}}
	htmlTags     = styleTags{
		{"<code>", "</code>"},
		{"<s>", "</s>"},
		{"<em>", "</em>"},
		{"<strong>", "</strong>"},
	}
)

// append appends t with the tags of its styles around it, and with its text
// escaped.
func (tags *styleTags) append(b []byte, t Text, escape func([]byte, string) []byte) []byte {
	on := [len(tags)]bool{t.Code, t.Strikethrough, t.Italic, t.Bold}
	for i, tag := range tags {
		if on[i] {
			b = append(b, tag.open...)
		}
	}
	b = escape(b, t.Text)
	for i := len(tags) - 1; i >= 0; i-- {
		if on[i] {
			b = append(b, tags[i].close...)
		}
	}
	return b
}

// appendMarkdown appends s with a backslash before what could be Markdown.
func appendMarkdown(b []byte, s string) []byte {
	for i := range len(s) {
		switch s[i] {
		case '_', '*', '#', '`', '~', '!', '|', '(', ')', '{', '}', '[', ']':
			b = append(b, '\\')
		}
		b = append(b, s[i])
	}
	return b
}

// appendHTML appends s, escaped so that it can be text or the value of a quoted
// attribute.
func appendHTML(b []byte, s string) []byte {
	done := 0
	for i := range len(s) {
		var escaped string
		switch s[i] {
		case '&':
			escaped = "&amp;"
		case '<':
			escaped = "&lt;"
		case '>':
			escaped = "&gt;"
		case '"':
			escaped = "&quot;"
		case '\'':
			escaped = "&#39;"
		default:
			continue
		}
		b = append(append(b, s[done:i]...), escaped...)
		done = i + 1
	}
	return append(b, s[done:]...)
}
