package comment

import (
	"encoding/json"
	"errors"
	"fmt"
	"unicode/utf8"
)

// Validate returns an error that says what is wrong with the body, and where, if
// it can't be what was meant: no content, a mention of nobody, a link that no
// renderer would make a link of, text that is not UTF-8, an element that is nil.
// Elements and properties that this package does not know are fine as long as
// they are JSON.
func (b Body) Validate() error {
	if b.Version != 0 && b.Version != 1 {
		return fmt.Errorf("comment: body has version %d; the only version there is is 1", b.Version)
	}
	if len(b.Content) == 0 {
		return errors.New("comment: body is empty; it needs at least one paragraph")
	}
	if err := validateExtra(b.Extra); err != nil {
		return fmt.Errorf("comment: body: %w", err)
	}
	for i, block := range b.Content {
		switch block := block.(type) {
		case Paragraph:
			if err := validateExtra(block.Extra); err != nil {
				return fmt.Errorf("comment: block %d: %w", i, err)
			}
			for j, child := range block.Children {
				if err := validateInline(child); err != nil {
					return fmt.Errorf("comment: block %d, element %d: %w", i, j, err)
				}
			}
		case Unknown:
			if !json.Valid(block.Raw) {
				return fmt.Errorf("comment: block %d: %w", i, errUnknownJSON)
			}
		default:
			return fmt.Errorf("comment: block %d is %T; it must be a Paragraph", i, block)
		}
	}
	return nil
}

var errUnknownJSON = errors.New("an Unknown element must hold JSON")

func validateInline(inline Inline) error {
	switch e := inline.(type) {
	case Text:
		return errors.Join(validateUTF8("text", e.Text), validateExtra(e.Extra))
	case Link:
		if _, ok := sanitizeURL(e.URL); !ok {
			return fmt.Errorf("URL %q can't be linked to; it must be http, https or relative", e.URL)
		}
		return errors.Join(validateUTF8("URL", e.URL), validateUTF8("text", e.Text), validateExtra(e.Extra))
	case Mention:
		switch {
		case e.Kind == "":
			return fmt.Errorf("mention of %q has no kind; it must be UserMention or GroupMention", e.ID)
		case e.ID == "":
			return errors.New("mention has no ID; it must be that of a user or of a group")
		case e.Kind == UserMention && len(e.UserIDs) > 0:
			return fmt.Errorf("mention of the user %q has UserIDs; only that of a group can", e.ID)
		}
		for _, id := range e.UserIDs {
			if id == "" {
				return fmt.Errorf("mention of the group %q has an empty ID among its UserIDs", e.ID)
			}
			if err := validateUTF8("user ID", id); err != nil {
				return err
			}
		}
		return errors.Join(validateUTF8("ID", e.ID), validateExtra(e.Extra))
	case Unknown:
		if !json.Valid(e.Raw) {
			return errUnknownJSON
		}
		return nil
	}
	return fmt.Errorf("is %T; it must be a Text, a Link or a Mention", inline)
}

func validateUTF8(what, s string) error {
	if !utf8.ValidString(s) {
		return fmt.Errorf("%s %q is not valid UTF-8", what, s)
	}
	return nil
}

func validateExtra(extra map[string]json.RawMessage) error {
	for name, raw := range extra {
		if !json.Valid(raw) {
			return fmt.Errorf("the extra property %q must hold JSON", name)
		}
	}
	return nil
}
