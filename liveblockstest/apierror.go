package liveblockstest

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
)

// apiError is an answer that is not a success, in the form in which the API
// documents its errors. A handler refuses a call by panicking with one, so that
// each of its many checks takes one line.
type apiError struct {
	Status     int    `json:"-"`
	Code       string `json:"error"`
	Message    string `json:"message"`
	Suggestion string `json:"suggestion,omitempty"`
	Docs       string `json:"docs"`
}

// unprocessable refuses the call.
func unprocessable(format string, args ...any) {
	panic(&apiError{
		Status: http.StatusUnprocessableEntity, Code: "UNPROCESSABLE_ENTITY", Message: fmt.Sprintf(format, args...),
		Suggestion: "Please ensure the data follows the correct format.",
	})
}

// notFound refuses the call.
func notFound(what string) {
	panic(&apiError{Status: http.StatusNotFound, Code: "RESOURCE_NOT_FOUND", Message: what + " not found"})
}

// decode decodes the body, which has to be an object with the required keys. A
// key that is null is refused, as the API refuses it where nothing is cleared.
func (c *call) decode(out any, required ...string) {
	c.decodeNullable(out, required...)
	refuseNulls("", c.body)
}

// decodeNullable is decode without the refusal of null.
func (c *call) decodeNullable(out any, required ...string) {
	if len(c.body) > 0 && !json.Valid(c.body) {
		panic(&apiError{Status: http.StatusBadRequest, Code: "BAD_REQUEST", Message: "The body is not valid JSON."})
	}
	decodeNullable("", c.body, out, required...)
}

// decode is the same for a part of the body, at a path such as "comment.".
func decode(path string, data []byte, out any, required ...string) {
	decodeNullable(path, data, out, required...)
	refuseNulls(path, data)
}

func decodeNullable(path string, data []byte, out any, required ...string) {
	keys := parseObject(path, data)
	for _, key := range required {
		if keys[key] == nil {
			unprocessable("Missing key: '%s%s'", path, key)
		}
	}
	err := json.Unmarshal(data, out)
	if wrong := new(json.UnmarshalTypeError); errors.As(err, &wrong) {
		unprocessable("Value at key '%s%s': Must not be a %s", path, wrong.Field, wrong.Value)
	}
	if err != nil {
		unprocessable("Value at key '%s': %v", strings.TrimSuffix(path, "."), err)
	}
}

func refuseNulls(path string, data []byte) {
	for key, value := range parseObject(path, data) {
		if string(value) == "null" {
			unprocessable("Value at key '%s%s': Must not be null", path, key)
		}
	}
}

func parseObject(path string, data []byte) (keys map[string]json.RawMessage) {
	if json.Unmarshal(data, &keys) != nil || keys == nil {
		if path == "" {
			unprocessable("Must be an object")
		}
		unprocessable("Value at key '%s': Must be an object", strings.TrimSuffix(path, "."))
	}
	return keys
}
