package liveblocks

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"sync"
)

// filePart is a piece of a file that is sent in one request.
type filePart struct {
	content  *fileContent
	size     int64
	open     func() io.Reader
	buffer   []byte // what open reads, if it comes from a Reader
	readOnce bool

	mu     sync.Mutex
	bodies int   // how many are in the hands of the transport
	begun  bool  // whether anything was read
	err    error // why the content can't be read
	sent   int64 // the most that any attempt has sent; guarded by the progressMeter
}

// body opens the part for one attempt to send it.
func (p *filePart) body() (io.Reader, error) {
	if p.size == 0 {
		return http.NoBody, nil
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.readOnce && (p.begun || p.bodies > 0) {
		return nil, errReadOnce
	}
	p.bodies++
	p.err = nil
	return &partBody{part: p, reader: p.open()}, nil
}

var errReadOnce = errors.New("the file's Reader can't be read a second time to try again: use its ReaderAt")

// release gives the part's buffer back. It is left alone if the transport has
// not closed all bodies: it may still read from one for a moment after an
// answer came early or the context ended.
func (p *filePart) release() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.bodies == 0 && p.buffer != nil {
		p.content.mu.Lock()
		p.content.free = append(p.content.free, p.buffer)
		p.content.mu.Unlock()
	}
	p.buffer = nil
}

// readError is why the content could not be read, if that is what failed.
func (p *filePart) readError() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.err
}

// partBody is the body of one attempt.
type partBody struct {
	part   *filePart
	reader io.Reader
	read   int64
	closed bool
}

func (b *partBody) Read(buf []byte) (int, error) {
	n, err := b.reader.Read(buf)
	b.read += int64(n)
	if errors.Is(err, io.EOF) && b.read < b.part.size {
		err = fmt.Errorf("the content ended %d bytes early: %w", b.part.size-b.read, io.ErrUnexpectedEOF)
	}
	b.part.mu.Lock()
	b.part.begun = b.part.begun || n > 0
	if err != nil && !errors.Is(err, io.EOF) {
		b.part.err = err
	}
	b.part.mu.Unlock()
	b.part.content.progress.reach(b.part, b.read)
	return n, err
}

func (b *partBody) Close() error {
	b.part.mu.Lock()
	defer b.part.mu.Unlock()
	if !b.closed {
		b.closed = true
		b.part.bodies--
	}
	return nil
}

// progressMeter tells an OnProgress how far the upload is.
type progressMeter struct {
	mu     sync.Mutex
	report func(sent, total int64)
	sent   int64
	total  int64
}

// reach notes that an attempt to send the part has come to so many bytes. Only
// what no attempt had sent before counts.
func (m *progressMeter) reach(p *filePart, sent int64) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if sent > p.sent {
		m.sent += sent - p.sent
		p.sent = sent
		m.tell()
	}
}

// finish reports the end of a success, unless that is done, and ends the
// reports.
func (m *progressMeter) finish(success bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if success && (m.sent < m.total || m.total == 0) {
		m.sent = m.total
		m.tell()
	}
	m.report = nil
}

func (m *progressMeter) tell() {
	if m.report != nil {
		m.report(m.sent, m.total)
	}
}
