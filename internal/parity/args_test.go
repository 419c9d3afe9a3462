package parity

import (
	"encoding/json"
	"math"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func testArgs(t *testing.T) Args {
	t.Helper()
	args, err := newArgs(t, []json.RawMessage{
		json.RawMessage(`{"roomId":"my-room","data":{"at":{"$date":"2024-02-29T23:59:59.007Z"},"gone":null,
			"none":{"$undefined":true},"n":{"$number":"NaN"},"tags":["a","b"],"large":1e21,"when":1720881170697}}`),
		json.RawMessage(`{"$bytes":"AAEC"}`),
		json.RawMessage(`{"$file":{"name":"a.txt","type":"text/plain","size":1,"content":"eA=="}}`),
		json.RawMessage(`{"$file":{"name":"b","type":"","size":70000,"pattern":"i^i>>8^i>>16"}}`),
		json.RawMessage(`{"$undefined":true}`),
	})
	if err != nil {
		t.Fatal(err)
	}
	return args
}

func TestArgs(t *testing.T) {
	args := testArgs(t)
	at := time.Date(2024, 2, 29, 23, 59, 59, 7e6, time.UTC)
	for _, c := range []struct {
		name      string
		got, want any
	}{
		{"string", args.String("0.roomId"), "my-room"},
		{"nothing there", args.String("0.data.nope.deeper"), ""},
		{"no such argument", Get[*int](args, "7"), (*int)(nil)},
		{"time", args.Time("0.data.at"), at},
		{"list", Get[[]string](args, "0.data.tags"), []string{"a", "b"}},
		{"bytes", Get[[]byte](args, "1"), []byte{0, 1, 2}},
		{"file", Get[File](args, "2"), File{"a.txt", "text/plain", []byte("x")}},
		{"pattern", Get[File](args, "3").Data[0x10203], byte(0x03 ^ 0x02 ^ 0x01)},
		{"JSON", string(args.JSON("0.data.at")), `"2024-02-29T23:59:59.007Z"`},
		{"JSON of a number", string(args.JSON("0.data.large")), "1e+21"},
		{"has", args.Has("0.data.gone"), true},
		{"is null", args.IsNull("0.data.gone"), true},
		{"has undefined", args.Has("0.data.none"), false},
		{"has undefined argument", args.Has("4"), false},
		{"undefined is not null", args.IsNull("4"), false},
		{"keys in order", args.Keys("0"), []string{"roomId", "data"}},
		{"keys without undefined", args.Keys("0.data"), []string{"at", "gone", "n", "tags", "large", "when"}},
		{"keys of a string", args.Keys("0.roomId"), []string(nil)},
		{"keys of nothing", args.Keys("9.data"), []string(nil)},
	} {
		if diff := cmp.Diff(c.want, c.got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
	if n := Get[map[string]any](args, "0.data")["n"].(float64); !math.IsNaN(n) {
		t.Errorf("NaN became %v", n)
	}
}

func TestArgsOfAnotherKindFail(t *testing.T) {
	var stopped bool
	func() {
		defer func() { stopped = recover() != nil }()
		args := testArgs(t)
		args.t = fatal{t}
		args.String("0.data")
	}()
	if !stopped {
		t.Error("an object passed for a string")
	}
}

// fatal is a testing.TB that panics where others end the test.
type fatal struct{ testing.TB }

func (fatal) Helper() {}

func (fatal) Fatalf(format string, _ ...any) { panic(format) }
