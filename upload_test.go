package liveblocks_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math"
	"net/http"
	"net/http/httptest"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/liveblocks-go/liveblocks"
)

const partSize = 5 << 20

// someContent is content of which no two parts are alike.
func someContent(size int) []byte { return allContent()[:size] }

var allContent = sync.OnceValue(func() []byte {
	data := make([]byte, 12*partSize)
	for i := 0; i < len(data); i += 8 {
		binary.LittleEndian.PutUint64(data[i:], uint64(i))
	}
	return data
})

// onlyReader hides that a reader can do more than read.
type onlyReader struct{ io.Reader }

func readerAtFile(data []byte) liveblocks.FileUpload {
	return liveblocks.FileUpload{Name: "a.txt", Size: int64(len(data)), ReaderAt: bytes.NewReader(data)}
}

func readerFile(data []byte) liveblocks.FileUpload {
	return liveblocks.FileUpload{Name: "a.txt", Size: int64(len(data)), Reader: onlyReader{bytes.NewReader(data)}}
}

var fileKinds = map[string]func([]byte) liveblocks.FileUpload{"ReaderAt": readerAtFile, "Reader": readerFile}

func TestUploadSizes(t *testing.T) {
	for kind, file := range fileKinds {
		for _, size := range []int{0, 1, partSize - 1, partSize, partSize + 1, 2 * partSize, 3*partSize + 17} {
			t.Run(fmt.Sprintf("%s of %d", kind, size), func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					s := newUploadService()
					data := someContent(size)
					upload := file(data)
					var last int64 = -1
					upload.OnProgress = func(sent, total int64) {
						if sent <= last || total != int64(size) {
							t.Errorf("progress %d of %d after %d", sent, total, last)
						}
						last = sent
					}
					got, err := s.client(t).UploadFile(t.Context(), "room", upload)
					if err != nil {
						t.Fatal(err)
					}
					s.check(t, data)
					if d := got.Data(); s.files[d.ID] == nil || d.Name != "a.txt" || d.Size != int64(size) || d.MIMEType != "text/plain" {
						t.Errorf("got %+v", d)
					}
					if last != int64(size) {
						t.Errorf("the last progress was %d", last)
					}
				})
			})
		}
	}
}

func TestUploadAttachment(t *testing.T) {
	s := newUploadService()
	got, err := s.client(t).UploadAttachment(t.Context(), "room", liveblocks.UploadAttachmentParams{
		UserID: "ada", File: readerAtFile([]byte("abc")),
	})
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(got.ID, "at_") || got.Size != 3 || string(s.files[got.ID]) != "abc" {
		t.Errorf("got %+v", got)
	}
}

// onceAt is a fault of the first request of a step.
func onceAt(step string, f uploadFault) func(string, int) uploadFault {
	return func(got string, before int) uploadFault {
		if got == step && before == 0 {
			return f
		}
		return uploadFault{}
	}
}

