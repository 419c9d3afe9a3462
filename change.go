package liveblocks

// Change says what an update does to one field: set it to a value, made by
// [Set]; clear it, made by [Clear]; or, if it is the zero Change, leave it alone.
type Change[T any] struct {
	value T
	state changeState
}

type changeState uint8

const (
	changeNothing changeState = iota
	changeSet
	changeClear
)

// Set returns the change that sets a field to the value.
func Set[T any](value T) Change[T] { return Change[T]{value: value, state: changeSet} }

// Clear returns the change that clears a field. On the wire it is null.
func Clear[T any]() Change[T] { return Change[T]{state: changeClear} }

// Get returns the value that the change sets, and whether it sets one.
func (c Change[T]) Get() (value T, ok bool) { return c.value, c.state == changeSet }

// IsClear tells whether the change clears the field.
func (c Change[T]) IsClear() bool { return c.state == changeClear }

// IsZero tells whether the change leaves the field alone. It makes the option
// omitzero of encoding/json do what it should.
func (c Change[T]) IsZero() bool { return c.state == changeNothing }

// MarshalJSON encodes the value, or null.
func (c Change[T]) MarshalJSON() ([]byte, error) {
	if c.state != changeSet {
		return []byte("null"), nil
	}
	return marshalJSON(c.value)
}
