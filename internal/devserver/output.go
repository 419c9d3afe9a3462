package devserver

import (
	"bytes"
	"fmt"
	"io"
	"regexp"
	"sync"
)

var (
	ansi    = regexp.MustCompile(`\x1b\[[0-9;?]*[A-Za-z]`)
	running = regexp.MustCompile(`running at (https?://[^\s/]+)\s`)
)

// output is where the server prints to. It finds the server's address in it and
// keeps the last of it.
type output struct {
	address chan string // receives the address, once
	log     io.Writer

	mu     sync.Mutex
	found  bool
	recent []byte
}

const keptOutput = 4 << 10

func newOutput(log io.Writer) *output {
	if log == nil {
		log = io.Discard
	}
	return &output{address: make(chan string, 1), log: log}
}

func (o *output) Write(b []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.recent = append(o.recent, b...)
	if !o.found {
		// The address may come in pieces, and with colours.
		if m := running.FindSubmatch(ansi.ReplaceAll(o.recent, nil)); m != nil {
			o.found = true
			o.address <- string(m[1])
		}
	}
	if extra := len(o.recent) - keptOutput; extra > 0 {
		o.recent = append([]byte(nil), o.recent[extra:]...)
	}
	_, _ = o.log.Write(b) // a log that fails must not stop the server
	return len(b), nil
}

// quoted returns the last of the output in a form to be added to an error.
func (o *output) quoted() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	text := bytes.TrimSpace(ansi.ReplaceAll(o.recent, nil))
	if len(text) == 0 {
		return ""
	}
	return fmt.Sprintf("; it printed:\n%s", text)
}