// Whatever is lost or turned away, the file arrives once and whole.
func TestUploadSurvives(t *testing.T) {
	small, large := someContent(100), someContent(2*partSize+1)
	tests := map[string]struct {
		data  []byte
		fault func(string, int) uploadFault
	}{
		"whole, request lost":        {small, onceAt("PUT file", uploadFault{lostRequest: true})},
		"whole, answer lost":         {small, onceAt("PUT file", uploadFault{lostAnswer: true})},
		"whole, answer garbled":      {small, onceAt("PUT file", uploadFault{body: `{"id":`})},
		"whole, rate limited":        {small, onceAt("PUT file", uploadFault{status: 429})},
		"whole, unavailable":         {small, onceAt("PUT file", uploadFault{status: 503})},
		"begin, request lost":        {large, onceAt("POST begin", uploadFault{lostRequest: true})},
		"begin, rate limited":        {large, onceAt("POST begin", uploadFault{status: 429})},
		"part, request lost":         {large, onceAt("PUT 2", uploadFault{lostRequest: true})},
		"part, answer lost":          {large, onceAt("PUT 3", uploadFault{lostAnswer: true})},
		"part, unavailable":          {large, onceAt("PUT 1", uploadFault{status: 502})},
		"completion, request lost":   {large, onceAt("POST complete", uploadFault{lostRequest: true})},
		"completion, answer lost":    {large, onceAt("POST complete", uploadFault{lostAnswer: true})},
		"completion, answer garbled": {large, onceAt("POST complete", uploadFault{body: "<html>"})},
		"completion, rate limited":   {large, onceAt("POST complete", uploadFault{status: 429})},
		"completion, always lost": {large, func(step string, _ int) uploadFault {
			return uploadFault{lostAnswer: step == "POST complete"}
		}},
		"everything, rate limited": {large, func(_ string, before int) uploadFault {
			if before < 3 {
				return uploadFault{status: 429}
			}
			return uploadFault{}
		}},
		"parts, unavailable by turns": {large, func(step string, before int) uploadFault {
			if strings.HasPrefix(step, "PUT") && before < 2 {
				return uploadFault{lostAnswer: before == 0, lostRequest: before == 1}
			}
			return uploadFault{}
		}},
	}
	for name, test := range tests {
		for kind, file := range fileKinds {
			if len(test.data) > partSize && strings.HasPrefix(name, "part") != (kind == "ReaderAt") {
				continue // once will do
			}
			t.Run(name+", "+kind, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					s := newUploadService()
					s.fault = test.fault
					if _, err := s.client(t).UploadFile(t.Context(), "room", file(test.data)); err != nil {
						t.Fatal(err)
					}
					s.check(t, test.data)
				})
			})
		}
	}
}

func TestUploadFails(t *testing.T) {
	small, large := someContent(100), someContent(2*partSize+1)
	tests := map[string]struct {
		data         []byte
		step         string
		fault        uploadFault
		maybeApplied bool
	}{
		"whole refused":           {small, "PUT file", uploadFault{status: 403}, false},
		"whole unavailable":       {small, "PUT file", uploadFault{status: 503}, true},
		"begin refused":           {large, "POST begin", uploadFault{status: 413}, false},
		"begin unavailable":       {large, "POST begin", uploadFault{status: 503}, false},
		"part refused":            {large, "PUT 2", uploadFault{status: 403}, false},
		"part unavailable":        {large, "PUT 3", uploadFault{status: 503}, false},
		"part never arrives":      {large, "PUT 1", uploadFault{lostRequest: true}, false},
		"part answer is no JSON":  {large, "PUT 1", uploadFault{body: "<html>"}, false},
		"completion refused":      {large, "POST complete", uploadFault{status: 422}, false},
		"completion unavailable":  {large, "POST complete", uploadFault{status: 503}, true},
		"completion rate limited": {large, "POST complete", uploadFault{status: 429}, false},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newUploadService()
				s.fault = func(step string, _ int) uploadFault {
					if step == test.step {
						return test.fault
					}
					return uploadFault{}
				}
				_, err := s.client(t).UploadFile(t.Context(), "room", readerFile(test.data))
				var e *liveblocks.Error
				if !errors.As(err, &e) || test.fault.status != 0 && e.Status != test.fault.status {
					t.Fatalf("got error %v", err)
				}
				if e.MaybeApplied != test.maybeApplied {
					t.Errorf("MaybeApplied is %t: %v", e.MaybeApplied, e)
				}
				s.check(t, nil)
			})
		})
	}
}

// The answer of an upload that has no ID can't be gone on with.
func TestUploadWithoutID(t *testing.T) {
	s := newUploadService()
	for _, id := range []string{"", ".", ".."} {
		s.fault = onceAt("POST begin", uploadFault{body: fmt.Sprintf(`{"uploadId":%q}`, id)})
		s.asked = map[string]int{}
		_, err := s.client(t).UploadFile(t.Context(), "room", readerFile(someContent(partSize+1)))
		var e *liveblocks.Error
		if !errors.As(err, &e) || !strings.Contains(err.Error(), "uploadId") || errors.Is(err, liveblocks.ErrInvalidArgument) {
			t.Errorf("got error %v", err)
		}
	}
}

