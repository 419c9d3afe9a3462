//go:build integration

package liveblocks_test

import (
	"bufio"
	"encoding/json"
	"io"
	"os"
	"os/exec"
	"testing"

	"github.com/liveblocks-go/liveblocks"
	"github.com/liveblocks-go/liveblocks/internal/devserver"
)

// devServer is a dev server with a client in Go, and JavaScript beside it.
type devServer struct {
	*devserver.Server
	client *liveblocks.Client
}

func newDevServer(t *testing.T) *devServer {
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
	c, err := liveblocks.New(devserver.SecretKey, liveblocks.WithBaseURL(server.BaseURL()))
	if err != nil {
		t.Fatal(err)
	}
	return &devServer{server, c}
}

// peer is a command of testdata/peer.mjs that runs.
type peer struct {
	t     *testing.T
	input io.WriteCloser
	lines *bufio.Reader
	cmd   *exec.Cmd
}

func startPeer(t *testing.T, command string, input any) *peer {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "node", "--no-warnings", "--experimental-websocket", "testdata/peer.mjs", command)
	cmd.Stderr = os.Stderr
	stdin, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if err := json.NewEncoder(stdin).Encode(input); err != nil {
		t.Fatal(err)
	}
	return &peer{t, stdin, bufio.NewReader(stdout), cmd}
}

// read decodes the next line that the command prints.
func (p *peer) read(out any) {
	p.t.Helper()
	line, err := p.lines.ReadBytes('\n')
	if err == nil {
		err = json.Unmarshal(line, out)
	}
	if err != nil {
		p.t.Fatalf("%v: %q", err, line)
	}
}

// end lets the command end, and waits for it.
func (p *peer) end() {
	p.t.Helper()
	p.input.Close()
	if _, err := io.Copy(io.Discard, p.lines); err != nil {
		p.t.Error(err)
	}
	if err := p.cmd.Wait(); err != nil {
		p.t.Fatal(err)
	}
}

// askPeer runs a command to its end and returns what it printed.
func askPeer[T any](t *testing.T, command string, input any) (out T) {
	t.Helper()
	p := startPeer(t, command, input)
	p.read(&out)
	p.end()
	return out
}

// callPackage calls a method of @liveblocks/node.
func (s *devServer) callPackage(t *testing.T, method string, args ...any) any {
	t.Helper()
	return askPeer[any](t, "call", map[string]any{"baseUrl": s.BaseURL(), "method": method, "args": args})
}
