//go:build integration && unix

package main

import (
	"bufio"
	"encoding/json"
	"net"
	"net/http"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"
)

func TestMain(m *testing.M) {
	if os.Getenv("BE_THE_DEMO") != "" {
		main()
		return
	}
	os.Exit(m.Run())
}

// Whenever the demo is interrupted, nothing is left of it.
func TestCtrlCLeavesNothingBehind(t *testing.T) {
	t.Run("running", func(t *testing.T) {
		temp := t.TempDir()
		url, stop := start(t, temp)
		app := struct{ BaseURL string }{}
		resp, err := http.Get(url + "/api/app")
		if err != nil {
			t.Fatal(err)
		}
		err = json.NewDecoder(resp.Body).Decode(&app)
		resp.Body.Close()
		if err != nil || !answers(app.BaseURL) || !answers(url+"/main.js") {
			t.Errorf("not all of it runs: %v, dev server at %q", err, app.BaseURL)
		}
		// Browsers open connections before they need them.
		idle, err := net.Dial("tcp", strings.TrimPrefix(url, "http://"))
		if err != nil {
			t.Fatal(err)
		}
		defer idle.Close()
		stop()
		if answers(url) {
			t.Error("the app still answers")
		}
		if answers(app.BaseURL) {
			t.Error("the dev server still answers")
		}
		wantEmpty(t, temp)
	})
	t.Run("starting", func(t *testing.T) {
		for _, wait := range []time.Duration{5, 50, 100, 200, 300} {
			temp := t.TempDir()
			cmd := command(temp)
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			time.Sleep(wait * time.Millisecond)
			_ = cmd.Process.Signal(syscall.SIGINT)
			_ = cmd.Wait() // before main listens to signals, they end it
			wantEmpty(t, temp)
		}
	})
}

// command is the demo: this program, with its own main in place of the tests.
func command(temp string) *exec.Cmd {
	cmd := exec.Command(os.Args[0], "-addr", "127.0.0.1:0")
	cmd.Env = append(os.Environ(), "BE_THE_DEMO=1", "TMPDIR="+temp, "LIVEBLOCKS_SECRET_KEY=")
	cmd.Stderr = os.Stderr
	return cmd
}

// start runs the demo until stop, which interrupts it and expects it to succeed.
func start(t *testing.T, temp string) (url string, stop func()) {
	t.Helper()
	cmd := command(temp)
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	address := regexp.MustCompile(`http://localhost:\d+`)
	lines := bufio.NewScanner(stdout)
	for url == "" && lines.Scan() {
		url = address.FindString(lines.Text())
	}
	if url == "" {
		t.Fatalf("the demo prints no address: %v", cmd.Wait())
	}
	return url, func() {
		if err := cmd.Process.Signal(syscall.SIGINT); err != nil {
			t.Error(err)
		}
		if err := cmd.Wait(); err != nil {
			t.Errorf("the demo ends with: %v", err)
		}
	}
}

func answers(url string) bool {
	resp, err := http.Get(url)
	if err != nil {
		return false
	}
	resp.Body.Close()
	return resp.StatusCode < 500
}

func wantEmpty(t *testing.T, dir string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) > 0 {
		t.Errorf("left behind: %v %v", entries, err)
	}
}