func TestUploadAbortFailureIsLogged(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newUploadService()
		s.fault = func(step string, _ int) uploadFault {
			switch step {
			case "PUT 1":
				return uploadFault{status: 403}
			case "DELETE upload":
				return uploadFault{status: 503}
			}
			return uploadFault{}
		}
		var log bytes.Buffer
		c := s.client(t, liveblocks.WithLogger(slog.New(slog.NewTextHandler(&log, nil))))
		_, err := c.UploadFile(t.Context(), "room", readerAtFile(someContent(partSize+1)))
		if !errors.Is(err, liveblocks.ErrForbidden) {
			t.Errorf("got error %v, want the first one", err)
		}
		if !strings.Contains(log.String(), "could not be aborted") {
			t.Errorf("log: %q", &log)
		}
	})
}

func TestUploadRefusesBadFiles(t *testing.T) {
	reader := strings.NewReader("abc")
	tests := map[string]struct {
		file liveblocks.FileUpload
		want string
	}{
		"no name":      {liveblocks.FileUpload{Size: 3, ReaderAt: reader}, "no Name"},
		"dots":         {liveblocks.FileUpload{Name: "..", Size: 3, ReaderAt: reader}, `".."`},
		"no content":   {liveblocks.FileUpload{Name: "a", Size: 3}, "no content"},
		"two contents": {liveblocks.FileUpload{Name: "a", Size: 3, ReaderAt: reader, Reader: reader}, "just one"},
		"negative":     {liveblocks.FileUpload{Name: "a", Size: -1, ReaderAt: reader}, "-1"},
		"short":        {liveblocks.FileUpload{Name: "a", Size: 4, ReaderAt: reader}, "shorter"},
		"much shorter": {liveblocks.FileUpload{Name: "a", Size: 1 << 40, ReaderAt: reader}, "shorter"},
		"long":         {liveblocks.FileUpload{Name: "a", Size: 2, ReaderAt: reader}, "longer"},
		"not empty":    {liveblocks.FileUpload{Name: "a", Size: 0, ReaderAt: reader}, "longer"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			s := newUploadService()
			c := s.client(t)
			for _, call := range []func() error{
				func() error { _, err := c.UploadFile(t.Context(), "room", test.file); return err },
				func() error {
					_, err := c.UploadAttachment(t.Context(), "room", liveblocks.UploadAttachmentParams{UserID: "ada", File: test.file})
					return err
				},
				func() error { _, err := c.CreateFileKnowledgeSource(t.Context(), "copilot", test.file); return err },
			} {
				if err := call(); !errors.Is(err, liveblocks.ErrInvalidArgument) || !strings.Contains(err.Error(), test.want) {
					t.Errorf("got error %v, want one about %s", err, test.want)
				}
			}
			if len(s.requests) != 0 {
				t.Errorf("sent %q", s.requests)
			}
		})
	}
	_, err := newUploadService().client(t).UploadAttachment(t.Context(), "room", liveblocks.UploadAttachmentParams{File: readerFile(nil)})
	if !errors.Is(err, liveblocks.ErrInvalidArgument) || !strings.Contains(err.Error(), "user ID") {
		t.Errorf("without a user: got error %v", err)
	}
}

// failingReader fails after its data.
type failingReader struct {
	data io.Reader
	err  error
}

func (r failingReader) Read(b []byte) (int, error) {
	n, err := r.data.Read(b)
	if errors.Is(err, io.EOF) {
		err = r.err
	}
	return n, err
}

func (r failingReader) ReadAt([]byte, int64) (int, error) { return 0, r.err }

func TestUploadContentFails(t *testing.T) {
	disk := errors.New("disk on fire")
	for _, size := range []int{100, 3*partSize + 1} {
		data := someContent(size)
		tests := map[string]struct {
			content io.Reader
			want    error
		}{
			"fails":  {failingReader{bytes.NewReader(data[:size-1]), disk}, disk},
			"short":  {bytes.NewReader(data[:size-1]), io.ErrUnexpectedEOF},
			"empty":  {bytes.NewReader(nil), io.ErrUnexpectedEOF},
			"longer": {io.MultiReader(bytes.NewReader(data), strings.NewReader("x")), nil},
		}
		for name, test := range tests {
			t.Run(fmt.Sprintf("%s, %d", name, size), func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					s := newUploadService()
					_, err := s.client(t).UploadFile(t.Context(), "room", liveblocks.FileUpload{
						Name: "a", Size: int64(size), Reader: onlyReader{test.content},
					})
					if err == nil || test.want != nil && !errors.Is(err, test.want) {
						t.Errorf("got error %v, want %v", err, test.want)
					}
					s.check(t, nil)
				})
			})
		}
	}
}

