package liveblocks

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"sync"
)

// FileUpload is a file to be uploaded. Its content comes from ReaderAt or from
// Reader; just one of them is set.
type FileUpload struct {
	// Name is the name of the file, with its extension. It is required.
	Name string
	// Size is the length of the content in bytes. Content that turns out to be
	// longer or shorter makes the upload fail.
	Size int64

	// ReaderAt has the content, such as an [os.File], a [bytes.Reader] or a
	// [strings.Reader]. It is read from several goroutines at a time, and again
	// when a request is retried. Nothing of it is kept in memory.
	ReaderAt io.ReaderAt
	// Reader has the content where it can be read only once and in order. Up to
	// five parts of 5 MiB are kept in memory. A Read that blocks delays the end
	// of an upload whose context ends.
	Reader io.Reader

	// MIMEType is the type of the content, such as "application/pdf". Only
	// [Client.CreateFileKnowledgeSource] sends it; for others the service finds
	// out by itself.
	MIMEType string

	// OnProgress, unless it is nil, is told how many bytes have been sent, and
	// of how many. sent never decreases, and is total in the last call of an
	// upload that succeeds, though the service may take a while to confirm it.
	// There is only one call at a time, and none after the upload has returned.
	// The upload waits for each call.
	OnProgress func(sent, total int64)
}

// partSize is how much of a file is sent in one request, where the service
// accepts parts.
const partSize = 5 << 20

func (f *FileUpload) check() error {
	switch {
	case f.Name == "":
		return invalid("the file has no Name")
	case f.Size < 0:
		return invalid("the Size of the file is %d: it must be the length of the content in bytes", f.Size)
	case f.ReaderAt == nil && f.Reader == nil:
		return invalid("the file has no content: set its ReaderAt or its Reader")
	case f.ReaderAt != nil && f.Reader != nil:
		return invalid("the file has a ReaderAt and a Reader: set just one of them")
	case f.ReaderAt != nil:
		return f.checkEnd()
	}
	return nil
}

// checkEnd finds out whether a ReaderAt ends where Size says.
func (f *FileUpload) checkEnd() error {
	last := max(f.Size-1, 0)
	n, err := f.ReaderAt.ReadAt(make([]byte, 2), last)
	switch {
	case err != nil && !errors.Is(err, io.EOF):
		return readingError(err)
	case last+int64(n) < f.Size:
		return invalid("the Size of the file is %d, and its content is shorter", f.Size)
	case last+int64(n) > f.Size:
		return invalid("the Size of the file is %d, and its content is longer", f.Size)
	}
	return nil
}

func readingError(err error) error { return fmt.Errorf("liveblocks: reading the file: %w", err) }

// fileContent hands out the content of a file in parts, one after the other.
type fileContent struct {
	reader   exactReader
	readerAt io.ReaderAt
	progress progressMeter
	offset   int64

	mu   sync.Mutex
	free [][]byte // buffers of parts that are done
}

// openFile checks the file, and the IDs of the request that is to carry it:
// what can't be sent is refused before the content is read.
func openFile(f *FileUpload, r request) (*fileContent, error) {
	if err := f.check(); err != nil {
		return nil, err
	}
	if _, err := fillRoute(r.route, r.ids); err != nil {
		return nil, err
	}
	return &fileContent{
		reader:   exactReader{reader: f.Reader, left: f.Size, size: f.Size},
		readerAt: f.ReaderAt,
		progress: progressMeter{report: f.OnProgress, total: f.Size},
	}, nil
}

// next returns the next part. What comes from a Reader is buffered, so that the
// part can be sent again.
func (c *fileContent) next(size int64) (*filePart, error) {
	p := &filePart{content: c, size: size}
	if c.readerAt != nil {
		offset := c.offset
		p.open = func() io.Reader { return io.NewSectionReader(c.readerAt, offset, size) }
		c.offset += size
		return p, nil
	}
	p.buffer = c.buffer(size)
	if err := c.reader.readFull(p.buffer); err != nil {
		return nil, err
	}
	p.open = func() io.Reader { return bytes.NewReader(p.buffer) }
	return p, nil
}

// all returns the whole content as one part. If it comes from a Reader and is
// too large to be buffered, it can't be sent again once it has been read from.
func (c *fileContent) all() (*filePart, error) {
	size := c.progress.total
	if c.readerAt != nil || size <= partSize {
		return c.next(size)
	}
	return &filePart{
		content:  c,
		size:     size,
		open:     func() io.Reader { return &c.reader },
		readOnce: true,
	}, nil
}

func (c *fileContent) buffer(size int64) []byte {
	c.mu.Lock()
	defer c.mu.Unlock()
	if n := len(c.free); n > 0 {
		b := c.free[n-1]
		c.free = c.free[:n-1]
		return b[:size]
	}
	return make([]byte, size)
}

// exactReader reads a Reader that ought to have size bytes.
type exactReader struct {
	reader     io.Reader
	size, left int64
}

// Read holds back the last piece until it is known to be the last.
func (r *exactReader) Read(b []byte) (int, error) {
	if r.left == 0 {
		return 0, io.EOF
	}
	n, err := r.reader.Read(b[:min(int64(len(b)), r.left)])
	r.left -= int64(n)
	if r.left > 0 && errors.Is(err, io.EOF) {
		return n, fmt.Errorf("it ended after %d bytes, and its Size is %d: %w", r.size-r.left, r.size, io.ErrUnexpectedEOF)
	}
	if r.left > 0 {
		return n, err
	}
	if err := r.checkEnd(); err != nil {
		return 0, err
	}
	return n, nil
}

func (r *exactReader) checkEnd() error {
	switch n, err := io.ReadFull(r.reader, make([]byte, 1)); {
	case n > 0:
		return fmt.Errorf("it is longer than its Size, %d bytes", r.size)
	case errors.Is(err, io.EOF):
		return nil
	default:
		return err
	}
}

// readFull fills b, and makes sure of the end if that is where b ends.
func (r *exactReader) readFull(b []byte) error {
	if r.size == 0 {
		return r.checkEnd()
	}
	_, err := io.ReadFull(r, b)
	return err
}
