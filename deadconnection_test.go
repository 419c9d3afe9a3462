package liveblocks

import (
	"context"
	"crypto/tls"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// TestDeadConnection: with HTTP/2 all calls share a connection. If it dies
// without a word, each of their attempts would wait for it in vain.
func TestDeadConnection(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		listener := &pipeListener{conns: make(chan net.Conn), closed: make(chan struct{})}
		server := &httptest.Server{
			Listener:    listener,
			EnableHTTP2: true,
			Config: &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if r.ProtoMajor != 2 {
					t.Errorf("got a request of %s, want one of HTTP/2", r.Proto)
				}
				_, _ = io.WriteString(w, `{"token":"abc"}`)
			})},
		}
		server.StartTLS()
		defer server.Close()

		var first *mortalConn
		dials := 0
		transport := defaultHTTPClient().Transport.(*http.Transport).Clone()
		transport.TLSClientConfig = &tls.Config{InsecureSkipVerify: true}
		transport.DialContext = func(ctx context.Context, _, _ string) (net.Conn, error) {
			near, far := net.Pipe()
			listener.conns <- far
			if dials++; dials == 1 {
				first = &mortalConn{Conn: near}
				return first, nil
			}
			return near, nil
		}
		defer transport.CloseIdleConnections()
		client, err := New("sk_test", WithBaseURL("https://api.test"), WithHTTPClient(&http.Client{Transport: transport}))
		if err != nil {
			t.Fatal(err)
		}
		authorize := func() error {
			_, err := client.PrepareSession("ada", nil).Allow("*", FullAccess).Authorize(t.Context())
			return err
		}
		if err := authorize(); err != nil {
			t.Fatal(err)
		}
		first.dead.Store(true)
		start := time.Now()
		if err := authorize(); err != nil || dials != 2 {
			t.Errorf("got %v after %v, with %d connections; want a token by a second one", err, time.Since(start), dials)
		}
	})
}

// mortalConn takes what is written but, once dead, sends none of it.
type mortalConn struct {
	net.Conn
	dead atomic.Bool
}

func (c *mortalConn) Write(b []byte) (int, error) {
	if c.dead.Load() {
		return len(b), nil
	}
	return c.Conn.Write(b)
}

// pipeListener accepts one end of each pipe.
type pipeListener struct {
	conns  chan net.Conn
	closed chan struct{}
}

func (l *pipeListener) Accept() (net.Conn, error) {
	select {
	case c := <-l.conns:
		return c, nil
	case <-l.closed:
		return nil, net.ErrClosed
	}
}

func (l *pipeListener) Close() error {
	select {
	case <-l.closed:
	default:
		close(l.closed)
	}
	return nil
}

func (l *pipeListener) Addr() net.Addr { return &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 443} }