// faultyReaderAt has an end and nothing before it.
type faultyReaderAt struct {
	*bytes.Reader
	err error
}

func (r faultyReaderAt) ReadAt(b []byte, offset int64) (int, error) {
	if offset < r.Size()-1 {
		return 0, r.err
	}
	return r.Reader.ReadAt(b, offset)
}

func TestUploadReaderAtFails(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		disk := errors.New("disk on fire")
		for _, size := range []int{partSize, 3*partSize + 1} {
			s := newUploadService()
			file := readerAtFile(someContent(size))
			file.ReaderAt = faultyReaderAt{bytes.NewReader(someContent(size)), disk}
			_, err := s.client(t).UploadFile(t.Context(), "room", file)
			if !errors.Is(err, disk) || !strings.Contains(err.Error(), "reading the file") {
				t.Errorf("got error %v", err)
			}
			s.check(t, nil)
		}
	})
}

// shrinkingReaderAt loses its end once that was looked at.
type shrinkingReaderAt struct{ *bytes.Reader }

func (r shrinkingReaderAt) ReadAt(b []byte, offset int64) (int, error) {
	if offset < r.Size()-1 {
		b = b[:min(int64(len(b)), r.Size()/2)]
		n, _ := r.Reader.ReadAt(b, offset)
		return n, io.EOF
	}
	return r.Reader.ReadAt(b, offset)
}

func TestUploadOfShrinkingFile(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newUploadService()
		file := readerAtFile(someContent(1000))
		file.ReaderAt = shrinkingReaderAt{bytes.NewReader(someContent(1000))}
		_, err := s.client(t).UploadFile(t.Context(), "room", file)
		if !errors.Is(err, io.ErrUnexpectedEOF) {
			t.Errorf("got error %v", err)
		}
		s.check(t, nil)
	})
}

// The size is the caller's word; memory is only set aside for what there is.
func TestUploadOfMuchLessThanSize(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newUploadService()
		file := readerFile(someContent(partSize + 1))
		file.Size = math.MaxInt64
		_, err := s.client(t).UploadFile(t.Context(), "room", file)
		if !errors.Is(err, io.ErrUnexpectedEOF) {
			t.Errorf("got error %v", err)
		}
		s.check(t, nil)
	})
}

func TestUploadCancelled(t *testing.T) {
	tests := map[string]struct {
		step   string
		answer time.Duration // until the answer to the step comes
		within time.Duration // until the upload returns, after the cancellation
		opens  int
	}{
		"at once":                      {"", 0, 0, 0},
		"in a part":                    {"PUT 2", time.Hour, 0, 1},
		"in the completion":            {"POST complete", time.Hour, 0, 1},
		"as it begins":                 {"POST begin", 2 * time.Second, time.Second, 1},
		"as it begins, without answer": {"POST begin", time.Hour, 5 * time.Second, 0},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newUploadService()
				s.fault = func(step string, _ int) uploadFault {
					if step != test.step {
						return uploadFault{}
					}
					return uploadFault{during: func(req *http.Request) {
						select {
						case <-time.After(test.answer):
						case <-req.Context().Done():
						}
					}}
				}
				ctx, cancel := context.WithTimeout(t.Context(), time.Second)
				defer cancel()
				if test.step == "" {
					cancel()
				}
				want := ctx.Err()
				if want == nil {
					want = context.DeadlineExceeded
				}
				start := time.Now()
				_, err := s.client(t).UploadFile(ctx, "room", readerAtFile(someContent(3*partSize)))
				if !errors.Is(err, want) {
					t.Errorf("got error %v, want %v", err, want)
				}
				took := time.Since(start)
				if test.step != "" {
					took -= time.Second
				}
				if took > test.within {
					t.Errorf("took %v longer than the context", took)
				}
				s.check(t, nil)
				if s.opened != test.opens {
					t.Errorf("%d uploads were begun, want %d", s.opened, test.opens)
				}
			})
		})
	}
}

func TestUploadFivePartsAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newUploadService()
		var now, most atomic.Int64
		s.fault = func(step string, _ int) uploadFault {
			if step == "POST begin" || step == "POST complete" {
				return uploadFault{}
			}
			return uploadFault{during: func(*http.Request) {
				most.Store(max(most.Load(), now.Add(1)))
				time.Sleep(time.Second)
				now.Add(-1)
			}}
		}
		start := time.Now()
		if _, err := s.client(t).UploadFile(t.Context(), "room", readerFile(someContent(11*partSize))); err != nil {
			t.Fatal(err)
		}
		if took := time.Since(start); most.Load() != 5 || took != 3*time.Second {
			t.Errorf("%d parts at once, %v for 11 parts of 1 s", most.Load(), took)
		}
	})
}

// After a failure no part is sent that was not on its way.
func TestUploadStopsAtFirstFailure(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newUploadService()
		s.fault = func(step string, _ int) uploadFault {
			switch step {
			case "PUT 1":
				return uploadFault{status: 403}
			case "POST begin", "DELETE upload":
				return uploadFault{}
			}
			return uploadFault{during: func(req *http.Request) { <-req.Context().Done() }}
		}
		if _, err := s.client(t).UploadFile(t.Context(), "room", readerAtFile(someContent(12*partSize))); !errors.Is(err, liveblocks.ErrForbidden) {
			t.Errorf("got error %v", err)
		}
		if n := len(s.requests); n > 2+6 || s.requests[n-1] != "DELETE upload" {
			t.Errorf("sent %q", s.requests)
		}
	})
}

// discard reads bodies and answers what an upload in parts needs.
type discard struct{ read atomic.Int64 }

func (d *discard) RoundTrip(req *http.Request) (*http.Response, error) {
	if req.Body != nil {
		n, err := io.Copy(io.Discard, req.Body)
		req.Body.Close()
		d.read.Add(n)
		if err != nil {
			return nil, err
		}
	}
	body := `{"uploadId":"u","partNumber":1,"etag":"e"}`
	return &http.Response{StatusCode: 200, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(body)), ContentLength: int64(len(body))}, nil
}

// endless yields zeros, at no cost.
type endless struct{}

func (endless) Read(b []byte) (int, error) { return len(b), nil }

func TestUploadMemory(t *testing.T) {
	const size = 200 << 20
	d := &discard{}
	c, err := liveblocks.New("sk_test", liveblocks.WithHTTPClient(&http.Client{Transport: d}))
	if err != nil {
		t.Fatal(err)
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	_, err = c.UploadFile(t.Context(), "room", liveblocks.FileUpload{Name: "a", Size: size, Reader: io.LimitReader(endless{}, size)})
	runtime.ReadMemStats(&after)
	if err != nil || d.read.Load() < size {
		t.Fatalf("%d bytes arrived, error %v", d.read.Load(), err)
	}
	// All that was ever allocated, whether it was freed or not.
	if n := after.TotalAlloc - before.TotalAlloc; n > 6*partSize {
		t.Errorf("%d MiB were allocated for an upload of %d MiB", n>>20, size>>20)
	}
}

// dawdler answers parts before it has read them, as a transport may.
type dawdler struct {
	*uploadService
	late chan []byte
}

func (d *dawdler) RoundTrip(req *http.Request) (*http.Response, error) {
	if stepOf(req) != "PUT 1" {
		return d.uploadService.RoundTrip(req)
	}
	go func() {
		time.Sleep(time.Minute)
		data, _ := io.ReadAll(req.Body)
		req.Body.Close()
		d.late <- data
	}()
	body := `{"partNumber":1,"etag":"etag"}`
	return &http.Response{StatusCode: 200, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(body)), ContentLength: int64(len(body))}, nil
}

