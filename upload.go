package liveblocks

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"sync"
	"time"

	"github.com/liveblocks-go/liveblocks/internal/transport"
)

const (
	// partsAtOnce is how many parts of a file are on their way at a time.
	partsAtOnce = 5
	// cleanUpTime is how long an upload outlives its context to leave nothing
	// behind.
	cleanUpTime = 5 * time.Second
)

// uploadTarget is where a file goes.
type uploadTarget struct {
	route string // of the file: it is looked up there, and uploaded below
	ids   []string
	query url.Values // of the request that puts the file in place
}

// upload is one file on its way.
type upload struct {
	client  *Client
	target  uploadTarget
	file    *FileUpload
	content *fileContent
}

// upload sends a small file in one request and a large one in parts.
func (c *Client) upload(ctx context.Context, file FileUpload, target uploadTarget) (_ *CommentAttachment, err error) {
	u := &upload{client: c, target: target, file: &file}
	u.content, err = openFile(u.file, u.request(http.MethodPut, "/upload/{name}", file.Name))
	if err != nil {
		return nil, err
	}
	defer func() { u.content.progress.finish(err == nil) }()
	if file.Size <= partSize {
		return u.whole(ctx)
	}
	return u.inParts(ctx)
}

func (u *upload) request(method, route string, ids ...string) request {
	return request{
		method: method,
		route:  u.target.route + route,
		ids:    append(slices.Clip(u.target.ids), ids...),
	}
}

func (u *upload) sizeQuery() url.Values {
	return url.Values{"fileSize": {strconv.FormatInt(u.file.Size, 10)}}
}

// whole sends the file in one request.
func (u *upload) whole(ctx context.Context) (*CommentAttachment, error) {
	part, err := u.content.all()
	if err != nil {
		return nil, readingError(err)
	}
	r := u.request(http.MethodPut, "/upload/{name}", u.file.Name)
	r.query = u.sizeQuery()
	maps.Copy(r.query, u.target.query)
	r.contentType = octetStream
	return u.putInPlace(ctx, func() (*CommentAttachment, error) {
		return sendPart[CommentAttachment](ctx, u.client, r, part)
	})
}

const octetStream = "application/octet-stream"

// sendPart carries out a request that has a part of a file as its body.
func sendPart[T any](ctx context.Context, c *Client, r request, part *filePart) (*T, error) {
	defer part.release()
	r.open, r.size = part.body, part.size
	r.bulk = true
	answer, err := call[T](ctx, c, r)
	if err == nil {
		return answer, nil
	}
	if readErr := part.readError(); readErr != nil {
		return nil, readingError(readErr)
	}
	return nil, err
}

// inParts sends the file in parts, which the service then puts together.
func (u *upload) inParts(ctx context.Context) (_ *CommentAttachment, err error) {
	uploadID, err := u.begin(ctx)
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			u.abort(ctx, uploadID)
		}
	}()
	parts, err := u.sendParts(ctx, uploadID)
	if err != nil {
		return nil, err
	}
	r := u.request(http.MethodPost, "/multipart/{uploadId}/complete", uploadID)
	r.query = u.target.query
	r.body = struct {
		Parts []*json.RawMessage `json:"parts"`
	}{parts}
	return u.putInPlace(ctx, func() (*CommentAttachment, error) {
		return call[CommentAttachment](ctx, u.client, r)
	})
}

// begin opens an upload in parts and returns its ID. If ctx ends meanwhile, it
// waits for the answer all the same: without the ID, nobody could abort the
// upload.
func (u *upload) begin(ctx context.Context) (string, error) {
	r := u.request(http.MethodPost, "/multipart/{name}", u.file.Name)
	r.query = u.sizeQuery()
	r.contentType = contentTypeJSON // of no body, as the package has it
	if err := ctx.Err(); err != nil {
		return "", u.client.newError(r, transport.Result{Err: err})
	}
	lasting, stop := outlive(ctx, cleanUpTime)
	defer stop()
	begun, err := call[struct {
		UploadID string `json:"uploadId"`
	}](lasting, u.client, r)
	if ctx.Err() != nil && err != nil {
		err = u.client.newError(r, transport.Result{Err: ctx.Err()})
	}
	if err != nil {
		return "", notApplied(err)
	}
	if checkID("uploadId", begun.UploadID) != nil {
		return "", notApplied(u.client.answerError(r, transport.Result{}, fmt.Errorf("the uploadId is %q", begun.UploadID)))
	}
	return begun.UploadID, nil
}

