package liveblocks_test

import (
	"errors"
	"math"
	"net/http"
	"strings"
	"testing"

	"github.com/liveblocks-go/liveblocks"
)

func TestFilterQuery(t *testing.T) {
	type status string
	for _, tt := range []struct {
		filter liveblocks.Filter
		want   string
	}{
		{nil, ""},
		{liveblocks.Filter{liveblocks.WhereRoomIDStartsWith("team:")}, `roomId^'team:'`},
		{liveblocks.Filter{liveblocks.WhereResolved(true), liveblocks.WhereUnread(false)}, `resolved:true unread:false`},
		{liveblocks.Filter{liveblocks.WhereMetadata("a b").Is("it's")}, `metadata['a b']:"it's"`},
		{liveblocks.Filter{liveblocks.WhereMetadata("it's").Is(`"x"`)}, `metadata["it's"]:'"x"'`},
		{liveblocks.Filter{liveblocks.WhereMetadata("k").Is(`'"\`)}, `metadata['k']:"'\"\\"`},
		{liveblocks.Filter{liveblocks.WhereMetadata("k").Is("\\\"\n\t\x00\u2028é😀\x7f")}, "metadata['k']:'\\\\\"\\n\\t\x00\u2028é😀\x7f'"},
		{liveblocks.Filter{liveblocks.WhereMetadata("startsWith").Is("")}, `metadata['startsWith']:''`},
		{liveblocks.Filter{liveblocks.WhereMetadata("k").Is(nil)}, `metadata['k']:null`},
		{liveblocks.Filter{liveblocks.WhereMetadata("k").Is(status("open"))}, `metadata['k']:'open'`},
		{liveblocks.Filter{liveblocks.WhereMetadata("k").Is(int8(-3))}, `metadata['k']:-3`},
		{liveblocks.Filter{liveblocks.WhereMetadata("k").Is(uint64(math.MaxUint64))}, `metadata['k']:18446744073709551615`},
		{liveblocks.Filter{liveblocks.WhereMetadata("k").Is(1e21)}, `metadata['k']:1000000000000000000000`},
		{liveblocks.Filter{liveblocks.WhereMetadata("k").Is(float32(1e-7))}, `metadata['k']:0.0000001`},
		{
			liveblocks.Filter{
				liveblocks.WhereMetadata("n").LessThan(1), liveblocks.WhereMetadata("n").AtMost(2.5),
				liveblocks.WhereMetadata("n").GreaterThan(-3), liveblocks.WhereMetadata("n").AtLeast(4),
				liveblocks.WhereMetadata("n").StartsWith("a"),
			},
			`metadata['n']<1 metadata['n']<=2.5 metadata['n']>-3 metadata['n']>=4 metadata['n']^'a'`,
		},
	} {
		got, err := tt.filter.Query()
		if err != nil || got != tt.want {
			t.Errorf("got %s, %v, want %s", got, err, tt.want)
		}
	}
}

func TestFiltersAreRefused(t *testing.T) {
	for _, tt := range []struct {
		params liveblocks.GetRoomsParams
		want   string
	}{
		{liveblocks.GetRoomsParams{Filter: liveblocks.Filter{liveblocks.WhereMetadata("n").AtLeast(math.NaN())}}, "NaN"},
		{liveblocks.GetRoomsParams{Filter: liveblocks.Filter{liveblocks.WhereMetadata("n").Is(math.Inf(1))}}, "+Inf"},
		{liveblocks.GetRoomsParams{Filter: liveblocks.Filter{liveblocks.WhereMetadata(" ").Is("x")}}, "key is empty"},
		{liveblocks.GetRoomsParams{Filter: liveblocks.Filter{liveblocks.WhereMetadata("\xff").Is("x")}}, "UTF-8"},
		{liveblocks.GetRoomsParams{Filter: liveblocks.Filter{liveblocks.WhereMetadata("k").Is("\xff")}}, "in the condition metadata['k']:"},
		{liveblocks.GetRoomsParams{Filter: liveblocks.Filter{liveblocks.WhereMetadata("k").Is([]string{"x"})}}, "a []string can't be compared"},
		{liveblocks.GetRoomsParams{Filter: liveblocks.Filter{liveblocks.WhereRoomIDStartsWith("")}}, "prefix of the condition roomId^ is empty"},
		{liveblocks.GetRoomsParams{Filter: liveblocks.Filter{{}}}, "condition 1 of the filter is empty"},
		{liveblocks.GetRoomsParams{Filter: liveblocks.Filter{liveblocks.WhereUnread(true)}}, "filtered by unread: want a condition about metadata, roomId"},
		{liveblocks.GetRoomsParams{Query: "x", Filter: liveblocks.Filter{liveblocks.WhereRoomIDStartsWith("x")}}, "both Query and Filter"},
	} {
		s, c := newCanned(t, answer(http.StatusOK, "{}"))
		_, err := c.GetRooms(t.Context(), tt.params)
		if !errors.Is(err, liveblocks.ErrInvalidArgument) || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("got error %v, want ErrInvalidArgument with %q", err, tt.want)
		}
		wantRequests(t, s, 0)
	}
}
