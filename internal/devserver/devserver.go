// Package devserver starts and stops the official Liveblocks dev server, for
// tests and examples. It needs the npm packages that package.json pins, and no
// account, key or network.
//
// See https://liveblocks.io/docs/tools/dev-server.
package devserver

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"sync"
	"time"
)

// The keys that every dev server accepts. They are no secrets.
const (
	SecretKey = "sk_localdev"
	PublicKey = "pk_localdev"
)

const (
	startTimeout = 30 * time.Second
	// stopGrace is how long the server is given to stop by itself, and then how
	// long to stop when it is told to.
	stopGrace = 3 * time.Second
)

// Options are those of [Start]. The zero value will do.
type Options struct {
	// Dir is where the search for node_modules begins. The default is the working
	// directory.
	Dir string
	// Output receives what the server prints. The default is to discard it.
	Output io.Writer
}

// Server is a dev server that runs.
type Server struct {
	baseURL string
	stop    func() error
}

// BaseURL is the server's address, such as http://localhost:1153.
func (s *Server) BaseURL() string { return s.baseURL }

// Stop ends the server, deletes its data, and returns when both are done. More
// calls do no more.
func (s *Server) Stop() error { return s.stop() }

// Start starts a server at a free port of the loopback interface, with its data
// in a temporary directory, and returns when it answers. The context limits the
// start alone. The server runs until [Server.Stop]; if this process ends without
// calling that, the server ends too on Linux, but its directory stays.
//
// Under "liveblocks dev --cmd" it returns the server that runs there already.
func Start(ctx context.Context, opts Options) (*Server, error) {
	if u := os.Getenv("LIVEBLOCKS_BASE_URL"); u != "" && os.Getenv("LIVEBLOCKS_SECRET_KEY") == SecretKey {
		return &Server{baseURL: u, stop: func() error { return nil }}, nil
	}
	modules, err := NodeModules(opts.Dir)
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeoutCause(ctx, startTimeout, fmt.Errorf("not ready after %v", startTimeout))
	defer cancel()

	p, err := launch(modules, opts.Output)
	if err != nil {
		return nil, fmt.Errorf("devserver: %w", err)
	}
	baseURL, err := p.ready(ctx)
	if err != nil {
		err = fmt.Errorf("devserver: %w%s", err, p.output.quoted())
		return nil, errors.Join(err, p.end())
	}
	return &Server{baseURL: baseURL, stop: sync.OnceValue(p.stop)}, nil
}

// process is the running server.
type process struct {
	cmd    *exec.Cmd
	stdin  io.WriteCloser
	output *output
	dir    string        // its temporary directory
	done   chan struct{} // closed when it has ended
}

func launch(modules string, log io.Writer) (*process, error) {
	dir, err := os.MkdirTemp("", "liveblocks-go-dev-")
	if err != nil {
		return nil, err
	}
	p := &process{output: newOutput(log), dir: dir, done: make(chan struct{})}
	// Bun itself rather than npx or a shim, which would not pass signals on.
	p.cmd = exec.Command(filepath.Join(modules, bun), filepath.Join(modules, devServer),
		"dev", "--no-check", "--no-persist", "--random-port")
	p.cmd.Dir = dir
	// Its data goes to the system's temporary directory, and it does not always
	// delete it. So it gets one of its own, which goes when it goes.
	p.cmd.Env = append(os.Environ(), "TMPDIR="+dir, "TMP="+dir, "TEMP="+dir)
	p.cmd.Stdout, p.cmd.Stderr = p.output, p.output
	p.cmd.WaitDelay = stopGrace
	p.cmd.SysProcAttr = processAttributes()
	if p.stdin, err = p.cmd.StdinPipe(); err != nil {
		return nil, errors.Join(err, os.RemoveAll(dir))
	}

	started := make(chan error)
	go func() {
		// Linux ends the server together with the thread that started it, so that
		// thread is kept for as long as the server runs.
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		err := p.cmd.Start()
		started <- err
		if err == nil {
			_ = p.cmd.Wait() // the status of a server that was told to end says nothing
			close(p.done)
		}
	}()
	if err := <-started; err != nil {
		return nil, errors.Join(err, os.RemoveAll(dir))
	}
	return p, nil
}

// ready waits for the server to print its address, and then to answer there.
func (p *process) ready(ctx context.Context) (baseURL string, err error) {
	select {
	case baseURL = <-p.output.address:
	case <-p.done:
		return "", fmt.Errorf("the server ended at its start (%v)", p.cmd.ProcessState)
	case <-ctx.Done():
		return "", fmt.Errorf("waiting for the server's address: %w", context.Cause(ctx))
	}
	for {
		if err = healthy(ctx, baseURL); err == nil {
			return baseURL, nil
		}
		select {
		case <-time.After(20 * time.Millisecond):
		case <-p.done:
			return "", fmt.Errorf("the server ended at its start (%v)", p.cmd.ProcessState)
		case <-ctx.Done():
			return "", fmt.Errorf("waiting for the server to answer: %w (%w)", context.Cause(ctx), err)
		}
	}
}

func healthy(ctx context.Context, baseURL string) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, baseURL+"/health", nil)
	if err != nil {
		return err
	}
	req.Close = true // leave no idle connection behind
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("GET /health: %s", resp.Status)
	}
	return nil
}

// stop asks the server to quit and, should it not, ends it.
func (p *process) stop() error {
	_, _ = io.WriteString(p.stdin, "q") // fails if it has ended, which is as good
	p.endsWithin(stopGrace)
	return p.end()
}

// end ends the server, if it still runs, and deletes its data.
func (p *process) end() error {
	for _, signal := range []func(*os.Process) error{terminate, kill} {
		if p.endsWithin(0) {
			break
		}
		_ = signal(p.cmd.Process)
		p.endsWithin(stopGrace)
	}
	_ = p.stdin.Close()
	if !p.endsWithin(0) {
		return fmt.Errorf("devserver: process %d can't be ended", p.cmd.Process.Pid)
	}
	return os.RemoveAll(p.dir)
}

// endsWithin tells whether the server has ended, or does so in time.
func (p *process) endsWithin(d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-p.done:
		return true
	case <-timer.C:
	}
	select {
	case <-p.done:
		return true
	default:
		return false
	}
}
