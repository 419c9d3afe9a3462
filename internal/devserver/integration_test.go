//go:build integration

package devserver

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"
)

func TestServer(t *testing.T) {
	temp := useTempDir(t)
	var log syncBuffer
	s, err := Start(t.Context(), Options{Output: &log})
	if err != nil {
		t.Fatal(err)
	}
	if got := authorize(t, s.BaseURL()); !strings.HasPrefix(got, `{"token":"`) {
		t.Errorf("authorize-user answers %s", got)
	}
	if len(entries(t, temp)) != 1 {
		t.Errorf("temporary data: %v, want one directory", entries(t, temp))
	}

	begin := time.Now()
	if err := s.Stop(); err != nil {
		t.Errorf("Stop: %v", err)
	}
	if took := time.Since(begin); took > stopGrace {
		t.Errorf("Stop took %v: it did not quit when asked", took)
	}
	if err := s.Stop(); err != nil {
		t.Errorf("second Stop: %v", err)
	}
	if err := healthy(t.Context(), s.BaseURL()); err == nil {
		t.Error("it answers after Stop")
	}
	if left := entries(t, temp); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
	if !strings.Contains(log.String(), "running at") {
		t.Errorf("the log has %q", log.String())
	}
}

func TestServersAtOnce(t *testing.T) {
	temp := useTempDir(t)
	var wg sync.WaitGroup
	for range 3 {
		wg.Go(func() {
			s, err := Start(t.Context(), Options{})
			if err != nil {
				t.Error(err)
				return
			}
			if err := s.Stop(); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if left := entries(t, temp); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

func TestStartFails(t *testing.T) {
	modules, err := NodeModules("")
	if err != nil {
		t.Fatal(err)
	}
	// Bun as it is, and a server that is not.
	root := t.TempDir()
	fake := filepath.Join(root, "node_modules")
	mkdir(t, filepath.Dir(filepath.Join(fake, devServer)))
	if err := os.Symlink(filepath.Join(modules, "bun"), filepath.Join(fake, "bun")); err != nil {
		t.Fatal(err)
	}

	tests := map[string]struct {
		script string
		cancel bool
		want   string
	}{
		"ends":          {script: `console.error("no such option"); process.exit(3)`, want: "no such option"},
		"says nothing":  {script: `setInterval(() => {}, 1000)`, cancel: true, want: "context deadline exceeded"},
		"ignores us":    {script: `process.on("SIGTERM", () => {}); setInterval(() => {}, 1000)`, cancel: true, want: "context deadline exceeded"},
		"never answers": {script: `console.log("running at http://127.0.0.1:9"); setInterval(() => {}, 1000)`, cancel: true, want: "refused"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			temp := useTempDir(t)
			if err := os.WriteFile(filepath.Join(fake, devServer), []byte(test.script), 0o600); err != nil {
				t.Fatal(err)
			}
			ctx := t.Context()
			if test.cancel {
				var cancel context.CancelFunc
				ctx, cancel = context.WithTimeout(ctx, 300*time.Millisecond)
				defer cancel()
			}
			s, err := Start(ctx, Options{Dir: root})
			if s != nil || err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("Start = %v, %v; want an error with %q", s, err, test.want)
			}
			if test.cancel && !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("error %v is not the context's", err)
			}
			if left := entries(t, temp); len(left) > 0 {
				t.Errorf("left behind: %v", left)
			}
		})
	}
}

// A test binary that is killed must not leave a server behind.
func TestServerEndsWithItsParent(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("only Linux ends a process with its parent")
	}
	if os.Getenv("DEVSERVER_TEST_CHILD") != "" {
		s, err := Start(t.Context(), Options{})
		if err != nil {
			t.Fatal(err)
		}
		fmt.Printf("address %s\n", s.BaseURL())
		select {}
	}
	useTempDir(t) // for what the killed server leaves
	cmd := exec.Command(os.Args[0], "-test.run=^TestServerEndsWithItsParent$")
	cmd.Env = append(os.Environ(), "DEVSERVER_TEST_CHILD=1")
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	var baseURL string
	for lines := bufio.NewScanner(stdout); baseURL == "" && lines.Scan(); {
		baseURL, _ = strings.CutPrefix(lines.Text(), "address ")
	}
	if err := healthy(t.Context(), baseURL); err != nil {
		t.Error(err)
	}
	_ = cmd.Process.Kill()
	_ = cmd.Wait()
	for deadline := time.Now().Add(5 * time.Second); healthy(t.Context(), baseURL) == nil; {
		if time.Now().After(deadline) {
			t.Fatal("the server outlives its parent")
		}
		time.Sleep(10 * time.Millisecond)
	}
}

func authorize(t *testing.T, baseURL string) string {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, baseURL+"/v2/authorize-user",
		strings.NewReader(`{"userId":"ada","permissions":{"*":["*:write"]}}`))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+SecretKey)
	req.Header.Set("Content-Type", "application/json")
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}

// useTempDir gives the test a temporary directory of its own, to see what is
// left in it, and keeps it from a server that runs already.
func useTempDir(t *testing.T) string {
	dir := t.TempDir()
	t.Setenv("TMPDIR", dir)
	t.Setenv("TMP", dir)
	t.Setenv("LIVEBLOCKS_BASE_URL", "")
	return dir
}

func entries(t *testing.T, dir string) (names []string) {
	t.Helper()
	list, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range list {
		names = append(names, entry.Name())
	}
	return names
}

type syncBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (s *syncBuffer) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(p)
}

func (s *syncBuffer) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.String()
}
