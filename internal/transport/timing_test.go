package transport

import (
	"context"
	"errors"
	"io"
	"net/http"
	"os"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

func TestWaits(t *testing.T) {
	tests := []struct {
		name     string
		server   roundTripper
		min, max time.Duration // of the whole call, with two attempts
	}{
		{"jitter", answer(503, ""), 0, 100 * time.Millisecond},
		{"seconds", answer(429, "", "Retry-After", "2"), 2 * time.Second, 2 * time.Second},
		{"fractions", answer(429, "", "Retry-After", "0.5"), 500 * time.Millisecond, 500 * time.Millisecond},
		{"of a 503, too", answer(503, "", "Retry-After", "3"), 3 * time.Second, 3 * time.Second},
		{"capped", answer(429, "", "Retry-After", "3600"), 5 * time.Second, 5 * time.Second},
		{"absurd", answer(429, "", "Retry-After", "99999999999999999999999999"), 5 * time.Second, 5 * time.Second},
		{"infinite", answer(429, "", "Retry-After", "Inf"), 5 * time.Second, 5 * time.Second},
		{"not a number", answer(429, "", "Retry-After", "NaN"), 0, 100 * time.Millisecond},
		{"negative", answer(429, "", "Retry-After", "-5"), 0, 100 * time.Millisecond},
		{"nonsense", answer(429, "", "Retry-After", "soon"), 0, 100 * time.Millisecond},
		// A bubble's clock starts at midnight UTC 2000-01-01.
		{"date", answer(429, "", "Retry-After", "Sat, 01 Jan 2000 00:00:04 GMT"), 4 * time.Second, 4 * time.Second},
		{"date long gone", answer(429, "", "Retry-After", "Fri, 31 Dec 1999 00:00:00 GMT"), 0, 100 * time.Millisecond},
		{"date in another age", answer(429, "", "Retry-After", "Fri, 31 Dec 9999 23:59:59 GMT"), 5 * time.Second, 5 * time.Second},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				config := testConfig(test.server)
				config.MaxAttempts = 2
				start := time.Now()
				New(config).Do(t.Context(), testRequest("GET", true))
				if took := time.Since(start); took < test.min || took > test.max {
					t.Errorf("waited %v, want %v to %v", took, test.min, test.max)
				}
			})
		})
	}
}

func TestBackoffGrows(t *testing.T) {
	for attempts, want := range map[int]time.Duration{
		1: 100 * time.Millisecond, 2: 200 * time.Millisecond, 4: 800 * time.Millisecond, 10: 5 * time.Second, 1000: 5 * time.Second,
	} {
		c := newCall(New(testConfig(nil)), testRequest("GET", true))
		c.attempts = attempts
		var longest time.Duration
		for range 2000 {
			longest = max(longest, c.nextWait(nil))
		}
		if longest > want || longest < want*9/10 {
			t.Errorf("the longest of 2000 waits after attempt %d is %v, want nearly %v", attempts, longest, want)
		}
	}
}

// TestWholeCallEnds: whatever the server does, a call ends in the stated time
// though its context has no deadline.
func TestWholeCallEnds(t *testing.T) {
	slowBody := func(r *http.Request) (*http.Response, error) {
		resp, err := answer(200, "")(r)
		resp.ContentLength = 10
		resp.Body = &slowReader{ctx: r.Context(), every: time.Second}
		return resp, err
	}
	for name, server := range map[string]roundTripper{
		"hanging":         hang,
		"slow body":       slowBody,
		"long rate limit": answer(429, "", "Retry-After", "5"),
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				config := testConfig(server)
				config.MaxAttempts = 100
				start := time.Now()
				result := New(config).Do(context.Background(), testRequest("GET", true))
				if took := time.Since(start); took > config.Timeout || took < config.Timeout/2 {
					t.Errorf("ended after %v, want at most %v", took, config.Timeout)
				}
				if result.Attempts < 2 {
					t.Errorf("got %d attempts", result.Attempts)
				}
				if result.Response == nil && !errors.Is(result.Err, os.ErrDeadlineExceeded) {
					t.Errorf("got error %v, want a timeout", result.Err)
				}
			})
		})
	}
}

// slowReader gives one byte at a time.
type slowReader struct {
	ctx   context.Context
	every time.Duration
}

func (s *slowReader) Read(b []byte) (int, error) {
	select {
	case <-time.After(s.every):
		b[0] = 'x'
		return 1, nil
	case <-s.ctx.Done():
		return 0, s.ctx.Err()
	}
}

func (s *slowReader) Close() error { return nil }

