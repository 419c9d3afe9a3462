package liveblockstest

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// state is all that a server remembers. It belongs to whoever has locked the
// server.
type state struct {
	rooms         map[string]*room
	notifications []*notification // of all users, the oldest first
	counter       int
}

func newState() state { return state{rooms: map[string]*room{}} }

// newID returns an ID such as "th_1". They are counted, so that what a test
// prints is the same every time.
func (s *state) newID(prefix string) string {
	s.counter++
	return fmt.Sprintf("%s_%d", prefix, s.counter)
}

// page is an answer with a part of a list.
type page[T any] struct {
	NextCursor *string `json:"nextCursor"`
	Data       []T     `json:"data"`
}

// paginate answers with the part of a list, the newest first, that the call's
// limit and startingAfter ask for. The cursor is the number of the last item,
// which age returns: a number that is smaller for older items.
func paginate[T any](c *call, items []T, age func(T) int, byDefault, most int) any {
	limit := byDefault
	if text := c.query.Get("limit"); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil || n < 1 || n > most {
			unprocessable("Value at key 'limit': Must be a number from 1 to %d", most)
		}
		limit = n
	}
	if text := c.query.Get("startingAfter"); text != "" {
		cursor, found := strings.CutPrefix(text, "cursor_")
		last, err := strconv.Atoi(cursor)
		if err != nil || !found {
			unprocessable("Value at key 'startingAfter': Must be the nextCursor of a page")
		}
		items = slices.DeleteFunc(items, func(item T) bool { return age(item) >= last })
	}
	slices.SortFunc(items, func(a, b T) int { return age(b) - age(a) })
	p := page[T]{Data: append([]T{}, items[:min(limit, len(items))]...)}
	if len(items) > limit {
		cursor := fmt.Sprintf("cursor_%d", age(items[limit-1]))
		p.NextCursor = &cursor
	}
	return p
}

// now is the time as the API writes it.
func now() string { return time.Now().UTC().Format(timeLayout) }

const timeLayout = "2006-01-02T15:04:05.000Z"

// timeOr returns a time that the app may have given, or now.
func timeOr(text, key string) string {
	if text == "" {
		return now()
	}
	t, err := time.Parse(time.RFC3339, text)
	if err != nil {
		unprocessable("Value at key '%s': Must be a date in the format of ISO 8601", key)
	}
	return t.UTC().Format(timeLayout)
}
