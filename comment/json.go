package comment

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
)

// object is a JSON object with its values undecoded.
type object map[string]json.RawMessage

// take decodes the property name into v and removes it from o. It reports
// whether the property was there and could be decoded. null decodes into
// nothing and is not taken, so that it is kept as it is.
func (o object) take(name string, v any) bool {
	raw, ok := o[name]
	if !ok || string(raw) == "null" || json.Unmarshal(raw, v) != nil {
		return false
	}
	delete(o, name)
	return true
}

// extra returns what is left in o.
func (o object) extra() map[string]json.RawMessage {
	if len(o) == 0 {
		return nil
	}
	return o
}

// UnmarshalJSON implements [json.Unmarshaler]. It fails only on what is not a
// body at all: an element that is not known, or is not what its type promises,
// becomes an [Unknown].
func (b *Body) UnmarshalJSON(data []byte) error {
	if string(bytes.TrimSpace(data)) == "null" {
		return nil
	}
	var o object
	if err := json.Unmarshal(data, &o); err != nil {
		return fmt.Errorf("comment: a body must be a JSON object: %w", err)
	}
	var body Body
	if !o.take("version", &body.Version) {
		return errors.New("comment: a body must have a version, a number")
	}
	var content []json.RawMessage
	if !o.take("content", &content) {
		return errors.New("comment: a body must have a content, an array")
	}
	body.Content = make([]Block, len(content))
	for i, raw := range content {
		body.Content[i] = decodeBlock(raw)
	}
	body.Extra = o.extra()
	*b = body
	return nil
}

func decodeBlock(raw json.RawMessage) Block {
	var (
		o        object
		typ      string
		children []json.RawMessage
	)
	if json.Unmarshal(raw, &o) != nil || !o.take("type", &typ) || typ != "paragraph" || !o.take("children", &children) {
		return Unknown{Raw: raw}
	}
	p := Paragraph{Children: make([]Inline, len(children))}
	for i, child := range children {
		p.Children[i] = decodeInline(child)
	}
	p.Extra = o.extra()
	return p
}

func decodeInline(raw json.RawMessage) Inline {
	var o object
	if json.Unmarshal(raw, &o) != nil || o == nil {
		return Unknown{Raw: raw}
	}
	if _, typed := o["type"]; !typed {
		var t Text
		if !o.take("text", &t.Text) {
			return Unknown{Raw: raw}
		}
		o.take("bold", &t.Bold)
		o.take("italic", &t.Italic)
		o.take("strikethrough", &t.Strikethrough)
		o.take("code", &t.Code)
		t.Extra = o.extra()
		return t
	}
	var typ string
	o.take("type", &typ)
	switch typ {
	case "link":
		var l Link
		if !o.take("url", &l.URL) {
			break
		}
		o.take("text", &l.Text)
		l.Extra = o.extra()
		return l
	case "mention":
		var m Mention
		if !o.take("id", &m.ID) {
			break
		}
		o.take("kind", &m.Kind)
		o.take("userIds", &m.UserIDs)
		m.Extra = o.extra()
		return m
	}
	return Unknown{Raw: raw}
}

// MarshalJSON implements [json.Marshaler].
func (b Body) MarshalJSON() ([]byte, error) {
	version := b.Version
	if version == 0 {
		version = 1
	}
	content := b.Content
	if content == nil {
		content = []Block{}
	}
	return marshal(struct {
		Version int     `json:"version"`
		Content []Block `json:"content"`
	}{version, content}, b.Extra)
}

// MarshalJSON implements [json.Marshaler].
func (p Paragraph) MarshalJSON() ([]byte, error) {
	children := p.Children
	if children == nil {
		children = []Inline{}
	}
	return marshal(struct {
		Type     string   `json:"type"`
		Children []Inline `json:"children"`
	}{"paragraph", children}, p.Extra)
}

// MarshalJSON implements [json.Marshaler].
func (t Text) MarshalJSON() ([]byte, error) {
	return marshal(struct {
		Text          string `json:"text"`
		Bold          bool   `json:"bold,omitzero"`
		Italic        bool   `json:"italic,omitzero"`
		Strikethrough bool   `json:"strikethrough,omitzero"`
		Code          bool   `json:"code,omitzero"`
	}{t.Text, t.Bold, t.Italic, t.Strikethrough, t.Code}, t.Extra)
}

// MarshalJSON implements [json.Marshaler].
func (l Link) MarshalJSON() ([]byte, error) {
	return marshal(struct {
		Type string `json:"type"`
		URL  string `json:"url"`
		Text string `json:"text,omitzero"`
	}{"link", l.URL, l.Text}, l.Extra)
}

// MarshalJSON implements [json.Marshaler].
func (m Mention) MarshalJSON() ([]byte, error) {
	return marshal(struct {
		Type    string      `json:"type"`
		Kind    MentionKind `json:"kind,omitzero"`
		ID      string      `json:"id"`
		UserIDs []string    `json:"userIds,omitempty"`
	}{"mention", m.Kind, m.ID, m.UserIDs}, m.Extra)
}

// MarshalJSON implements [json.Marshaler].
func (u Unknown) MarshalJSON() ([]byte, error) {
	if len(u.Raw) == 0 {
		return nil, errors.New("comment: an Unknown element must hold JSON")
	}
	return u.Raw, nil
}

// marshal encodes v, a struct with at least one property, and adds the extra
// properties that v does not have itself.
func marshal(v any, extra map[string]json.RawMessage) ([]byte, error) {
	data, err := json.Marshal(v)
	if err != nil || len(extra) == 0 {
		return data, err
	}
	var own object
	if err := json.Unmarshal(data, &own); err != nil {
		return nil, err
	}
	data = data[:len(data)-1]
	for _, name := range slices.Sorted(maps.Keys(extra)) {
		if _, ok := own[name]; ok {
			continue
		}
		key, err := json.Marshal(name)
		if err != nil {
			return nil, err
		}
		value, err := json.Marshal(extra[name])
		if err != nil {
			return nil, fmt.Errorf("comment: the extra property %q must hold JSON: %w", name, err)
		}
		data = append(append(append(append(data, ','), key...), ':'), value...)
	}
	return append(data, '}'), nil
}
