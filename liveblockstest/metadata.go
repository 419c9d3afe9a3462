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
func parseRoomMetadata(path string, raw json.RawMessage) (any, error) {
	var value any
	_ = json.Unmarshal(raw, &value) // it is valid, being a part of the body
	switch v := value.(type) {
	case string:
		return v, nil
	case []any:
		if !slices.ContainsFunc(v, func(item any) bool { _, ok := item.(string); return !ok }) {
			return v, nil
		}
	}
	return nil, unprocessable("Value at keypath '%s': Must be a string or an array of strings", path)
}

// parseMetadata returns a value of a thread's or a comment's metadata: a string,
// a number or a bool.
func parseMetadata(path string, raw json.RawMessage) (any, error) {
	var value any
	_ = json.Unmarshal(raw, &value) // it is valid, being a part of the body
	switch value.(type) {
	case string, float64, bool:
		return value, nil
	}
	return nil, unprocessable("Value at keypath '%s': Must be a string, a number or a boolean", path)
}

func checkMetadata(metadata map[string]any, longest int) error {
	if n := len(metadata); n > maxMetadataKeys {
		return unprocessable("Value at key 'metadata': Too many keys, %d, must be at most %d", n, maxMetadataKeys)
	}
	for key, value := range metadata {
		if utf16Len(key) > maxMetadataKey {
			return unprocessable("Value at key 'metadata': The key '%s' is too long, must be at most %d characters", key, maxMetadataKey)
		}
		for _, text := range texts(value) {
			if utf16Len(text) > longest {
				return unprocessable("Value at keypath 'metadata.%s': Too long, must be at most %d characters", key, longest)
			}
		}
	}
	return nil
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

// patch returns a map with changes, whose keys are set or cleared.
func patch[T any](old map[string]T, raw json.RawMessage, path string, clear bool, parse func(path string, raw json.RawMessage) (T, error)) (map[string]T, error) {
	changed := map[string]T{}
	if clear && string(raw) == "null" {
		return changed, nil
	}
	maps.Copy(changed, old)
	if raw == nil {
		return changed, nil
	}
	var changes map[string]json.RawMessage
	if json.Unmarshal(raw, &changes) != nil || changes == nil {
		return nil, unprocessable("Value at key '%s': Must be an object", path)
	}
	for _, key := range slices.Sorted(maps.Keys(changes)) {
		if clear && string(changes[key]) == "null" {
			delete(changed, key)
			continue
		}
		var err error
		if changed[key], err = parse(path+"."+key, changes[key]); err != nil {
			return nil, err
		}
	}
	return changed, nil
}
