package liveblocks

import (
	"encoding/json"
	"fmt"
)

// decodeOwn decodes data of the app's own. Data that is absent is left alone.
func decodeOwn(what string, data json.RawMessage, v any) error {
	if len(data) == 0 {
		return nil
	}
	if err := json.Unmarshal(data, v); err != nil {
		return fmt.Errorf("liveblocks: decoding the %s into a %T: %w", what, v, err)
	}
	return nil
}
