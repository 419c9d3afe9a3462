package liveblocks

import (
	"fmt"
	"math"
	"strconv"
	"time"
)

// millisTime is a time that is a number on the wire: milliseconds since 1970.
type millisTime time.Time

// IsZero makes the option omitzero leave out times that are not given.
func (t millisTime) IsZero() bool { return time.Time(t).IsZero() }

func (t millisTime) MarshalJSON() ([]byte, error) {
	return strconv.AppendInt(nil, time.Time(t).UnixMilli(), 10), nil
}

// UnmarshalJSON reads the wire's form, and that of [time.Time] besides.
func (t *millisTime) UnmarshalJSON(data []byte) error {
	if data[0] == '"' || string(data) == "null" {
		return (*time.Time)(t).UnmarshalJSON(data)
	}
	const most = 8.64e15 // the range of a JavaScript Date
	millis, err := strconv.ParseFloat(string(data), 64)
	if err != nil || math.Abs(millis) > most {
		return fmt.Errorf("%s is not a time in milliseconds", quote(string(data)))
	}
	*t = millisTime(time.UnixMilli(int64(millis)).UTC())
	return nil
}
