package transport

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"sync/atomic"
	"time"
)

// deadline ends one attempt. A context's own deadline can't be moved; this one
// is put off while a bulk transfer makes progress.
type deadline struct {
	after  time.Duration
	timer  *time.Timer
	cancel context.CancelFunc
	hit    atomic.Bool
}

func withDeadline(ctx context.Context, after time.Duration) (context.Context, *deadline) {
	ctx, cancel := context.WithCancel(ctx)
	d := &deadline{after: after, cancel: cancel}
	d.timer = time.AfterFunc(after, d.end)
	return ctx, d
}

func (d *deadline) end() {
	d.hit.Store(true)
	d.cancel()
}

func (d *deadline) passed() bool { return d.hit.Load() }

func (d *deadline) reset() {
	if d.timer.Stop() {
		d.timer.Reset(d.after)
	}
}

func (d *deadline) stop() {
	d.timer.Stop()
	d.cancel()
}

// progress puts the deadline off whenever bytes flow.
type progress struct {
	io.ReadCloser
	deadline *deadline
}

func (p *progress) Read(b []byte) (int, error) {
	n, err := p.ReadCloser.Read(b)
	if n > 0 {
		p.deadline.reset()
	}
	return n, err
}

// stream is an answer's body in the hands of the caller. The deadline guards
// against a standstill of the server, not of the caller: it runs during reads.
type stream struct {
	io.ReadCloser
	deadline *deadline
}

func (s *stream) Read(b []byte) (int, error) {
	s.deadline.timer.Reset(s.deadline.after)
	n, err := s.ReadCloser.Read(b)
	s.deadline.timer.Stop()
	if err != nil && !errors.Is(err, io.EOF) && s.deadline.passed() {
		err = &timeoutError{after: s.deadline.after}
	}
	return n, err
}

func (s *stream) Close() error {
	err := s.ReadCloser.Close()
	s.deadline.stop()
	return err
}

// timeoutError says that an attempt, not the context, ran out of time.
type timeoutError struct{ after time.Duration }

func (e *timeoutError) Error() string {
	return fmt.Sprintf("timed out after %v", e.after.Round(time.Millisecond))
}

func (e *timeoutError) Timeout() bool { return true }

func (e *timeoutError) Is(target error) bool { return target == os.ErrDeadlineExceeded }
