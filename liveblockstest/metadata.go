package liveblockstest

import (
	"encoding/json"
	"maps"
	"slices"
)

// Limits that the service documents for metadata. Lengths are in UTF-16.
const (
	maxMetadataKeys      = 50
	maxMetadataKey       = 40
	maxRoomMetadataValue = 256
	maxMetadataValue     = 4000
)

// parseRoomMetadata returns a value of a room's metadata: a string or a list of
// strings.
func parseRoomMetadata(path string, raw json.RawMessage) any {
	var value any
	_ = json.Unmarshal(raw, &value) // it is valid, being a part of the body
	switch v := value.(type) {
	case string:
		return v
	case []any:
		if !slices.ContainsFunc(v, func(item any) bool { _, ok := item.(string); return !ok }) {
			return v
		}
	}
	unprocessable("Value at keypath '%s': Must be a string or an array of strings", path)
	return nil
}

// parseMetadata returns a value of a thread's or a comment's metadata: a string,
// a number or a bool.
func parseMetadata(path string, raw json.RawMessage) any {
	var value any
	_ = json.Unmarshal(raw, &value) // it is valid, being a part of the body
	switch value.(type) {
	case string, float64, bool:
		return value
	}
	unprocessable("Value at keypath '%s': Must be a string, a number or a boolean", path)
	return nil
}

func checkMetadata(metadata map[string]any, longest int) {
	if n := len(metadata); n > maxMetadataKeys {
		unprocessable("Value at key 'metadata': Too many keys, %d, must be at most %d", n, maxMetadataKeys)
	}
	for key, value := range metadata {
		if utf16Len(key) > maxMetadataKey {
			unprocessable("Value at key 'metadata': The key '%s' is too long, must be at most %d characters", key, maxMetadataKey)
		}
		for _, text := range texts(value) {
			if utf16Len(text) > longest {
				unprocessable("Value at keypath 'metadata.%s': Too long, must be at most %d characters", key, longest)
			}
		}
	}
}

// texts returns the strings that a metadata value consists of.
func texts(value any) []string {
	switch v := value.(type) {
	case string:
		return []string{v}
	case []any:
		list := make([]string, len(v))
		for i, item := range v {
			list[i], _ = item.(string)
		}
		return list
	}
	return nil
}

// patch returns a map with changes, whose keys are set or, by null, cleared.
func patch[T any](old map[string]T, raw json.RawMessage, path string, clear bool, parse func(path string, raw json.RawMessage) T) map[string]T {
	changed := map[string]T{}
	if clear && string(raw) == "null" {
		return changed
	}
	maps.Copy(changed, old)
	if raw == nil {
		return changed
	}
	for key, value := range parseObject(path+".", raw) {
		if clear && string(value) == "null" {
			delete(changed, key)
		} else {
			changed[key] = parse(path+"."+key, value)
		}
	}
	return changed
}

// changeMetadata returns the metadata of a thread or a comment with changes.
func changeMetadata(old map[string]any, changes json.RawMessage, clear bool) map[string]any {
	changed := patch(old, changes, "metadata", clear, parseMetadata)
	checkMetadata(changed, maxMetadataValue)
	return changed
}

// editMetadata returns metadata with the changes of a call, and their time.
func (c *call) editMetadata(old map[string]any) (changed map[string]any, at string) {
	var body struct {
		Metadata  json.RawMessage `json:"metadata"`
		UserID    string          `json:"userId"`
		UpdatedAt string          `json:"updatedAt"`
	}
	c.decode(&body, "metadata", "userId")
	checkID("userId", body.UserID)
	return changeMetadata(old, body.Metadata, true), timeOr(body.UpdatedAt, "updatedAt")
}
