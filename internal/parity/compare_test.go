package parity

import (
	"encoding/json"
	"testing"
)

func TestCompareResults(t *testing.T) {
	tests := []struct {
		name, want, got string
		exact           bool
		differences     int
	}{
		{name: "same", want: `{"a":[1,"x",null]}`, got: `{"a":[1,"x",null]}`},
		{name: "number spelled otherwise", want: `[1e3,0.5,9007199254740991]`, got: `[1000,5e-1,9007199254740991]`},
		{name: "number rounded", want: `{"$number":"9007199254740993"}`, got: `9007199254740992`, differences: 1},
		{name: "large number", want: `{"$number":"9007199254740993"}`, got: `9007199254740993`},
		{name: "value differs", want: `{"a":{"b":"x"}}`, got: `{"a":{"b":"y"}}`, differences: 1},
		{name: "kind differs", want: `{"a":1}`, got: `{"a":"1"}`, differences: 1},
		{name: "missing", want: `{"a":1,"b":"x"}`, got: `{"a":1}`, differences: 1},
		{name: "made up", want: `{"a":1}`, got: `{"a":1,"b":"x"}`, differences: 1},
		{name: "empty besides", want: `{"a":1}`, got: `{"a":1,"b":"","c":null,"d":0,"e":false,"f":[],"g":{"h":""},"i":"0001-01-01T00:00:00Z"}`},
		{name: "empty left out", want: `{"a":1,"b":"","c":null,"d":0,"e":false,"f":[],"g":{}}`, got: `{"a":1}`},
		{name: "empty left out of what is exact", want: `{"a":null}`, got: `{}`, exact: true, differences: 1},
		{name: "null for empty where exact", want: `{"a":[]}`, got: `{"a":null}`, exact: true, differences: 1},
		{name: "null for empty", want: `{"a":[]}`, got: `{"a":null}`},
		{name: "empty of another kind", want: `{"a":false}`, got: `{"a":0}`, differences: 1},
		{name: "list shorter", want: `[1,2]`, got: `[1]`, differences: 1},
		{name: "list longer", want: `[]`, got: `[""]`, differences: 1},
		{name: "unknown field dropped", want: `{"a":1,"unknownField":{"x":1}}`, got: `{"a":1}`},
		{name: "unknown field kept", want: `{"a":1,"unknownField":{"x":1}}`, got: `{"a":1,"unknownField":2}`},
		{name: "same instant", want: `{"$date":"2024-07-13T14:32:50.697Z"}`, got: `"2024-07-13T16:32:50.697123+02:00"`},
		{name: "instant in milliseconds", want: `{"$date":"2024-07-13T14:32:50.697Z"}`, got: `1720881170697`},
		{name: "another instant", want: `{"$date":"2024-07-13T14:32:50.697Z"}`, got: `"2024-07-13T14:32:50.698Z"`, differences: 1},
		{name: "no instant", want: `{"a":{"$date":"2024-07-13T14:32:50.697Z"}}`, got: `{}`, differences: 1},
		{name: "invalid date", want: `{"a":{"$date":null}}`, got: `{}`},
		{name: "timestamp of a feed", want: `{"createdAt":1720881170697}`, got: `{"createdAt":"2024-07-13T14:32:50.697Z"}`},
		{name: "another timestamp", want: `{"createdAt":1720881170697}`, got: `{"createdAt":"2024-07-13T14:32:50.698Z"}`, differences: 1},
		{name: "timestamp of another field", want: `{"size":1720881170697}`, got: `{"size":"2024-07-13T14:32:50.697Z"}`, differences: 1},
		{name: "time left a string", want: `{"expiresAt":"2024-07-13T15:32:50.000Z"}`, got: `{"expiresAt":"2024-07-13T15:32:50Z"}`},
		{name: "another time left a string", want: `{"expiresAt":"2024-07-13T15:32:50.000Z"}`, got: `{"expiresAt":"2024-07-13T15:32:51Z"}`, differences: 1},
		{name: "no time", want: `{"expiresAt":"never"}`, got: `{"expiresAt":"Never"}`, differences: 1},
		{name: "time in data", want: `{"label":"2024-07-13T15:32:50.000Z"}`, got: `{"label":"2024-07-13T15:32:50Z"}`, differences: 1},
		{name: "time in exact data", want: `{"dueAt":"2024-07-13T15:32:50.000Z"}`, got: `{"dueAt":"2024-07-13T15:32:50Z"}`, exact: true, differences: 1},
		{name: "unknown field of the user", want: `{"unknownField":1}`, got: `{}`, exact: true, differences: 1},
		{name: "bytes", want: `{"$bytes":"AAEC"}`, got: `"AAEC"`},
		{name: "other bytes", want: `{"$bytes":"AAEC"}`, got: `"AAED"`, differences: 1},
		{name: "nothing", want: `{"$undefined":true}`, got: `null`},
		{name: "something", want: `{"$undefined":true}`, got: `{}`, differences: 1},
		{name: "anything", want: `{"a":{"$any":true}}`, got: `{"a":{"b":1}}`},
		{name: "anything missing", want: `{"a":{"$any":true}}`, got: `{}`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := compareResults(json.RawMessage(tt.want), []byte(tt.got), tt.exact)
			if err != nil {
				t.Fatal(err)
			}
			if len(got) != tt.differences {
				t.Errorf("%d differences, want %d: %q", len(got), tt.differences, got)
			}
		})
	}
}
