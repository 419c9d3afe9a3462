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
		text:      appendMarkdownText,
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
		text:      appendHTMLText,
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

func appendMarkdownText(b []byte, t Text) []byte {
	if !t.Bold && !t.Italic && !t.Strikethrough && !t.Code {
		return append(b, t.Text...)
	}
	marks := [...]struct {
		on   bool
		mark string
	}{{t.Code, "`"}, {t.Strikethrough, "~~"}, {t.Italic, "_"}, {t.Bold, "**"}}
	for _, m := range marks {
		if m.on {
			b = append(b, m.mark...)
		}
	}
	b = appendMarkdown(b, t.Text)
	for i := range marks {
		if m := marks[len(marks)-1-i]; m.on {
			b = append(b, m.mark...)
		}
	}
	return b
}

func appendHTMLText(b []byte, t Text) []byte {
	tags := [...]struct {
		on          bool
		open, close string
	}{
		{t.Code, "<code>", "</code>"},
		{t.Strikethrough, "<s>", "</s>"},
		{t.Italic, "<em>", "</em>"},
		{t.Bold, "<strong>", "</strong>"},
	}
	for _, tag := range tags {
		if tag.on {
			b = append(b, tag.open...)
		}
	}
	b = appendHTML(b, t.Text)
	for i := range tags {
		if tag := tags[len(tags)-1-i]; tag.on {
			b = append(b, tag.close...)
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
