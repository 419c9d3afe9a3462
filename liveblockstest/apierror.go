package liveblockstest

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
)

// apiError is an answer that is not a success, in the form in which the API
// documents its errors.
type apiError struct {
	Status     int    `json:"-"`
	Code       string `json:"error"`
	Message    string `json:"message"`
	Suggestion string `json:"suggestion,omitempty"`
	Docs       string `json:"docs"`
}

func (e *apiError) Error() string { return e.Code + ": " + e.Message }

func unprocessable(format string, args ...any) error {
	return &apiError{
		Status: http.StatusUnprocessableEntity, Code: "UNPROCESSABLE_ENTITY", Message: fmt.Sprintf(format, args...),
		Suggestion: "Please ensure the data follows the correct format.",
	}
}

func notFound(what string) error {
	return &apiError{Status: http.StatusNotFound, Code: "RESOURCE_NOT_FOUND", Message: what + " not found"}
}

// decode decodes the body, which has to be an object with the required keys. A
// key that is null is refused, as the API refuses it where nothing is cleared.
func (c *call) decode(out any, required ...string) error {
	if err := c.decodeNullable(out, required...); err != nil {
		return err
	}
	return refuseNulls("", c.body)
}

// decodeNullable is decode without the refusal of null.
func (c *call) decodeNullable(out any, required ...string) error {
	if len(c.body) > 0 && !json.Valid(c.body) {
		return &apiError{Status: http.StatusBadRequest, Code: "BAD_REQUEST", Message: "The body is not valid JSON."}
	}
	return decodeNullable("", c.body, out, required...)
}

// decode is the same for a part of the body, at a path such as "comment.".
func decode(path string, data []byte, out any, required ...string) error {
	if err := decodeNullable(path, data, out, required...); err != nil {
		return err
	}
	return refuseNulls(path, data)
}

func decodeNullable(path string, data []byte, out any, required ...string) error {
	var keys map[string]json.RawMessage
	if json.Unmarshal(data, &keys) != nil || keys == nil {
		if path == "" {
			return unprocessable("Must be an object")
		}
		return unprocessable("Value at key '%s': Must be an object", strings.TrimSuffix(path, "."))
	}
	for _, key := range required {
		if keys[key] == nil {
			return unprocessable("Missing key: '%s%s'", path, key)
		}
	}
	err := json.Unmarshal(data, out)
	if wrong := new(json.UnmarshalTypeError); errors.As(err, &wrong) {
		return unprocessable("Value at key '%s%s': Must not be a %s", path, wrong.Field, wrong.Value)
	}
	if err != nil {
		return unprocessable("Value at key '%s': %v", strings.TrimSuffix(path, "."), err)
	}
	return nil
}

func refuseNulls(path string, object []byte) error {
	var keys map[string]json.RawMessage
	if err := json.Unmarshal(object, &keys); err != nil {
		return unprocessable("Must be an object")
	}
	for key, value := range keys {
		if string(value) == "null" {
			return unprocessable("Value at key '%s%s': Must not be null", path, key)
		}
	}
	return nil
}
