package liveblocks

import (
	"fmt"
	"time"
)

// wireTime is a time in a request: in UTC and with milliseconds, as the service
// writes times itself. Times in answers need no such type; [time.Time] reads
// them.
type wireTime time.Time

// IsZero makes the option omitzero leave out times that are not given.
func (t wireTime) IsZero() bool { return time.Time(t).IsZero() }

// MarshalJSON fails for years that have no four digits.
func (t wireTime) MarshalJSON() ([]byte, error) {
	utc := time.Time(t).UTC()
	if y := utc.Year(); y < 0 || y > 9999 {
		return nil, fmt.Errorf("the time %v is outside the years 0 to 9999", utc)
	}
	return utc.AppendFormat(nil, `"2006-01-02T15:04:05.000Z"`), nil
}
