package liveblockstest

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
)

// state is all that a server remembers. It belongs to whoever has locked the
// server.
type state struct {
	rooms   map[string]*room
	counter int
}

func newState() state { return state{rooms: map[string]*room{}} }

// newID returns an ID such as "th_1". They are counted, so that what a test
// prints is the same every time.
func (s *state) newID(prefix string) string {
	s.counter++
	return fmt.Sprintf("%s_%d", prefix, s.counter)
}

// room returns the room of a call's path.
func (c *call) room() (*room, error) { return c.roomByID(c.http.PathValue("roomId")) }

func (c *call) roomByID(id string) (*room, error) {
	if r := c.rooms[id]; r != nil {
		return r, nil
	}
	return nil, &apiError{
		Status: http.StatusNotFound, Code: "ROOM_NOT_FOUND", Message: "Room not found.",
		Suggestion: "Please use a valid room ID.",
	}
}

// page is an answer with a part of a list.
type page[T any] struct {
	NextCursor *string `json:"nextCursor"`
	Data       []T     `json:"data"`
}

// paginate answers with the part of a list, the newest first, that the call's
// limit and startingAfter ask for. The cursor is the number of the last item,
// which age returns: a number that is smaller for older items.
func paginate[T any](c *call, items []T, age func(T) int, byDefault, most int) (any, error) {
	query := c.http.URL.Query()
	limit := byDefault
	if text := query.Get("limit"); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil || n < 1 || n > most {
			return nil, unprocessable("Value at key 'limit': Must be a number from 1 to %d", most)
		}
		limit = n
	}
	if text := query.Get("startingAfter"); text != "" {
		cursor, found := strings.CutPrefix(text, "cursor_")
		last, err := strconv.Atoi(cursor)
		if err != nil || !found {
			return nil, unprocessable("Value at key 'startingAfter': Must be the nextCursor of a page")
		}
		items = slices.DeleteFunc(items, func(item T) bool { return age(item) >= last })
	}
	slices.SortFunc(items, func(a, b T) int { return age(b) - age(a) })
	p := page[T]{Data: append([]T{}, items[:min(limit, len(items))]...)}
	if len(items) > limit {
		cursor := fmt.Sprintf("cursor_%d", age(items[limit-1]))
		p.NextCursor = &cursor
	}
	return p, nil
}
