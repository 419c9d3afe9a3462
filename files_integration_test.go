//go:build integration

package liveblocks_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/liveblocks-go/liveblocks"
	"github.com/liveblocks-go/liveblocks/internal/devserver"
)

// startDevServer returns a client of a new dev server and a room there.
func startDevServer(t *testing.T, opts ...liveblocks.Option) (*liveblocks.Client, string) {
	t.Helper()
	server, err := devserver.Start(t.Context(), devserver.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := server.Stop(); err != nil {
			t.Error(err)
		}
	})
	c, err := liveblocks.New(devserver.SecretKey, append(opts, liveblocks.WithBaseURL(server.BaseURL()))...)
	if err != nil {
		t.Fatal(err)
	}
	const room = "room with a file / é"
	if _, err := c.CreateRoom(t.Context(), room, liveblocks.CreateRoomParams{}); err != nil {
		t.Fatal(err)
	}
	return c, room
}

func download(t *testing.T, url string) []byte {
	t.Helper()
	resp, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	data, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != http.StatusOK {
		t.Fatalf("download: %s, %v", resp.Status, err)
	}
	return data
}

func TestDevServerStorageFiles(t *testing.T) {
	c, room := startDevServer(t)
	for kind, file := range fileKinds {
		for _, size := range []int{1, partSize, partSize + 1, 6*partSize + 17} {
			t.Run(fmt.Sprintf("%s of %d", kind, size), func(t *testing.T) {
				data := someContent(size)
				upload := file(data)
				upload.Name = "résumé #1?.txt"
				got, err := c.UploadFile(t.Context(), room, upload)
				if err != nil {
					t.Fatal(err)
				}
				if d := got.Data(); d.Name != upload.Name || d.Size != int64(size) || d.MIMEType != "text/plain" {
					t.Errorf("got %+v", d)
				}
				stored, err := c.GetStorageFile(t.Context(), room, got.Data().ID)
				if err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(got.Data(), stored.FileData); diff != "" {
					t.Errorf("uploaded (-) and stored (+):\n%s", diff)
				}
				url, err := c.GetFileURL(t.Context(), room, got.Data().ID)
				if err != nil {
					t.Fatal(err)
				}
				if stored.ExpiresAt.IsZero() || url.ExpiresAt.IsZero() {
					t.Error("the URL has no end")
				}
				if !bytes.Equal(download(t, url.URL), data) {
					t.Error("the content differs")
				}
			})
		}
	}
	if _, err := c.UploadFile(t.Context(), room, readerFile(nil)); !errors.Is(err, liveblocks.ErrBadRequest) {
		t.Errorf("an empty file, which the dev server refuses: got error %v", err)
	}
	if _, err := c.GetStorageFile(t.Context(), room, "fl_000000000000000000000"); !errors.Is(err, liveblocks.ErrNotFound) {
		t.Errorf("a file that is not there: got error %v", err)
	}
}

// lossy notes the requests about files and the answers' statuses. It loses the
// first answer to each request that changes anything, unless lost is nil.
type lossy struct {
	mu   sync.Mutex
	lost map[string]bool
	sent []string
}

func (l *lossy) RoundTrip(req *http.Request) (*http.Response, error) {
	resp, err := http.DefaultTransport.RoundTrip(req)
	if err != nil || !strings.Contains(req.URL.Path, "/storage/files/") {
		return resp, err
	}
	step := req.Method + " " + req.URL.Path
	l.mu.Lock()
	defer l.mu.Unlock()
	l.sent = append(l.sent, fmt.Sprint(step, " ", resp.StatusCode))
	if l.lost == nil || req.Method == http.MethodGet || l.lost[step] {
		return resp, nil
	}
	l.lost[step] = true
	resp.Body.Close()
	return nil, errors.New("connection lost")
}

// Every answer is lost once, with the server's own view of a second try.
func TestDevServerUploadSurvivesLostAnswers(t *testing.T) {
	l := &lossy{lost: map[string]bool{}}
	c, room := startDevServer(t, liveblocks.WithHTTPClient(&http.Client{Transport: l}))
	for _, size := range []int{100, 2*partSize + 1} {
		data := someContent(size)
		got, err := c.UploadFile(t.Context(), room, readerFile(data))
		if err != nil {
			t.Fatalf("%v\n%s", err, strings.Join(l.sent, "\n"))
		}
		url, err := c.GetFileURL(t.Context(), room, got.Data().ID)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(download(t, url.URL), data) {
			t.Error("the content differs")
		}
	}
}

func TestDevServerUploadAborted(t *testing.T) {
	l := &lossy{}
	c, room := startDevServer(t, liveblocks.WithHTTPClient(&http.Client{Transport: l}))
	ctx, cancel := context.WithCancel(t.Context())
	file := readerAtFile(someContent(12 * partSize))
	file.OnProgress = func(sent, _ int64) {
		if sent > 2*partSize {
			cancel()
		}
	}
	if _, err := c.UploadFile(ctx, room, file); !errors.Is(err, context.Canceled) {
		t.Errorf("got error %v", err)
	}
	if last := l.sent[len(l.sent)-1]; !strings.HasPrefix(last, "DELETE ") || !strings.HasSuffix(last, " 200") && !strings.HasSuffix(last, " 204") {
		t.Errorf("the last request was %s, want an abort", last)
	}
}