// sendParts sends all parts, a few at a time, and returns the service's answers
// in their order. It returns when no request is on its way any more.
func (u *upload) sendParts(ctx context.Context, uploadID string) ([]*json.RawMessage, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	var (
		answers []*json.RawMessage
		slots   = make(chan struct{}, partsAtOnce)
		sending sync.WaitGroup
		once    sync.Once
		first   error
	)
	fail := func(err error) {
		once.Do(func() { first = err })
		cancel()
	}
	for offset := int64(0); offset < u.file.Size; offset += partSize {
		slots <- struct{}{}
		answer := new(json.RawMessage)
		answers = append(answers, answer)
		r := u.request(http.MethodPut, "/multipart/{uploadId}/{partNumber}", uploadID, strconv.Itoa(len(answers)))
		r.contentType = octetStream
		if err := ctx.Err(); err != nil {
			fail(u.client.newError(r, transport.Result{Err: err}))
			break
		}
		part, err := u.content.next(min(partSize, u.file.Size-offset))
		if err != nil {
			fail(readingError(err))
			break
		}
		sending.Go(func() {
			defer func() { <-slots }()
			got, err := sendPart[json.RawMessage](ctx, u.client, r, part)
			if err != nil {
				fail(err)
				return
			}
			*answer = *got
		})
	}
	sending.Wait()
	if first != nil {
		return nil, notApplied(first)
	}
	return answers, nil
}

// putInPlace sends the request after which the file exists. If its answer is
// lost, a second try may be told that there is nothing left to do, so the file
// is looked up before that is called a failure.
func (u *upload) putInPlace(ctx context.Context, send func() (*CommentAttachment, error)) (*CommentAttachment, error) {
	file, err := send()
	var e *Error
	if err == nil || !errors.As(err, &e) || !e.MaybeApplied || ctx.Err() != nil {
		return file, err
	}
	file, lookupErr := call[CommentAttachment](ctx, u.client, u.request(http.MethodGet, ""))
	if lookupErr != nil || file.Size != u.file.Size {
		return nil, err
	}
	return file, nil
}

// abort discards the parts that were sent. ctx may have ended.
func (u *upload) abort(ctx context.Context, uploadID string) {
	r := u.request(http.MethodDelete, "/multipart/{uploadId}", uploadID)
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), cleanUpTime)
	defer cancel()
	if err := u.client.exec(ctx, r); err != nil && !errors.Is(err, ErrNotFound) {
		u.client.logger.LogAttrs(ctx, slog.LevelWarn, "liveblocks: a failed upload could not be aborted", slog.Any("error", err))
	}
}

// notApplied corrects an error of a request that can't put the file in place,
// even if it was carried out.
func notApplied(err error) error {
	var e *Error
	if errors.As(err, &e) {
		e.MaybeApplied = false
	}
	return err
}

// outlive returns a context that ends some time after its parent, and at the
// latest when it is stopped.
func outlive(parent context.Context, by time.Duration) (ctx context.Context, stop func()) {
	ctx, cancel := context.WithCancel(context.WithoutCancel(parent))
	unhook := context.AfterFunc(parent, func() {
		timer := time.AfterFunc(by, cancel)
		context.AfterFunc(ctx, func() { timer.Stop() })
	})
	return ctx, func() { unhook(); cancel() }
}

// newID makes up an ID like those of the JavaScript packages: 21 characters of
// 64 kinds after the prefix, 126 random bits.
func newID(prefix string) string {
	b := make([]byte, 16)
	rand.Read(b)
	return prefix + "_" + base64.RawURLEncoding.EncodeToString(b)[:21]
}
