package liveblocks

import (
	"encoding/json"
	"reflect"
	"unicode/utf8"
)

// Limits of a room's metadata, in characters.
const (
	maxMetadataKeys      = 50
	maxMetadataKey       = 40
	maxRoomMetadataValue = 256
)

// RoomMetadata is what an app keeps about a room, to show it in a list or to
// find it with [WhereMetadata]. A value is a string or a []string. There are at
// most 50 keys of 40 characters, and a string has at most 256 characters.
type RoomMetadata map[string]any

// String returns the string under the key, or "" if there is none.
func (m RoomMetadata) String(key string) string {
	s, _ := m[key].(string)
	return s
}

// Strings returns the list under the key. A string counts as a list of one.
func (m RoomMetadata) Strings(key string) []string { return metadataTexts(m[key]) }

// Decode decodes the metadata into the value that out points to, commonly a
// struct with json tags, as [encoding/json.Unmarshal] does.
func (m RoomMetadata) Decode(out any) error { return decodeMetadata(m, out) }

// UnmarshalJSON decodes lists of strings as []string. Values of kinds that the
// service does not have yet are kept as encoding/json decodes them.
func (m *RoomMetadata) UnmarshalJSON(b []byte) error {
	var values map[string]any
	if err := json.Unmarshal(b, &values); err != nil {
		return err
	}
	for key, value := range values {
		if texts := metadataTexts(value); texts != nil {
			if _, ok := value.([]any); ok {
				values[key] = texts
			}
		}
	}
	*m = values
	return nil
}

// metadataTexts returns the strings that a value is made of, or nil if it is
// neither a string nor a list of them.
func metadataTexts(value any) []string {
	v := reflect.ValueOf(value)
	switch v.Kind() {
	case reflect.String:
		return []string{v.String()}
	case reflect.Slice:
		texts := make([]string, v.Len())
		for i := range texts {
			item := v.Index(i)
			if item.Kind() == reflect.Interface {
				item = item.Elem()
			}
			if item.Kind() != reflect.String {
				return nil
			}
			texts[i] = item.String()
		}
		return texts
	}
	return nil
}

func (m RoomMetadata) check() error {
	if err := checkMetadataCount(len(m)); err != nil {
		return err
	}
	for key, value := range m {
		if err := checkRoomMetadataEntry(key, value); err != nil {
			return err
		}
	}
	return nil
}

func checkRoomMetadataChanges(changes map[string]Change[any]) error {
	set := 0
	for key, change := range changes {
		value, ok := change.Get()
		if !ok {
			if err := checkMetadataKey(key); err != nil {
				return err
			}
			continue
		}
		set++
		if err := checkRoomMetadataEntry(key, value); err != nil {
			return err
		}
	}
	return checkMetadataCount(set)
}

func checkMetadataCount(n int) error {
	if n > maxMetadataKeys {
		return invalid("the metadata has %d keys, and at most %d are allowed", n, maxMetadataKeys)
	}
	return nil
}

func checkMetadataKey(key string) error {
	if key == "" {
		return invalid("a metadata key is empty")
	}
	if n := utf16Len(key); n > maxMetadataKey {
		return invalid("the metadata key %s has %d characters, and at most %d are allowed", quote(key), n, maxMetadataKey)
	}
	return checkUTF8("the metadata key", key)
}

func checkMetadataText(key, text string, most int) error {
	if !utf8.ValidString(text) {
		return invalid("the metadata under %s is not valid UTF-8", quote(key))
	}
	if n := utf16Len(text); n > most {
		return invalid("the metadata under %s has %d characters, and at most %d are allowed", quote(key), n, most)
	}
	return nil
}

func checkRoomMetadataEntry(key string, value any) error {
	if err := checkMetadataKey(key); err != nil {
		return err
	}
	return checkMetadataTexts(key, value, maxRoomMetadataValue)
}

// checkMetadataTexts checks a value that has to be a text or a list of texts.
func checkMetadataTexts(key string, value any, most int) error {
	texts := metadataTexts(value)
	if texts == nil {
		return invalid("the metadata under %s is a %T: want a string or a []string", quote(key), value)
	}
	for _, text := range texts {
		if err := checkMetadataText(key, text, most); err != nil {
			return err
		}
	}
	return nil
}