func TestContextEndsTheCall(t *testing.T) {
	t.Run("cancelled during a wait", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			ctx, cancel := context.WithCancel(t.Context())
			time.AfterFunc(time.Second, cancel)
			start := time.Now()
			result := New(testConfig(answer(503, `{"error":"DOWN"}`, "Retry-After", "4"))).Do(ctx, testRequest("PUT", true))
			if took := time.Since(start); took != time.Second {
				t.Errorf("ended after %v, want 1s", took)
			}
			if !errors.Is(result.Err, context.Canceled) {
				t.Errorf("got error %v, want context.Canceled", result.Err)
			}
			if result.Response == nil || result.Response.Status != 503 || string(result.Response.Body) != `{"error":"DOWN"}` {
				t.Errorf("the last answer is lost: %+v", result.Response)
			}
		})
	})
	t.Run("cancelled during an attempt", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			ctx, cancel := context.WithCancel(t.Context())
			time.AfterFunc(time.Second, cancel)
			result := New(testConfig(roundTripper(hang))).Do(ctx, testRequest("POST", true))
			if !errors.Is(result.Err, context.Canceled) || result.Attempts != 1 || !result.MaybeApplied {
				t.Errorf("got %+v, want context.Canceled after 1 attempt, maybe applied", result)
			}
		})
	})
	t.Run("no wait past its deadline", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			ctx, cancel := context.WithTimeout(t.Context(), 2*time.Second)
			defer cancel()
			start := time.Now()
			result := New(testConfig(answer(429, "", "Retry-After", "3"))).Do(ctx, testRequest("GET", true))
			if took := time.Since(start); took != 0 {
				t.Errorf("ended after %v, want at once", took)
			}
			if result.Err != nil || result.Response.Status != 429 {
				t.Errorf("got %+v, want the 429", result)
			}
		})
	})
	t.Run("deadline during an attempt", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			ctx, cancel := context.WithTimeout(t.Context(), 2*time.Second)
			defer cancel()
			result := New(testConfig(roundTripper(hang))).Do(ctx, testRequest("GET", true))
			if !errors.Is(result.Err, context.DeadlineExceeded) {
				t.Errorf("got error %v, want context.DeadlineExceeded", result.Err)
			}
		})
	})
}

func TestBulk(t *testing.T) {
	bulk := func(size int64) Request {
		r := testRequest("GET", true)
		r.Bulk = true
		r.MaxResponse = size
		return r
	}
	body := func(size int64, every time.Duration) roundTripper {
		return func(r *http.Request) (*http.Response, error) {
			resp, err := answer(200, "")(r)
			resp.ContentLength = size
			resp.Body = io.NopCloser(io.LimitReader(&slowReader{ctx: r.Context(), every: every}, size))
			return resp, err
		}
	}
	t.Run("slow but steady", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			start := time.Now()
			result := New(testConfig(body(60, 4*time.Second))).Do(t.Context(), bulk(60))
			if result.Err != nil || len(result.Response.Body) != 60 {
				t.Errorf("got %+v", result)
			}
			if took := time.Since(start); took != 4*time.Minute {
				t.Errorf("took %v, want 4m", took)
			}
		})
	})
	t.Run("standstill", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			config := testConfig(body(60, 6*time.Second))
			config.MaxAttempts = 2
			result := New(config).Do(t.Context(), bulk(60))
			if !errors.Is(result.Err, os.ErrDeadlineExceeded) || result.Attempts != 2 {
				t.Errorf("got %+v, want a timeout after 2 attempts", result)
			}
		})
	})
	t.Run("slow upload", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			server := rawRoundTripper(func(r *http.Request) (*http.Response, error) {
				b := make([]byte, 1)
				for {
					if _, err := r.Body.Read(b); err != nil {
						break
					}
					select {
					case <-time.After(4 * time.Second):
					case <-r.Context().Done():
						return nil, r.Context().Err()
					}
				}
				return answer(200, "{}")(r)
			})
			r := testRequest("POST", true)
			r.Bulk = true
			if result := New(testConfig(server)).Do(t.Context(), r); result.Err != nil {
				t.Errorf("got %v", result.Err)
			}
		})
	})
}

func TestStream(t *testing.T) {
	stream := testRequest("GET", true)
	stream.Stream = true
	t.Run("left to the caller", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			result := New(testConfig(script(answer(503, ""), answer(200, "file")))).Do(t.Context(), stream)
			if result.Err != nil {
				t.Fatal(result.Err)
			}
			time.Sleep(time.Hour) // the caller may take its time
			body, err := io.ReadAll(result.Response.Stream)
			if err != nil || string(body) != "file" {
				t.Errorf("got %q, %v", body, err)
			}
			if err := result.Response.Stream.Close(); err != nil {
				t.Error(err)
			}
		})
	})
	t.Run("standstill", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			server := roundTripper(func(r *http.Request) (*http.Response, error) {
				resp, err := answer(200, "")(r)
				resp.Body = &slowReader{ctx: r.Context(), every: time.Minute}
				return resp, err
			})
			result := New(testConfig(server)).Do(t.Context(), stream)
			if _, err := io.ReadAll(result.Response.Stream); !errors.Is(err, os.ErrDeadlineExceeded) {
				t.Errorf("got error %v, want a timeout", err)
			}
			_ = result.Response.Stream.Close()
		})
	})
}

func TestOpen(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var bodies []string
		server := rawRoundTripper(func(r *http.Request) (*http.Response, error) {
			body, _ := io.ReadAll(r.Body)
			bodies = append(bodies, string(body))
			if r.ContentLength != 4 {
				t.Errorf("content length %d, want 4", r.ContentLength)
			}
			return answer(503, "")(r)
		})
		r := testRequest("PUT", true)
		r.Open, r.Size = func() (io.Reader, error) { return strings.NewReader("file"), nil }, 4
		New(testConfig(server)).Do(t.Context(), r)
		if strings.Join(bodies, " ") != "file file file file file" {
			t.Errorf("got bodies %q", bodies)
		}
	})
}
