package liveblocks

import (
	"encoding/json"
	"fmt"
)

// decodeOwn decodes data of the app's own. Data that is absent is left alone.
func decodeOwn(what string, data json.RawMessage, out any) error {
	if len(data) == 0 {
		return nil
	}
	if err := json.Unmarshal(data, out); err != nil {
		return fmt.Errorf("liveblocks: decoding the %s into a %T: %w", what, out, err)
	}
	return nil
}

func decodeMetadata(metadata map[string]any, out any) error {
	data, err := marshalJSON(metadata)
	if err != nil {
		return invalid("the metadata can't be encoded as JSON: %v", err)
	}
	return decodeOwn("metadata", data, out)
}