func TestUploadKeepsBuffersInUse(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := &dawdler{newUploadService(), make(chan []byte, 1)}
		c, err := liveblocks.New("sk_test", liveblocks.WithHTTPClient(&http.Client{Transport: d}))
		if err != nil {
			t.Fatal(err)
		}
		data := someContent(12 * partSize)
		file := readerFile(data)
		returned := false
		file.OnProgress = func(int64, int64) {
			if returned {
				t.Error("OnProgress was called after the upload had returned")
			}
		}
		_, _ = c.UploadFile(t.Context(), "room", file) // the service misses a part
		returned = true
		if got := <-d.late; !bytes.Equal(got, data[:partSize]) {
			t.Error("the buffer of a part was reused while the transport was reading it")
		}
	})
}

func TestKnowledgeFileRetry(t *testing.T) {
	data := someContent(2*partSize + 3)
	for kind, file := range fileKinds {
		t.Run(kind, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var got [][]byte
				transport := roundTripper(func(req *http.Request) (*http.Response, error) {
					body, err := readBody(req)
					req.Body.Close()
					if err != nil {
						return nil, err
					}
					got = append(got, body)
					if len(got) == 1 {
						return answer(http.StatusServiceUnavailable, "")(req)
					}
					return answer(http.StatusOK, `{"id":"ks_1"}`)(req)
				})
				c, err := liveblocks.New("sk_test", liveblocks.WithHTTPClient(&http.Client{Transport: transport}))
				if err != nil {
					t.Fatal(err)
				}
				source, err := c.CreateFileKnowledgeSource(t.Context(), "copilot", file(data))
				for i, body := range got {
					if !bytes.Equal(body, data) {
						t.Errorf("request %d has other content", i+1)
					}
				}
				if kind == "ReaderAt" {
					if err != nil || source.ID != "ks_1" || len(got) != 2 {
						t.Errorf("got %v, error %v, %d requests", source, err, len(got))
					}
					return
				}
				var e *liveblocks.Error
				if !errors.As(err, &e) || e.Status != http.StatusServiceUnavailable || !strings.Contains(err.Error(), "use its ReaderAt") {
					t.Errorf("got error %v", err)
				}
				if len(got) != 1 {
					t.Errorf("%d requests were sent, want 1", len(got))
				}
			})
		})
	}
}

// The same over real connections, where bodies are read and closed by other
// goroutines than those that wait for answers.
func TestUploadOverHTTP(t *testing.T) {
	data := someContent(2*partSize + 1)
	for kind, file := range fileKinds {
		t.Run(kind, func(t *testing.T) {
			s := newUploadService()
			var seen sync.Map
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
				if _, again := seen.LoadOrStore(stepOf(req), true); !again {
					w.WriteHeader(http.StatusServiceUnavailable) // before the body is read
					return
				}
				body, err := readBody(req)
				if err != nil {
					return
				}
				s.serve(w, req, body)
			}))
			defer server.Close()
			c := newClient(t, server.URL, liveblocks.WithRetryWait(time.Millisecond, 10*time.Millisecond))
			if _, err := c.UploadFile(t.Context(), "room", file(data)); err != nil {
				t.Fatal(err)
			}
			s.check(t, data)

			clear(s.files)
			ctx, cancel := context.WithCancel(t.Context())
			upload := file(data)
			upload.OnProgress = func(int64, int64) { cancel() }
			if _, err := c.UploadFile(ctx, "room", upload); !errors.Is(err, context.Canceled) {
				t.Errorf("got error %v", err)
			}
			server.Close() // waits for requests
			s.check(t, nil)
		})
	}
}

func TestUploadIDsDiffer(t *testing.T) {
	s := newUploadService()
	c := s.client(t)
	var ids []string
	for range 20 {
		file, err := c.UploadFile(t.Context(), "room", readerAtFile([]byte("a")))
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, file.Data().ID)
	}
	slices.Sort(ids)
	if len(slices.Compact(ids)) != 20 {
		t.Errorf("IDs repeat: %q", ids)
	}
}
