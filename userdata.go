package liveblocks

import (
	"bytes"
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

// optionalObject encodes what has to be a JSON object, or nothing.
func optionalObject(what string, v any) (json.RawMessage, error) {
	if v == nil {
		return nil, nil
	}
	data, err := marshalJSON(v)
	if err != nil {
		return nil, invalid("%s, a %T, can't be encoded as JSON: %v", what, v, err)
	}
	if !bytes.HasPrefix(data, []byte("{")) {
		return nil, invalid("%s, a %T, is not a JSON object: want a struct or a map", what, v)
	}
	return data, nil
}
