// Command demo is a web app with live cursors and shared lists, to be opened in
// two tabs. It runs against the official Liveblocks dev server, which it starts
// and stops, or against the project whose secret key is in LIVEBLOCKS_SECRET_KEY.
//
// Run "npm ci" in the root of the repository once, and then, in the folder
// examples:
//
//	go run ./demo
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/liveblocks-go/liveblocks"
)

func main() {
	addr := flag.String("addr", "127.0.0.1:8080", "where to listen, on the loopback interface; port 0 finds a free one")
	flag.Parse()

	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	defer stop()
	context.AfterFunc(ctx, stop) // a second Ctrl-C is not waited for
	if err := run(ctx, *addr); err != nil {
		fmt.Fprintln(os.Stderr, "demo:", err)
		os.Exit(1)
	}
}

// run serves the app until the context ends, and leaves nothing behind.
func run(ctx context.Context, addr string) (err error) {
	listener, err := listen(ctx, addr)
	if err != nil {
		return err
	}
	defer listener.Close()

	backend, err := openBackend(ctx)
	if err != nil {
		return ignoreCancel(ctx, err)
	}
	defer func() { err = errors.Join(err, backend.close()) }()

	client, err := liveblocks.New(backend.secretKey,
		liveblocks.WithBaseURL(backend.baseURL),
		liveblocks.WithLogger(slog.Default()),
		liveblocks.WithAppInfo("demo", ""))
	if err != nil {
		return err
	}
	if err := createRooms(ctx, client); err != nil {
		return ignoreCancel(ctx, err)
	}
	page, err := buildPage(ctx)
	if err != nil {
		return ignoreCancel(ctx, err)
	}

	fmt.Printf("\n  The demo is at http://localhost:%d (%s)\n", listener.Addr().(*net.TCPAddr).Port, backend.name)
	fmt.Print("  Open it in two tabs. Ctrl-C ends it.\n\n")
	return serve(ctx, listener, newApp(client, backend.baseURL, page))
}

// app is what its handlers have in common.
type app struct {
	client  *liveblocks.Client
	baseURL string // where browsers find Liveblocks
	logins  logins
}

func newApp(client *liveblocks.Client, baseURL string, page http.Handler) http.Handler {
	a := &app{client: client, baseURL: baseURL}
	mux := http.NewServeMux()
	mux.Handle("/api/liveblocks-auth", client.AuthHandler(a.authorize))
	mux.HandleFunc("GET /api/app", a.describe)
	mux.HandleFunc("POST /api/login", a.login)
	mux.HandleFunc("POST /api/logout", a.logout)
	mux.Handle("/", page)
	return http.NewCrossOriginProtection().Handler(mux)
}

// listen refuses what would let in anybody but the user of this computer: one
// becomes any user here without a password.
func listen(ctx context.Context, addr string) (net.Listener, error) {
	tcp, err := net.ResolveTCPAddr("tcp", addr)
	if err != nil {
		return nil, err
	}
	if !tcp.IP.IsLoopback() {
		return nil, fmt.Errorf("-addr %s is not on the loopback interface: try 127.0.0.1:%d", addr, tcp.Port)
	}
	return new(net.ListenConfig).Listen(ctx, "tcp", tcp.String())
}

func serve(ctx context.Context, listener net.Listener, handler http.Handler) error {
	server := &http.Server{Handler: handler, ReadHeaderTimeout: 5 * time.Second}
	stopped := make(chan error, 1)
	context.AfterFunc(ctx, func() {
		timeout, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
		defer cancel()
		err := server.Shutdown(timeout)
		if err != nil {
			err = server.Close() // browsers open connections before they need them
		}
		stopped <- err
	})
	if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return <-stopped
}

// ignoreCancel is for a Ctrl-C while the app starts, which is no failure.
func ignoreCancel(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return nil
	}
	return err
}
