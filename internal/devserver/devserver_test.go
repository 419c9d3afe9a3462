package devserver

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestOutputFindsTheAddress(t *testing.T) {
	tests := map[string]struct {
		pieces []string
		want   string
	}{
		"plain":           {[]string{"Liveblocks running at http://localhost:4321\n"}, "http://localhost:4321"},
		"colours":         {[]string{"\x1b[2J\x1b[H running at \x1b[36mhttp://localhost:\x1b[1m4321\x1b[0m\r\n"}, "http://localhost:4321"},
		"in pieces":       {[]string{"runn", "ing at http://127.0.0.1:4", "321", "\n"}, "http://127.0.0.1:4321"},
		"twice":           {[]string{"running at http://a:1\n", "running at http://b:2\n"}, "http://a:1"},
		"not whole":       {[]string{"running at http://localhost:43"}, ""},
		"after much text": {[]string{strings.Repeat("x", 10*keptOutput), "running at http://a:1\n"}, "http://a:1"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			o := newOutput(nil)
			for _, piece := range test.pieces {
				if n, err := o.Write([]byte(piece)); n != len(piece) || err != nil {
					t.Fatalf("Write = %d, %v", n, err)
				}
			}
			var got string
			select {
			case got = <-o.address:
			default:
			}
			if got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func TestOutputKeepsTheLast(t *testing.T) {
	o := newOutput(nil)
	for range 1000 {
		_, _ = o.Write([]byte("something went wrong here\n"))
	}
	_, _ = o.Write([]byte("\x1b[31mthe end\x1b[0m\n"))
	if len(o.recent) > keptOutput {
		t.Errorf("%d bytes are kept, want at most %d", len(o.recent), keptOutput)
	}
	if got := o.quoted(); !strings.HasSuffix(got, "wrong here\nthe end") {
		t.Errorf("quoted %q", got[len(got)-40:])
	}
}

func TestNodeModules(t *testing.T) {
	root := t.TempDir()
	sub := filepath.Join(root, "a", "b")
	mkdir(t, sub)
	if _, err := NodeModules(sub); !errors.Is(err, errNoModules) || !strings.Contains(err.Error(), "run npm ci") {
		t.Errorf("without packages: error %v, want one that says to run npm ci", err)
	}
	if _, err := Start(t.Context(), Options{Dir: sub}); !errors.Is(err, errNoModules) {
		t.Errorf("Start without packages: error %v", err)
	}

	want := filepath.Join(root, "node_modules")
	for _, name := range []string{bun, devServer} {
		mkdir(t, filepath.Dir(filepath.Join(want, name)))
		if err := os.WriteFile(filepath.Join(want, name), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	mkdir(t, filepath.Join(root, "a", "node_modules")) // of another package, and no use
	for _, dir := range []string{root, sub} {
		if got, err := NodeModules(dir); got != want || err != nil {
			t.Errorf("NodeModules(%q) = %q, %v; want %q", dir, got, err, want)
		}
	}
}

func TestStartUsesTheServerThatRuns(t *testing.T) {
	t.Setenv("LIVEBLOCKS_BASE_URL", "http://localhost:1153")
	t.Setenv("LIVEBLOCKS_SECRET_KEY", SecretKey)
	s, err := Start(t.Context(), Options{Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	if got := s.BaseURL(); got != "http://localhost:1153" {
		t.Errorf("BaseURL = %q", got)
	}
	if err := s.Stop(); err != nil {
		t.Errorf("Stop: %v", err)
	}

	// A key of a real project: its server is not for tests.
	t.Setenv("LIVEBLOCKS_SECRET_KEY", "sk_prod_x")
	if s, err := Start(t.Context(), Options{Dir: t.TempDir()}); !errors.Is(err, errNoModules) {
		t.Errorf("Start = %v, %v; want a server of our own to be looked for", s, err)
	}
}

func mkdir(t *testing.T, dir string) {
	t.Helper()
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
}
