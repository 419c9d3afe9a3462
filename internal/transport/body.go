package transport

import (
	"fmt"
	"io"
	"net/http"
	"slices"
)

// MaxErrorBody is how many bytes are kept of the body of an answer outside
// 2xx.
const MaxErrorBody = 64 << 10

func readErrorBody(resp *http.Response) []byte {
	body, err := io.ReadAll(io.LimitReader(resp.Body, MaxErrorBody))
	if err != nil {
		// The status is what counts; half a body could only mislead.
		return nil
	}
	return body
}

// maxTrustedLength is the largest body for which memory is set aside before it
// arrives.
const maxTrustedLength = 64 << 20

// readBody reads a body of at most limit bytes. It is io.ReadAll with a first
// guess at the size, and with the limit, in one allocation for short bodies.
func readBody(resp *http.Response, limit int64) ([]byte, error) {
	r, err := newBodyReader(resp, limit)
	if err != nil {
		return nil, err
	}
	size := int64(512)
	if resp.ContentLength > 0 && resp.ContentLength <= maxTrustedLength {
		size = resp.ContentLength + 1 // one more, to find the end without growing
	}
	body := make([]byte, 0, size)
	for {
		n, err := r.Read(body[len(body):cap(body)])
		body = body[:len(body)+n]
		if err == io.EOF {
			return body, nil
		}
		if err != nil {
			return nil, err
		}
		if len(body) == cap(body) {
			body = slices.Grow(body, len(body))
		}
	}
}

// read has a function read the body.
func read(resp *http.Response, limit int64, f func(io.Reader) error) error {
	r, err := newBodyReader(resp, limit)
	if err != nil {
		return err
	}
	err = f(&r)
	if r.err != nil && r.err != io.EOF {
		return r.err
	}
	if err != nil {
		return &ReadError{Err: err}
	}
	return nil
}

// bodyReader reads a body of at most limit bytes, and tells one that ends as it
// should from one that breaks off.
type bodyReader struct {
	resp        *http.Response
	limit, read int64
	err         error // that which ended it
}

// newBodyReader refuses a body that is announced as too large.
func newBodyReader(resp *http.Response, limit int64) (bodyReader, error) {
	if resp.ContentLength > limit {
		return bodyReader{}, &TooLargeError{Limit: limit}
	}
	return bodyReader{resp: resp, limit: limit}, nil
}

func (r *bodyReader) Read(b []byte) (int, error) {
	if r.err != nil {
		return 0, r.err
	}
	n, err := r.resp.Body.Read(b)
	r.read += int64(n)
	switch {
	case r.read > r.limit:
		n, err = 0, &TooLargeError{Limit: r.limit}
	case err == io.EOF && r.read < r.resp.ContentLength:
		err = fmt.Errorf("the answer broke off: %w", io.ErrUnexpectedEOF)
	case err != nil && err != io.EOF: // as it is: one that is wrapped is no proper end
		err = fmt.Errorf("the answer broke off: %w", err)
	}
	r.err = err
	return n, err
}

// ReadError is the failure of [Request.Read] to make sense of a body.
type ReadError struct{ Err error }

func (e *ReadError) Error() string { return "the answer can't be understood: " + e.Err.Error() }

func (e *ReadError) Unwrap() error { return e.Err }

// TooLargeError is a successful answer whose body is larger than the request
// allowed for.
type TooLargeError struct{ Limit int64 }

func (e *TooLargeError) Error() string {
	return fmt.Sprintf("the answer is larger than %d bytes", e.Limit)
}
